"""What the body it names has said of a decision."""

from django.db import models


class ApprovalState(models.TextChoices):
    """What the body in whose name a decision stands has said of it (R127, R133)."""

    ENTERED = "ENTERED", "در انتظار تأیید مرجع"
    CONFIRMED = "CONFIRMED", "تأیید شده"
    DISPUTED = "DISPUTED", "مورد اعتراض مرجع"

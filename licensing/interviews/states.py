"""Results of an interview."""

from django.db import models


class InterviewResult(models.TextChoices):
    """What came of an interview; empty while it is ahead."""

    HELD = "HELD", "برگزار شد"
    NO_SHOW = "NO_SHOW", "متقاضی نیامد"
    CANCELLED = "CANCELLED", "لغو شد"
    MOVED = "MOVED", "به زمان دیگری رفت"

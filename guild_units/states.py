"""How a unit is run and rated, and what becomes of its QR codes."""

from django.db import models


class EmploymentForm(models.TextChoices):
    """How the owner runs the unit; only a formal enterprise has a workshop at social security (R9)."""

    FORMAL = "FORMAL", "بنگاه رسمی"
    SELF_EMPLOYED = "SELF_EMPLOYED", "خویش‌فرما"


class UnitState(models.TextChoices):
    """The state of a unit as people read it; the health part will add its colours (handbook 6.3)."""

    GREY = "GREY", "خاکستری: پروانه نامعتبر"
    UNRATED = "UNRATED", "وضعیت بهداشتی سنجیده نشده"


class RevokeReason(models.TextChoices):
    """Why a QR code holds no longer (handbook 6.4)."""

    REISSUED = "REISSUED", "صدور کد تازه"
    REMOVED = "REMOVED", "حذف واحد"
    LICENCE = "LICENCE", "باطل شدن پروانه"


class ScanKind(models.TextChoices):
    """Who scanned (R55)."""

    PUBLIC = "PUBLIC", "مردم"
    STAFF = "STAFF", "بازرس"

"""Outcomes of a decision and what its reasons are."""

from django.db import models


class ReasonKind(models.TextChoices):
    """What a coded reason is for."""

    REFUSAL = "REFUSAL", "دلیل رد"
    NEED = "NEED", "نیاز"


class Source(models.TextChoices):
    """Which of the two texts the applicant accepted a reason rests on (R63, R76)."""

    SPECIAL = "SPECIAL", "ضوابط خاص"
    GENERAL = "GENERAL", "ضوابط عمومی"


class Outcome(models.TextChoices):
    """What a decision says."""

    ACCEPT = "ACCEPT", "پذیرش"
    CONDITIONAL = "CONDITIONAL", "قبول مشروط"
    REJECT = "REJECT", "رد"
    RETURN = "RETURN", "بازگشت برای تکمیل"
    REFUSE_ISSUE = "REFUSE_ISSUE", "عدم صدور"
    ISSUE = "ISSUE", "صدور"


#: Outcomes that carry coded reasons.
REASONED = (Outcome.CONDITIONAL, Outcome.RETURN, Outcome.REJECT, Outcome.REFUSE_ISSUE)

#: Outcomes against which the applicant may object (handbook 2.3).
REFUSALS = (Outcome.REJECT, Outcome.REFUSE_ISSUE)

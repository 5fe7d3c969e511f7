"""How the form of a guild card reaches the bank, and when."""

from django.db import models

from licensing.cases.states import Status

#: From acceptance on; the bank may also answer after the licence was issued or handed over.
TAKES_CARD = (
    Status.IN_PROGRESS,
    Status.DOCS_COMPLETE,
    Status.INTERVIEW,
    Status.AWAITING_PAYMENT,
    Status.READY,
    Status.ISSUED,
    Status.DELIVERED,
)


class CardWay(models.TextChoices):
    """How the form (annex 21) reached the nearest branch of Bank Mellat."""

    UNION_SENT = "UNION_SENT", "اتحادیه به شعبه فرستاد"
    APPLICANT_TOOK = "APPLICANT_TOOK", "به متقاضی داده شد تا به شعبه ببرد"

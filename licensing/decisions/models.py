"""What happened on a file, and what a board decided."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.fields import acting_user_if_any
from core.keys import key_if_any, key_to
from licensing.cases.models import LicenceRequest
from licensing.cases.querysets import OfCaseQuerySet
from licensing.decisions.states import Outcome
from organizations.members.models import BoardMinute


class Decision(models.Model):
    """A decision on a request: by the board with a minute, or by law when the board was silent (R66, R73)."""

    case = key_to(LicenceRequest, "درخواست", related_name="decisions")
    outcome = models.CharField("تصمیم", max_length=12, choices=Outcome.choices)
    by_silence = models.BooleanField("به دلیل عدم اعلام نظر", default=False)
    minute = key_if_any(BoardMinute, "صورتجلسه", related_name="decisions")
    decided_at = models.DateTimeField("زمان تصمیم", default=timezone.now)
    decided_by = acting_user_if_any("تصمیم‌گیرنده")

    settled_at = models.DateTimeField("نیازها برطرف شد در", null=True, blank=True)
    settled_by = acting_user_if_any("نیازها را دید")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "تصمیم"
        verbose_name_plural = "تصمیم‌ها"
        constraints = [
            models.CheckConstraint(
                condition=Q(by_silence=True, minute__isnull=True, decided_by__isnull=True)
                | Q(by_silence=False, minute__isnull=False, decided_by__isnull=False),
                name="decision_has_a_minute_unless_by_silence",
            ),
            models.UniqueConstraint(
                fields=["case", "outcome"],
                condition=~Q(outcome="RETURN"),
                name="one_decision_of_a_kind_per_request",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False, outcome=Outcome.RETURN),
                name="return_settled_at_and_by_together",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(outcome=Outcome.RETURN, settled_at__isnull=True),
                name="one_open_return_per_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.case}"

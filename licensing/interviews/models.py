"""The interview a board may invite an applicant to before it issues (R77)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.fields import acting_user, acting_user_if_any
from core.keys import key_to
from licensing.cases.models import LicenceRequest
from licensing.interviews.querysets import InterviewQuerySet
from licensing.interviews.states import InterviewResult


class Interview(models.Model):
    """One appointment, as it was told. A new date is a new row; the old one stays with what came of it."""

    case = key_to(LicenceRequest, "درخواست", related_name="interviews")
    at = models.DateTimeField("زمان")
    place = models.CharField("محل", max_length=300)
    originals = models.TextField("اصل مدارک", blank=True, help_text="هر مدرک در یک سطر")
    result = models.CharField("نتیجه", max_length=10, choices=InterviewResult.choices, blank=True)
    note = models.CharField("شرح نتیجه", max_length=500, blank=True)
    result_at = models.DateTimeField("زمان ثبت نتیجه", null=True, blank=True)
    result_by = acting_user_if_any("ثبت‌کنندهٔ نتیجه")
    made_at = models.DateTimeField("زمان دعوت", default=timezone.now)
    made_by = acting_user("دعوت‌کننده")

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = "مصاحبه"
        verbose_name_plural = "مصاحبه‌ها"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(result=""), name="one_interview_ahead_per_request"
            ),
            models.CheckConstraint(
                condition=Q(result="", result_at__isnull=True, result_by__isnull=True)
                | (~Q(result="") & Q(result_at__isnull=False, result_by__isnull=False)),
                name="interview_result_at_and_by_together",
            ),
            models.CheckConstraint(condition=~Q(place=""), name="interview_has_a_place"),
        ]

    def __str__(self) -> str:
        return f"مصاحبهٔ {self.case}"

    @property
    def originals_list(self) -> list[str]:
        return [line for line in self.originals.splitlines() if line]

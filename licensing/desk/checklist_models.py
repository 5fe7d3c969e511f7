"""The checklist of the special conditions, ticked by the union for one request (R212)."""

from django.db import models
from django.utils import timezone

from accounts.fields import acting_user
from core.keys import key_to
from licensing.cases.models import LicenceRequest
from licensing.cases.querysets import OfCaseQuerySet


class ChecklistTick(models.Model):
    """One point of the checklist was looked at and found in order. A point unticked again loses its row."""

    case = key_to(LicenceRequest, "درخواست", related_name="ticks")
    code = models.CharField("بند", max_length=40)
    ticked_by = acting_user("تأییدکننده")
    ticked_at = models.DateTimeField("زمان تأیید", default=timezone.now)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "بند تأییدشدهٔ چک‌لیست"
        verbose_name_plural = "بندهای تأییدشدهٔ چک‌لیست"
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="checklist_point_ticked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.code}"

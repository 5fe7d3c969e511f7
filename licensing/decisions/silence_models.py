"""What the law makes of silence: the warnings before it (R66, R68), and the letter after a union's (R66)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.keys import key_to
from deadlines.models import Deadline
from licensing.cases.models import LicenceRequest
from licensing.cases.querysets import OfCaseQuerySet
from licensing.decisions.models import Decision


class SilenceWarning(models.Model):
    """Board and inspectors were warned that so many working days are left; each number once per request."""

    case = key_to(LicenceRequest, "درخواست", related_name="silence_warnings")
    days_left = models.PositiveSmallIntegerField("روز کاری مانده")
    warned_at = models.DateTimeField("زمان هشدار", default=timezone.now)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "هشدار سکوت"
        verbose_name_plural = "هشدارهای سکوت"
        constraints = [
            models.UniqueConstraint(fields=["case", "days_left"], name="warned_once_for_each_number_of_days")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.days_left}"


class LapseWarning(models.Model):
    """The applicant was warned so many days before a term whose end lapses the request; each number once (M13)."""

    case = key_to(LicenceRequest, "درخواست", related_name="lapse_warnings")
    deadline = key_to(Deadline, "مهلت")
    days_left = models.PositiveSmallIntegerField("روز مانده")
    warned_at = models.DateTimeField("زمان هشدار", default=timezone.now)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "هشدار انقضا"
        verbose_name_plural = "هشدارهای انقضا"
        constraints = [
            models.UniqueConstraint(fields=["deadline", "days_left"], name="warned_once_before_each_lapse")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.days_left}"


class SilenceLetter(models.Model):
    """The letter that says a request counts as accepted, because the union did not answer in time."""

    case = models.OneToOneField(
        LicenceRequest, on_delete=models.PROTECT, related_name="silence_letter", verbose_name="درخواست"
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="silence_letter", verbose_name="تصمیم"
    )
    term_ended_at = models.DateTimeField("پایان مهلت اتحادیه")
    document = models.FileField("فایل چاپی", upload_to="letters/%Y/%m/", blank=True)
    document_at = models.DateTimeField("زمان آماده‌شدن فایل چاپی", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "نامهٔ پذیرش به دلیل عدم اعلام نظر"
        verbose_name_plural = "نامه‌های پذیرش به دلیل عدم اعلام نظر"
        indexes = [
            models.Index(fields=["created_at"], name="letter_without_pdf", condition=Q(document="")),
            models.Index(fields=["document"], name="silence_letter_document"),
        ]

    def __str__(self) -> str:
        return f"نامهٔ پذیرش {self.case}"

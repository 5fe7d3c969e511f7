"""What operators ask their board to put into a minute (R73)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.fields import acting_user, acting_user_if_any
from core.keys import key_if_any, key_to
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.cases.querysets import OfCaseQuerySet
from organizations.members.models import BoardMinute

LONGEST_MINUTE_REQUEST = 1000
LONGEST_DECLINE = 300


class MinuteRequest(models.Model):
    """An operator asks the board for a minute that holds what an applicant shall be told; answered by a minute of the
    board or by words."""

    case = key_to(LicenceRequest, "پرونده", related_name="minute_requests")
    text = models.TextField("آنچه باید در صورتجلسه بیاید", max_length=LONGEST_MINUTE_REQUEST)
    asked_by = acting_user("درخواست‌کننده")
    asked_at = models.DateTimeField("زمان درخواست", default=timezone.now)
    minute = key_if_any(BoardMinute, "صورتجلسه")
    declined_because = models.CharField("علت نپذیرفتن", max_length=LONGEST_DECLINE, blank=True)
    answered_by = acting_user_if_any("پاسخ‌دهنده")
    answered_at = models.DateTimeField("زمان پاسخ", null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "درخواست صورتجلسه"
        verbose_name_plural = "درخواست‌های صورتجلسه"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at__isnull=True),
                name="one_open_minute_request_per_file",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="minute_request_says_something"),
            models.CheckConstraint(
                condition=Q(
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    minute__isnull=True,
                    declined_because="",
                )
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False)
                    & (
                        Q(minute__isnull=False, declined_because="")
                        | (Q(minute__isnull=True) & ~Q(declined_because=""))
                    )
                ),
                name="minute_request_answered_by_a_minute_or_by_words",
            ),
        ]

    def __str__(self) -> str:
        return f"درخواست صورتجلسه برای ردیف {to_persian_digits(str(self.case.receipt_number))}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def state_in_words(self) -> str:
        if self.is_open:
            return "در انتظار هیأت مدیره"
        return "صورتجلسه داده شد" if self.minute_id else "پذیرفته نشد"

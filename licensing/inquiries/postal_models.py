"""The question put to the post register about the premises, and its answer (R103)."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from licensing.inquiries.models import Inquiry
from licensing.inquiries.rules import ASK_THE_POST_FOR
from licensing.inquiries.states import PostalState


class PostalCheck(models.Model):
    """Asked by the worker until the register answers, 72 hours at most; the row is the to-do."""

    inquiry = models.OneToOneField(
        Inquiry, on_delete=models.PROTECT, related_name="postal_check", verbose_name="استعلام"
    )
    state = models.CharField("وضعیت", max_length=10, choices=PostalState.choices, default=PostalState.WAITING)
    tries = models.PositiveSmallIntegerField("دفعه‌های پرسش", default=0)
    began_at = models.DateTimeField("آغاز", default=timezone.now)
    next_try_at = models.DateTimeField("پرسش بعد", default=timezone.now)
    answered_at = models.DateTimeField("پاسخ", null=True, blank=True)
    address = models.CharField("نشانی در پایگاه پست", max_length=300, blank=True)
    county_code = models.CharField("کد شهرستان در پایگاه پست", max_length=6, blank=True)

    class Meta:
        verbose_name = "تأیید کد پستی"
        verbose_name_plural = "تأییدهای کد پستی"
        indexes = [
            models.Index(fields=["next_try_at"], name="postal_check_waiting", condition=Q(state="WAITING"))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["CONFIRMED", "DIFFERS"], answered_at__isnull=False)
                | Q(state__in=["WAITING", "BY_HAND"], answered_at__isnull=True),
                name="postal_check_answered_at_with_its_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED") | ~Q(address=""),
                name="confirmed_postal_code_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry}، {self.get_state_display()}"

    @property
    def hours_asked(self) -> int:
        """For how many hours the register is asked before a letter is needed."""
        return ASK_THE_POST_FOR // timedelta(hours=1)

    @property
    def tone(self) -> str:
        return {PostalState.CONFIRMED: "success", PostalState.DIFFERS: "warning"}.get(
            PostalState(self.state), "info"
        )

"""What happens to the money of a bill beside its payment: slips the union did not accept, and money that goes back."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.fields import acting_user, acting_user_if_any
from accounts.models import Person
from core.constraints import together
from core.keys import key_to
from licensing.billing.models import Invoice, InvoiceLine
from licensing.billing.states import SlipFault
from licensing.cases.models import LicenceRequest
from licensing.cases.querysets import OfCaseQuerySet


class SlipRefusal(models.Model):
    """A slip the union did not accept, and why; the applicant hands in another one (M17)."""

    line = key_to(InvoiceLine, "سطر", related_name="slip_refusals")
    slip_number = models.CharField("شمارهٔ فیش", max_length=30)
    reason = models.CharField("دلیل", max_length=20, choices=SlipFault.choices)
    refused_at = models.DateTimeField("در", default=timezone.now)
    refused_by = acting_user("به دست")

    class Meta:
        verbose_name = "فیش پذیرفته‌نشده"
        verbose_name_plural = "فیش‌های پذیرفته‌نشده"
        ordering = ["-refused_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slip_number="") & Q(reason__in=SlipFault.values),
                name="slip_refused_with_number_and_listed_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slip_number}: {self.get_reason_display()}"


class Refund(models.Model):
    """Verified payments of a file that ended without a licence: they go back to the applicant.

    Booked with the step that ended the file; paid back by two people of the union, who are never the same.
    """

    case = models.OneToOneField(
        LicenceRequest, on_delete=models.PROTECT, related_name="refund", verbose_name="درخواست"
    )
    invoice = models.OneToOneField(
        Invoice, on_delete=models.PROTECT, related_name="refund", verbose_name="صورتحساب"
    )
    payee = key_to(Person, "گیرنده")
    amount = models.BigIntegerField("مبلغ (ریال)")
    reason = models.CharField("علت", max_length=500)
    booked_at = models.DateTimeField("ثبت در", default=timezone.now)
    booked_by = acting_user_if_any("با اقدام")
    approved_at = models.DateTimeField("تأیید در", null=True, blank=True)
    approved_by = acting_user_if_any("تأییدکننده")
    paid_at = models.DateTimeField("بازگردانده در", null=True, blank=True)
    paid_by = acting_user_if_any("بازگرداننده")
    transfer_number = models.CharField("شمارهٔ سند بانکی", max_length=40, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "بازگشت وجه"
        verbose_name_plural = "بازگشت وجه‌ها"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(reason=""), name="refund_has_amount_and_reason"
            ),
            together("refund_approved_at_and_by_together", "approved_at", "approved_by"),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True, paid_by__isnull=True, transfer_number="")
                | (
                    Q(paid_at__isnull=False, paid_by__isnull=False, approved_by__isnull=False)
                    & ~Q(transfer_number="")
                ),
                name="refund_paid_at_and_by_with_its_number_once_approved",
            ),
            models.CheckConstraint(
                condition=Q(paid_by__isnull=True) | ~Q(paid_by=F("approved_by")),
                name="refund_needs_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"بازگشت وجه {self.case}"

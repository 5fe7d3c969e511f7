"""The bill of a request: only lawful lines, copied from the union's tariff at that day (R120–R137)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.fields import acting_user, acting_user_if_any
from core.keys import key_to
from licensing.cases.models import LicenceRequest
from licensing.cases.querysets import OfCaseQuerySet
from organizations.tariffs.models import FeeItem, PayeeAccount


class Invoice(models.Model):
    """The bill. Its lines keep the amounts of the day they were billed (R137).

    `withheld` lists the lines of the tariff that could not be charged, each with `title` and `reason` (R133).
    """

    case = models.OneToOneField(
        LicenceRequest, on_delete=models.PROTECT, related_name="invoice", verbose_name="درخواست"
    )
    billed_at = models.DateTimeField("زمان صدور صورتحساب", default=timezone.now)
    billed_by = acting_user("صادرکننده")
    withheld = models.JSONField("گرفته‌نشده‌ها", default=list, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "صورتحساب"
        verbose_name_plural = "صورتحساب‌ها"

    def __str__(self) -> str:
        return f"صورتحساب {self.case}"

    @property
    def total(self) -> int:
        """Sum of the lines in rials."""
        return sum(line.amount for line in self.lines.all())


class InvoiceLine(models.Model):
    """One line: what for, how much, to which account, by which approval; and the slip that paid it.

    A cost that was paid out for the applicant stands with its evidence (R135).
    """

    invoice = key_to(Invoice, "صورتحساب", related_name="lines")
    fee = key_to(FeeItem, "تعرفه")
    title = models.CharField("بابت", max_length=200)
    amount = models.BigIntegerField("مبلغ (ریال)")
    account = models.CharField("حساب", max_length=200)
    paid_into = key_to(PayeeAccount, "حساب گیرنده")
    approval = models.CharField("مصوبه", max_length=100)
    is_at_cost = models.BooleanField("به میزان واقعی", default=False)
    evidence = models.CharField("رسید هزینه", max_length=200, blank=True)
    slip_number = models.CharField("شمارهٔ فیش", max_length=30, blank=True)
    verified_at = models.DateTimeField("تأیید فیش", null=True, blank=True)
    verified_by = acting_user_if_any("تأییدکننده")

    class Meta:
        verbose_name = "سطر صورتحساب"
        verbose_name_plural = "سطرهای صورتحساب"
        constraints = [
            models.UniqueConstraint(fields=["invoice", "fee"], name="fee_billed_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="billed_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(is_at_cost=False, evidence="") | (Q(is_at_cost=True) & ~Q(evidence="")),
                name="only_a_cost_has_evidence_and_every_cost_has",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | (Q(verified_at__isnull=False, verified_by__isnull=False) & ~Q(slip_number="")),
                name="verified_line_has_slip_moment_and_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DepositSlip(models.Model):
    """A deposit slip the union saw (R134): its number counts once for each account, whoever brings it.

    `number` is stored without signs and blanks; `amount` in rials is the sum of the lines it pays.
    """

    invoice = key_to(Invoice, "صورتحساب", related_name="slips")
    account = key_to(PayeeAccount, "حساب گیرنده")
    number = models.CharField("شمارهٔ فیش", max_length=30)
    amount = models.BigIntegerField("مبلغ (ریال)")
    seen_at = models.DateTimeField("زمان ثبت", default=timezone.now)

    class Meta:
        verbose_name = "فیش واریزی"
        verbose_name_plural = "فیش‌های واریزی"
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="slip_number_once_per_account"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="slip_amount_not_negative"),
            models.CheckConstraint(condition=~Q(number=""), name="slip_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.number

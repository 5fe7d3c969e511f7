"""Fees and the accounts they are paid into: versioned and approved (R125–R127)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organizations.approvals.models import CommissionApproval
from organizations.bodies.models import Body, Union
from organizations.tariffs.querysets import FeeQuerySet, OfBodyQuerySet
from organizations.tariffs.states import KINDS_WITHOUT_AMOUNT, NATIONAL_KINDS, FeeKind, Payee


class PayeeAccount(models.Model):
    """An account that fees are paid into. Sample numbers only: never preset a live one (handbook 6.7)."""

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="accounts", verbose_name="صاحب حساب"
    )
    bank = models.CharField("بانک", max_length=60)
    branch = models.CharField("شعبه", max_length=60, blank=True)
    number = models.CharField("شمارهٔ حساب", max_length=40)
    is_active = models.BooleanField("فعال", default=True)

    objects = OfBodyQuerySet.as_manager()

    class Meta:
        verbose_name = "حساب"
        verbose_name_plural = "حساب‌ها"
        constraints = [
            models.UniqueConstraint(fields=["bank", "number"], name="account_number_once_per_bank")
        ]

    def __str__(self) -> str:
        return f"{self.bank} {self.number}"


class FeeItem(models.Model):
    """One lawful charge: title, amount, account and approval (R125). A new amount is a new row.

    `union` is empty for what the high board sets for the whole country; `account` is empty for the share of the
    chambers, since each is paid into its own (R130). `amount`, in rials, is empty where a number of the law sets it
    and for what is charged at cost (R129, R135).
    """

    union = models.ForeignKey(
        Union, on_delete=models.PROTECT, related_name="fees", null=True, blank=True, verbose_name="اتحادیه"
    )
    kind = models.CharField("نوع", max_length=20, choices=FeeKind.choices)
    title = models.CharField("بابت", max_length=200)
    amount = models.BigIntegerField("مبلغ (ریال)", null=True, blank=True)
    payee = models.CharField("به نفع", max_length=20, choices=Payee.choices)
    account = models.ForeignKey(
        PayeeAccount,
        on_delete=models.PROTECT,
        related_name="fees",
        null=True,
        blank=True,
        verbose_name="حساب",
    )
    applies_to = models.JSONField("برای", default=list)
    approval = models.ForeignKey(
        CommissionApproval, on_delete=models.PROTECT, related_name="fees", verbose_name="مصوبه"
    )
    version = models.PositiveIntegerField("نسخه", default=1)
    valid_from = models.DateField("اعتبار از")
    valid_to = models.DateField("اعتبار تا", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="باطل‌کننده",
    )
    withdrawn_at = models.DateTimeField("زمان ابطال", null=True, blank=True, editable=False)

    objects = FeeQuerySet.as_manager()

    class Meta:
        verbose_name = "تعرفه"
        verbose_name_plural = "تعرفه‌ها"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True, kind__in=KINDS_WITHOUT_AMOUNT)
                | (Q(amount__isnull=False, amount__gte=0) & ~Q(kind__in=KINDS_WITHOUT_AMOUNT)),
                name="fee_has_an_amount_unless_set_by_law_or_at_cost",
                violation_error_message="مبلغ را بنویسید.",
            ),
            models.CheckConstraint(
                condition=Q(union__isnull=True, kind__in=NATIONAL_KINDS)
                | (Q(union__isnull=False) & ~Q(kind__in=NATIONAL_KINDS)),
                name="national_fees_have_no_union",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=True, kind=FeeKind.CHAMBER_SHARE)
                | (Q(account__isnull=False) & ~Q(kind=FeeKind.CHAMBER_SHARE)),
                name="only_the_share_of_chambers_names_no_account",
                violation_error_message="حساب را انتخاب کنید.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="fee_ends_after_it_begins",
                violation_error_message="پایان اعتبار پیش از آغاز آن است.",
            ),
            models.UniqueConstraint(fields=["union", "kind", "version"], name="fee_version_once"),
            models.UniqueConstraint(
                fields=["kind", "version"],
                condition=Q(union__isnull=True),
                name="national_fee_version_once",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(union__isnull=True, valid_to__isnull=True, withdrawn_at__isnull=True),
                name="one_open_national_fee_per_kind",
                violation_error_message="برای همین نوع، تعرفهٔ باز دیگری هست؛ از همان نسخهٔ تازه بسازید.",
            ),
            models.UniqueConstraint(
                fields=["union", "kind"],
                condition=Q(valid_to__isnull=True, withdrawn_at__isnull=True),
                name="one_open_fee_per_kind",
                violation_error_message="برای همین نوع، تعرفهٔ باز دیگری هست؛ از همان نسخهٔ تازه بسازید.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="fee_withdrawn_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return self.title

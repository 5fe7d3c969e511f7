"""Conditions and fees: versioned, approved by a commission, public for ever (R125–R127, R200–R203)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.jalali import format_numeric
from core.text import to_persian_digits
from organizations.fee_rules import KINDS_WITHOUT_AMOUNT, NATIONAL_KINDS
from organizations.models.bodies import Body, Union
from organizations.models.places import Category
from organizations.querysets import ApprovalQuerySet, FeeQuerySet, OfBodyQuerySet, PublishedQuerySet
from organizations.rules import ApprovalState, FeeKind, Payee


class CommissionApproval(models.Model):
    """A numbered decision of a commission (مصوبه); for national unions, of the secretariat (R202).

    A chamber types the number under the commission's name; the commission confirms or disputes it (R127, R133).
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="approvals", verbose_name="مرجع")
    number = models.CharField("شمارهٔ مصوبه", max_length=40)
    approved_on = models.DateField("تاریخ مصوبه")
    subject = models.CharField("موضوع", max_length=300)
    source = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="نهاد ثبت‌کننده",
    )
    state = models.CharField(
        "وضعیت", max_length=10, choices=ApprovalState.choices, default=ApprovalState.ENTERED
    )
    answered_at = models.DateTimeField("زمان پاسخ مرجع", null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="پاسخ‌دهنده",
    )
    dispute = models.CharField("علت اعتراض", max_length=500, blank=True, editable=False)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = "مصوبه"
        verbose_name_plural = "مصوبه‌ها"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number"],
                condition=~Q(state=ApprovalState.DISPUTED),
                name="approval_number_once_per_body",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="approval_answered_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=(Q(state=ApprovalState.DISPUTED, answered_at__isnull=False) & ~Q(dispute=""))
                | (~Q(state=ApprovalState.DISPUTED) & Q(dispute="")),
                name="disputed_approval_says_why_and_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(number=""),
                name="approval_has_a_number",
                violation_error_message="شمارهٔ مصوبه را بنویسید.",
            ),
        ]

    def __str__(self) -> str:
        return f"مصوبهٔ {to_persian_digits(self.number)} مورخ {format_numeric(self.approved_on)}"


class GeneralConditions(models.Model):
    """The regulation and general conditions everybody accepts; `content` is the list of articles."""

    version = models.PositiveIntegerField("نسخه", unique=True)
    title = models.CharField("عنوان", max_length=200)
    content = models.JSONField("متن")
    published_at = models.DateTimeField("انتشار", default=timezone.now, null=True, blank=True)
    revision = models.PositiveIntegerField("بازنگری پیش‌نویس", default=1, editable=False)

    class Meta:
        verbose_name = "ضوابط عمومی"
        verbose_name_plural = "ضوابط عمومی"
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.title} (نسخهٔ {to_persian_digits(str(self.version))})"

    def get_absolute_url(self) -> str:
        """The public page, the same for ever."""
        return reverse("general_conditions", args=[self.version])


class SpecialConditions(models.Model):
    """A version of a union's special conditions for one category, or for all when `category` is empty."""

    union = models.ForeignKey(
        Union, on_delete=models.PROTECT, related_name="conditions", verbose_name="اتحادیه"
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="conditions",
        null=True,
        blank=True,
        verbose_name="رسته",
    )
    version = models.PositiveIntegerField("نسخه")
    title = models.CharField("عنوان", max_length=200)
    content = models.JSONField("متن")
    union_postal_code = models.CharField("کد پستی اتحادیه برای ارسال مدارک", max_length=10)
    approval = models.ForeignKey(
        CommissionApproval, on_delete=models.PROTECT, related_name="conditions", verbose_name="مصوبه"
    )
    published_at = models.DateTimeField("انتشار", null=True, blank=True)
    revision = models.PositiveIntegerField("بازنگری پیش‌نویس", default=1, editable=False)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = "ضوابط خاص"
        verbose_name_plural = "ضوابط خاص"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "category", "version"], name="special_conditions_version_once"
            ),
            models.UniqueConstraint(
                fields=["union", "version"],
                condition=Q(category__isnull=True),
                name="union_wide_conditions_version_once",
            ),
            models.UniqueConstraint(
                fields=["union", "category"],
                condition=Q(published_at__isnull=True),
                name="one_draft_per_union_and_category",
                violation_error_message="برای همین رسته پیش‌نویس دیگری باز است.",
            ),
            models.UniqueConstraint(
                fields=["union"],
                condition=Q(published_at__isnull=True, category__isnull=True),
                name="one_union_wide_draft",
                violation_error_message="برای همین اتحادیه پیش‌نویس دیگری باز است.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (نسخهٔ {to_persian_digits(str(self.version))})"

    def get_absolute_url(self) -> str:
        """The public page, the same for ever."""
        return reverse("conditions", args=[self.pk])


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


class LegalValue(models.Model):
    """A number the law sets (ceiling, multiple, share) with the day it began and its basis."""

    key = models.CharField("کلید", max_length=40)
    title = models.CharField("عنوان", max_length=160)
    value = models.BigIntegerField("مقدار")
    unit = models.CharField("واحد", max_length=30)
    valid_from = models.DateField("اعتبار از")
    basis = models.CharField("مبنای قانونی", max_length=200)

    class Meta:
        verbose_name = "عدد قانونی"
        verbose_name_plural = "عددهای قانونی"
        constraints = [models.UniqueConstraint(fields=["key", "valid_from"], name="legal_value_once_per_day")]

    def __str__(self) -> str:
        return self.title

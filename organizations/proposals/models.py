"""Activation of unions, and trades that people did not find in the list."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from core.references import group_tracking_code
from organizations.approvals.models import CommissionApproval
from organizations.bodies.models import Union
from organizations.bodies.querysets import OfUnionQuerySet
from organizations.categories.models import Category
from organizations.categories.states import BranchOfTrade
from organizations.places.models import County
from organizations.proposals.querysets import SuggestionQuerySet
from organizations.proposals.states import ActivationState, EntryState, SuggestionState


class UnionActivation(models.Model):
    """The chamber proposes that a union begin electronic intake, the commission decides (R220)."""

    union = models.ForeignKey(
        Union, on_delete=models.PROTECT, related_name="activations", verbose_name="اتحادیه"
    )
    state = models.CharField(
        "وضعیت", max_length=10, choices=ActivationState.choices, default=ActivationState.PROPOSED
    )
    has_software = models.BooleanField("نرم‌افزار آماده است", default=False)
    has_hardware = models.BooleanField("سخت‌افزار آماده است", default=False)
    has_trained_staff = models.BooleanField("کارکنان آموزش دیده‌اند", default=False)
    readiness_note = models.TextField("شرح آمادگی")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="پیشنهاددهنده"
    )
    proposed_at = models.DateTimeField("زمان پیشنهاد", default=timezone.now, editable=False)
    approval = models.ForeignKey(
        CommissionApproval,
        on_delete=models.PROTECT,
        related_name="activations",
        null=True,
        blank=True,
        verbose_name="مصوبه",
    )
    effective_from = models.DateField("آغاز پذیرش الکترونیکی", null=True, blank=True)
    reason = models.TextField("علت", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="تصمیم‌گیرنده",
    )
    decided_at = models.DateTimeField("زمان تصمیم", null=True, blank=True)

    objects = OfUnionQuerySet.as_manager()

    class Meta:
        verbose_name = "فعال‌سازی اتحادیه"
        verbose_name_plural = "فعال‌سازی اتحادیه‌ها"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["union"],
                condition=Q(state=ActivationState.PROPOSED),
                name="one_open_activation_per_union",
                violation_error_message="برای این اتحادیه پیشنهاد دیگری در دست بررسی است.",
            ),
            models.CheckConstraint(
                condition=Q(has_software=True, has_hardware=True, has_trained_staff=True),
                name="activation_needs_readiness",
                violation_error_message="نرم‌افزار، سخت‌افزار و کارکنان آموزش‌دیده هر سه لازم است.",
            ),
            models.CheckConstraint(
                condition=Q(
                    approval__isnull=False, effective_from__isnull=False, state=ActivationState.APPROVED
                )
                | (
                    Q(approval__isnull=True, effective_from__isnull=True) & ~Q(state=ActivationState.APPROVED)
                ),
                name="activation_approved_by_a_numbered_decision",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, state=ActivationState.PROPOSED)
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(state=ActivationState.PROPOSED)
                ),
                name="activation_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActivationState.REFUSED, reason=""), name="refused_activation_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} ({self.get_state_display()})"


class CategorySuggestion(models.Model):
    """A trade an applicant did not find; the chamber guides, the secretariat may define it (R62)."""

    code = models.CharField("کد پیگیری", max_length=16, null=True, blank=True, unique=True, editable=False)
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="category_suggestions",
        null=True,
        blank=True,
        editable=False,
        verbose_name="پیشنهاددهنده",
    )
    contact_name = models.CharField("نام", max_length=120)
    mobile = models.CharField("تلفن همراه", max_length=11)
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, related_name="suggestions", verbose_name="شهرستان"
    )
    text = models.TextField("شرح کسب‌وکار")
    state = models.CharField(
        "وضعیت", max_length=10, choices=SuggestionState.choices, default=SuggestionState.OPEN
    )
    answer = models.TextField("پاسخ", blank=True)
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="suggestions",
        null=True,
        blank=True,
        verbose_name="رستهٔ مناسب",
    )
    created_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="پاسخ‌دهنده",
    )
    answered_at = models.DateTimeField("زمان پاسخ", null=True, blank=True, editable=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = "پیشنهاد رسته"
        verbose_name_plural = "پیشنهادهای رسته"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="suggestion_has_a_text"),
            models.CheckConstraint(
                condition=Q(mobile__regex=r"^09[0-9]{9}$"), name="suggestion_mobile_is_canonical"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, state=SuggestionState.OPEN)
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(state=SuggestionState.OPEN)
                    & ~Q(answer="")
                ),
                name="suggestion_answered_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(state=SuggestionState.ADDED, category__isnull=True),
                name="added_suggestion_names_its_category",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_name}، {self.county}"

    @property
    def grouped_code(self) -> str:
        """The code as it is printed, in groups of four."""
        return group_tracking_code(self.code or "")


class CategoryEntry(models.Model):
    """The entry a chamber wrote for a missing trade; the secretariat publishes it or gives it back with a reason (R62).

    A new attempt is a new row; of one suggestion one waits at most.
    """

    suggestion = models.ForeignKey(
        CategorySuggestion, on_delete=models.PROTECT, related_name="entries", verbose_name="پیشنهاد رسته"
    )
    name = models.CharField("نام رسته", max_length=200)
    isic_code = models.CharField("کد آیسیک", max_length=10)
    branch_of_trade = models.CharField("شاخه", max_length=20, choices=BranchOfTrade.choices)
    union = models.ForeignKey(
        Union, on_delete=models.PROTECT, related_name="category_entries", verbose_name="اتحادیهٔ پاسخگو"
    )
    state = models.CharField("وضعیت", max_length=10, choices=EntryState.choices, default=EntryState.WAITING)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="نویسنده"
    )
    written_at = models.DateTimeField("نوشته در", default=timezone.now, editable=False)
    reason = models.TextField("دلیل برگشت", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="تصمیم‌گیرنده",
    )
    decided_at = models.DateTimeField("زمان تصمیم", null=True, blank=True)

    class Meta:
        verbose_name = "مدخل رسته"
        verbose_name_plural = "مدخل‌های رسته"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=Q(state=EntryState.WAITING),
                name="one_waiting_entry_per_suggestion",
                violation_error_message="مدخل این پیشنهاد همین حالا نزد دبیرخانه است.",
            ),
            models.CheckConstraint(
                condition=Q(isic_code__regex=r"^([0-9]{6}|[0-9]{7}|[0-9]{9}|[0-9]{10})$"),
                name="entry_code_has_6_7_9_or_10_digits",
                violation_error_message="کد آیسیک ۶، ۷، ۹ یا ۱۰ رقم دارد.",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, state=EntryState.WAITING)
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(state=EntryState.WAITING)),
                name="entry_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.RETURNED, reason=""), name="returned_entry_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.isic_code})"

"""Conditions: versioned, approved by a commission, public for ever (R200–R203)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.text import to_persian_digits
from organizations.approvals.models import CommissionApproval
from organizations.bodies.models import Union
from organizations.categories.models import Category
from organizations.conditions.querysets import PublishedQuerySet


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

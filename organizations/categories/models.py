"""The national vocabulary of trades."""

from django.db import models
from django.db.models import Q

from organizations.categories.states import BranchOfTrade
from organizations.places.models import Named


class Category(Named):
    """An occupational category (رسته) with its ISIC code."""

    isic_code = models.CharField("کد آیسیک", max_length=10, unique=True)
    branch_of_trade = models.CharField("شاخه", max_length=20, choices=BranchOfTrade.choices)
    is_specialised = models.BooleanField("تخصصی (مادهٔ ۱۳)", default=False)
    needs_health_inquiry = models.BooleanField("نیازمند استعلام بهداشت", default=False)
    is_online = models.BooleanField("کسب‌وکار مجازی", default=False)
    host_customers_on_site = models.BooleanField("پذیرش مشتری در محل", default=False)
    covid_job_group = models.PositiveSmallIntegerField("گروه شغلی کرونا", default=2)
    is_active = models.BooleanField("فعال", default=True)
    created_in = models.ForeignKey(
        "organizations.CategoryImport",
        on_delete=models.PROTECT,
        related_name="created",
        null=True,
        blank=True,
        editable=False,
        verbose_name="ورود گروهی",
    )

    class Meta:
        verbose_name = "رسته"
        verbose_name_plural = "رسته‌ها"
        ordering = ["name_sort"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="category_name_once",
                violation_error_message="رستهٔ دیگری همین نام را دارد.",
            ),
            models.CheckConstraint(
                condition=Q(isic_code__regex=r"^([0-9]{6}|[0-9]{7}|[0-9]{9}|[0-9]{10})$"),
                name="isic_code_has_6_7_9_or_10_digits",
            ),
            models.CheckConstraint(
                condition=Q(covid_job_group__gte=1) & Q(covid_job_group__lte=4),
                name="covid_job_group_1_to_4",
            ),
        ]


class CategorySynonym(Named):
    """A name in common use for a category, by which people look for it: «کافه» for «کافی‌شاپ»."""

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="synonyms", verbose_name="رسته"
    )

    class Meta:
        verbose_name = "نام رایج رسته"
        verbose_name_plural = "نام‌های رایج رسته‌ها"
        ordering = ["name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["category", "name_search"], name="synonym_once_per_category"),
            models.CheckConstraint(condition=~Q(name_search=""), name="synonym_has_letters"),
        ]

"""Provinces, counties and categories of trade."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.text import search_key, sort_key
from organizations.categories.states import BranchOfTrade


class Named(models.Model):
    """A row with a Persian name, sorted and searched the Persian way."""

    name = models.CharField("نام", max_length=160)
    name_sort = models.CharField(max_length=200, editable=False, default="", db_index=True)
    name_search = models.CharField(max_length=200, editable=False, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_name_keys()
        super().save(*args, **kwargs)

    def fill_name_keys(self) -> None:
        """What `save` fills, for loaders that write in bulk."""
        self.name_sort = sort_key(self.name)[:200]
        self.name_search = search_key(self.name)[:200]


class Province(Named):
    """One of the 31 provinces."""

    code = models.CharField("کد", max_length=2, unique=True)
    iso = models.CharField("کد ایزو", max_length=5, unique=True)

    class Meta:
        verbose_name = "استان"
        verbose_name_plural = "استان‌ها"
        ordering = ["name_sort"]


class County(Named):
    """A county (شهرستان): the reach of a chamber, a county commission and most unions."""

    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="counties", verbose_name="استان"
    )
    code = models.CharField("کد", max_length=6, unique=True)
    is_centre = models.BooleanField("مرکز استان", default=False)

    class Meta:
        verbose_name = "شهرستان"
        verbose_name_plural = "شهرستان‌ها"
        ordering = ["name_sort"]
        constraints = [
            models.UniqueConstraint(fields=["province", "name"], name="county_name_once_per_province"),
            models.UniqueConstraint(
                fields=["province"], condition=Q(is_centre=True), name="one_centre_per_province"
            ),
        ]


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

"""The bodies of the guild system and which union answers for which trade in which county."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.rials import group_digits
from organizations.bodies.querysets import BodyQuerySet, CoverageQuerySet, OfUnionQuerySet, UnionQuerySet
from organizations.categories.models import Category
from organizations.places.models import County, Named, Province
from organizations.roles.states import BodyKind, Level


class Body(Named):
    """Anything a person can work for. The body above grants the roles of the one below."""

    kind = models.CharField("نوع", max_length=20, choices=BodyKind.choices)
    level = models.CharField("سطح", max_length=10, choices=Level.choices)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="bodies", null=True, blank=True, verbose_name="استان"
    )
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, related_name="bodies", null=True, blank=True, verbose_name="شهرستان"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name="نهاد بالادست",
    )
    address = models.CharField("نشانی", max_length=300, blank=True)
    postal_code = models.CharField("کد پستی", max_length=10, blank=True)
    phone = models.CharField("تلفن", max_length=20, blank=True)
    is_active = models.BooleanField("فعال", default=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = "نهاد"
        verbose_name_plural = "نهادها"
        ordering = ["name_sort"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=Level.COUNTY, county__isnull=False, province__isnull=False)
                | Q(level=Level.PROVINCE, province__isnull=False)
                | Q(level=Level.NATIONAL, county__isnull=True, province__isnull=True),
                name="body_place_fits_its_level",
            ),
        ]


class Union(Body):
    """A union (اتحادیه): decides on the licence requests of its categories in its counties."""

    electronic_since = models.DateField("آغاز پذیرش الکترونیکی", null=True, blank=True)

    objects = UnionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "اتحادیه"
        verbose_name_plural = "اتحادیه‌ها"


class Chamber(Body):
    """The chamber of guilds of a county (اتاق اصناف)."""

    class Meta:
        verbose_name = "اتاق اصناف"
        verbose_name_plural = "اتاق‌های اصناف"


class Commission(Body):
    """The supervision commission of a county or of a province centre (کمیسیون نظارت)."""

    class Meta:
        verbose_name = "کمیسیون نظارت"
        verbose_name_plural = "کمیسیون‌های نظارت"


class UnionCoverage(models.Model):
    """The union that answers for one category in one county. Exactly one is active (R61)."""

    union = models.ForeignKey(
        Union, on_delete=models.PROTECT, related_name="coverage", verbose_name="اتحادیه"
    )
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, related_name="coverage", verbose_name="شهرستان"
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="coverage", verbose_name="رسته"
    )
    is_active = models.BooleanField("فعال", default=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = "پوشش اتحادیه"
        verbose_name_plural = "پوشش اتحادیه‌ها"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "category"],
                condition=Q(is_active=True),
                name="one_active_union_per_county_and_category",
                violation_error_message="برای این رسته در این شهرستان اتحادیهٔ فعال دیگری ثبت شده است.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.union} ({self.county}، {self.category})"


class UnitCount(models.Model):
    """How many guild units a union has, as counted for its election: it decides the size of the board (Art. 22).

    The count holds from the day of the election to the next one; later openings and closures change no seat.
    """

    union = models.ForeignKey(
        Union, on_delete=models.PROTECT, related_name="unit_counts", verbose_name="اتحادیه"
    )
    units = models.PositiveIntegerField("شمار واحدهای صنفی")
    valid_from = models.DateField("از روز")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="ثبت‌کننده",
    )
    entered_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)

    objects = OfUnionQuerySet.as_manager()

    class Meta:
        verbose_name = "شمار واحدهای صنفی"
        verbose_name_plural = "شمار واحدهای صنفی"
        constraints = [
            models.UniqueConstraint(
                fields=["union", "valid_from"],
                name="unit_count_once_per_union_and_day",
                violation_error_message="برای همین روز شمار دیگری ثبت شده است.",
            )
        ]

    def __str__(self) -> str:
        return f"{group_digits(self.units)} واحد"

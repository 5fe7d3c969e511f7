"""Provinces and counties."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.text import search_key, sort_key


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
        """Keep the columns lists are sorted and searched by in step with the name."""
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

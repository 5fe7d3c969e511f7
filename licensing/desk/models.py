"""What the people at the union's desk keep for themselves: what they have read, and filters they use again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.keys import key_to
from licensing.cases.models import LicenceRequest
from licensing.cases.querysets import OfCaseQuerySet
from licensing.desk.querysets import OfUserQuerySet


class Reading(models.Model):
    """Which version of a request somebody at the desk has seen; a newer one is unread for them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="خواننده"
    )
    case = key_to(LicenceRequest, "درخواست", related_name="readings")
    version = models.PositiveIntegerField("نسخهٔ خوانده‌شده")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "نشان خواندن"
        verbose_name_plural = "نشان‌های خواندن"
        constraints = [models.UniqueConstraint(fields=["user", "case"], name="one_reading_per_person")]

    def __str__(self) -> str:
        return f"{self.case} ({self.version})"


class SavedFilter(models.Model):
    """A filter of the inbox under a name of one's own."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="صاحب"
    )
    name = models.CharField("نام", max_length=60)
    query = models.CharField("پالایه", max_length=300)

    objects = OfUserQuerySet.as_manager()

    class Meta:
        verbose_name = "پالایهٔ نگه‌داشته"
        verbose_name_plural = "پالایه‌های نگه‌داشته"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="filter_name_once_per_person"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="saved_filter_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

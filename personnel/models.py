"""People at work in a guild unit."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.keys import key_to
from core.text import sort_key
from guild_units.models import GuildUnit
from personnel.querysets import PersonnelQuerySet
from personnel.states import Source


class Personnel(models.Model):
    """A person at work in a unit (شاغل). `list_month` is the Jalali month of the insurance list, "140306"."""

    unit = key_to(GuildUnit, "واحد صنفی", related_name="personnel", db_index=False)
    national_code = models.CharField("کد ملی", max_length=10)
    first_name = models.CharField("نام", max_length=60, blank=True)
    last_name = models.CharField("نام خانوادگی", max_length=80, blank=True)
    name_sort = models.CharField(max_length=160, editable=False, default="")
    source = models.CharField("منبع", max_length=8, choices=Source.choices)
    list_month = models.CharField("ماه فهرست بیمه", max_length=6, blank=True)
    created_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)
    left_at = models.DateTimeField("رفته در", null=True, blank=True)

    objects = PersonnelQuerySet.as_manager()

    class Meta:
        verbose_name = "شاغل"
        verbose_name_plural = "شاغلان"
        indexes = [
            models.Index(
                fields=["unit", "name_sort", "id"], name="personnel_unit", condition=Q(left_at=None)
            ),
            models.Index(fields=["unit"], name="personnel_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "national_code"],
                condition=Q(left_at=None),
                name="person_once_at_work_in_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(national_code__regex=r"^[0-9]{10}$"), name="personnel_national_code_ten_digits"
            ),
            models.CheckConstraint(
                condition=Q(source=Source.SSO_LIST, list_month__regex=r"^[0-9]{6}$")
                | Q(source=Source.MANUAL),
                name="personnel_of_a_list_has_its_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or "شاغل"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_name_key()
        super().save(*args, **kwargs)

    def fill_name_key(self) -> None:
        """What `save` fills, for writers in bulk."""
        self.name_sort = sort_key(f"{self.last_name} {self.first_name}")[:160]

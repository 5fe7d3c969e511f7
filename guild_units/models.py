"""A guild unit, and the registration that leads to one."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from core.jalali import tehran_today
from guild_units.querysets import GuildUnitQuerySet, RegistrationDraftQuerySet
from guild_units.rules import EmploymentForm, Source, UnitState
from licensing.models import Licence
from organizations.models import Category, County, Union


class GuildUnit(models.Model):
    """A guild unit (واحد صنفی): one licence its owner attached, and how the owner runs it.

    The facts of the licence stand here as they were at registration. Of a licence issued by the portal the row
    itself is known, and its present state counts.
    """

    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="units", verbose_name="صاحب پروانه"
    )
    source = models.CharField("منبع پروانه", max_length=8, choices=Source.choices)
    licence = models.ForeignKey(
        Licence,
        on_delete=models.PROTECT,
        related_name="units",
        null=True,
        blank=True,
        verbose_name="پروانهٔ صادرشده در سامانه",
    )
    licence_number = models.CharField("شمارهٔ پروانه کسب", max_length=20)
    guild_id = models.CharField("شناسهٔ واحد صنفی", max_length=10)
    unit_name = models.CharField("نام واحد صنفی", max_length=120, blank=True)
    category_isic = models.CharField("کد آیسیک", max_length=10)
    category_name = models.CharField("رسته", max_length=200)
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="رسته در سامانه",
    )
    union_name = models.CharField("اتحادیه", max_length=200)
    union = models.ForeignKey(
        Union,
        on_delete=models.PROTECT,
        related_name="units",
        null=True,
        blank=True,
        verbose_name="اتحادیه در سامانه",
    )
    county_code = models.CharField("کد شهرستان", max_length=8)
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="شهرستان"
    )
    address = models.CharField("نشانی", max_length=300)
    postal_code = models.CharField("کد پستی", max_length=10)
    issued_on = models.DateField("تاریخ صدور")
    valid_to = models.DateField("اعتبار تا")
    employment_form = models.CharField("نوع کاربری", max_length=13, choices=EmploymentForm.choices)
    workshop_code = models.CharField("کد کارگاه واحد صنفی", max_length=10, blank=True)
    branch_code = models.CharField("کد شعبه تامین اجتماعی", max_length=4, blank=True)
    registered_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)
    removed_at = models.DateTimeField("حذف در", null=True, blank=True)

    objects = GuildUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "واحد صنفی"
        verbose_name_plural = "واحدهای صنفی"
        indexes = [
            models.Index(fields=["owner", "-id"], name="unit_owner", condition=Q(removed_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["guild_id"], condition=Q(removed_at__isnull=True), name="licence_attached_to_one_unit"
            ),
            models.CheckConstraint(
                condition=Q(employment_form=EmploymentForm.FORMAL)
                & Q(workshop_code__regex=r"^[0-9]{10}$")
                & Q(branch_code__regex=r"^[0-9]{4}$")
                | Q(employment_form=EmploymentForm.SELF_EMPLOYED, workshop_code="", branch_code=""),
                name="unit_codes_fit_its_form",
            ),
            models.CheckConstraint(
                condition=Q(source=Source.PORTAL, licence__isnull=False)
                | Q(source=Source.REGISTER, licence__isnull=True),
                name="unit_of_the_portal_has_its_licence",
            ),
            models.CheckConstraint(
                condition=Q(guild_id__regex=r"^[0-9]{10}$"), name="unit_guild_id_ten_digits"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("issued_on")), name="unit_licence_ends_after_issue"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(removed_at__gte=F("registered_at")),
                name="unit_removed_after_registration",
            ),
        ]

    def __str__(self) -> str:
        return self.unit_name or self.category_name

    def get_absolute_url(self) -> str:
        """The owner's page of this unit."""
        return reverse("unit", args=[self.pk])

    @property
    def valid_until(self) -> date:
        """The last day of the licence: of ours as it stands now."""
        return self.licence.valid_to if self.licence else self.valid_to

    @property
    def is_valid(self) -> bool:
        """Whether the licence is in force today (Asia/Tehran)."""
        return self.licence.is_valid if self.licence else self.valid_to >= tehran_today()

    @property
    def days_left(self) -> int:
        """Days until the licence ends, today's not counted; 0 on the last day, negative when it is over."""
        return (self.valid_until - tehran_today()).days

    @property
    def state(self) -> UnitState:
        """Grey when the licence is not in force; else not rated until the health part can tell (handbook 6.3)."""
        return UnitState.UNRATED if self.is_valid else UnitState.GREY


class RegistrationDraft(models.Model):
    """How far a person has come in registering a unit: one for each person, on whatever device they go on.

    `found` holds the licence as it was shown, `insured` the workshop's list as it was shown; None means that the
    register was not asked yet. The row goes when the unit is registered.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="registration")
    licence_number = models.CharField("شمارهٔ پروانه کسب", max_length=20, blank=True)
    birth_date = models.DateField("تاریخ تولد", null=True, blank=True)
    found: Any = models.JSONField(default=dict, blank=True)
    employment_form = models.CharField(
        "نوع کاربری", max_length=13, choices=EmploymentForm.choices, blank=True
    )
    workshop_code = models.CharField("کد کارگاه واحد صنفی", max_length=10, blank=True)
    branch_code = models.CharField("کد شعبه تامین اجتماعی", max_length=4, blank=True)
    insured: Any = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    skipped_at = models.DateTimeField("ادامه بدون پروانه", null=True, blank=True)
    created_at = models.DateTimeField("آغاز", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("آخرین تغییر", auto_now=True)

    objects = RegistrationDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "ثبت‌نام نیمه‌تمام"
        verbose_name_plural = "ثبت‌نام‌های نیمه‌تمام"

    def __str__(self) -> str:
        return f"ثبت‌نام {self.person_id}"

    @property
    def is_begun(self) -> bool:
        """Whether the person has typed anything worth going on with."""
        return bool(self.licence_number)

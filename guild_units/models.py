"""A guild unit, and the registration that leads to one."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.fields import acting_user_if_any
from accounts.models import Person
from core.jalali import tehran_today
from core.keys import key_if_any, key_to
from guild_units.querysets import GuildUnitQuerySet, QrCodeQuerySet, RegistrationDraftQuerySet
from guild_units.states import EmploymentForm, RevokeReason, ScanKind, UnitState
from licensing.licences.models import Licence
from licensing.licences.states import LicenceSource, LicenceState, Validity
from organizations.bodies.models import Union
from organizations.categories.models import Category
from organizations.places.models import County


class GuildUnit(models.Model):
    """A guild unit (واحد صنفی): one licence its owner attached, and how the owner runs it.

    The facts of the licence stand here as its register told them on the day `told_on`. Of a licence issued by the
    portal the row itself is known, and its present state counts.
    """

    owner = key_to(Person, "صاحب پروانه", related_name="units")
    source = models.CharField("منبع پروانه", max_length=8, choices=LicenceSource.choices)
    licence = key_if_any(Licence, "پروانهٔ صادرشده در سامانه", related_name="units")
    licence_number = models.CharField("شمارهٔ پروانه کسب", max_length=20)
    guild_id = models.CharField("شناسهٔ واحد صنفی", max_length=10)
    unit_name = models.CharField("نام واحد صنفی", max_length=120, blank=True)
    category_isic = models.CharField("کد آیسیک", max_length=10)
    category_name = models.CharField("رسته", max_length=200)
    category = key_if_any(Category, "رسته در سامانه")
    union_name = models.CharField("اتحادیه", max_length=200)
    union = key_if_any(Union, "اتحادیه در سامانه", related_name="units")
    county_code = models.CharField("کد شهرستان", max_length=8)
    county = key_if_any(County, "شهرستان")
    address = models.CharField("نشانی", max_length=300)
    postal_code = models.CharField("کد پستی", max_length=10)
    issued_on = models.DateField("تاریخ صدور")
    valid_to = models.DateField("اعتبار تا")
    told_on = models.DateField("روز پاسخ ثبت", default=tehran_today, editable=False)
    employment_form = models.CharField("نوع کاربری", max_length=13, choices=EmploymentForm.choices)
    workshop_code = models.CharField("کد کارگاه واحد صنفی", max_length=10, blank=True)
    branch_code = models.CharField("کد شعبه تأمین اجتماعی", max_length=4, blank=True)
    registered_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)
    removed_at = models.DateTimeField("حذف در", null=True, blank=True)

    objects = GuildUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "واحد صنفی"
        verbose_name_plural = "واحدهای صنفی"
        indexes = [
            models.Index(fields=["owner", "-id"], name="unit_owner", condition=Q(removed_at__isnull=True)),
            models.Index(
                fields=["told_on", "id"],
                name="unit_told_by_register",
                condition=Q(removed_at__isnull=True, source=LicenceSource.REGISTER),
            ),
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
                condition=Q(source=LicenceSource.PORTAL, licence__isnull=False)
                | Q(source=LicenceSource.REGISTER, licence__isnull=True),
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
        return reverse("unit", args=[self.pk])

    @property
    def valid_until(self) -> date:
        """The last day of the licence: of ours as it stands now."""
        return self.validity.valid_to

    @property
    def validity(self) -> Validity:
        """What is known of the licence: of ours as it stands now, else as the register told it last."""
        if self.licence:
            return self.licence.validity
        return Validity(
            LicenceState.VALID, self.issued_on, self.valid_to, LicenceSource.REGISTER, self.told_on
        )

    @property
    def is_valid(self) -> bool:
        """Whether the licence is in force today (Asia/Tehran)."""
        return self.validity.is_in_force

    @property
    def days_left(self) -> int:
        """Days until the licence ends, today's not counted; 0 on the last day, negative when it is over."""
        return self.validity.days_left

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
    branch_code = models.CharField("کد شعبه تأمین اجتماعی", max_length=4, blank=True)
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


class QrCode(models.Model):
    """The code at the entrance of a unit (R50–R53): an address with a random token. A unit has one that is active; a
    new print is the same code, only "reissue" makes another and revokes this one."""

    unit = key_to(GuildUnit, "واحد صنفی", related_name="codes", db_index=False)
    token = models.CharField(max_length=32, unique=True, editable=False)
    svg = models.TextField(editable=False)
    issued_at = models.DateTimeField("صدور", default=timezone.now, editable=False)
    issued_by = acting_user_if_any("صادرکننده")
    revoked_at = models.DateTimeField("بی‌اعتبار از", null=True, blank=True, editable=False)
    revoked_reason = models.CharField(
        "دلیل بی‌اعتباری", max_length=10, choices=RevokeReason.choices, blank=True, editable=False
    )
    poster = models.FileField("پوستر", upload_to="posters/%Y/%m/", blank=True)
    poster_at = models.DateTimeField("زمان آماده‌شدن پوستر", null=True, blank=True, editable=False)

    objects = QrCodeQuerySet.as_manager()

    class Meta:
        verbose_name = "QR کد واحد صنفی"
        verbose_name_plural = "QR کدهای واحدهای صنفی"
        indexes = [
            models.Index(fields=["unit", "-id"], name="qr_of_unit"),
            models.Index(
                fields=["issued_at"],
                name="qr_without_poster",
                condition=Q(poster="", revoked_at__isnull=True),
            ),
            models.Index(fields=["poster"], name="qr_poster"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(revoked_at__isnull=True), name="one_active_qr_of_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_reason="")
                | Q(revoked_at__isnull=False, revoked_at__gte=F("issued_at")) & ~Q(revoked_reason=""),
                name="qr_revoked_later_and_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(token__regex=r"^[A-Za-z0-9_-]{24}$"), name="qr_token_of_144_bits"
            ),
        ]

    def __str__(self) -> str:
        return f"QR {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("scan", args=[self.token])

    @property
    def is_void(self) -> bool:
        """Whether the code no longer stands for a unit: revoked, or its unit was removed."""
        return self.revoked_at is not None or self.unit.removed_at is not None


class ScanLog(models.Model):
    """That a code was scanned, when, and by what kind of visitor: no place, no address, no device (R55)."""

    qr = key_to(QrCode, "QR کد", related_name="scans", db_index=False)
    at = models.DateTimeField("زمان", default=timezone.now, editable=False)
    kind = models.CharField("چه کسی", max_length=6, choices=ScanKind.choices, default=ScanKind.PUBLIC)

    class Meta:
        verbose_name = "اسکن QR کد"
        verbose_name_plural = "اسکن‌های QR کد"
        indexes = [models.Index(fields=["qr", "-at"], name="scans_of_qr")]

    def __str__(self) -> str:
        return f"{self.qr_id}: {self.at}"

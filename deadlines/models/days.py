"""Official holidays, local closures, declared outages, and the list of changes that deadlines must follow."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.fields import acting_user, acting_user_if_any
from core.constraints import together
from core.jalali import format_date, format_datetime
from core.keys import key_if_any, key_to
from deadlines.querysets import ClosureQuerySet, HolidayQuerySet, NoticeQuerySet
from deadlines.states import HolidaySource
from organizations.bodies.models import Body, Commission
from organizations.places.models import County, Province


class TwoPeople(models.Model):
    """Days off declared by one person; more on end than one person may decide hold once somebody else has signed."""

    needs_second = models.BooleanField("نیازمند تأیید نفر دوم", default=False, editable=False)
    confirmed_by = acting_user_if_any("تأییدکننده", editable=False)
    confirmed_at = models.DateTimeField("تأیید در", null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(needs_second=True, confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="%(class)s_confirmed_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("declared_by")),
                name="%(class)s_confirmed_by_another",
                violation_error_message="تأیید با کسی جز ثبت‌کننده است.",
            ),
        ]

    @property
    def awaits_second(self) -> bool:
        """Whether it does not hold yet, because a second person has to confirm it."""
        return self.needs_second and self.confirmed_at is None


class Holiday(TwoPeople):
    """An official holiday of the whole country. A cancelled row stays, so that loading the table again respects it."""

    date = models.DateField("تاریخ", db_index=True)
    title = models.CharField("مناسبت", max_length=200)
    source = models.CharField(
        "منبع", max_length=10, choices=HolidaySource.choices, default=HolidaySource.MANUAL
    )
    is_estimated = models.BooleanField("تاریخ قمری و تخمینی", default=False)
    legal_basis = models.CharField("مبنا", max_length=200, blank=True)
    basis_number = models.CharField("شمارهٔ مصوبه", max_length=40, blank=True)
    basis_on = models.DateField("تاریخ مصوبه", null=True, blank=True)
    #: Empty for the days of the package's table.
    declared_by = acting_user_if_any("ثبت‌کننده", editable=False)
    cancelled_at = models.DateTimeField("لغو در", null=True, blank=True, editable=False)
    cancelled_by = acting_user_if_any("لغوکننده", editable=False)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = "تعطیل رسمی"
        verbose_name_plural = "تعطیلات رسمی"
        ordering = ["date"]
        constraints = [
            *TwoPeople.Meta.constraints,
            models.CheckConstraint(
                condition=Q(needs_second=False) | Q(declared_by__isnull=False),
                name="holiday_that_waits_was_declared_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["date"],
                condition=Q(cancelled_at__isnull=True),
                name="one_holiday_per_date",
                violation_error_message="این روز در جدول تعطیلات هست.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="holiday_has_a_title"),
            models.CheckConstraint(
                condition=Q(source=HolidaySource.PACKAGE)
                | (~Q(legal_basis="") & ~Q(basis_number="") & Q(basis_on__isnull=False)),
                name="holiday_by_hand_has_a_basis",
            ),
            together("holiday_cancelled_at_and_by_together", "cancelled_at", "cancelled_by"),
        ]

    def __str__(self) -> str:
        return f"{format_date(self.date)}، {self.title}"


class Closure(TwoPeople):
    """Days on which one county, or all of one province, is closed by lawful decision: no working days there."""

    county = key_if_any(County, "شهرستان", related_name="closures")
    province = key_if_any(Province, "همهٔ استان", related_name="closures")
    date_from = models.DateField("از روز")
    date_to = models.DateField("تا روز")
    reason = models.CharField("علت", max_length=200)
    announced_by = key_to(Body, "نهاد اعلام‌کننده")
    legal_basis = models.CharField("مبنای قانونی", max_length=200)
    basis_number = models.CharField("شمارهٔ مصوبه", max_length=40)
    basis_on = models.DateField("تاریخ مصوبه")
    declared_by = acting_user("ثبت‌کننده")
    announced_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField("لغو در", null=True, blank=True, editable=False)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = "تعطیلی محلی"
        verbose_name_plural = "تعطیلی‌های محلی"
        ordering = ["-date_from"]
        constraints = [
            *TwoPeople.Meta.constraints,
            models.CheckConstraint(
                condition=Q(county__isnull=False, province__isnull=True)
                | Q(county__isnull=True, province__isnull=False),
                name="closure_of_a_county_or_a_province",
                violation_error_message="یا شهرستان را برگزینید یا استان را.",
            ),
            models.CheckConstraint(
                condition=Q(date_to__gte=F("date_from")),
                name="closure_ends_after_it_begins",
                violation_error_message="پایان تعطیلی پیش از آغاز آن است.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="closure_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(legal_basis="") & ~Q(basis_number=""), name="closure_has_a_legal_basis"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county or self.province}: {self.reason} ({format_date(self.date_from)})"


class OutageNotice(models.Model):
    """The network is down in a county, as its commission announced: paper is lawful, T1–T3 stand still (R222, R223)."""

    commission = key_to(Commission, "کمیسیون نظارت", related_name="outages")
    county = key_to(County, "شهرستان", related_name="outages")
    from_at = models.DateTimeField("از")
    #: Where no end was announced, the latest the law allows one notice to reach: it ends by itself then.
    to_at = models.DateTimeField("تا")
    is_end_announced = models.BooleanField("پایان آن اعلام شده است", default=True, editable=False)
    reason = models.CharField("علت", max_length=200)
    announced_by = acting_user("اعلام‌کننده")
    announced_at = models.DateTimeField("اعلام در", default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField("لغو در", null=True, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "اعلام قطعی سامانه"
        verbose_name_plural = "اعلام‌های قطعی سامانه"
        ordering = ["-from_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_at__gt=F("from_at")),
                name="outage_ends_after_it_begins",
                violation_error_message="پایان قطعی پیش از آغاز آن است.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="outage_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.county}: {self.reason} ({format_datetime(self.from_at)})"


class CalendarVersion(models.Model):
    """One row whose token changes with every change of days off, outages or terms: what is remembered expires.

    Writers lock it, so that changes follow one another; a random token is never seen before its commit.
    """

    token = models.CharField(max_length=32)

    class Meta:
        verbose_name = "نسخهٔ تقویم"
        verbose_name_plural = "نسخهٔ تقویم"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="calendar_version_is_one_row")]

    def __str__(self) -> str:
        return self.token


class CalendarChange(models.Model):
    """A change of the days off that open deadlines must follow: written with the change, ticked off when done."""

    because = models.CharField("علت", max_length=300)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    moved = models.PositiveIntegerField("مهلت‌های جابه‌جاشده", default=0)

    class Meta:
        verbose_name = "تغییر تقویم"
        verbose_name_plural = "تغییرهای تقویم"
        indexes = [
            models.Index(fields=["at"], condition=Q(done_at__isnull=True), name="calendar_change_waiting")
        ]

    def __str__(self) -> str:
        return self.because

"""Who a person is, how they sign in, and which sessions they have open."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts import states
from accounts.querysets import MobileChangeQuerySet
from accounts.sessions import SessionStore
from core.constraints import filled_exactly_when, together
from core.text import search_key, sort_key


class Person(models.Model):
    """A human being, known by the national code. The mobile is only a channel and may change."""

    national_code = models.CharField("کد ملی", max_length=10, unique=True)
    first_name = models.CharField("نام", max_length=60, blank=True)
    last_name = models.CharField("نام خانوادگی", max_length=80, blank=True)
    father_name = models.CharField("نام پدر", max_length=60, blank=True)
    birth_date = models.DateField("تاریخ تولد", null=True, blank=True)
    mobile = models.CharField("تلفن همراه", max_length=11, blank=True, db_index=True)
    deceased_on = models.DateField("تاریخ فوت", null=True, blank=True)
    name_sort = models.CharField(max_length=160, editable=False, default="", db_index=True)
    name_search = models.CharField(max_length=160, editable=False, default="")
    created_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "شخص"
        verbose_name_plural = "اشخاص"
        constraints = [
            models.CheckConstraint(
                condition=Q(national_code__regex=r"^[0-9]{10}$"), name="person_national_code_is_ten_digits"
            ),
            models.CheckConstraint(
                condition=Q(mobile="") | Q(mobile__regex=r"^09[0-9]{9}$"), name="person_mobile_is_canonical"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or "متقاضی"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_sort = sort_key(f"{self.last_name} {self.first_name}")[:160]
        self.name_search = search_key(self.full_name)[:160]
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """First and last name, or an empty string while the civil registry has not told them."""
        return f"{self.first_name} {self.last_name}".strip()


class UserManager(BaseUserManager["User"]):
    """Makes accounts; citizens have no password, staff have one and must change the first."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """An account. A citizen's is found by their person; a staff member's by a user name."""

    username = models.CharField("نام کاربری", max_length=64, unique=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="users", verbose_name="شخص", null=True, blank=True
    )
    is_active = models.BooleanField("فعال", default=True)
    is_staff = models.BooleanField("همکار", default=False)
    must_change_password = models.BooleanField("گذرواژه باید عوض شود", default=False)
    first_password_until = models.DateTimeField(
        "گذرواژهٔ نخست معتبر تا", null=True, blank=True, editable=False
    )
    #: Goes up with every role granted or withdrawn; a session that knows an older number gets a new key.
    rights_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    created_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "حساب کاربری"
        verbose_name_plural = "حساب‌های کاربری"
        indexes = [models.Index(fields=["username"], condition=Q(is_staff=True), name="staff_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_staff=False), name="one_citizen_account_per_person"
            ),
            models.CheckConstraint(
                condition=Q(is_staff=True) | Q(person__isnull=False), name="citizen_account_has_a_person"
            ),
        ]

    def __str__(self) -> str:
        return (self.person.full_name if self.person else "") or self.username

    @property
    def is_citizen(self) -> bool:
        """True for an account that signs in with mobile and one-time code."""
        return not self.is_staff

    def get_short_name(self) -> str:
        return str(self)

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Permissions of this portal are scopes of a role in a body, never Django's permission rows."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class FormerPassword(models.Model):
    """A password an account had, as its hash: it is not set again. Those somebody else made are kept for good."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    was_first = models.BooleanField(default=False)
    ended_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "گذرواژهٔ پیشین"
        verbose_name_plural = "گذرواژه‌های پیشین"

    def __str__(self) -> str:
        return f"{self.user_id} {self.ended_at:%Y-%m-%d}"


class Session(AbstractBaseSession):
    """A signed-in browser. The row knows its user, so that a person can see and end their own sessions."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    agent = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = "نشست"
        verbose_name_plural = "نشست‌ها"

    @classmethod
    def get_session_store_class(cls) -> Any:
        return SessionStore


class OtpChallenge(models.Model):
    """A one-time code that was sent: its keyed hash, its life and what became of it (R6, R7)."""

    purpose = models.CharField(max_length=20, choices=states.Purpose.choices)
    mobile = models.CharField(max_length=11)
    national_code = models.CharField(max_length=10)
    session_key = models.CharField(max_length=64)
    by_known_browser = models.BooleanField(default=False)
    code_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    resend_allowed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "کد یک‌بارمصرف"
        verbose_name_plural = "کدهای یک‌بارمصرف"
        indexes = [
            models.Index(fields=["mobile", "purpose", "-sent_at"], name="otp_mobile"),
            models.Index(fields=["expires_at"], name="otp_expiry"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(attempts__lte=5), name="otp_attempts_at_most_five"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(dead_at__isnull=True), name="otp_used_or_dead_not_both"
            ),
            models.UniqueConstraint(
                fields=["mobile", "purpose"],
                condition=Q(used_at__isnull=True, dead_at__isnull=True),
                name="one_live_code_per_mobile_and_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.sent_at:%Y-%m-%d %H:%M}"


class RateCount(models.Model):
    """How often something was done for one key within a window of time; counted by a single statement (`limits`)."""

    key = models.CharField(max_length=200, primary_key=True)
    n = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "شمارنده"
        verbose_name_plural = "شمارنده‌ها"

    def __str__(self) -> str:
        return f"{self.key}: {self.n}"


class KnownDevice(models.Model):
    """A kind of device a person has signed in with before; a new kind is told by SMS."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_devices")
    kind = models.CharField(max_length=60)
    first_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "دستگاه آشنا"
        verbose_name_plural = "دستگاه‌های آشنا"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_row_per_user_and_device")]

    def __str__(self) -> str:
        return self.kind


class BackupCode(models.Model):
    """One of ten codes that stand in for a lost authenticator once. Only its keyed hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="backup_codes")
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "کد پشتیبان"
        verbose_name_plural = "کدهای پشتیبان"
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="one_row_per_backup_code"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d}"


class MobileChange(models.Model):
    """A person's way from one mobile number to another: by themselves, or after a lost SIM with an identity check.

    The national code is the identity, the number only a channel. A request after a lost SIM names the code that was
    typed, whether or not the portal knows it; only the check finds the person.
    """

    reference = models.CharField("شمارهٔ مرجع", max_length=10, unique=True)
    lost_sim = models.BooleanField("سیم‌کارت قبلی در دسترس نیست", default=False)
    national_code = models.CharField("کد ملی", max_length=10)
    old_mobile = models.CharField("شمارهٔ پیشین", max_length=11, blank=True, default="")
    new_mobile = models.CharField("شمارهٔ تازه", max_length=11)
    state = models.CharField("وضعیت", max_length=14, choices=states.ChangeState.choices)
    asked_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)
    ends_at = models.DateTimeField("معتبر تا")
    seen = models.CharField(
        "مدرک دیده‌شده", max_length=20, choices=states.Seen.choices, blank=True, default=""
    )
    note = models.CharField("شرح بررسی", max_length=300, blank=True, default="")
    checked_at = models.DateTimeField("بررسی در", null=True, blank=True)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="بررسی‌کننده"
    )
    done_at = models.DateTimeField("انجام در", null=True, blank=True)

    objects = MobileChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "تغییر شمارهٔ همراه"
        verbose_name_plural = "تغییر شماره‌های همراه"
        indexes = [models.Index(fields=["state", "ends_at"], name="mobile_change_state")]
        constraints = [
            together("mobile_change_checked_at_and_by", "checked_at", "checked_by"),
            models.CheckConstraint(
                condition=Q(lost_sim=False)
                | ~Q(state__in=[states.ChangeState.AWAITING_CODE, states.ChangeState.DONE])
                | (Q(checked_at__isnull=False) & ~Q(seen="")),
                name="mobile_change_without_sim_is_checked",
            ),
            filled_exactly_when(
                "mobile_change_done_has_its_moment", Q(state=states.ChangeState.DONE), "done_at"
            ),
            models.UniqueConstraint(
                fields=["national_code", "new_mobile", "lost_sim"],
                condition=Q(state__in=states.OPEN_CHANGES),
                name="one_open_mobile_change",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

"""People in bodies: memberships with a role, board seats and numbered minutes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from core.jalali import format_numeric, tehran_today
from core.keys import key_to
from core.text import to_persian_digits
from core.uploads.models import UploadedFiles, scan_queue_index, unguessable_name
from organizations.bodies.models import Body, Union
from organizations.members.querysets import (
    AuthorizationQuerySet,
    BoardMemberQuerySet,
    BoardMinuteQuerySet,
    MembershipQuerySet,
)
from organizations.members.states import AuthorizationKind, BoardRole
from organizations.roles.states import Role


class Membership(models.Model):
    """A user holds a role in a body from one day to another; granted by the body above."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name="کاربر"
    )
    body = key_to(Body, "نهاد", related_name="memberships")
    role = models.CharField("نقش", max_length=24, choices=Role.choices)
    valid_from = models.DateField("از", default=tehran_today)
    valid_to = models.DateField("تا", null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="granted_memberships",
        null=True,
        blank=True,
        editable=False,
        verbose_name="اعطاکننده",
    )
    granted_at = models.DateTimeField("زمان اعطا", default=timezone.now, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="پس‌گیرنده",
    )
    withdrawn_at = models.DateTimeField("زمان پس‌گرفتن", null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "نقش در نهاد"
        verbose_name_plural = "نقش‌ها در نهادها"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "body", "role"],
                condition=Q(valid_to__isnull=True, withdrawn_at__isnull=True),
                name="one_open_membership_per_user_body_role",
                violation_error_message="این کاربر همین نقش را در این نهاد دارد.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
                violation_error_message="پایان نقش پیش از آغاز آن است.",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
                name="nobody_grants_a_role_to_themselves",
                violation_error_message="کسی نمی‌تواند به خودش نقش بدهد.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="membership_withdrawn_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}، {self.get_role_display()}، {self.body}"


class BoardMember(models.Model):
    """A seat on a union's board for a term."""

    union = key_to(Union, "اتحادیه", related_name="board")
    person = key_to(Person, "شخص", related_name="board_seats")
    role = models.CharField("سمت", max_length=12, choices=BoardRole.choices)
    from_date = models.DateField("از")
    to_date = models.DateField("تا")

    objects = BoardMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "عضو هیأت مدیره"
        verbose_name_plural = "اعضای هیأت مدیره"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__gt=F("from_date")),
                name="board_term_ends_after_it_begins",
                violation_error_message="پایان دوره پیش از آغاز آن است.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


def minute_file(instance: models.Model, filename: str) -> str:
    return unguessable_name("minutes", filename)


class BoardMinute(UploadedFiles):
    """The numbered minutes of a board meeting (صورتجلسه), entered by the board with text or file; every answer cites
    one (R73)."""

    FILES = ("file",)

    union = key_to(Union, "اتحادیه", related_name="minutes")
    number = models.CharField("شمارهٔ صورتجلسه", max_length=30)
    held_on = models.DateField("تاریخ جلسه")
    text = models.TextField("متن تصمیم‌ها", blank=True)
    file = models.FileField("فایل صورتجلسه", upload_to=minute_file, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="ثبت‌کننده"
    )
    recorded_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)

    objects = BoardMinuteQuerySet.as_manager()

    class Meta:
        verbose_name = "صورتجلسه"
        verbose_name_plural = "صورتجلسه‌ها"
        constraints = [
            models.UniqueConstraint(fields=["union", "number"], name="minute_number_once_per_union"),
            models.CheckConstraint(
                condition=~Q(number="") & (~Q(text="") | ~Q(file="") | Q(scan="INFECTED")),
                name="minute_has_number_and_text_or_file",
            ),
        ]
        indexes = [scan_queue_index("minute_held"), models.Index(fields=["file"], name="minute_file")]

    def __str__(self) -> str:
        return f"صورتجلسهٔ {to_persian_digits(self.number)} مورخ {format_numeric(self.held_on)}"

    @property
    def says_nothing(self) -> bool:
        """It had no text, and its file was infected and went."""
        return not self.text and not self.file


class BoardAuthorization(models.Model):
    """A board lets one of its operators print inquiries, for all requests or for one (S001 C-5).

    The request is named by its tracking code as text, because requests live in an app above this one.
    """

    union = key_to(Union, "اتحادیه", related_name="authorizations")
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="board_authorizations",
        verbose_name="کاربر",
    )
    kind = models.CharField("نوع", max_length=8, choices=AuthorizationKind.choices)
    request_reference = models.CharField("کد رهگیری پرونده", max_length=40, blank=True)
    minute = key_to(BoardMinute, "صورتجلسه", related_name="authorizations")
    valid_from = models.DateField("از", default=tehran_today)
    valid_to = models.DateField("تا", null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="مجوزدهنده"
    )
    granted_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="پس‌گیرنده",
    )
    withdrawn_at = models.DateTimeField("زمان پس‌گرفتن", null=True, blank=True, editable=False)

    objects = AuthorizationQuerySet.as_manager()

    class Meta:
        verbose_name = "مجوز هیأت مدیره"
        verbose_name_plural = "مجوزهای هیأت مدیره"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=AuthorizationKind.GENERAL, request_reference="")
                | (Q(kind=AuthorizationKind.CASE) & ~Q(request_reference="")),
                name="authorization_of_a_case_names_the_case",
                violation_error_message="برای مجوز موردی، کد رهگیری پرونده را بنویسید.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="authorization_ends_after_it_begins",
                violation_error_message="پایان مجوز پیش از آغاز آن است.",
            ),
            models.CheckConstraint(
                condition=~Q(granted_by=F("operator")),
                name="nobody_authorizes_themselves",
                violation_error_message="کسی نمی‌تواند به خودش مجوز بدهد.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="authorization_withdrawn_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}، {self.operator}"

"""The licence request: who asks for what, where, under which conditions, and where the file stands."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.fields import acting_user, acting_user_if_any
from accounts.models import Person, User
from core.constraints import filled_exactly_when, together
from core.keys import key_if_any, key_to
from core.references import group_tracking_code
from core.searched import Searched, parts_index
from licensing.cases.querysets import LicenceRequestQuerySet, OfCaseQuerySet
from licensing.cases.states import CLOSED, LISTS_NEEDS, TURN, Actor, BuildingUse, Kind, Status, Tenure, Term
from organizations.bodies.models import Union
from organizations.categories.models import Category
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.members.models import BoardMinute
from organizations.places.models import County
from organizations.roles.querysets import bodies_as
from organizations.roles.states import Role


class LicenceRequest(Searched):
    """A request for a business licence (درخواست پروانه کسب)."""

    searched_by = ("unit_name",)

    tracking_code = models.CharField("کد رهگیری", max_length=16, null=True, blank=True, unique=True)
    receipt_number = models.PositiveIntegerField("شمارهٔ ردیف اتحادیه", null=True, blank=True)
    kind = models.CharField("نوع درخواست", max_length=12, choices=Kind.choices, default=Kind.NEW)
    term = models.CharField("مدت", max_length=12, choices=Term.choices, default=Term.PERMANENT)
    status = models.CharField("وضعیت", max_length=24, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)

    applicant = key_to(Person, "متقاضی", related_name="licence_requests")
    created_by = acting_user("ثبت‌کننده")
    county = key_to(County, "شهرستان")
    category = key_to(Category, "رسته")
    union = key_to(Union, "اتحادیه", related_name="licence_requests")
    general_conditions = key_to(GeneralConditions, "ضوابط عمومی پذیرفته")
    special_conditions = key_to(SpecialConditions, "ضوابط خاص پذیرفته")
    conditions_accepted_at = models.DateTimeField("پذیرش ضوابط", default=timezone.now)

    is_isargar = models.BooleanField("ایثارگر", default=False)
    unit_name = models.CharField("نام واحد صنفی", max_length=120, blank=True)
    tenure = models.CharField("نوع تصرف محل", max_length=20, choices=Tenure.choices, blank=True)
    area_m2 = models.PositiveIntegerField("مساحت (متر مربع)", null=True, blank=True)
    address = models.CharField("نشانی محل کسب", max_length=300, blank=True)
    postal_code = models.CharField("کد پستی", max_length=10, blank=True)
    website = models.CharField("نشانی سایت یا برنامک", max_length=200, blank=True)
    answers_for_platform = models.BooleanField("پذیرش مسئولیت سامانه", default=False)
    birth_certificate_no = models.CharField(
        "شمارهٔ شناسنامه", max_length=10, blank=True, default="", db_default=""
    )
    birth_certificate_place = models.CharField(
        "محل صدور شناسنامه", max_length=60, blank=True, default="", db_default=""
    )
    building_use = models.CharField(
        "کاربری محل", max_length=12, choices=BuildingUse.choices, blank=True, default="", db_default=""
    )
    municipal_code = models.CharField(
        "کد نوسازی شهرداری", max_length=30, blank=True, default="", db_default=""
    )
    tax_code = models.CharField("کد ثبت‌نام مالیاتی", max_length=16, blank=True, default="", db_default="")
    staff_count = models.PositiveIntegerField("شمار کارکنان", null=True, blank=True)
    undertaking_at = models.DateTimeField("تعهد عدم آغاز کار پیش از صدور", null=True, blank=True)

    created_at = models.DateTimeField("آغاز", default=timezone.now, editable=False)
    submitted_at = models.DateTimeField("ثبت درخواست", null=True, blank=True)
    due_at = models.DateTimeField("مهلت مرحلهٔ جاری", null=True, blank=True)

    taken_on_paper_at = models.DateTimeField("گرفته‌شده روی کاغذ در", null=True, blank=True, editable=False)
    paper_receipt = models.CharField("شمارهٔ رسید کاغذی", max_length=30, null=True, blank=True)  # noqa: DJ001
    entered_by = acting_user_if_any("واردکنندهٔ پروندهٔ کاغذی", editable=False)

    needs_met_at = models.DateTimeField("اعلام برطرف شدن نیازها", null=True, blank=True, editable=False)
    touched_at = models.DateTimeField("آخرین تغییر", auto_now=True, null=True)
    deletion_told_at = models.DateTimeField("خبر حذف پیش‌نویس", null=True, blank=True, editable=False)

    held_by = acting_user_if_any("در دست", related_name="held_requests", editable=False)
    held_at = models.DateTimeField("در دست از", null=True, blank=True, editable=False)

    objects = LicenceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "درخواست پروانه"
        verbose_name_plural = "درخواست‌های پروانه"
        indexes = [
            parts_index("request_search", scope="union"),
            models.Index(fields=["union", "status", "-submitted_at", "-id"], name="request_union_status"),
            models.Index(
                fields=["union", "-submitted_at", "-id"],
                name="request_union_all",
                condition=~Q(status=Status.DRAFT),
            ),
            models.Index(
                fields=["-submitted_at", "-id"], name="request_all", condition=~Q(status=Status.DRAFT)
            ),
            models.Index(
                fields=["-submitted_at", "-id"],
                name="request_open",
                condition=~Q(status__in=[Status.DRAFT, *CLOSED]),
            ),
            models.Index(fields=["postal_code"], name="request_place", condition=~Q(postal_code="")),
            models.Index(
                fields=["union", "-submitted_at", "-id"],
                name="request_union_open",
                condition=~Q(status__in=[Status.DRAFT, *CLOSED]),
            ),
            models.Index(
                fields=["union", "due_at"],
                name="request_union_due",
                condition=~Q(status__in=[Status.DRAFT, *CLOSED]),
            ),
            models.Index(fields=["applicant", "-created_at"], name="request_applicant"),
            models.Index(fields=["created_at"], name="request_old_drafts", condition=Q(status="DRAFT")),
        ]
        constraints = [
            filled_exactly_when(
                "request_has_a_code_once_submitted", ~Q(status="DRAFT"), "tracking_code", "submitted_at"
            ),
            models.CheckConstraint(
                condition=Q(status="DRAFT") | Q(undertaking_at__isnull=False),
                name="submitted_request_has_the_undertaking",
            ),
            together("request_held_by_and_at_together", "held_by", "held_at"),
            models.CheckConstraint(
                condition=Q(taken_on_paper_at=None, paper_receipt=None, entered_by=None)
                | (
                    Q(
                        taken_on_paper_at=F("submitted_at"),
                        paper_receipt__isnull=False,
                        entered_by__isnull=False,
                    )
                    & ~Q(paper_receipt="")
                ),
                name="paper_file_has_its_moment_receipt_and_clerk",
            ),
            models.UniqueConstraint(fields=["union", "paper_receipt"], name="paper_receipt_once_per_union"),
            models.UniqueConstraint(fields=["receipt_number", "union"], name="receipt_number_once_per_union"),
            models.UniqueConstraint(
                fields=["applicant", "category", "postal_code"],
                condition=~Q(postal_code="") & ~Q(status__in=[*CLOSED]),
                name="one_open_request_per_person_trade_and_place",
            ),
            models.UniqueConstraint(
                fields=["applicant", "category", "county"],
                condition=Q(postal_code="", status="DRAFT"),
                name="one_draft_without_a_place_per_person_and_trade",
            ),
        ]

    def __str__(self) -> str:
        return group_tracking_code(self.tracking_code) if self.tracking_code else f"پیش‌نویس {self.pk}"

    def searched_names(self) -> tuple[str, ...]:
        """The unit and the applicant; of the rest the inbox looks into the short tables behind its keys."""
        return self.unit_name, self.applicant.full_name

    def get_absolute_url(self) -> str:
        return reverse("request", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """No step of the applicant follows any more; an issued licence is still to be delivered."""
        return self.status in CLOSED

    @property
    def turn(self) -> str:
        """Whose turn it is, in words; empty when the file is closed."""
        if self.awaits_second_look:
            return TURN[Status.UNDER_REVIEW]
        return TURN.get(Status(self.status), "")

    @property
    def awaits_second_look(self) -> bool:
        """The applicant said that the board's needs are met; the board has not answered yet."""
        return self.status in LISTS_NEEDS and self.needs_met_at is not None

    def remember_actors(self, user: User) -> None:
        """Look up once for one page in which parts this person may act; services ask a fresh, locked row anew."""
        self._known_actors = {user.pk: self.actors_of(user)}

    def actors_of(self, user: User | None) -> set[str]:
        """In which parts this person may act on this request. None is the portal itself, acting by law."""
        if user is None:
            return {Actor.SYSTEM}
        known: dict[int, set[str]] = getattr(self, "_known_actors", {})
        if user.pk in known:
            return known[user.pk]
        if not user.is_active:
            return set()
        if not user.is_staff:
            return {Actor.APPLICANT} if user.person_id == self.applicant_id else set()
        held = bodies_as(user, Role.UNION_OPERATOR, Role.UNION_BOARD).filter(body_id=self.union_id)
        roles = set(held.values_list("role", flat=True))
        if Role.UNION_BOARD in roles:
            return {Actor.UNION_OPERATOR, Actor.UNION_BOARD}
        return {Actor.UNION_OPERATOR} if Role.UNION_OPERATOR in roles else set()


class CaseEvent(models.Model):
    """A line of the file's history, as the applicant reads it (R72). Rows are only added."""

    case = key_to(LicenceRequest, "درخواست", related_name="events")
    at = models.DateTimeField("زمان", default=timezone.now)
    from_status = models.CharField("از", max_length=24, choices=Status.choices, blank=True)
    to_status = models.CharField("به", max_length=24, choices=Status.choices)
    text = models.CharField("شرح", max_length=500)
    minute = key_if_any(BoardMinute, "صورتجلسه")
    by = acting_user_if_any("به دست")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "رویداد پرونده"
        verbose_name_plural = "رویدادهای پرونده"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "at"], name="case_event_request")]

    def __str__(self) -> str:
        return self.text


class Serial(models.Model):
    """A running number per key, raised by one statement so that none is given twice."""

    key = models.CharField(max_length=60, unique=True)
    last = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "شمارهٔ ردیف"
        verbose_name_plural = "شماره‌های ردیف"

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"

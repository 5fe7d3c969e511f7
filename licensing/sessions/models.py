"""The board's session: its agenda, what is proposed for each file and why, and how each member voted (R73)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.fields import acting_user, acting_user_if_any
from accounts.models import User
from core.constraints import filled_exactly_when
from core.jalali import format_date
from core.keys import key_to
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor
from licensing.decisions.grounds import Ground
from licensing.decisions.models import Decision
from licensing.decisions.reason_models import Reason, RestsOnArticle
from licensing.decisions.states import Source
from licensing.sessions.querysets import AgendaQuerySet, SessionQuerySet
from licensing.sessions.states import ItemOutcome, ItemResult, SessionState, VoteChoice
from organizations.bodies.models import Union
from organizations.members.models import BoardMember, BoardMinute
from organizations.roles.querysets import bodies_as
from organizations.roles.states import Role

LONGEST_REMOVAL = 300


class BoardSession(models.Model):
    """A session of a union's board: planned with an agenda, then published under one minute, or cancelled."""

    union = key_to(Union, "اتحادیه", related_name="sessions")
    held_on = models.DateField("تاریخ جلسه")
    starts_at = models.TimeField("ساعت آغاز", null=True, blank=True)
    place = models.CharField("محل جلسه", max_length=120, blank=True)
    state = models.CharField(
        "وضعیت", max_length=12, choices=SessionState.choices, default=SessionState.PLANNED
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    present = models.ManyToManyField(BoardMember, blank=True, related_name="sessions", verbose_name="حاضران")
    minute = models.OneToOneField(
        BoardMinute,
        on_delete=models.PROTECT,
        related_name="session",
        null=True,
        blank=True,
        verbose_name="صورتجلسه",
    )
    made_by = acting_user("برنامه‌ریز")
    made_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)
    published_by = acting_user_if_any("اعلام‌کننده")
    published_at = models.DateTimeField("زمان اعلام", null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "جلسهٔ هیأت مدیره"
        verbose_name_plural = "جلسه‌های هیأت مدیره"
        indexes = [models.Index(fields=["union", "-held_on", "-id"], name="session_union_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "held_on"],
                condition=Q(state="PLANNED"),
                name="one_planned_session_a_day",
            ),
            filled_exactly_when(
                "published_session_has_minute_and_publisher",
                Q(state="PUBLISHED"),
                "minute",
                "published_at",
                "published_by",
            ),
        ]

    def __str__(self) -> str:
        return f"جلسهٔ {format_date(self.held_on)}"

    def get_absolute_url(self) -> str:
        """The session's page at the desk."""
        return reverse("admin:licensing_boardsession_change", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Still being planned."""
        return self.state == SessionState.PLANNED

    def actors_of(self, user: User) -> set[Actor]:
        """In which parts this person may act on this session today."""
        held = bodies_as(user, Role.UNION_OPERATOR, Role.UNION_BOARD).filter(body_id=self.union_id)
        roles = set(held.values_list("role", flat=True))
        if Role.UNION_BOARD in roles:
            return {Actor.UNION_OPERATOR, Actor.UNION_BOARD}
        return {Actor.UNION_OPERATOR} if Role.UNION_OPERATOR in roles else set()


class AgendaItem(models.Model):
    """A file on the agenda of a session, and what is proposed for it. Rows stay: a place given up is marked so."""

    session = key_to(BoardSession, "جلسه", related_name="items")
    case = key_to(LicenceRequest, "درخواست", related_name="agenda_items")
    order = models.PositiveSmallIntegerField("ردیف")
    seen_version = models.PositiveIntegerField("نسخهٔ پرونده هنگام گذاشتن در دستور کار", editable=False)
    outcome = models.CharField("نتیجه", max_length=12, choices=ItemOutcome.choices, blank=True)
    result = models.CharField("سرانجام", max_length=12, choices=ItemResult.choices, default=ItemResult.OPEN)
    decision = models.OneToOneField(
        Decision,
        on_delete=models.PROTECT,
        related_name="agenda_item",
        null=True,
        blank=True,
        verbose_name="تصمیم",
    )
    removed_because = models.CharField("علت برداشتن", max_length=LONGEST_REMOVAL, blank=True)
    removed_by = acting_user_if_any("بردارنده")
    removed_at = models.DateTimeField("برداشته در", null=True, blank=True)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        verbose_name = "بند دستور کار"
        verbose_name_plural = "بندهای دستور کار"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(result="OPEN"), name="request_on_one_open_agenda"
            ),
            filled_exactly_when("agenda_item_decided_with_its_decision", Q(result="DECIDED"), "decision"),
            models.CheckConstraint(
                condition=(
                    Q(result="REMOVED", removed_at__isnull=False, removed_by__isnull=False)
                    & ~Q(removed_because="")
                )
                | (
                    ~Q(result="REMOVED")
                    & Q(removed_at__isnull=True, removed_by__isnull=True, removed_because="")
                ),
                name="agenda_item_taken_off_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"بند {to_persian_digits(str(self.order))}"


class AgendaGround(RestsOnArticle):
    """A coded reason proposed for an outcome; on publication it becomes a reason of the decision (R67)."""

    item = key_to(AgendaItem, "بند", related_name="grounds")
    reason = key_to(Reason, "دلیل", related_name="agenda_grounds")

    class Meta:
        verbose_name = "دلیل پیشنهادی"
        verbose_name_plural = "دلیل‌های پیشنهادی"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "reason", "source", "article"], name="reason_once_per_item_and_article"
            ),
            models.CheckConstraint(condition=Q(article__gte=1), name="agenda_ground_names_an_article"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} ({self.rests_on})"

    def as_ground(self) -> Ground:
        """The reason as the services of answers take it."""
        return Ground(self.reason, Source(self.source), self.article, self.explanation)


class Vote(models.Model):
    """How one member voted on what is proposed for one file; never shown to the applicant."""

    item = key_to(AgendaItem, "بند", related_name="votes")
    member = key_to(BoardMember, "عضو", related_name="votes")
    choice = models.CharField("رأی", max_length=8, choices=VoteChoice.choices)
    recorded_by = acting_user("ثبت‌کننده")
    recorded_at = models.DateTimeField("ثبت در", default=timezone.now)

    class Meta:
        verbose_name = "رأی"
        verbose_name_plural = "رأی‌ها"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="one_vote_per_item_and_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_choice_display()}"

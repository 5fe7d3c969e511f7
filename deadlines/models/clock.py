"""The clock of a case: deadlines, whose turn it was from when to when, and every move of a due moment."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.fields import acting_user_if_any
from core.keys import key_if_any, key_to
from deadlines.models.days import CalendarChange
from deadlines.models.terms import Term
from deadlines.querysets import DeadlineQuerySet
from deadlines.states import CLOSED, LIVE, Key, Owner, State
from organizations.bodies.models import Body
from organizations.places.models import County


class Deadline(models.Model):
    """One statutory term of one case. `due_at` is reckoned from the intervals and the calendar and kept for lists;
    it is empty while the clock stands still. Every decision reckons it again."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    key = models.CharField("مهلت", max_length=30, choices=Key.choices)
    term = key_to(Term, "مهلت قانونی", db_index=False)
    amount = models.PositiveSmallIntegerField("مدت")
    county = key_if_any(County, "شهرستان", db_index=False)
    owner = models.CharField("برعهدهٔ", max_length=12, choices=Owner.choices)
    body = key_if_any(Body, "نهاد", db_index=False)
    state = models.CharField("وضعیت", max_length=10, choices=State.choices, default=State.OPEN)
    started_at = models.DateTimeField("آغاز")
    due_at = models.DateTimeField("پایان مهلت", null=True, blank=True)
    closed_at = models.DateTimeField("بسته‌شده در", null=True, blank=True)
    #: Since when reckoning this row again fails; the batch goes on without it, `/readyz` tells of it.
    unreckonable_since = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = "مهلت"
        verbose_name_plural = "مهلت‌ها"
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="deadline_subject"),
            models.Index(fields=["key", "due_at"], condition=Q(state=State.OPEN), name="deadline_due"),
            models.Index(fields=["county", "-id"], name="deadline_county"),
            models.Index(fields=["key", "-id"], name="deadline_key"),
            models.Index(fields=["state", "-id"], name="deadline_state"),
            models.Index(fields=["county"], condition=Q(state__in=LIVE), name="deadline_live_in_county"),
            models.Index(
                fields=["unreckonable_since"],
                condition=Q(unreckonable_since__isnull=False),
                name="deadline_unreckonable",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "key"],
                condition=Q(state__in=LIVE),
                name="one_live_deadline_per_subject_and_key",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, due_at__isnull=False)
                | Q(state=State.PAUSED, due_at__isnull=True)
                | Q(state__in=CLOSED),
                name="deadline_runs_towards_a_due_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, closed_at__isnull=True)
                | Q(state__in=CLOSED, closed_at__isnull=False),
                name="deadline_closed_at_fits_its_state",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("started_at")),
                name="deadline_closes_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gt=F("started_at")),
                name="deadline_due_after_its_start",
            ),
            models.CheckConstraint(condition=Q(amount__gte=1), name="deadline_is_at_least_one_unit"),
        ]

    def __str__(self) -> str:
        return self.get_key_display()

    @property
    def is_live(self) -> bool:
        """True until the deadline is met, missed or cancelled."""
        return self.state in LIVE


class DeadlineInterval(models.Model):
    """Whose turn it was from one moment to another, why, and whether the clock ran. They follow without a gap."""

    deadline = key_to(Deadline, "مهلت", related_name="intervals", db_index=False)
    owner = models.CharField("نوبت", max_length=12, choices=Owner.choices)
    body = key_if_any(Body, "نهاد", db_index=False)
    runs = models.BooleanField("مهلت در جریان است", default=True)
    reason = models.CharField("علت", max_length=300)
    legal_basis = models.CharField("مبنای قانونی", max_length=200, blank=True)
    started_at = models.DateTimeField("از")
    ended_at = models.DateTimeField("تا", null=True, blank=True)
    by = acting_user_if_any("ثبت‌کننده", db_index=False)

    class Meta:
        verbose_name = "نوبت"
        verbose_name_plural = "نوبت‌ها"
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"], condition=Q(ended_at__isnull=True), name="one_open_interval_per_deadline"
            ),
            models.UniqueConstraint(
                fields=["deadline", "started_at"], name="one_interval_begins_at_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="interval_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="interval_has_a_reason"),
            models.CheckConstraint(
                condition=Q(runs=True) | ~Q(legal_basis=""), name="stopped_interval_has_a_legal_basis"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_owner_display()}: {self.reason}"


class DeadlineMove(models.Model):
    """A due moment that moved because the calendar changed: from when to when, and why. Rows are only added."""

    deadline = key_to(Deadline, "مهلت", related_name="moves")
    from_due = models.DateTimeField("از", null=True, blank=True)
    to_due = models.DateTimeField("به", null=True, blank=True)
    because = models.CharField("علت", max_length=300)
    change = key_if_any(CalendarChange, "تغییر", related_name="moves")
    at = models.DateTimeField("در", default=timezone.now)

    class Meta:
        verbose_name = "جابه‌جایی مهلت"
        verbose_name_plural = "جابه‌جایی‌های مهلت"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="move_has_a_reason"),
            models.CheckConstraint(
                condition=Q(from_due__isnull=True, to_due__isnull=False)
                | Q(from_due__isnull=False, to_due__isnull=True)
                | (Q(from_due__isnull=False, to_due__isnull=False) & ~Q(from_due=F("to_due"))),
                name="move_goes_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.because

"""Starts, stops, hands over and closes the clock of a case. The row is locked first, then checked."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from core.jalali import day_of, tehran_today
from core.refusals import RuleBroken
from deadlines import rules as _rules
from deadlines import texts
from deadlines.engine import Period, Reckoning
from deadlines.models import Deadline, DeadlineInterval, Term
from deadlines.querysets import subject_type
from deadlines.services import snapshot
from deadlines.services.facts import Facts, facts_from, facts_of
from deadlines.states import CLOSED, State
from organizations.bodies.models import Body
from organizations.places.models import County

if TYPE_CHECKING:
    from accounts.models import User


def moment() -> datetime:
    """Now, by the one clock all processes share: the database's on PostgreSQL, else this machine's.

    `CLOCK_FROM_DATABASE = False` takes this machine's always; tests that travel in time need it.
    """
    if connection.vendor != "postgresql" or not getattr(settings, "CLOCK_FROM_DATABASE", True):
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def _utc(at: datetime | None) -> datetime:
    """The moment of an event in UTC, now when omitted: rows from the database are compared with it."""
    return (at or moment()).astimezone(UTC)


def term_in_force(key: str, *, on: date | None = None, variant: str = "") -> Term:
    """The row of a statutory term in force on a day (today in Tehran). Raises LookupError if there is none."""
    return snapshot.current().term(key, on or tehran_today(), variant)


@transaction.atomic
def start(  # noqa: PLR0913 - the facts a term begins with
    key: str,
    *,
    subject: models.Model,
    county: County | None = None,
    owner: str = "",
    at: datetime | None = None,
    by: "User | None" = None,
    body: Body | None = None,
    amount: int | None = None,
    variant: str = "",
    reason: str = "",
) -> Deadline:
    """Begin a statutory term of a case (R66, R68, R69, R106; handbook 8). The term in force on that day holds for good.

    Args:
        subject: the row the term is about; at most one live deadline per key.
        county: whose closures and outages count; None for the calendar of the country.
        owner: whose turn it is, `rules.Owner`; the term's own when empty. `body` names the body.
        at: the moment of receipt, aware; now when omitted. May lie in the past (R224).
        amount: only for terms the law leaves open between two lengths, in the term's unit.

    Raises RuleBroken when such a deadline is live already or the amount is outside the law; LookupError when the law
    had no such term on that day.
    """
    begun_at = _utc(at)
    tables = snapshot.current()
    term = tables.term(key, day_of(begun_at), variant)
    deadline = Deadline(
        subject_type=subject_type(subject),
        subject_id=subject.pk,
        key=key,
        term=term,
        amount=_amount(term, amount),
        county=county,
        owner=owner or term.owner,
        body=body,
        started_at=begun_at,
    )
    turn = DeadlineInterval(
        owner=deadline.owner, body=body, reason=reason or texts.begins(key), started_at=begun_at, by=by
    )
    return _save_new(deadline, turn, tables)


def due_if_begun(key: str, *, at: datetime, county: County | None = None) -> datetime | None:
    """When a term that began at a moment ends, outages included; None while one of them lasts. Nothing is written.

    Args:
        key: `deadlines.states.Key`.
        at: the moment of receipt, aware.
        county: whose closures and outages count; None for the calendar of the country.

    Raises:
        LookupError: the law had no such term on that day.
    """
    tables = snapshot.current()
    term = tables.term(key, day_of(at), "")
    begun = Deadline(key=key, term=term, amount=term.amount, county=county, owner=term.owner, started_at=at)
    due_at: datetime | None = facts_from(begun, [Period(term.owner, "", at)], tables).reckon().due_at
    return due_at


@transaction.atomic
def pause(
    deadline: Deadline,
    *,
    owner: str,
    reason: str,
    legal_basis: str,
    at: datetime | None = None,
    by: "User | None" = None,
    body: Body | None = None,
) -> Deadline:
    """Stop the clock: it is somebody else's turn by law. Days touched by the stop do not count.

    Returns the row as it now is. Raises RuleBroken when the clock stands already, the deadline has ended, or its
    time is over (then the law has drawn its consequence, whether or not anything has run yet).
    """
    row, turn = _locked(deadline)
    stopped_at = _utc(at)
    _rules.check_runs(turn.runs)
    _rules.check_in_time(_reckon(row).due_at, stopped_at, row.term.at_end)
    new = DeadlineInterval(owner=owner, body=body, reason=reason, legal_basis=legal_basis, by=by, runs=False)
    return _take_turn(row, turn, new, stopped_at)


@transaction.atomic
def resume(
    deadline: Deadline,
    *,
    at: datetime | None = None,
    by: "User | None" = None,
    owner: str = "",
    reason: str = texts.RESUMED,
) -> Deadline:
    """Let the clock run again, on the turn of the deadline's owner unless `owner` says otherwise.

    Returns the row as it now is. Raises RuleBroken when the clock was not stopped or the deadline has ended.
    """
    row, turn = _locked(deadline)
    if turn.runs:
        raise RuleBroken("شمارش این مهلت متوقف نیست.", code="deadline_running")
    same = not owner or owner == row.owner
    new = DeadlineInterval(owner=owner or row.owner, body=row.body if same else None, reason=reason, by=by)
    return _take_turn(row, turn, new, _utc(at))


@transaction.atomic
def hand_over(
    deadline: Deadline,
    owner: str,
    reason: str,
    *,
    at: datetime | None = None,
    by: "User | None" = None,
    body: Body | None = None,
    legal_basis: str = "",
) -> Deadline:
    """Give the turn to somebody else without touching the clock: it goes on running, or standing still.

    Returns the row as it now is. Raises RuleBroken when the deadline has ended.
    """
    row, turn = _locked(deadline)
    basis = legal_basis or ("" if turn.runs else turn.legal_basis)
    new = DeadlineInterval(owner=owner, body=body, reason=reason, legal_basis=basis, by=by, runs=turn.runs)
    return _take_turn(row, turn, new, _utc(at))


@transaction.atomic
def close(deadline: Deadline, *, outcome: str, at: datetime | None = None) -> Deadline:
    """End a deadline once and for all: MET (done), MISSED (its time ran out) or CANCELLED (it lost its object).

    The due moment is reckoned again under the lock, so a stale `due_at` decides nothing. Returns the row as it now
    is. Raises RuleBroken with code `deadline_closed` when somebody was first, `deadline_not_over` for MISSED before
    the last second is over, `deadline_passed` for MET after it where the law leaves no room for lateness.
    """
    if outcome not in CLOSED:
        raise ValueError(f"{outcome} is not an end of a deadline.")
    row, turn = _locked(deadline)
    closed_at = _utc(at)
    _rules.check_order(turn.started_at, closed_at)
    due_at = _reckon(row).due_at
    if outcome == State.MISSED:
        _rules.check_over(due_at, closed_at)
    if outcome == State.MET:
        _rules.check_in_time(due_at, closed_at, row.term.at_end)
    row.state, row.closed_at, row.due_at = outcome, closed_at, due_at
    row.save(update_fields=["state", "closed_at", "due_at"])
    turn.ended_at = closed_at
    turn.save(update_fields=["ended_at"])
    return row


@transaction.atomic
def set_turn(
    deadline: Deadline,
    *,
    owner: str,
    runs: bool,
    reason: str,
    legal_basis: str = "",
    body: Body | None = None,
    at: datetime | None = None,
    by: "User | None" = None,
) -> Deadline:
    """Say whose turn it is and whether the term runs meanwhile; saying the same again changes nothing.

    Args:
        legal_basis: why the term may stand still; needed unless it runs.
        body: which body of this kind of owner, so that the ledger names it.

    Returns the row as it now is. Raises RuleBroken when the deadline has ended, or when a term that runs is to stand
    although its time is over.
    """
    row, turn = _locked(deadline)
    body_id = body.pk if body else None
    if (turn.owner, turn.runs, turn.reason, turn.body_id) == (owner, runs, reason, body_id):
        return row
    if turn.runs and not runs:
        return pause(row, owner=owner, reason=reason, legal_basis=legal_basis, at=at, by=by, body=body)
    if runs and not turn.runs:
        return resume(row, owner=owner, reason=reason, at=at, by=by)
    return hand_over(row, owner, reason, at=at, by=by, body=body, legal_basis=legal_basis)


def live(subject: models.Model, key: str) -> Deadline | None:
    """The live deadline of this kind of a row, or None."""
    found: Deadline | None = Deadline.objects.of(subject).live().filter(key=key).first()
    return found


def present(subject: models.Model) -> Deadline | None:
    """The live deadline of a row that matters now: the one that runs; of several, or of none, the one begun last."""
    found: Deadline | None = (
        Deadline.objects.of(subject).live().order_by("state", "-started_at", "-pk").first()
    )
    return found


def overdue(key: str, now: datetime | None = None) -> "models.QuerySet[Deadline]":
    """Running deadlines of one term whose last second is over, oldest first: the list of a timed task.

    Candidates only: `close(…, outcome=MISSED)` reckons again and refuses those the calendar has moved meanwhile.
    """
    return Deadline.objects.overdue(now or moment(), key)


def _amount(term: Term, asked: int | None) -> int:
    if asked is None:
        return term.amount
    if not term.amount <= asked <= (term.amount_max or term.amount):
        raise RuleBroken("این مدت بیرون از حدّ قانون است.", code="term_amount")
    return asked


def _save_new(deadline: Deadline, turn: DeadlineInterval, tables: snapshot.Snapshot) -> Deadline:
    first = Period(turn.owner, turn.reason, turn.started_at)
    _settle(deadline, facts_from(deadline, [first], tables).reckon())
    try:
        with transaction.atomic():
            deadline.save(force_insert=True)
    except IntegrityError as error:
        same = Deadline.objects.filter(subject_type=deadline.subject_type, subject_id=deadline.subject_id)
        if same.live().filter(key=deadline.key).exists():
            raise RuleBroken("همین مهلت برای این پرونده در جریان است.", code="deadline_running") from error
        raise
    turn.deadline = deadline
    turn.save(force_insert=True)
    return deadline


def _locked(deadline: Deadline) -> tuple[Deadline, DeadlineInterval]:
    """The live deadline as it is now, locked, and the turn that lasts."""
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("term", "body")
    row: Deadline = rows.get(pk=deadline.pk)
    _rules.check_alive(row.state)
    return row, row.intervals.get(ended_at__isnull=True)


def _take_turn(row: Deadline, turn: DeadlineInterval, new: DeadlineInterval, at: datetime) -> Deadline:
    """End the turn that lasts and begin the new one at the same moment; a turn of no length is replaced."""
    _rules.check_order(turn.started_at, at)
    new.deadline, new.started_at = row, at
    if turn.started_at == at:
        new.pk = turn.pk
        new.save(force_update=True)
    else:
        turn.ended_at = at
        turn.save(update_fields=["ended_at"])
        new.save(force_insert=True)
    _settle(row, _reckon(row))
    row.save(update_fields=["state", "due_at"])
    return row


def _reckon(row: Deadline) -> Reckoning:
    facts: Facts = facts_of([row])[0]
    return facts.reckon()


def _settle(row: Deadline, reckoning: Reckoning) -> None:
    row.due_at = reckoning.due_at
    row.state = State.PAUSED if reckoning.due_at is None else State.OPEN

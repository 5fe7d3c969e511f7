"""The statutory clock of a request. Its due moment is kept on the row too, since lists are ordered by it."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from core.jalali import TEHRAN, format_date
from core.sweeps import run_each_logging_errors
from deadlines.models import Deadline, DeadlineMove
from deadlines.services import clock as deadline_clock
from deadlines.states import Key, Owner, State
from licensing.cases import texts
from licensing.cases.models import LicenceRequest
from licensing.cases.moved_terms import MovedTerm
from messaging import services as messaging
from organizations.bodies.models import Body

logger = logging.getLogger(__name__)

#: How many overdue requests one run of the timetable takes; the next run takes the rest.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Turn:
    """Who has to act now, and what is awaited; `body` names the office when there is just one."""

    owner: Owner
    reason: str
    body: Body | None = None


#: News of the calendar is told by day: nothing about it is worth waking anybody.
NEWS_FROM, NEWS_UNTIL = time(8), time(21)
TOLD_AT_ONCE = 500


def start(case: LicenceRequest, key: Key, *, by: User | None, at: datetime | None = None) -> None:
    """Start a term on the locked request; the caller's move saves the due moment.

    Args:
        at: the moment of receipt, when it lies in the past (R224); now when omitted.
    """
    case.due_at = deadline_clock.start(key, subject=case, county=case.county, by=by, at=at).due_at


def due_in_words(case: LicenceRequest) -> str:
    """The last day of the present term; in an outage the clock stands and has no day yet."""
    return format_date(case.due_at) if case.due_at else texts.AFTER_OUTAGE


def stop(case: LicenceRequest, key: Key, *, outcome: State, at: datetime | None = None) -> None:
    """End a term on the locked request.

    Args:
        at: when it ended, if that is past; now when omitted.

    Raises:
        RuleBroken: "deadline_passed" when it comes too late, "deadline_not_over" when too early,
            "deadline_closed" when somebody was first.
    """
    running = deadline_clock.live(case, key)
    if running is not None:
        deadline_clock.close(running, outcome=outcome, at=at)
    case.due_at = None


def give_turn(
    case: LicenceRequest,
    key: Key,
    turn: Turn,
    *,
    runs: bool,
    basis: str,
    by: User | None,
    at: datetime | None = None,
) -> datetime | None:
    """Write down whose turn it is in a term, and whether it runs meanwhile; nothing when it is so already.

    Args:
        basis: the law by which the term may stand still.

    Returns:
        The due moment of the term; None while it stands still, or when it is over.

    Raises:
        RuleBroken: "deadline_passed" when the term is to stand although its time is over.
    """
    running = deadline_clock.live(case, key)
    if running is None:
        return None
    settled = deadline_clock.set_turn(
        running,
        owner=turn.owner,
        runs=runs,
        reason=turn.reason,
        legal_basis=basis,
        body=turn.body,
        at=at,
        by=by,
    )
    return settled.due_at


def overdue_cases(*keys: Key) -> "QuerySet[LicenceRequest]":
    """Requests of which one of these terms is over, the oldest first: candidates (see `overdue`)."""
    found: list[int] = []
    for key in keys:
        late = deadline_clock.overdue(key).filter(subject_type=LicenceRequest._meta.label_lower)
        found += [int(pk) for pk in late.order_by("due_at").values_list("subject_id", flat=True)[:AT_ONCE]]
    return LicenceRequest.objects.filter(pk__in=found)


def follow(moves: list[DeadlineMove]) -> None:
    """The calendar moved these terms of requests: bring the rows in step and note what applicants have to hear.

    Called after the move has committed: a decision locks the request before its deadline, so nobody may hold the
    deadline while waiting for the request. Files nobody is at work on are written together, which takes a few
    hundredths of a second; the others after them, a short transaction each.
    """
    try:
        followed = _follow_together(moves)
    except Exception:
        logger.exception("%d moved terms cannot be followed together and are followed one by one", len(moves))
        followed = set()
    run_each_logging_errors(_follow_one, [move for move in moves if move.deadline.subject_id not in followed])


@transaction.atomic
def _follow_together(moves: list[DeadlineMove]) -> set[int]:
    """Follow the moves of the files that are free at this moment; their keys."""
    ours = {move.deadline.subject_id for move in moves}
    free = LicenceRequest.objects.select_for_update(skip_locked=True).filter(pk__in=ours).order_by("pk")
    followed = set(free.values_list("pk", flat=True))
    kind = LicenceRequest._meta.label_lower
    rows = Deadline.objects.live().filter(subject_type=kind, subject_id__in=followed)
    ends = {(row.subject_id, row.key): row.due_at for row in rows}
    runs = [move for move in moves if (move.deadline.subject_id, move.deadline.key) in ends]
    by_end: dict[datetime | None, list[int]] = defaultdict(list)
    for move in runs:
        by_end[ends[move.deadline.subject_id, move.deadline.key]].append(move.deadline.subject_id)
    for due_at, pks in by_end.items():
        LicenceRequest.objects.filter(pk__in=pks).update(due_at=due_at)
    _note_news(runs)
    return followed


def _note_news(moves: list[DeadlineMove]) -> None:
    """What applicants have to hear of these terms, whose files are locked: one row a term, with every cause."""
    cases = {move.deadline.subject_id for move in moves}
    known = {(row.case_id, row.key): row for row in MovedTerm.objects.filter(case__in=cases)}
    fresh: dict[tuple[int, str], MovedTerm] = {}
    more: list[MovedTerm] = []
    for move in moves:
        term = move.deadline.subject_id, move.deadline.key
        news = known.get(term) or fresh.get(term)
        if news is None:
            fresh[term] = MovedTerm(
                case_id=term[0], key=term[1], from_due=move.from_due, because=move.because
            )
        elif move.because not in news.because:
            news.because = texts.BOTH_CAUSES.format(first=news.because, second=move.because)
            more += [news] if news.pk else []
    MovedTerm.objects.bulk_create(fresh.values())
    MovedTerm.objects.bulk_update(more, ["because"])


@transaction.atomic
def _follow_one(change: DeadlineMove) -> bool:
    """Whether the term still runs, so that its end is worth telling."""
    case = LicenceRequest.objects.select_for_update().get(pk=change.deadline.subject_id)
    running = deadline_clock.live(case, Key(change.deadline.key))
    if running is None:
        return False
    case.due_at = running.due_at
    case.save(update_fields=["due_at"])
    _note_news([change])
    return True


def tell_moved(now: datetime | None = None) -> int:
    """Tell applicants of the ends that moved, each term once however often it moved, and by day only.

    Returns how many were told. Nobody is told of an end that has come back to where it was.
    """
    clock = (now or timezone.now()).astimezone(TEHRAN).time()
    if not NEWS_FROM <= clock < NEWS_UNTIL:
        return 0
    return run_each_logging_errors(
        _tell_one, MovedTerm.objects.order_by("pk").values_list("pk", "case_id")[:TOLD_AT_ONCE]
    )


@transaction.atomic
def _tell_one(row: tuple[int, int]) -> bool:
    pk, case_id = row
    case = LicenceRequest.objects.select_for_update().get(pk=case_id)
    news = MovedTerm.objects.select_for_update().filter(pk=pk).first()
    if news is None:
        return False
    running = deadline_clock.live(case, Key(news.key))
    news.delete()
    if running is None or running.due_at == news.from_due:
        return False
    _tell_moved(case, news, running.due_at)
    return True


def _tell_moved(case: LicenceRequest, news: MovedTerm, due_at: datetime | None) -> None:
    """A message for each moved term; an SMS only when the applicant may have less time than they counted on."""
    before = format_date(news.from_due) if news.from_due else texts.NO_DAY_YET
    after = format_date(due_at) if due_at else texts.AFTER_OUTAGE
    is_earlier = bool(news.from_due and due_at and due_at < news.from_due)
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind=texts.KIND_MOVED,
        subject=texts.SUBJECT_MOVED,
        body=texts.BODY_MOVED.format(
            term=news.get_key_display(),
            category=case.category.name,
            before=before,
            after=after,
            because=news.because,
        ),
        sms_text=texts.SMS_MOVED.format(after=after) if is_earlier else "",
    )


def stop_all(case: LicenceRequest) -> None:
    """Void whatever still runs, because the file is closed."""
    for running in Deadline.objects.of(case).live():
        deadline_clock.close(running, outcome=State.CANCELLED)
    case.due_at = None

"""Requests lapse when the applicant's own time is over, and never without warnings before (R68, T2, T22, M13, M14)."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from core.jalali import day_of, end_of_day_tehran, format_date
from core.refusals import RuleBroken
from core.sweeps import run_each_logging_errors
from core.text import to_persian_digits
from deadlines.models import Deadline
from deadlines.services import clock as deadline_clock
from deadlines.services import explaining
from deadlines.states import Key, Owner, State
from licensing.cases import clock, turns
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock, move
from licensing.cases.states import Status
from licensing.decisions import texts
from licensing.decisions.needs import needs_of
from licensing.decisions.silence_models import LapseWarning
from licensing.inquiries import services as inquiries
from licensing.papers import paper_list
from messaging import services as messaging

BATCH = 500

#: Characters of missing titles that still fit into an SMS of reasonable length.
ROOM_IN_SMS = 100

#: The rows that say how many days before the end the applicant is warned.
WARNINGS = (Key.LAPSE_WARNING_FIRST, Key.LAPSE_WARNING_SECOND, Key.LAPSE_WARNING_LAST)
KEYS = (Key.T2_DOCUMENTS, Key.T22_PAYMENT)


@transaction.atomic
def lapse(case: LicenceRequest) -> bool:
    """The applicant's three months are over, for papers or for the bill: from now on this is a new applicant (R68).

    What is missing is looked at again behind the lock: a file that waits for somebody else does not lapse.

    Returns:
        Whether this call did it.
    """
    case = lock(case)
    if case.status not in turns.LAPSES_BY:
        return False
    turn = turns.turn_of(case)
    if turn is None or turn.owner != Owner.APPLICANT:
        turns.settle(case, by=None, at=min(case.due_at, deadline_clock.moment()) if case.due_at else None)
        return False
    key = turns.LAPSES_BY[Status(case.status)]
    try:
        clock.stop(case, key, outcome=State.MISSED)
    except RuleBroken:  # the calendar moved it, or somebody was first
        return False
    words = texts.LAPSED_PAYMENT if key == Key.T22_PAYMENT else texts.LAPSED_DOCUMENTS
    clock.stop_all(case)
    inquiries.cancel_open(case)
    move(case, Status.LAPSED, by=None, text=words["history"])
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M14",
        subject=words["subject"],
        body=words["body"].format(category=case.category.name),
        sms_text=words["sms"],
    )
    return True


def lapse_overdue() -> int:
    """Run `lapse` on every request whose time is over; returns how many lapsed."""
    return run_each_logging_errors(lapse, clock.overdue_cases(*KEYS))


def warn_of_lapse() -> int:
    """Warn applicants whose own time runs out; returns how many were warned.

    A run that comes late gives only the warning that fits the day; a second run finds nothing to do. A term that stands
    still warns of nothing.
    """
    levels = sorted(deadline_clock.term_in_force(key).amount for key in WARNINGS)
    return sum(
        run_each_logging_errors(lambda found: _warn(*found), _due(batch, levels))
        for batch in _running(levels)
    )


def _running(levels: list[int]) -> Iterator[list[Deadline]]:
    """The terms near enough to a lapse for a warning, in batches."""
    last = end_of_day_tehran(day_of(deadline_clock.moment()) + timedelta(days=max(levels)))
    rows = Deadline.objects.filter(
        subject_type=LicenceRequest._meta.label_lower, key__in=KEYS, state=State.OPEN, due_at__lte=last
    )
    keys = sorted(rows.order_by().values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        yield list(Deadline.objects.filter(pk__in=keys[start : start + BATCH], state=State.OPEN))


def _due(batch: list[Deadline], levels: list[int]) -> list[tuple[Deadline, int, int]]:
    """Each term with the warning that fits it and was not given, and its days left."""
    left = explaining.time_left(batch)
    fits = [
        (row, next((level for level in levels if left[row.pk].amount <= level), 0), left[row.pk].amount)
        for row in batch
        if not left[row.pk].is_over
    ]
    given = set(LapseWarning.objects.filter(deadline__in=batch).values_list("deadline_id", "days_left"))
    return [(row, level, days) for row, level, days in fits if level and (row.pk, level) not in given]


@transaction.atomic
def _warn(row: Deadline, level: int, days: int) -> bool:
    """Write down and tell one warning, unless somebody was first or the turn has changed meanwhile."""
    case = lock(LicenceRequest(pk=row.subject_id))
    turn = turns.turn_of(case)
    is_running = case.due_at is not None and turns.LAPSES_BY.get(Status(case.status)) == row.key
    if not is_running or turn is None or turn.owner != Owner.APPLICANT:
        return False
    _, is_new = LapseWarning.objects.get_or_create(deadline=row, days_left=level, defaults={"case": case})
    if is_new:
        _tell(case, Key(row.key), days)
    return is_new


def _tell(case: LicenceRequest, key: Key, days: int) -> None:
    """M13: what is missing, and until when."""
    missing = _missing(case)
    warning = texts.PAYMENT_ENDS if key == Key.T22_PAYMENT else texts.DOCUMENTS_END
    words = {
        "category": case.category.name,
        "days": to_persian_digits(str(days)),
        "due": format_date(case.due_at) if case.due_at else "",
        "missing": "\n".join(f"• {title}" for title in missing),
    }
    count = texts.MANY_MISSING.format(count=to_persian_digits(str(len(missing))))
    listed = "، ".join(missing)
    brief = words | {"missing": listed if len(listed) <= ROOM_IN_SMS else count}
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind=warning["kind"],
        subject=warning["subject"].format(**words),
        body=warning["body"].format(**words),
        sms_text=warning["sms"].format(**brief),
    )


def _missing(case: LicenceRequest) -> list[str]:
    """What the applicant owes: papers and needs, or the lines of the bill without a slip."""
    if case.status == Status.AWAITING_PAYMENT:
        return [line.title for line in case.invoice.lines.filter(slip_number="").order_by("pk")]
    needs = [] if case.needs_met_at else [need.reason.text for need in needs_of(case)]
    papers = [] if case.status == Status.CONDITIONAL else paper_list.to_do(case)
    return [*papers, *needs]

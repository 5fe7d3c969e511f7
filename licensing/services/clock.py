"""The statutory clock of a request. Its due moment is kept on the row too, since lists are ordered by it."""

from accounts.models import User
from core.jalali import format_date
from deadlines import services as deadlines
from deadlines.models import Deadline
from deadlines.rules import Key, Owner, State
from licensing import texts
from licensing.models import LicenceRequest


def start(case: LicenceRequest, key: Key, *, by: User | None) -> None:
    """Start a term on the locked request; the caller's move saves the due moment."""
    case.due_at = deadlines.start(key, subject=case, county=case.county, by=by).due_at


def due_in_words(case: LicenceRequest) -> str:
    """The last day of the present term; in an outage the clock stands and has no day yet."""
    return format_date(case.due_at) if case.due_at else texts.AFTER_OUTAGE


def stop(case: LicenceRequest, key: Key, *, outcome: State) -> None:
    """End a term on the locked request.

    Raises:
        RuleBroken: "deadline_passed" when it comes too late, "deadline_not_over" when too early,
            "deadline_closed" when somebody was first.
    """
    running = deadlines.live(case, key)
    if running is not None:
        deadlines.close(running, outcome=outcome)
    case.due_at = None


def wait_for_applicant(case: LicenceRequest, key: Key, *, by: User, reason: str, legal_basis: str) -> None:
    """Let a term of the union stand while the applicant must act first."""
    running = deadlines.live(case, key)
    if running is not None:
        paused = deadlines.pause(
            running, owner=Owner.APPLICANT, reason=reason, legal_basis=legal_basis, by=by
        )
        case.due_at = paused.due_at


def go_on(case: LicenceRequest, key: Key, *, by: User) -> None:
    """Let a term that stood run again."""
    paused = deadlines.live(case, key)
    if paused is not None:
        case.due_at = deadlines.resume(paused, by=by).due_at


def stop_all(case: LicenceRequest) -> None:
    """Void whatever still runs, because the file is closed."""
    for running in Deadline.objects.of(case).live():
        deadlines.close(running, outcome=State.CANCELLED)
    case.due_at = None

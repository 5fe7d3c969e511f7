"""The one place where a request changes its state."""

from datetime import datetime

from accounts.models import User
from core import audit
from licensing.cases import rules
from licensing.cases.models import CaseEvent, LicenceRequest
from licensing.cases.signals import ended_without_licence
from licensing.cases.states import WITHOUT_LICENCE, Status
from organizations.members.models import BoardMinute


def lock(case: LicenceRequest, *, seen_version: int | None = None) -> LicenceRequest:
    """The request as it is now, locked until the transaction ends. A check made before this is a guess.

    Args:
        case: the row a view found.
        seen_version: the version the person's page was drawn from; a stale page is refused.

    Raises:
        RuleBroken: "stale".
    """
    fresh: LicenceRequest = (
        LicenceRequest.objects.select_for_update(of=("self",)).select_related("union").get(pk=case.pk)
    )
    if seen_version is not None:
        rules.check_fresh(fresh, seen_version)
    return fresh


def add_to_history(case: LicenceRequest, *, by: User, text: str, minute: BoardMinute | None = None) -> None:
    """A line of the history without a move; pages drawn before are stale. The request must be locked."""
    case.version += 1
    case.save(update_fields=["version"])
    CaseEvent.objects.create(
        case=case, from_status=case.status, to_status=case.status, text=text, by=by, minute=minute
    )


def move(
    case: LicenceRequest,
    to: Status,
    *,
    by: User | None,
    text: str,
    minute: BoardMinute | None = None,
) -> None:
    """Change the state, raise the version, write history and audit. The request must be locked.

    Whoever held the file has done their step: it is free for the next one. A file that ends without a licence is
    told to whoever keeps its money.

    Args:
        by: the person acting; None when the portal acts by law.
        text: the sentence the applicant reads in the file's history.

    Raises:
        RuleBroken: the table of moves does not have it, or it is not this person's.
    """
    rules.check_move(case, to, by)
    if by is not None and by.is_staff:
        rules.check_impartial(case, by)
    before = case.status
    case.status = to
    case.version += 1
    case.held_by = case.held_at = None
    case.save()
    CaseEvent.objects.create(case=case, from_status=before, to_status=to, text=text, by=by, minute=minute)
    if to in WITHOUT_LICENCE:
        ended_without_licence.send(LicenceRequest, case=case, reason=text, by=by)
    audit.record(
        case, f"moved to {to}", by=by, before={"status": before}, after={"status": str(to)}, note=text
    )


def enter(case: LicenceRequest, *, by: User, at: datetime, text: str) -> None:
    """Begin a file with the receipt it already had on paper: the one beginning beside the table of moves (R224).

    Args:
        case: a new row, or the applicant's own locked draft, with all that a submitted request has.
        at: when the paper was taken.
        text: the sentence the applicant reads in the file's history.

    Raises:
        RuleBroken: "not_your_turn", "own_file", "unknown_officer".
    """
    rules.check_works_impartially(case, by)
    case.status = Status.SUBMITTED
    case.version += 1
    case.save()
    CaseEvent.objects.create(case=case, at=at, to_status=case.status, text=text, by=by)
    after = {"status": str(case.status), "receipt": case.paper_receipt, "taken_at": at}
    audit.record(case, "entered from paper", by=by, after=after, note=text)

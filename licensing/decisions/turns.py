"""Whose turn it is while the board needs something (R67, R68)."""

from deadlines.states import Owner
from licensing.cases import turn_texts
from licensing.cases.clock import Turn
from licensing.cases.models import LicenceRequest
from licensing.decisions.models import Decision
from licensing.decisions.states import Outcome


def of_needs(case: LicenceRequest) -> Turn:
    """The applicant's, until they say that the needs are met; then the board's."""
    if case.needs_met_at is not None:
        return Turn(Owner.UNION, turn_texts.NEEDS_SAID)
    return Turn(Owner.APPLICANT, turn_texts.NEEDS)


def of_open_return(case: LicenceRequest) -> Turn | None:
    """The same for a file that was sent back."""
    return of_needs(case) if open_return(case) is not None else None


def open_return(case: LicenceRequest) -> Decision | None:
    """The answer by which the board sent this file back, while it has not found its needs met."""
    found: Decision | None = case.decisions.filter(outcome=Outcome.RETURN, settled_at=None).first()
    return found

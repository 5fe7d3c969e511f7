"""Whose turn it is while a request is completed and paid, and the terms that follow from it (R68, R69).

Every service that changes a paper, an inquiry, a need or a slip calls `settle`; nothing else moves these turns.
"""

from collections.abc import Callable
from datetime import datetime

from accounts.models import User
from deadlines.states import Key, Owner, State
from licensing.cases import clock, texts, turn_texts
from licensing.cases.clock import Turn
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import move
from licensing.cases.states import Status

#: The term after whose end a request lapses, by state.
LAPSES_BY = {
    Status.CONDITIONAL: Key.T2_DOCUMENTS,
    Status.IN_PROGRESS: Key.T2_DOCUMENTS,
    Status.AWAITING_PAYMENT: Key.T22_PAYMENT,
}
Question = Callable[[LicenceRequest], Turn | None]
#: By state, who may be awaited there, asked in this order. The nouns that know stand above this one, so
#: `licensing.apps` lays the questions out when the portal starts.
QUESTIONS: dict[Status, tuple[Question, ...]] = {}


def turn_of(case: LicenceRequest) -> Turn | None:
    """Who keeps this file from going on; None when nothing is missing, or in a state without such turns."""
    answers = (ask(case) for ask in QUESTIONS.get(Status(case.status), ()))
    return next((turn for turn in answers if turn is not None), None)


def settle(case: LicenceRequest, *, by: User | None, at: datetime | None = None) -> None:
    """Let the terms of this locked request run or stand as its facts say; what is complete goes on by itself (R69).

    The applicant's term runs on the applicant's turns alone: nobody lapses by another's silence (R68).

    Args:
        at: when the facts came about, if that is past; now when omitted.

    Raises:
        RuleBroken: "deadline_passed" when the applicant's time was over before.
    """
    if case.status not in LAPSES_BY:
        return
    turn = turn_of(case)
    if turn is None:
        _complete(case, at=at)
        return
    is_applicant = turn.owner == Owner.APPLICANT
    basis = turn_texts.STANDS_BASIS
    due_at = clock.give_turn(
        case, LAPSES_BY[Status(case.status)], turn, runs=is_applicant, basis=basis, by=by, at=at
    )
    if case.status == Status.AWAITING_PAYMENT:
        basis = turn_texts.PAYMENT_BASIS
        union_due = clock.give_turn(
            case, Key.T3_ISSUE, turn, runs=not is_applicant, basis=basis, by=by, at=at
        )
        due_at = due_at or union_due
    if case.due_at != due_at:
        case.due_at = due_at
        case.save(update_fields=["due_at"])


def _complete(case: LicenceRequest, *, at: datetime | None) -> None:
    """All papers are accepted and all inquiries answered: the union's time to issue begins (R69)."""
    clock.stop(case, Key.T2_DOCUMENTS, outcome=State.MET, at=at)
    clock.start(case, Key.T3_ISSUE, by=None)
    move(case, Status.DOCS_COMPLETE, by=None, text=texts.DOCUMENTS_COMPLETE)

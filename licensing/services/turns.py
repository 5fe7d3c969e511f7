"""Whose turn it is while a request is completed and paid, and the terms that follow from it (R68, R69).

Every service that changes a paper, an inquiry, a need or a slip calls `settle`; nothing else moves these turns.
"""

from datetime import datetime

from accounts.models import User
from deadlines.rules import Key, Owner, State
from licensing import texts, turn_texts
from licensing.inquiry_rules import OPEN, InquiryState
from licensing.models import Decision, LicenceRequest
from licensing.models.decisions import Outcome
from licensing.rules import Status
from licensing.services import clock
from licensing.services.clock import Turn
from licensing.services.moves import move
from licensing.services.paper_list import papers_of

LONGEST_REASON = 300
#: The term after whose end a request lapses, by state.
LAPSES_BY = {
    Status.CONDITIONAL: Key.T2_DOCUMENTS,
    Status.IN_PROGRESS: Key.T2_DOCUMENTS,
    Status.AWAITING_PAYMENT: Key.T22_PAYMENT,
}


def turn_of(case: LicenceRequest) -> Turn | None:
    """Who keeps this file from going on; None when nothing is missing, or in a state without such turns."""
    if case.status == Status.CONDITIONAL:
        return _of_needs(case)
    if case.status == Status.IN_PROGRESS:
        return _of_papers(case) or _of_inquiries(case)
    if case.status == Status.AWAITING_PAYMENT:
        if slips_sent(case):
            return Turn(Owner.UNION, turn_texts.SLIPS_SENT)
        return Turn(Owner.APPLICANT, turn_texts.SLIPS)
    return None


def slips_sent(case: LicenceRequest) -> bool:
    """Whether every line of the bill has the number of its slip."""
    return all(line.slip_number for line in case.invoice.lines.all())


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


def open_return(case: LicenceRequest) -> Decision | None:
    """The answer by which the board sent this file back, while it has not found its needs met."""
    found: Decision | None = case.decisions.filter(outcome=Outcome.RETURN, settled_at=None).first()
    return found


def _of_needs(case: LicenceRequest) -> Turn:
    if case.needs_met_at is not None:
        return Turn(Owner.UNION, turn_texts.NEEDS_SAID)
    return Turn(Owner.APPLICANT, turn_texts.NEEDS)


def _of_papers(case: LicenceRequest) -> Turn | None:
    found = papers_of(case)
    if any(paper.awaits_applicant for paper in found):
        return Turn(Owner.APPLICANT, turn_texts.PAPERS)
    if open_return(case) is not None:
        return _of_needs(case)
    if any(paper.is_open for paper in found):
        return Turn(Owner.UNION, turn_texts.LOOK)
    return None


def _of_inquiries(case: LicenceRequest) -> Turn | None:
    """Letters that are not at their body are the union's (S001 C-6, C-7): the applicant may carry them, no more."""
    waiting = list(case.inquiries.filter(state__in=OPEN).select_related("body", "office"))
    if any(inquiry.state != InquiryState.DELIVERED for inquiry in waiting):
        return Turn(Owner.UNION, turn_texts.LETTERS)
    if waiting:
        names = "، ".join(inquiry.body.name for inquiry in waiting)
        office = waiting[0].office if len(waiting) == 1 else None
        return Turn(Owner.BODY, turn_texts.BODIES.format(names=names)[:LONGEST_REASON], office)
    return None


def _complete(case: LicenceRequest, *, at: datetime | None) -> None:
    """All papers are accepted and all inquiries answered: the union's time to issue begins (R69)."""
    clock.stop(case, Key.T2_DOCUMENTS, outcome=State.MET, at=at)
    clock.start(case, Key.T3_ISSUE, by=None)
    move(case, Status.DOCS_COMPLETE, by=None, text=texts.DOCUMENTS_COMPLETE)

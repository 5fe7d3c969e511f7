"""Whose turn it is while other bodies are asked (R69)."""

from deadlines.states import Owner
from licensing.cases import turn_texts
from licensing.cases.clock import Turn
from licensing.cases.models import LicenceRequest
from licensing.inquiries.states import OPEN, InquiryState

LONGEST_REASON = 300


def of_unanswered(case: LicenceRequest) -> Turn | None:
    """Letters that are not at their body are the union's (S001 C-6, C-7): the applicant may carry them, no more."""
    waiting = list(case.inquiries.filter(state__in=OPEN).select_related("body", "office"))
    if any(inquiry.state != InquiryState.DELIVERED for inquiry in waiting):
        return Turn(Owner.UNION, turn_texts.LETTERS)
    if waiting:
        names = "، ".join(inquiry.body.name for inquiry in waiting)
        office = waiting[0].office if len(waiting) == 1 else None
        return Turn(Owner.BODY, turn_texts.BODIES.format(names=names)[:LONGEST_REASON], office)
    return None

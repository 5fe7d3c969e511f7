"""Whose turn it is while papers are sent and looked at (R69)."""

from deadlines.states import Owner
from licensing.cases import turn_texts
from licensing.cases.clock import Turn
from licensing.cases.models import LicenceRequest
from licensing.papers.paper_list import papers_of


def of_missing(case: LicenceRequest) -> Turn | None:
    """The applicant's, while a paper is to be sent."""
    if any(paper.awaits_applicant for paper in papers_of(case)):
        return Turn(Owner.APPLICANT, turn_texts.PAPERS)
    return None


def of_unseen(case: LicenceRequest) -> Turn | None:
    """The union's, while a paper waits to be looked at."""
    return Turn(Owner.UNION, turn_texts.LOOK) if any(paper.is_open for paper in papers_of(case)) else None

"""The papers a request is asked for, and what came of each (handbook 6.9)."""

from dataclasses import dataclass
from datetime import date

from core.jalali import day_of, tehran_today
from licensing.cases.models import LicenceRequest
from licensing.papers import rules
from licensing.papers.models import DocumentType, RequestDocument
from licensing.papers.rules import SCHOOL_WAIVER_AGE
from licensing.papers.states import REFUSED, TAKES_PAPERS, DocumentState
from organizations.law.services import fill_in, numbers_in_force

NATURAL = "NATURAL"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the list, and what came of it for one request."""

    type: DocumentType
    needed: bool
    documents: tuple[RequestDocument, ...]
    #: When it is asked for, in words, with the numbers of the law of the day of submission.
    condition: str = ""

    @property
    def is_accepted(self) -> bool:
        """Something came and all of it was accepted."""
        return bool(self.documents) and all(
            document.state == DocumentState.ACCEPTED for document in self.documents
        )

    @property
    def is_given_back(self) -> bool:
        """The union did not accept something of it."""
        return any(document.state in REFUSED for document in self.documents)

    @property
    def awaits_applicant(self) -> bool:
        """Nothing came, or something was given back."""
        return self.is_given_back or (self.needed and not self.documents)

    @property
    def is_open(self) -> bool:
        """The file cannot be completed before something is done about it."""
        return not self.is_accepted and (self.needed or bool(self.documents))


def day_that_counts(case: LicenceRequest) -> date:
    """The day whose law and whose age decide about the papers: of submission, today for a draft."""
    return day_of(case.submitted_at) if case.submitted_at else tehran_today()


def kinds_asked_of(applicant: str) -> list[DocumentType]:
    """The list of papers as it stands today for one kind of applicant, a key of `rules.APPLICANTS`. One query."""
    return [kind for kind in DocumentType.objects.all() if rules.is_asked_of(kind, applicant)]


def papers_of(case: LicenceRequest) -> list[Paper]:
    """The papers this request is asked for, in the order of the list, with what was sent. Three queries."""
    sent: dict[int, list[RequestDocument]] = {}
    for document in case.documents.current().select_related("type", "case", "replaces"):
        sent.setdefault(document.type_id, []).append(document)
    on = day_that_counts(case)
    numbers = numbers_in_force(on)
    return [
        Paper(
            kind,
            rules.is_needed(kind, case, on=on, waived_from=numbers[SCHOOL_WAIVER_AGE]),
            tuple(sent.get(kind.pk, ())),
            fill_in(kind.condition, numbers),
        )
        for kind in kinds_asked_of(NATURAL)
    ]


def to_do(case: LicenceRequest) -> list[str]:
    """Titles of the papers whose turn is the applicant's: not sent yet, or given back."""
    if case.status not in TAKES_PAPERS:
        return []
    return [paper.type.title for paper in papers_of(case) if paper.awaits_applicant]

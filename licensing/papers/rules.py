"""The papers of a request: how they come, what the union says of each, and what must hold (handbook 6.9, R70, R78)."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from accounts.models import User
from core.jalali import age_on
from core.refusals import NotYourTurn, RuleBroken
from core.uploads.checking import MEGABYTE, words
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor, Tenure
from licensing.cases.texts import OWN_FILE
from licensing.papers import texts
from licensing.papers.models import DocumentType, RequestDocument
from licensing.papers.states import COMPARES, REFUSED, TAKES_PAPERS, UNION_LOOKS, Needed

#: What came, was replaced or announced by post of one paper of one request, all told.
MOST_ROWS_OF_A_PAPER = 40

#: Key of the age from which nobody is asked for a school certificate, in years.
SCHOOL_WAIVER_AGE = "school_certificate_waiver_age"


def is_asked_of(kind: DocumentType, applicant: str) -> bool:
    """Whether a paper stands in the list of this kind of applicant; what is paid by stands on the bill alone (R134).

    Args:
        applicant: a key of `APPLICANTS`.
    """
    return kind.is_active and kind.needed != Needed.WITH_BILL and applicant in kind.applies.split()


def is_needed(kind: DocumentType, case: LicenceRequest, *, on: date, waived_from: int) -> bool:
    """Whether this request cannot be completed without this paper.

    Args:
        on: the day of submission, today for a draft: the age of that day counts.
        waived_from: the age in years from which no school certificate is asked for, by the law of that day.
    """
    if kind.needed == Needed.BELOW_WAIVER_AGE:
        born = case.applicant.birth_date
        return born is None or age_on(born, on) < waived_from
    if kind.needed == Needed.PRIVATE_DEED:
        return case.tenure in {Tenure.LEASE_PRIVATE, Tenure.PURCHASE_DEED, Tenure.CONTRACT}
    return kind.needed == Needed.ALWAYS


def check_takes_papers(case: LicenceRequest, by: User) -> None:
    """Papers come from the applicant, until the file is complete.

    Raises:
        RuleBroken: "not_your_turn", "papers_closed".
    """
    if Actor.APPLICANT not in case.actors_of(by):
        raise NotYourTurn
    if case.status not in TAKES_PAPERS:
        raise RuleBroken(texts.PAPERS_CLOSED.format(status=case.get_status_display()), code="papers_closed")


def check_room(documents: Iterable[RequestDocument], *, size: int) -> None:
    """One more file of `size` bytes fits.

    Raises:
        RuleBroken: "too_many_files", "request_full".
    """
    files = [document for document in documents if document.file]
    if len(files) >= settings.UPLOAD_FILES:
        raise RuleBroken(words("برای هر درخواست حداکثر {files} فایل گرفته می‌شود."), code="too_many_files")
    if sum(document.size for document in files) + size > settings.UPLOAD_TOTAL_MEGABYTES * MEGABYTE:
        raise RuleBroken(words("فایل‌های هر درخواست روی هم حداکثر {total} مگابایت است."), code="request_full")


def check_rows(rows: int) -> None:
    """One more row of a paper may be written, which already has `rows`, replaced and posted ones among them.

    Raises:
        RuleBroken: "too_many_rows".
    """
    if rows >= MOST_ROWS_OF_A_PAPER:
        raise RuleBroken(texts.TOO_MANY_ROWS, code="too_many_rows")


def check_replaceable(document: RequestDocument) -> None:
    """Only a paper the union did not accept is sent again.

    Raises:
        RuleBroken: "already_replaced", "not_refused".
    """
    if not document.is_current:
        raise RuleBroken(texts.ALREADY_REPLACED, code="already_replaced")
    if document.state not in REFUSED:
        raise RuleBroken(texts.NOT_REFUSED, code="not_refused")


def check_may_look(case: LicenceRequest, by: User) -> None:
    """The request's own union says what it thinks of a paper, until the file is complete; never of one's own file.

    Raises:
        RuleBroken: "not_your_turn", "own_file", "papers_closed".
    """
    if Actor.UNION_OPERATOR not in case.actors_of(by):
        raise NotYourTurn
    if by.person_id is not None and by.person_id == case.applicant_id:
        raise RuleBroken(OWN_FILE, code="own_file")
    if case.status not in UNION_LOOKS:
        raise RuleBroken(texts.CHECKS_OVER, code="papers_closed")


def check_verdict(document: RequestDocument, state: str, reason: str) -> None:
    """A refusal has a coded reason, an acceptance none, and the paper is the present one.

    Raises:
        RuleBroken: "already_replaced", "being_scanned", "infected", "no_reason".
    """
    if document.awaits_scan:
        raise RuleBroken(texts.BEING_SCANNED, code="being_scanned")
    if document.was_infected:
        raise RuleBroken(texts.INFECTED, code="infected")
    if not document.is_current:
        raise RuleBroken(texts.REPLACEMENT_CAME, code="already_replaced")
    if state in REFUSED and not reason:
        raise RuleBroken(texts.NO_REASON, code="no_reason")


def check_originals(documents: Iterable[RequestDocument]) -> None:
    """The board has seen the original of every paper and found it the same, before anything is billed (R78).

    Raises:
        RuleBroken: "originals", naming the papers.
    """
    waiting = [document.type.title for document in documents if document.matched_at is None]
    if waiting:
        raise RuleBroken(texts.ORIGINALS.format(waiting="، ".join(waiting)), code="originals")


def check_may_compare(case: LicenceRequest, by: User) -> None:
    """The board compares papers with their originals once the file is complete, before the bill (R78).

    Raises:
        RuleBroken: "not_your_turn", "own_file", "not_complete".
    """
    if Actor.UNION_BOARD not in case.actors_of(by):
        raise RuleBroken(texts.BOARD_SEES_ORIGINALS, code="not_your_turn")
    if by.person_id is not None and by.person_id == case.applicant_id:
        raise RuleBroken(OWN_FILE, code="own_file")
    if case.status not in COMPARES:
        raise RuleBroken(texts.NOT_COMPLETE, code="not_complete")

"""Papers are held until the virus scanner has looked through them; the row is the to-do (security bar 3)."""

from django.utils import timezone

from core import audit
from core.uploads.scans import Scanning
from licensing.cases import turns
from licensing.cases.moves import lock
from licensing.papers import texts
from licensing.papers.models import RequestDocument
from licensing.papers.states import TAKES_PAPERS, DocumentReason, DocumentState
from messaging import services as messaging


def _refuse_paper(row: RequestDocument) -> None:
    """The file goes, the row stays and says why; the applicant sends another in its place."""
    row.state, row.reason, row.checked_at = DocumentState.REJECTED, DocumentReason.INFECTED, timezone.now()
    row.checked_by = row.matched_at = row.matched_by = None
    row.save()
    audit.record(row.case, "paper infected", after={"type": row.type.code, "found": row.infection})
    if row.case.status not in TAKES_PAPERS:
        return  # no other file can be sent any more
    words = {"title": row.type.title}
    messaging.notify(
        row.case.applicant,
        link=row.case.get_absolute_url(),
        kind=texts.KIND_PAPER,
        subject=texts.SUBJECT_PAPER,
        body=texts.BODY_INFECTED.format(**words),
        sms_text=texts.SMS_INFECTED.format(**words),
    )
    turns.settle(lock(row.case), by=None)


PAPERS = Scanning(RequestDocument, _refuse_paper, lock_first=lambda row: lock(row.case))


def scan_paper(document_id: int) -> bool:
    """Look through one held paper (`Scanning.scan_file`)."""
    return PAPERS.scan_file(document_id)


def scan_held() -> int:
    """Look through every paper that waits; returns how many got a verdict."""
    return PAPERS.scan_waiting()

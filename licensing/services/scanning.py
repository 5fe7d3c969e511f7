"""Papers are held until the virus scanner has looked through them; the row is the to-do (security bar 3)."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import audit
from core.scanning import ScannerAway, Verdict, get_scanner
from core.sweeps import each
from licensing import paper_texts as texts
from licensing.document_rules import TAKES_PAPERS, DocumentReason, DocumentState, ScanState
from licensing.models import LicenceRequest, RequestDocument
from licensing.services.moves import lock
from licensing.services.papers import forget_files
from messaging import services as messaging

logger = logging.getLogger(__name__)
CLAIM = timedelta(seconds=60)
LONGEST_PAUSE = timedelta(minutes=10)
AT_ONCE = 100


def scan_paper(document_id: int) -> bool:
    """Look through one held file; of several workers only one does. Not inside a transaction.

    Returns:
        Whether there is a verdict now. A scanner that is away leaves the file held, and it is tried again.
    """
    now = timezone.now()
    held = RequestDocument.objects.filter(pk=document_id, scan=ScanState.HELD, scan_next_at__lte=now)
    if not held.exclude(file="").update(scan_next_at=now + CLAIM, scan_tries=F("scan_tries") + 1):
        return False
    document = RequestDocument.objects.select_related("request").filter(pk=document_id).first()
    if document is None:
        return False
    try:
        with document.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError:  # taken back in this very moment, or gone: nothing to show either way
        logger.warning("the file of paper %s is not there", document.pk)
        _try_later(document, now)
        return False
    try:
        verdict = get_scanner().scan(content)
    except ScannerAway as error:
        logger.warning("scanner away, paper %s stays held: %s", document.pk, error)
        _try_later(document, now)
        return False
    return _write_down(document, verdict)


def _try_later(document: RequestDocument, now: datetime) -> None:
    """Each time a little later, so that files that cannot be read do not stand before the others."""
    pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** min(document.scan_tries, 4)))
    RequestDocument.objects.filter(pk=document.pk).update(scan_next_at=now + pause)


def scan_held() -> int:
    """Look through every file that waits; returns how many got a verdict."""
    held = RequestDocument.objects.filter(scan=ScanState.HELD, scan_next_at__lte=timezone.now())
    waiting = held.exclude(file="").order_by("scan_next_at")
    return each(scan_paper, waiting.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _write_down(document: RequestDocument, verdict: Verdict) -> bool:
    case = lock(document.request)
    rows = RequestDocument.objects.select_for_update(of=("self",)).select_related("type")
    row = rows.filter(pk=document.pk, scan=ScanState.HELD).first()
    if row is None:
        return False
    if verdict.is_infected:
        _refuse(case, row, verdict.found)
    else:
        row.scan = ScanState.CLEAN
        row.save(update_fields=["scan"])
    return True


def _refuse(case: LicenceRequest, row: RequestDocument, found: str) -> None:
    """The file goes, the row stays and says why; the applicant sends another in its place."""
    before = RequestDocument(file=row.file.name, thumbnail=row.thumbnail.name)
    transaction.on_commit(lambda: forget_files([before]))
    row.scan, row.infection = ScanState.INFECTED, found
    row.file, row.thumbnail = "", ""
    row.state, row.reason, row.checked_at = DocumentState.REJECTED, DocumentReason.INFECTED, timezone.now()
    row.checked_by = row.matched_at = row.matched_by = None
    row.save()
    audit.record(case, "paper infected", after={"type": row.type.code, "found": found})
    if case.status not in TAKES_PAPERS:
        return  # no other file can be sent any more
    words = {"title": row.type.title}
    messaging.notify(
        case.applicant,
        kind="M13",
        subject=texts.SUBJECT_PAPER,
        body=texts.BODY_INFECTED.format(**words),
        sms_text=texts.SMS_INFECTED.format(**words),
    )

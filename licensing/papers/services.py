"""Papers of a request: sent by the applicant, looked at by the union one by one, compared with the originals."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts import limits
from accounts.limits import HOUR, Limit
from accounts.models import User
from core import audit
from core.queue import after_commit
from core.refusals import RuleBroken
from core.text import normalise
from core.uploads.checking import read_upload
from core.uploads.fields import about
from core.uploads.storing import delete_files_on_commit, storing_files
from core.uploads.texts import REFUSALS
from licensing.cases import turns
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock
from licensing.cases.states import Status
from licensing.papers import rules, texts
from licensing.papers.models import DocumentType, RequestDocument
from licensing.papers.post_items import item_number
from licensing.papers.states import REFUSED, Channel, DocumentState
from messaging import services as messaging

SECONDS_FOR_SEVERAL = 8

#: Papers said to be in the post, taken back again or not: every paper there is, with some slips of the hand.
ANNOUNCED_AN_HOUR = 30


def upload(
    case: LicenceRequest,
    kind: DocumentType,
    content: bytes,
    *,
    by: User,
    replaces: RequestDocument | None = None,
) -> RequestDocument:
    """Keep a file of the applicant, written anew; with `replaces` in place of one the union gave back.

    Raises:
        RuleBroken: the file is not taken (`core.uploads.checking`), "too_many_files", "request_full", "too_many_rows",
            "papers_closed", "not_refused", "no_space" when the disk is full.
    """
    _check_place(case, kind, size=0, by=by, replaces=replaces)
    clean = read_upload(content, by=by)
    document = RequestDocument(case=case, type=kind, channel=Channel.UPLOAD, size=len(clean.content))
    with storing_files(texts.NO_SPACE) as keep, transaction.atomic():
        case = lock(case)
        _check_place(case, kind, size=document.size, by=by, replaces=replaces)
        keep(document, clean)
        _send(document, case, by=by, replaces=replaces)
        if document.awaits_scan:
            after_commit("licensing.scan_paper", document_id=document.pk)
    return document


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of several files: the papers that were kept, and a sentence for each file that was not."""

    documents: list[RequestDocument]
    refused: list[str]


def upload_several(
    case: LicenceRequest,
    kind: DocumentType,
    files: "Iterable[File[bytes]]",
    *,
    by: User,
    replaces: RequestDocument | None = None,
) -> Taken:
    """Keep several files of one paper, each by itself: what is refused of one does not cost the others.

    The first that is kept stands in place of `replaces`. After eight seconds no further file is begun, so that
    the answer comes in time.
    """
    taken, until = Taken([], []), time.monotonic() + SECONDS_FOR_SEVERAL
    for file in files:
        name = file.name or ""
        if time.monotonic() > until:
            taken.refused.append(about(name, texts.NOT_BEGUN))
            continue
        try:
            document = upload(case, kind, file.read(), by=by, replaces=None if taken.documents else replaces)
        except RuleBroken as refusal:
            if refusal.code not in REFUSALS:  # not about this file: the next would be told the same
                taken.refused.append(str(refusal))
                break
            taken.refused.append(about(name, str(refusal)))
        else:
            taken.documents.append(document)
    return taken


def _check_place(
    case: LicenceRequest, kind: DocumentType, *, size: int, by: User, replaces: RequestDocument | None
) -> None:
    """Asked twice: before the file is read, so that no work is done in vain, and again under the lock."""
    rules.check_takes_papers(case, by)
    rules.check_rows(case.documents.filter(type=kind).count())
    present = [document for document in case.documents.current() if document != replaces]
    rules.check_room(present, size=size)


@transaction.atomic
def announce_post(
    case: LicenceRequest,
    kind: DocumentType,
    *,
    postal_number: str,
    by: User,
    replaces: RequestDocument | None = None,
) -> RequestDocument:
    """The applicant says that a paper is in the post (R70).

    Raises:
        RuleBroken: "no_postal_number", "postal_item", "rate_limited", "papers_closed", "not_refused", "too_many_rows".
    """
    number = item_number(postal_number, missing=texts.NO_POSTAL_NUMBER, code="no_postal_number")
    limits.check(Limit(f"announced:{by.pk}", ANNOUNCED_AN_HOUR, HOUR), refusal=texts.ANNOUNCED_TOO_OFTEN)
    case = lock(case)
    rules.check_takes_papers(case, by)
    rules.check_rows(case.documents.filter(type=kind).count())
    document = RequestDocument(case=case, type=kind, channel=Channel.POST, postal_number=number)
    _send(document, case, by=by, replaces=replaces)
    return document


def _send(
    document: RequestDocument, case: LicenceRequest, *, by: User, replaces: RequestDocument | None
) -> None:
    if replaces is not None:
        old = RequestDocument.objects.select_for_update().get(pk=replaces.pk, case=case, type=document.type)
        rules.check_replaceable(old)
        old.is_current = False
        old.save(update_fields=["is_current"])
        document.replaces = old
    document.save()
    _keep_draft(case)
    audit.record(case, "paper sent", by=by, after={"type": document.type.code, "channel": document.channel})
    turns.settle(case, by=by)


def _keep_draft(case: LicenceRequest) -> None:
    """Whoever sends papers works on the draft: its time begins anew (`licensing.intake.drafts`)."""
    if case.status == Status.DRAFT:
        case.save(update_fields=["touched_at"])


@transaction.atomic
def take_back(document: RequestDocument, *, by: User) -> None:
    """The applicant removes a file nobody has looked at yet.

    Raises:
        RuleBroken: "papers_closed", "infected", "already_checked".
    """
    case = lock(document.case)
    rules.check_takes_papers(case, by)
    row = RequestDocument.objects.select_for_update().filter(pk=document.pk).first()
    if row is None:
        return
    if row.was_infected:
        raise RuleBroken(texts.WAS_INFECTED, code="infected")
    if row.state != DocumentState.SENT or row.replaces_id is not None:
        raise RuleBroken(texts.ALREADY_CHECKED, code="already_checked")
    row.delete()
    _keep_draft(case)
    audit.record(case, "paper taken back", by=by, before={"type": document.type.code})
    turns.settle(case, by=by)
    delete_files_on_commit(document)


@transaction.atomic
def give_verdict(document: RequestDocument, *, state: str, reason: str = "", by: User) -> RequestDocument:
    """The union accepts one paper, or gives it back with a coded reason; the applicant is told which one.

    The last paper that is accepted completes the file, when all inquiries are answered (R69).

    Raises:
        RuleBroken: "not_your_turn", "own_file", "papers_closed", "already_replaced", "no_reason".
    """
    case = lock(document.case)
    rules.check_may_look(case, by)
    rows = RequestDocument.objects.select_for_update(of=("self",)).select_related("type")
    row: RequestDocument = rows.get(pk=document.pk)
    rules.check_verdict(row, state, reason)
    before = row.state
    row.state = DocumentState(state)
    row.reason = reason if row.state in REFUSED else ""
    if row.state in REFUSED:
        row.matched_at = row.matched_by = None
    row.checked_at, row.checked_by = timezone.now(), by
    row.received_at = row.received_at or (row.checked_at if row.channel == Channel.POST else None)
    row.save()
    audit.record(
        case, "paper checked", by=by, before={"state": before}, after={"state": state, "type": row.type.code}
    )
    if row.state in REFUSED:
        _tell_refused(case, row)
    turns.settle(case, by=by)
    return row


def _tell_refused(case: LicenceRequest, document: RequestDocument) -> None:
    words = {"title": document.type.title, "reason": document.get_reason_display()}
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind=texts.KIND_PAPER,
        subject=texts.SUBJECT_PAPER,
        body=texts.BODY_PAPER.format(**words),
        sms_text=texts.SMS_PAPER.format(**words),
    )


@transaction.atomic
def receive_posted(
    case: LicenceRequest, kinds: Iterable[DocumentType], *, postal_number: str = "", by: User
) -> list[RequestDocument]:
    """The union takes papers out of an envelope and accepts them; what was announced is not written twice.

    Raises:
        RuleBroken: "not_your_turn", "own_file", "papers_closed", "nothing_chosen", "postal_item".
    """
    case = lock(case)
    rules.check_may_look(case, by)
    chosen = list(kinds)
    if not chosen:
        raise RuleBroken(texts.NOTHING_CHOSEN, code="nothing_chosen")
    now = timezone.now()
    announced = {
        row.type_id: row
        for row in case.documents.current().filter(channel=Channel.POST, state=DocumentState.SENT)
    }
    number = item_number(postal_number, missing="", code="") if normalise(postal_number) else ""
    rows = [
        announced.get(kind.pk) or RequestDocument(case=case, type=kind, channel=Channel.POST, sent_at=now)
        for kind in chosen
    ]
    for row in rows:
        row.postal_number = row.postal_number or number
        row.state, row.received_at, row.checked_at, row.checked_by = DocumentState.ACCEPTED, now, now, by
        row.save()
    audit.record(case, "posted papers accepted", by=by, after={"types": [kind.code for kind in chosen]})
    turns.settle(case, by=by)
    return rows


@transaction.atomic
def match_originals(
    case: LicenceRequest, documents: Iterable[RequestDocument], *, by: User
) -> list[RequestDocument]:
    """The board saw the originals of these papers, uploaded or posted, and they are the same as the copies (R78).

    Raises:
        RuleBroken: "not_your_turn", "own_file", "not_complete", "not_accepted".
    """
    case = lock(case)
    rules.check_may_compare(case, by)
    rows = list(
        case.documents.current()
        .select_for_update(of=("self",))
        .filter(pk__in=[document.pk for document in documents])
    )
    if any(row.state != DocumentState.ACCEPTED for row in rows):
        raise RuleBroken(texts.NOT_ACCEPTED, code="not_accepted")
    now = timezone.now()
    for row in rows:
        row.matched_at, row.matched_by = row.matched_at or now, row.matched_by or by
        row.save(update_fields=["matched_at", "matched_by"])
    audit.record(case, "originals compared", by=by, after={"documents": [row.pk for row in rows]})
    return rows


def forget_all(draft: LicenceRequest) -> None:
    """Delete every paper of a locked draft that goes itself; the files follow the commit."""
    documents = list(draft.documents.order_by("-pk"))
    for document in documents:
        document.delete()
    delete_files_on_commit(*documents)

"""Queues and sends text messages, keeps the message box, publishes instructions."""

import logging
import time
import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import Person, User
from core import audit, metrics
from core.addresses import asking_address
from core.bidi import LRI, PDI, keep_order
from core.checks import clean_mobile
from core.queue import after_commit
from core.refusals import RuleBroken
from core.transactions import refuse_inside_transaction
from core.uploads.checking import read_upload
from core.uploads.scans import Scanning
from core.uploads.storing import storing_files
from messaging import rules, states, texts
from messaging.backends import Fate, GatewayBusy, GatewayRefused, GatewaySilent, SmsBackend, get_backend
from messaging.models import InstructionDoc, Message, Sms
from messaging.pacing import wait_of
from messaging.sealing import CannotOpen, seal, text_of
from messaging.states import SmsStatus
from organizations.bodies.models import Body
from organizations.categories.models import Category
from organizations.roles.querysets import bodies_as

#: A sweep begins no further message after this many seconds: its task must end before it is ended.
SWEEP_SECONDS = 50

#: Invisible characters an SMS needs: line ends, half-spaces, the isolates around codes.
_KEPT_IN_SMS = frozenset({"\n", "\u200c", LRI, PDI})

logger = logging.getLogger(__name__)


@transaction.atomic
def send_sms(
    *, mobile: str, text: str, kind: str, secret: bool = False, expires_at: datetime | None = None
) -> Sms:
    """Write a text message with the caller's change; a worker sends it after the commit. A one-time code is not handed
    to the worker: `manage.py send_codes` finds it within a second, broker or not.

    Args:
        mobile: a proved number, on record or tied to its holder by the register, in any spelling of `clean_mobile`.
        text: what the person will read; codes in it are held in their order (ADR 13), carriage returns and other
            control characters taken out.
        kind: the message's name in handbook 9, such as "M6".
        secret: True for a one-time code: encrypted while it waits, gone when sent, tried twice at most.
        expires_at: the moment after which it is not sent any more; required for a secret one.

    Raises:
        ValidationError: the number is not an Iranian mobile.
        ValueError: a secret message without an expiry.
    """
    if secret and expires_at is None:
        raise ValueError("A secret message needs the moment it expires.")
    key = uuid.uuid4()
    clean = "".join(char for char in keep_order(text) if char.isprintable() or char in _KEPT_IN_SMS)
    sms = Sms.objects.create(
        mobile=clean_mobile(mobile),
        kind=kind,
        key=key,
        secret=secret,
        text="" if secret else clean,
        sealed_text=seal(clean, key) if secret else "",
        expires_at=expires_at,
        asked_from=asking_address(),
    )
    if not secret:
        after_commit("messaging.deliver_sms", sms_id=sms.pk)
    return sms


def deliver(sms_id: int) -> None:
    """Send one waiting message, unless somebody else has it or its time has passed. Safe to repeat.

    Raises:
        RuntimeError: called inside a transaction.
        ImproperlyConfigured: the gateway's settings are wrong; the message keeps waiting.
    """
    refuse_inside_transaction("sending an SMS")
    backend = get_backend()
    _expire(timezone.now(), Q(pk=sms_id))
    sms = _claim(sms_id, timezone.now())
    if sms is not None and not _has_to_wait(sms):
        _hand_over(sms, backend)


def sweep(limit: int = 500) -> int:
    """Send what waits, codes first; find out about what got stuck. Returns how many messages it took up.

    Stops after `limit` messages or about fifty seconds; the next sweep goes on.
    """
    refuse_inside_transaction("sending text messages")
    started = time.monotonic()
    tidy_up(Q())
    _give_up(Sms.objects.filter(queued_at__lt=timezone.now() - rules.TRY_FOR), timezone.now())
    taken = 0
    while taken < limit and time.monotonic() - started < SWEEP_SECONDS:
        if not take_up_next(Q()):
            break
        taken += 1
    return taken


def tidy_up(which: Q) -> None:
    """Let go of what expired, and doubt what a worker took and never reported; `which` narrows the messages."""
    now = timezone.now()
    _expire(now, which)
    stuck = Sms.objects.stuck(now).filter(which)
    _move(stuck, SmsStatus.UNKNOWN, next_try_at=now, last_error="worker lost")


def wipe_old_texts() -> int:
    """Empty texts older than seven days (security bar 6). Returns how many were emptied.

    A message still waiting by then is given up first; nothing is sent without its text.
    """
    now = timezone.now()
    old = Sms.objects.with_old_text(now)
    _expire(now)
    _give_up(old, now)
    return old.exclude(status=SmsStatus.SENDING).update(text="", sealed_text="")


@transaction.atomic
def notify(
    person: Person,
    *,
    kind: str,
    subject: str,
    body: str,
    sms_text: str = "",
    link: str = "",
    is_quiet: bool = False,
) -> Message:
    """Put a message into a person's box; with `sms_text` also send it to their mobile, when one is known.

    Args:
        person: who gets it.
        kind: the message's name in handbook 9, such as "M6".
        subject: one line, up to 160 characters.
        body: plain text; empty lines separate paragraphs. Codes in it are held in their order.
        sms_text: the short form for the phone, or empty for none.
        link: address within the portal of what it speaks of, such as "/panel/requests/7/", or empty.
        is_quiet: it stands in the box and does not light the bell.
    """
    message = Message.objects.create(
        recipient=person, kind=kind, subject=subject, body=keep_order(body), link=link, is_quiet=is_quiet
    )
    if sms_text and person.mobile:
        send_sms(mobile=person.mobile, text=sms_text, kind=kind)
    return message


def mark_read(message: Message) -> None:
    """Note that the message was opened; only the first time counts."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=timezone.now())


def archive(message: Message) -> None:
    """Put a message away; it is never deleted (R264).

    Raises:
        RuleBroken: it was put away before.
    """
    now = timezone.now()
    if not Message.objects.filter(pk=message.pk, archived_at__isnull=True).update(archived_at=now):
        raise RuleBroken(texts.ALREADY_ARCHIVED, code="already_archived")


def publish_instruction(
    *,
    title: str,
    summary: str,
    content: bytes,
    categories: Iterable[Category],
    body: Body,
    by: User,
    replaces: InstructionDoc | None = None,
) -> InstructionDoc:
    """Publish an instruction, or with `replaces` its next version; a chamber's is for its own county (R262).

    Owners read it as soon as the virus scanner has looked through its file.

    Args:
        content: the PDF as it was uploaded.
        categories: the trades it is for; none for all of them.
        body: in whose name; `by` publishes for it.

    Raises:
        RuleBroken: "not_your_office", "replaced", "withdrawn", "infected", "being_scanned", "not_pdf", a file that
            is not taken (`core.uploads`), "no_space".
    """
    _check_publishes(body, by)
    clean = read_upload(content, by=by)
    if clean.suffix != ".pdf":
        raise RuleBroken(texts.ONLY_PDF, code="not_pdf")
    row = InstructionDoc(title=title, summary=summary, size=len(clean.content), body=body, published_by=by)
    row.county = body.county
    with storing_files(texts.NO_SPACE) as keep:
        keep(row, clean)
        with transaction.atomic():
            if replaces is not None:
                before = _lock_present(replaces, by)
                rules.check_scanned(awaits_scan=before.awaits_scan)
                row.version, row.replaces = before.version + 1, before
            row.save()
            row.categories.set(categories)
            audit.record(row, "published", by=by, after={"title": title, "version": row.version})
            if row.awaits_scan:
                after_commit("messaging.scan_instruction", instruction_id=row.pk)
    return row


@transaction.atomic
def withdraw_instruction(doc: InstructionDoc, *, by: User) -> InstructionDoc:
    """Take an instruction from the owners' list; it stays to be read at the desk.

    Raises:
        RuleBroken: "not_your_office", "replaced", "withdrawn", "infected".
    """
    row = _lock_present(doc, by)
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(row, "withdrawn", by=by, before={"title": row.title})
    return row


def _check_publishes(body: Body, by: User) -> None:
    if not bodies_as(by, *states.PUBLISHERS).filter(body_id=body.pk).exists():
        raise RuleBroken(texts.NOT_YOUR_INSTRUCTION, code="not_your_office")


def _lock_present(doc: InstructionDoc, by: User) -> InstructionDoc:
    """The row as it is now, the newest of its versions, of a body this person publishes for."""
    row: InstructionDoc = InstructionDoc.objects.select_for_update(of=("self",)).get(pk=doc.pk)
    _check_publishes(row.body, by)
    rules.check_present(
        withdrawn=row.withdrawn_at is not None,
        replaced=hasattr(row, "replaced_by"),
        infected=row.was_infected,
    )
    return row


def _drop_instruction(row: InstructionDoc) -> None:
    before, row.replaces = row.replaces, None
    row.save()
    if before is not None:  # only a row from before the scanner has a version after it by now
        InstructionDoc.objects.filter(replaces=row).update(replaces=before)
    audit.record(row, "infected", after={"title": row.title, "found": row.infection})


INSTRUCTIONS = Scanning(InstructionDoc, _drop_instruction)


def scan_instruction(instruction_id: int) -> bool:
    """Scan one waiting file (`Scanning.scan_file`)."""
    return INSTRUCTIONS.scan_file(instruction_id)


def scan_held() -> int:
    """Scan every file that waits; returns how many got a verdict."""
    return INSTRUCTIONS.scan_waiting()


def _move(rows: "QuerySet[Sms]", to: SmsStatus, **fields: object) -> int:
    """The only code that writes `status`, by one conditional statement: of several workers one succeeds."""
    if to is not SmsStatus.SENDING:
        fields["claimed_at"] = None
    if to in states.FINISHED:
        fields |= {"sealed_text": "", "asked_from": ""}
    moved = rows.filter(status__in=states.states_before(to)).update(status=to, **fields)
    metrics.SMS_MOVES.labels(to).inc(moved)
    return moved


def _claim(sms_id: int, now: datetime) -> Sms | None:
    """Take a message that is due for the next minute; None when there is nothing to take."""
    due = Sms.objects.due(now).filter(pk=sms_id).order_by()
    if not _move(due, SmsStatus.SENDING, claimed_at=now, tries=F("tries") + 1):
        return None
    return Sms.objects.get(pk=sms_id)


def _has_to_wait(sms: Sms) -> bool:
    """Count a message at its first try; above a ceiling it goes back to the queue, and its try is not counted."""
    until = wait_of(sms) if sms.tries == 1 else None
    if until is None:
        return False
    claimed = Sms.objects.filter(pk=sms.pk, claimed_at=sms.claimed_at)
    _move(claimed, SmsStatus.QUEUED, next_try_at=until, tries=F("tries") - 1, last_error="above a ceiling")
    return True


def _hand_over(sms: Sms, backend: SmsBackend) -> None:
    """Give a claimed message to the gateway and write down what came of it."""
    held = Sms.objects.filter(pk=sms.pk, claimed_at=sms.claimed_at)
    try:
        with metrics.outcome_of(metrics.GATEWAY_CALLS, "code" if sms.secret else "text"):
            receipt = backend.send(sms.mobile, text_of(sms), sms.key)
    except GatewayBusy as error:
        _try_later(sms, held, str(error))
    except (GatewayRefused, CannotOpen) as error:
        _fail(sms, held, str(error) or type(error).__name__)
    except GatewaySilent as error:
        _doubt(held, str(error))
    except Exception as error:  # whatever it was, the message may be out
        _doubt(held, type(error).__name__)
        raise
    else:
        _sent(sms, receipt.reference)


def take_up_next(which: Q) -> bool:
    """Send the next message that is due, or ask about the next doubtful one; False when there is neither.

    Looked up anew each time, so that a code written meanwhile goes before everything else.
    `which` narrows the messages.
    """
    now = timezone.now()
    due = Sms.objects.due(now).filter(which).values_list("pk", flat=True).first()
    if due is not None:
        deliver(due)
        return True
    doubtful: Sms | None = Sms.objects.to_ask_about(now).filter(which).first()
    if doubtful is not None:
        _ask(doubtful, now)
        return True
    return False


def _ask(sms: Sms, now: datetime) -> None:
    """Ask the gateway about a doubtful message; send it again only when it was never seen."""
    asked = Sms.objects.to_ask_about(now).filter(pk=sms.pk).order_by()
    pause = max(states.CLAIM, (now - sms.queued_at) / 4)  # growing with the age of the doubt
    if not asked.update(next_try_at=now + pause):
        return  # another worker asks
    doubtful = Sms.objects.filter(pk=sms.pk, status=SmsStatus.UNKNOWN)
    try:
        fate = get_backend().ask(sms.mobile, text_of(sms), sms.key)
    except GatewayBusy:
        return
    except CannotOpen as error:
        _fail(sms, doubtful, type(error).__name__)
        return
    if fate is Fate.TAKEN:
        _sent(sms, sms.provider_ref)
    elif fate is Fate.NEVER_SEEN:
        _try_later(sms, doubtful, "never seen by the gateway", at_once=True)


def _sent(sms: Sms, reference: str) -> None:
    """It is out, even if the claim was lost meanwhile: the truth is written in any case."""
    _move(
        Sms.objects.filter(pk=sms.pk),
        SmsStatus.SENT,
        sent_at=timezone.now(),
        provider_ref=reference[:64],
        last_error="",
    )


def _try_later(sms: Sms, rows: "QuerySet[Sms]", error: str, *, at_once: bool = False) -> None:
    now = timezone.now()
    moment = rules.next_try(secret=sms.secret, tries=sms.tries, queued_at=sms.queued_at, now=now)
    if moment is None:
        _fail(sms, rows, error)
    elif sms.expires_at is not None and moment >= sms.expires_at:
        _move(rows, SmsStatus.EXPIRED, last_error=error[:120])
    else:
        _move(rows, SmsStatus.QUEUED, next_try_at=now if at_once else moment, last_error=error[:120])


def _fail(sms: Sms, rows: "QuerySet[Sms]", error: str) -> None:
    if _move(rows, SmsStatus.FAILED, last_error=error[:120]):
        logger.warning("SMS %s (%s) failed: %s", sms.pk, sms.kind, error)


def _doubt(rows: "QuerySet[Sms]", error: str) -> None:
    _move(rows, SmsStatus.UNKNOWN, next_try_at=timezone.now() + states.ASK_AFTER, last_error=error[:120])


def _expire(now: datetime, only: Q | None = None) -> None:
    _move(Sms.objects.overdue(now).filter(only or Q()), SmsStatus.EXPIRED)


def _give_up(rows: "QuerySet[Sms]", now: datetime) -> None:
    """Waiting messages whose 72 hours are over; they stand on the staff's list from then on."""
    waiting = rows.filter(status=SmsStatus.QUEUED, queued_at__lt=now - rules.TRY_FOR)
    _move(waiting, SmsStatus.FAILED, last_error="tried for 72 hours")

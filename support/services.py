"""Opens, answers, holds and closes tickets (R263, M60)."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from core import audit
from core.holding import Holding
from core.queue import after_commit
from core.references import damm
from core.refusals import NotYourTurn, RuleBroken
from core.uploads.checking import CleanFile, read_upload
from core.uploads.scans import Scanning
from core.uploads.storing import storing_files
from messaging import services as messaging
from support import rules, texts
from support.models import Ticket, TicketAttachment, TicketPost
from support.querysets import answers_tickets
from support.states import Side, TicketState

DIGITS = 8
LONGEST_SUBJECT = 160
TICKETS = Holding(texts.HELD, texts.NOBODY, "handed back")

Written = TypeVar("Written")


def open_ticket(
    *,
    subject: str,
    topic: str,
    text: str,
    form_key: UUID,
    by: User,
    tracking_code: str = "",
    content: bytes | None = None,
) -> Ticket:
    """A new conversation with its first message (R263). The same form sent again gives the ticket it opened.

    Args:
        subject: one line, up to 120 characters.
        topic: a value of `states.Topic`.
        form_key: the key that came with the form.
        by: a citizen.
        tracking_code: of the licence request it is about, 16 ASCII digits, or empty.
        content: a file as it was uploaded, or None.

    Raises:
        RuleBroken: "form_used" when the key belongs to another text, "too_many_tickets", "too_many_posts", a file
            that is not taken (`core.uploads.checking`), "no_space".
    """
    author = _citizen(by)

    def begin(clean: CleanFile | None, attachment: TicketAttachment | None) -> Ticket:
        _lock_author(author)
        known: Ticket | None = Ticket.objects.filter(author=author, form_key=form_key).first()
        if known is not None:
            _check_same(known.subject == subject and _first_post(known).text == text)
            return known
        _check_opens(author)
        now = timezone.now()
        ticket: Ticket = Ticket.objects.create(
            number=_new_number(),
            author=author,
            subject=subject,
            topic=topic,
            tracking_code=tracking_code,
            form_key=form_key,
            waiting_since=now,
            created_at=now,
        )
        _check_citizen_sends(ticket, clean, by=by, now=now)
        _add_post(ticket, text=text, form_key=form_key, attachment=attachment, by=by, now=now)
        audit.record(ticket, "opened", by=by, after={"topic": topic})
        return ticket

    return _with_file(content, begin, by=by)


def write(ticket: Ticket, *, text: str, form_key: UUID, by: User, content: bytes | None = None) -> TicketPost:
    """The author writes on; a ticket that was answered or closed waits for support again (R263).

    Raises:
        RuleBroken: "not_your_turn", "form_used", "too_many_posts", a file that is not taken (`core.uploads.checking`),
            "too_many_files", "ticket_full", "no_space".
    """
    author = _citizen(by)

    def add(clean: CleanFile | None, attachment: TicketAttachment | None) -> TicketPost:
        _lock_author(author)
        row = _lock(ticket)
        if row.author_id != author.pk:
            raise NotYourTurn
        known = _sent_before(row, text, form_key, by)
        if known is not None:
            return known
        now = timezone.now()
        _check_citizen_sends(row, clean, by=by, now=now)
        before = row.state
        if row.state != TicketState.OPEN:
            rules.check_move(row.state, TicketState.OPEN, Side.AUTHOR)
            row.state, row.waiting_since = TicketState.OPEN, now
        post = _add_post(row, text=text, form_key=form_key, attachment=attachment, by=by, now=now)
        audit.record(row, "written to", by=by, before={"state": before}, after={"state": str(row.state)})
        return post

    return _with_file(content, add, by=by)


def answer(
    ticket: Ticket, *, text: str, form_key: UUID, by: User, content: bytes | None = None
) -> TicketPost:
    """Support answers and the author is told (M60). Two who answer at one moment are both kept.

    Raises:
        RuleBroken: "not_your_turn", "own_ticket", "closed", "form_used", a file that is not taken
            (`core.uploads.checking`), "too_many_files", "ticket_full", "no_space".
    """

    def add(clean: CleanFile | None, attachment: TicketAttachment | None) -> TicketPost:
        row = _lock_for_staff(ticket, by)
        known = _sent_before(row, text, form_key, by)
        if known is not None:
            return known
        if row.is_closed:
            rules.check_move(row.state, TicketState.ANSWERED, Side.SUPPORT_STAFF)
        if clean is not None:
            rules.check_room(_sizes_of(row), size=len(clean.content))
        before, now = row.state, timezone.now()
        row.state, row.waiting_since = TicketState.ANSWERED, None
        post = _add_post(
            row, text=text, form_key=form_key, attachment=attachment, by=by, now=now, by_staff=True
        )
        audit.record(row, "answered", by=by, before={"state": before}, after={"state": str(row.state)})
        _tell_answer(row, text)
        return post

    return _with_file(content, add, by=by)


@transaction.atomic
def close(ticket: Ticket, *, by: User) -> Ticket:
    """Close a ticket: its author at any time, support once it has answered. Does nothing to a closed one.

    Raises:
        RuleBroken: "not_your_turn", "own_ticket", "not_answered".
    """
    row = _lock_for_staff(ticket, by) if by.is_staff else _lock(ticket)
    if not by.is_staff and row.author_id != by.person_id:
        raise NotYourTurn
    if row.is_closed:
        return row
    rules.check_move(row.state, TicketState.CLOSED, Side.SUPPORT_STAFF if by.is_staff else Side.AUTHOR)
    before = row.state
    row.state, row.waiting_since, row.changed_at = TicketState.CLOSED, None, timezone.now()
    row.held_by = row.held_at = None
    row.save()
    audit.record(row, "closed", by=by, before={"state": before}, after={"state": str(row.state)})
    return row


@transaction.atomic
def take(ticket: Ticket, *, by: User, from_holder: int | None = None) -> Ticket:
    """Take a ticket, or take it over from the holder the page showed.

    Args:
        from_holder: the holder whom the page showed; None when it showed none.

    Raises:
        RuleBroken: "not_your_turn", "own_ticket", "closed", "held" when somebody else was first.
    """
    row = _lock_for_staff(ticket, by)
    if row.is_closed:
        raise RuleBroken(texts.IS_CLOSED, code="closed")
    TICKETS.take(row, by=by, from_holder=from_holder)
    return row


@transaction.atomic
def release(ticket: Ticket, *, by: User) -> Ticket:
    """Return a ticket to the queue.

    Raises:
        RuleBroken: "not_your_turn", "own_ticket", "held" when somebody else holds it.
    """
    row = _lock_for_staff(ticket, by)
    TICKETS.release(row, by=by)
    return row


@transaction.atomic
def record_view(ticket: Ticket, *, by: User, what: str = "conversation") -> None:
    """Write down that support looked at a person's conversation or file, and what for (security bar 2)."""
    audit.record(ticket, "viewed", by=by, after={"what": what}, note="answering a ticket")


# Parts of a step


def _citizen(by: User) -> Person:
    if not by.is_citizen or by.person is None:
        raise NotYourTurn
    return by.person


def _lock_author(author: Person) -> None:
    """One writer per person: counts and keys looked up after this are true until the commit.

    Keys pointing at the person (a message in the box) may still be written meanwhile: support does not wait.
    """
    Person.objects.select_for_update(no_key=True).get(pk=author.pk)


def _lock(ticket: Ticket) -> Ticket:
    rows = Ticket.objects.select_for_update(of=("self",), no_key=True)
    found: Ticket = rows.select_related("author", "held_by__person").get(pk=ticket.pk)
    return found


def _lock_for_staff(ticket: Ticket, by: User) -> Ticket:
    if not answers_tickets(by):
        raise NotYourTurn
    row = _lock(ticket)
    rules.check_impartial(row, by.person_id)
    return row


def _new_number() -> str:
    """Eight random digits and a check digit, not given before."""
    while True:
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        number = digits + damm(digits)
        if not Ticket.objects.filter(number=number).exists():
            return number


def _first_post(ticket: Ticket) -> TicketPost:
    return ticket.posts.order_by("pk")[0]


def _sent_before(ticket: Ticket, text: str, form_key: UUID, by: User) -> TicketPost | None:
    known: TicketPost | None = ticket.posts.filter(author=by, form_key=form_key).first()
    if known is not None:
        _check_same(known.text == text)
    return known


def _check_same(same: bool) -> None:
    if not same:
        raise RuleBroken(texts.FORM_USED, code="form_used")


def _check_opens(author: Person) -> None:
    waiting = Ticket.objects.filter(author=author, state=TicketState.OPEN).count()
    rules.check_open_tickets(waiting, settings.SUPPORT_OPEN_TICKETS)


def _check_citizen_sends(ticket: Ticket, clean: CleanFile | None, *, by: User, now: datetime) -> None:
    lately = TicketPost.objects.filter(author=by, at__gt=now - timedelta(hours=1)).count()
    rules.check_pace(lately, settings.SUPPORT_POSTS_PER_HOUR)
    if clean is not None:
        rules.check_room(_sizes_of(ticket), size=len(clean.content))


def _sizes_of(ticket: Ticket) -> list[int]:
    return list(TicketAttachment.objects.filter(post__ticket=ticket).values_list("size", flat=True))


def _add_post(
    ticket: Ticket,
    *,
    text: str,
    form_key: UUID,
    attachment: TicketAttachment | None,
    by: User,
    now: datetime,
    by_staff: bool = False,
) -> TicketPost:
    ticket.changed_at = now
    ticket.save()
    post = TicketPost.objects.create(
        ticket=ticket, author=by, by_staff=by_staff, text=text, form_key=form_key, at=now
    )
    if attachment is not None:
        attachment.post = post
        attachment.save()
        if attachment.awaits_scan:
            after_commit("support.scan_attachment", attachment_id=attachment.pk)
    return post


def _tell_answer(ticket: Ticket, text: str) -> None:
    messaging.notify(
        ticket.author,
        link=ticket.get_absolute_url(),
        kind="M60",
        subject=texts.SUBJECT_ANSWER.format(subject=ticket.subject)[:LONGEST_SUBJECT],
        body=texts.BODY_ANSWER.format(number=ticket.shown_number, text=text),
    )


def _with_file(
    content: bytes | None, write: Callable[[CleanFile | None, TicketAttachment | None], Written], *, by: User
) -> Written:
    """Run `write` in a transaction, the uploaded file read before it and kept only if a row came to name it."""
    if content is None:
        with transaction.atomic():
            return write(None, None)
    clean = read_upload(content, by=by)
    attachment = TicketAttachment(size=len(clean.content))
    with storing_files(texts.NO_SPACE) as keep:
        keep(attachment, clean)
        with transaction.atomic():
            return write(clean, attachment)


def _drop_attachment(row: TicketAttachment) -> None:
    """The file goes; its place in the conversation says why, and a citizen who sent it is told."""
    row.save()
    post, ticket = row.post, row.post.ticket
    audit.record(ticket, "attachment infected", after={"post": post.pk, "found": row.infection})
    if not post.by_staff:
        messaging.notify(
            ticket.author,
            link=ticket.get_absolute_url(),
            kind="M60",
            subject=texts.SUBJECT_INFECTED,
            body=texts.BODY_INFECTED.format(number=ticket.shown_number, subject=ticket.subject),
        )


ATTACHMENTS = Scanning(TicketAttachment, _drop_attachment)


def scan_attachment(attachment_id: int) -> bool:
    """Scan one waiting file (`Scanning.scan_file`)."""
    return ATTACHMENTS.scan_file(attachment_id)


def scan_held() -> int:
    """Scan every file that waits; returns how many got a verdict."""
    return ATTACHMENTS.scan_waiting()

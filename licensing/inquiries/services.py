"""Inquiries: prepared on acceptance, printed, sent, answered or deemed positive (R100–R108)."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from core import audit
from core.jalali import at_tehran, day_of, tehran_today
from core.queue import after_commit
from core.refusals import NotYourTurn, RuleBroken, why_not
from core.sweeps import run_each_logging_errors
from core.text import normalise, to_ascii_digits
from core.uploads.checking import CleanFile
from core.uploads.storing import storing_files
from deadlines.services import clock as deadline_clock
from deadlines.services import working_days
from deadlines.states import Key, State
from licensing.cases import turns
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock
from licensing.cases.states import Actor
from licensing.inquiries import rules, texts
from licensing.inquiries.models import (
    Inquiry,
    InquiryBody,
    InquiryNeed,
    InquiryOffice,
    InquiryReminder,
    LetterBatch,
)
from licensing.inquiries.postal_models import PostalCheck
from licensing.inquiries.states import CLOSED, OPEN, POSTAL_BODY, InquiryChannel, InquiryState, ReminderStep
from licensing.papers.post_items import item_number
from messaging import services as messaging
from organizations.categories.models import Category
from organizations.members.models import BoardAuthorization
from organizations.members.states import AuthorizationKind
from organizations.places.models import County

AT_ONCE = 500
MOST_LETTERS = 100


def bodies_to_ask(case: LicenceRequest) -> list[InquiryBody]:
    """The bodies this request needs: the nearest row of trade and county decides, else the body's rule (R108)."""
    found = bodies_for(case.category, case.county)
    return [body for body, only_with_staff in found if case.staff_count or not only_with_staff]


def bodies_for(category: Category, county: County) -> list[tuple[InquiryBody, bool]]:
    """The bodies that may be asked about a trade in a county, each with whether only where people are employed."""
    nearest: dict[int, tuple[int, bool]] = {}
    rows = InquiryNeed.objects.filter(
        Q(category=category) | Q(category=None), Q(county=county) | Q(county=None)
    )
    for row in rows:
        nearness = 2 * (row.category_id is not None) + (row.county_id is not None)
        if nearness >= nearest.get(row.body_id, (-1, False))[0]:
            nearest[row.body_id] = (nearness, row.is_needed)
    found = []
    for body in InquiryBody.objects.filter(is_active=True):
        _, named = nearest.get(body.pk, (0, None))
        always = rules.is_needed(body.needed_when, category, staff=False) if named is None else named
        if always or (named is None and rules.is_needed(body.needed_when, category, staff=True)):
            found.append((body, not always))
    return found


def prepare(case: LicenceRequest) -> list[Inquiry]:
    """Write the inquiries of a request that was just accepted, also by silence; the request is locked."""
    offices = {row.body_id: row.office_id for row in InquiryOffice.objects.filter(county_id=case.county_id)}
    rows: list[Inquiry] = []
    for body in bodies_to_ask(case):
        office = {"office_id": offices.get(body.pk)}
        row, _ = Inquiry.objects.get_or_create(case=case, body=body, defaults=office)
        rows.append(row)
        if body.code == POSTAL_BODY:
            check, is_new = PostalCheck.objects.get_or_create(inquiry=row)
            if is_new:
                after_commit("licensing.ask_post", check_id=check.pk)
    return rows


def lock_inquiry(inquiry: Inquiry) -> Inquiry:
    """The inquiry as it is now; its request is locked first, always in this order."""
    case = lock(inquiry.case)
    fresh: Inquiry = (
        Inquiry.objects.select_for_update(of=("self",))
        .select_related("body", "office", "case__applicant", "case__county")
        .get(pk=inquiry.pk)
    )
    fresh.case = case
    return fresh


def move_inquiry(inquiry: Inquiry, to: InquiryState, *, by: User | None) -> None:
    """Take one step of an inquiry; a recorded answer is changed by `corrections.correct_answer` alone."""
    rules.check_move(inquiry, to, inquiry.actors_of(by))
    before = inquiry.state
    inquiry.state = to
    inquiry.save()
    audit.record(inquiry, f"moved to {to}", by=by, before={"state": before}, after={"state": str(to)})
    if to != InquiryState.CANCELLED:  # the file is being closed
        turns.settle(inquiry.case, by=by)


def may_print(case: LicenceRequest, by: User) -> bool:
    return not why_not(check_may_print, case, by)


def check_may_print(case: LicenceRequest, by: User) -> None:
    """Letters of this request are this person's to print now (R100–R102).

    Raises:
        RuleBroken: "not_your_turn", "not_accepted", "no_authorization".
    """
    held = case.actors_of(by)
    if Actor.APPLICANT in held:
        rules.check_takes_inquiries(case)  # she may carry them herself (R102)
        return
    if Actor.UNION_OPERATOR not in held:
        raise NotYourTurn
    given = (
        BoardAuthorization.objects.in_force()
        .filter(union=case.union_id, operator=by)
        .filter(
            Q(kind=AuthorizationKind.GENERAL)
            | Q(kind=AuthorizationKind.CASE, request_reference=case.tracking_code)
        )
    )
    rules.check_may_print(case, is_board=Actor.UNION_BOARD in held, is_authorised=given.exists())


@transaction.atomic
def print_letters(
    inquiries: Iterable[Inquiry], *, by: User, card_of: LicenceRequest | None = None
) -> LetterBatch:
    """Print letters that have no answer yet, as one PDF drawn after commit; printing again changes no state.

    Args:
        card_of: the request whose guild card form is the last page (R104).

    Raises:
        RuleBroken: "nothing_chosen", "too_many_letters", "not_accepted", "no_authorization", "closed_step".
    """
    chosen = sorted(inquiries, key=lambda inquiry: (inquiry.case_id, inquiry.pk))
    if not chosen:
        raise RuleBroken(texts.NOTHING_CHOSEN, code="nothing_chosen")
    if len(chosen) > MOST_LETTERS:
        raise RuleBroken(texts.TOO_MANY_LETTERS, code="too_many_letters")
    fresh = [lock_inquiry(inquiry) for inquiry in chosen]
    for case in {inquiry.case_id: inquiry.case for inquiry in fresh}.values():
        check_may_print(case, by)
    for inquiry in fresh:
        _print(inquiry, by=by)
    batch: LetterBatch = LetterBatch.objects.create(made_by=by, card_of=card_of)
    batch.inquiries.set(fresh)
    after_commit("licensing.draw_up_letters", batch_id=batch.pk)
    return batch


def _print(inquiry: Inquiry, *, by: User) -> None:
    if inquiry.state in CLOSED:
        raise RuleBroken(texts.ANSWERED_ALREADY.format(body=inquiry.body.name), code="closed_step")
    if inquiry.state != InquiryState.PREPARED:
        audit.record(inquiry, "printed again", by=by)
        return
    inquiry.printed_at, inquiry.printed_by = timezone.now(), by
    by_hand = Actor.APPLICANT in inquiry.case.actors_of(by)
    inquiry.channel = InquiryChannel.APPLICANT_HAND if by_hand else InquiryChannel.UNION_POST
    move_inquiry(inquiry, InquiryState.PRINTED, by=by)


@transaction.atomic
def record_post(inquiry: Inquiry, *, post_number: str, by: User) -> Inquiry:
    """The letter went by registered post with two slips; this is the number of the first (R102).

    Raises:
        RuleBroken: "no_post_number", "postal_item", or as the table of moves.
    """
    row = lock_inquiry(inquiry)
    row.post_number = item_number(
        post_number, missing="شمارهٔ قبض پست سفارشی را بنویسید.", code="no_post_number"
    )
    row.channel, row.sent_at = InquiryChannel.UNION_POST, timezone.now()
    move_inquiry(row, InquiryState.SENT, by=by)
    return row


def record_delivery(
    inquiry: Inquiry, *, delivered_on: date, slip_number: str, slip: CleanFile | None = None, by: User
) -> Inquiry:
    """The second slip came back: from that day the body has 15 days (T4, R106).

    Raises:
        RuleBroken: "in_future", "before_printing", "postal_item", "no_space" when the disk is full, or as the table of
            moves.
    """
    with storing_files(texts.NO_SPACE_FOR_SLIP) as keep, transaction.atomic():
        row = lock_inquiry(inquiry)
        _check_delivery_day(row, delivered_on)
        row.slip_number = item_number(slip_number, missing="", code="") if normalise(slip_number) else ""
        if slip is not None:
            keep(row, slip)
        noon = at_tehran(delivered_on, time(12))
        _delivered(row, at=min(noon, timezone.now()), by=by)
        if row.awaits_scan:
            after_commit("licensing.scan_slip", inquiry_id=row.pk)
    return row


def _check_delivery_day(inquiry: Inquiry, day: date) -> None:
    if day > tehran_today():
        raise RuleBroken(texts.IN_FUTURE, code="in_future")
    if inquiry.printed_at and day < day_of(inquiry.printed_at):
        raise RuleBroken(texts.BEFORE_PRINTING, code="before_printing")


@transaction.atomic
def send_online(inquiry: Inquiry, *, by: User) -> Inquiry:
    """Put the inquiry on the body's own desk; the moment is its receipt.

    Raises:
        RuleBroken: "no_office", "not_accepted", "no_authorization", or as the table of moves.
    """
    row = lock_inquiry(inquiry)
    check_may_print(row.case, by)
    if row.office_id is None:
        raise RuleBroken(texts.NO_OFFICE, code="no_office")
    row.channel = InquiryChannel.ONLINE
    _delivered(row, at=timezone.now(), by=by)
    return row


def _delivered(inquiry: Inquiry, *, at: datetime, by: User) -> None:
    inquiry.delivered_at = at
    move_inquiry(inquiry, InquiryState.DELIVERED, by=by)
    clock = deadline_clock.start(
        Key.T4_INQUIRY, subject=inquiry, county=inquiry.case.county, at=at, by=by, body=inquiry.office
    )
    inquiry.due_at = clock.due_at
    inquiry.save(update_fields=["due_at"])
    for step in ReminderStep:
        moment = working_days.end_of_term(step, at=at, county=inquiry.case.county)
        InquiryReminder.objects.create(inquiry=inquiry, step=step, due_at=moment)


@transaction.atomic
def record_answer(inquiry: Inquiry, *, answer: str, reasons: str = "", number: str = "", by: User) -> Inquiry:
    """The body's answer; the applicant is told (R105). A negative one goes to the board and refuses nothing (R107).

    Raises:
        RuleBroken: "not_an_answer", "no_reasons", "deadline_passed" (it counts as positive), or as the table of moves.
    """
    row = lock_inquiry(inquiry)
    to = InquiryState(answer)
    row.reasons = normalise(reasons)[:2000]
    rules.check_answer(to, row.reasons)
    row.answer_number = to_ascii_digits(normalise(number))[:40]
    row.answered_at, row.answered_by = timezone.now(), by
    row.channel = row.channel or InquiryChannel.REGISTER  # never printed: only the register has been asked
    move_inquiry(row, to, by=by)
    stop_clock(row, State.MET)
    tell_answer(row)
    return row


@transaction.atomic
def deem_positive(inquiry: Inquiry) -> bool:
    """The body's 15 days are over without an answer (R106).

    Returns:
        Whether this call did it; an answer in time, or a second run, leaves nothing to do.
    """
    row = lock_inquiry(inquiry)
    if row.state != InquiryState.DELIVERED:
        return False
    try:
        stop_clock(row, State.MISSED)
    except RuleBroken:  # the calendar moved it, or somebody was first
        return False
    row.answered_at = timezone.now()
    move_inquiry(row, InquiryState.DEEMED_POSITIVE, by=None)
    tell_answer(row)
    return True


def deem_overdue() -> int:
    """Run `deem_positive` on every inquiry whose time is over; returns how many became positive."""
    late = deadline_clock.overdue(Key.T4_INQUIRY).filter(subject_type=Inquiry._meta.label_lower)
    ids = [int(pk) for pk in late.order_by("due_at").values_list("subject_id", flat=True)[:AT_ONCE]]
    rows = Inquiry.objects.filter(pk__in=ids).select_related("case")
    return run_each_logging_errors(deem_positive, rows)


def cancel_open(case: LicenceRequest) -> None:
    """Void what has no answer, because the request is closed; the request is locked."""
    for inquiry in case.inquiries.filter(state__in=OPEN).select_for_update(of=("self",)):
        inquiry.case = case
        move_inquiry(inquiry, InquiryState.CANCELLED, by=None)
        stop_clock(inquiry, State.CANCELLED)


def check_judged(case: LicenceRequest, by: User) -> None:
    """After a negative answer the board itself goes on, or refuses with reasons (R107).

    Raises:
        RuleBroken: "negative_needs_board".
    """
    if Actor.UNION_BOARD in case.actors_of(by):
        return
    if case.inquiries.filter(state=InquiryState.NEGATIVE).exists():
        raise RuleBroken(texts.NEGATIVE_NEEDS_BOARD, code="negative_needs_board")


def stop_clock(inquiry: Inquiry, outcome: State) -> None:
    """End the body's running time, if there is one, and the reminders that were still to come."""
    inquiry.reminders.filter(sent_at=None).delete()
    running = deadline_clock.live(inquiry, Key.T4_INQUIRY)
    if running is not None:
        deadline_clock.close(running, outcome=outcome)


def tell_answer(inquiry: Inquiry) -> None:
    """M12: body and result."""
    words = {"body": inquiry.body.name, "answer": inquiry.get_state_display()}
    reasons = texts.BODY_REASONS.format(reasons=inquiry.reasons) if inquiry.reasons else ""
    messaging.notify(
        inquiry.case.applicant,
        link=inquiry.case.get_absolute_url(),
        kind="M12",
        subject=texts.SUBJECT_INQUIRY.format(**words),
        body=texts.BODY_INQUIRY.format(**words) + reasons,
    )

"""The bill: originals before it, slips and their term, nothing a trap after payment, money that goes back."""

import time
from datetime import timedelta
from threading import Event

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from core.refusals import RuleBroken
from core.rials import format_rials
from deadlines.models import Deadline
from deadlines.services import clock as deadline_clock
from deadlines.states import Key, Owner, State
from licensing.billing import payments, refunds
from licensing.billing import services as billing
from licensing.billing.refund_models import Refund
from licensing.billing.states import SlipFault
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import lapsing, refusals
from licensing.decisions.needs import settle_needs
from licensing.decisions.states import ReasonKind
from licensing.desk import holding
from licensing.inquiries import services as inquiries
from licensing.intake import services as intake
from licensing.licences import services as licences
from messaging.models import Message
from organizations.roles.states import Role
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    account_of,
    board_of,
    bring_to,
    grounds_of,
    minute_of,
    signed_in,
    uploaded,
    with_answers,
    with_originals,
    with_papers,
)
from tests.races import together
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
SATURDAY = "2026-11-21T06:00:00Z"  # 30 Aban 1405


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clock():
    """Frozen time, a Saturday morning."""
    with time_machine.travel(SATURDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def billed(clock):
    return bring_to(LicenceRequestFactory(submitted=True), Status.AWAITING_PAYMENT)


@pytest.fixture
def paid(clock):
    return bring_to(LicenceRequestFactory(submitted=True), Status.READY)


def fresh(case):
    return LicenceRequest.objects.get(pk=case.pk)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def slips(case, lines=None):
    return {line.pk: f"90{line.pk}" for line in (lines or case.invoice.lines.all())}


def hand_in(case):
    payments.hand_in(case, slips(case), by=account_of(case.applicant))
    return fresh(case)


def refuse(case, by=None):
    return refusals.refuse_to_issue(
        case,
        grounds=grounds_of(ReasonKind.REFUSAL),
        minute=minute_of(case.union, "21"),
        by=by or board_of(case.union),
    )


def send_back(case):
    return refusals.return_for_completion(
        case,
        grounds=grounds_of(ReasonKind.NEED),
        minute=minute_of(case.union, "22"),
        by=board_of(case.union),
    )


def operator_of(union):
    return MembershipFactory(body=union, role=Role.UNION_OPERATOR).user


def term(case, key):
    return Deadline.objects.of(case).filter(key=key).last()


class TestOriginalsBeforeTheBill:
    @pytest.mark.parametrize("channel", ["uploaded", "posted"])
    def test_bill_is_not_sent_before_the_board_saw_every_original(self, clock, channel):
        case = LicenceRequestFactory(submitted=True)
        if channel == "uploaded":
            from licensing.papers import services as papers

            papers.give_verdict(uploaded(case), state="ACCEPTED", by=board_of(case.union))
        case = bring_to(case, Status.DOCS_COMPLETE)
        operator = operator_of(case.union)

        assert refusal_of(billing.send_invoice, case, by=operator) == "originals"
        with_originals(case)
        billing.send_invoice(case, by=operator)

        assert fresh(case).status == Status.AWAITING_PAYMENT

    def test_after_a_negative_inquiry_only_the_board_sends_the_bill(self, clock):
        case = with_papers(bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS))
        board, operator = board_of(case.union), operator_of(case.union)
        rows = list(case.inquiries.select_related("body", "case"))
        inquiries.print_letters(rows, by=board)
        inquiries.record_answer(rows[0], answer="NEGATIVE", reasons="بدهی دارد", by=board)
        case = with_originals(fresh(with_answers(case)))

        assert refusal_of(billing.send_invoice, case, by=operator) == "negative_needs_board"
        billing.send_invoice(case, by=board)

        assert fresh(case).status == Status.AWAITING_PAYMENT

    def test_desk_gives_an_operator_only_files_whose_originals_were_compared(self, clock):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.DOCS_COMPLETE)
        operator = operator_of(case.union)
        assert holding.take_next(by=operator) is None

        with_originals(case)

        assert holding.take_next(by=operator) == case

    def test_message_of_the_bill_holds_every_line_with_account_and_approval(self, billed):
        body = Message.objects.get(kind="M16", recipient=billed.applicant).body

        for line in billed.invoice.lines.all():
            assert line.title in body
            assert format_rials(line.amount) in body
            assert line.account in body
            assert line.approval in body


class TestSlips:
    def test_applicant_has_three_months_and_the_unions_time_stands(self, billed):
        due = term(billed, Key.T22_PAYMENT).due_at

        assert billed.due_at == due
        assert (due - timezone.now()).days > 85
        assert term(billed, Key.T3_ISSUE).state == State.PAUSED

    def test_with_the_last_slip_it_is_the_unions_turn_and_the_applicant_loses_no_day(self, billed, clock):
        lines = list(billed.invoice.lines.all())
        payments.hand_in(billed, slips(billed, lines[:1]), by=account_of(billed.applicant))
        assert term(billed, Key.T22_PAYMENT).state == (State.OPEN if lines[1:] else State.PAUSED)

        case = hand_in(billed)
        clock.shift(timedelta(days=200))
        assert lapsing.lapse_overdue() == 0

        assert fresh(case).status == Status.AWAITING_PAYMENT
        assert term(case, Key.T22_PAYMENT).intervals.get(ended_at=None).owner == Owner.UNION
        assert term(case, Key.T3_ISSUE).state == State.OPEN

    def test_slip_that_is_refused_is_told_with_its_reason_and_the_applicant_is_on_turn_again(self, billed):
        case = hand_in(billed)
        line = case.invoice.lines.first()

        payments.refuse_slip(case, line=line.pk, reason="AMOUNT", by=operator_of(case.union))

        message = Message.objects.get(kind="M17", recipient=case.applicant)
        page = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()
        assert SlipFault.AMOUNT.label in message.body
        assert f"پذیرفته نشد: {SlipFault.AMOUNT.label}" in page
        assert term(case, Key.T22_PAYMENT).state == State.OPEN
        assert term(case, Key.T3_ISSUE).state == State.PAUSED

    def test_verified_slips_are_told_and_the_last_one_makes_the_file_ready(self, billed):
        lines = list(billed.invoice.lines.all())
        board = board_of(billed.union)
        if lines[1:]:
            payments.confirm_payments(billed, slips(billed, lines[:1]), by=board)
            assert fresh(billed).status == Status.AWAITING_PAYMENT
            assert "هنوز مانده است" in Message.objects.filter(kind="M17").latest("pk").body

        payments.confirm_payments(billed, slips(billed), by=board)

        case = fresh(billed)
        assert case.status == Status.READY
        assert "همهٔ سطرهای صورتحساب پرداخت شده است" in Message.objects.filter(kind="M17").latest("pk").body
        assert (term(case, Key.T22_PAYMENT).state, term(case, Key.T3_ISSUE).state) == (State.MET, State.OPEN)
        assert case.due_at == term(case, Key.T3_ISSUE).due_at

    def test_applicant_writes_numbers_on_a_page_and_reads_that_they_are_looked_at(self, billed):
        client = signed_in(account_of(billed.applicant))
        address = reverse("request_slips", args=[billed.pk])
        assert address in client.get(billed.get_absolute_url()).content.decode()
        lines = list(billed.invoice.lines.order_by("pk"))
        typed = {f"slip_{line.pk}": number for line, number in zip(lines, ("۱۲۳۴", "۱۲۳۵"), strict=True)}

        page = client.post(address, typed, follow=True).content.decode()

        assert "فیش ۱۲۳۴، در انتظار تأیید" in page
        assert "تا نوبت به شما برنگردد" in page
        assert "نوشتن شمارهٔ فیش‌ها" not in page
        assert "اصلاح شمارهٔ فیش‌ها" in page
        assert {line.slip_number for line in billed.invoice.lines.all()} == {"1234", "1235"}

    def test_slips_are_the_applicants_and_only_while_the_bill_is_open(self, billed, paid):
        stranger = account_of(paid.applicant)

        assert refusal_of(payments.hand_in, billed, slips(billed), by=stranger) == "not_your_turn"
        assert refusal_of(payments.hand_in, billed, {}, by=account_of(billed.applicant)) == "slips_missing"
        assert refusal_of(payments.hand_in, paid, {}, by=stranger) == "closed_step"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [({"reason": "هرچه خواستم"}, "no_reason"), ({"line": 0}, "no_such_line"), ({}, "no_slip")],
    )
    def test_slip_that_is_not_there_or_without_a_reason_is_not_refused(self, billed, changes, code):
        arguments = {
            "line": billed.invoice.lines.first().pk,
            "reason": "NOT_A_SLIP",
            "by": board_of(billed.union),
        }

        assert refusal_of(payments.refuse_slip, billed, **arguments | changes) == code

    def test_officer_refuses_a_slip_at_the_desk(self, billed):
        case = hand_in(billed)
        line = case.invoice.lines.first()
        form = {"line": line.pk, "reason": "NOT_FOUND", "seen_version": case.version}

        page = verified(board_of(case.union)).post(
            reverse("admin:licensing_request_refuse_slip", args=[case.pk]), form, follow=True
        )

        assert "نپذیرفتن فیش به متقاضی اعلام شد" in page.content.decode()
        assert line.slip_refusals.get().reason == SlipFault.NOT_FOUND


class TestPaymentTerm:
    def test_bill_that_nobody_pays_lapses_after_three_months(self, billed, clock):
        clock.shift(timedelta(days=100))

        assert lapsing.lapse_overdue() == 1

        case = fresh(billed)
        assert (case.status, case.due_at) == (Status.LAPSED, None)
        assert not Deadline.objects.of(case).live().exists()
        assert "مهلت پرداخت" in Message.objects.get(kind="M14", recipient=case.applicant).body
        assert not Refund.objects.exists()

    def test_reminders_name_the_lines_without_a_slip_once_each(self, billed, clock):
        told = Message.objects.filter(kind="PAYMENT", recipient=billed.applicant)
        for days in (35, 0, 27, 25):
            clock.shift(timedelta(days=days))
            lapsing.warn_of_lapse()

        assert told.count() == 3
        page = signed_in(account_of(billed.applicant)).get(billed.get_absolute_url()).content.decode()
        assert "deadline--near" in page
        assert "در پایان مهلت: درخواست از اعتبار می‌افتد" in page
        assert billed.invoice.lines.first().title in told.latest("pk").body


class TestNotATrap:
    def test_board_refuses_a_paid_file_with_reasons_and_the_refund_is_booked(self, paid):
        total = paid.invoice.total

        refuse(paid)

        case = fresh(paid)
        refund = Refund.objects.get(case=case)
        assert case.status == Status.REFUSED
        assert (refund.amount, refund.payee, refund.booked_by) == (
            total,
            case.applicant,
            board_of(case.union),
        )
        assert "عدم صدور" in refund.reason or "صادر نمی‌کند" in refund.reason
        assert AuditEntry.objects.filter(action="refund booked").count() == 1
        body = Message.objects.get(kind="REFUND", recipient=case.applicant).body
        assert format_rials(total) in body
        assert deadline_clock.live(case, Key.T5_OBJECT_CHAMBER)

    def test_returned_file_keeps_its_paid_bill_and_is_not_charged_twice(self, paid):
        send_back(paid)
        case = fresh(paid)
        assert (case.status, Refund.objects.exists()) == (Status.IN_PROGRESS, False)
        settle_needs(case, by=board_of(case.union))
        case = fresh(case)
        assert case.status == Status.DOCS_COMPLETE

        billing.send_invoice(case, by=board_of(case.union))

        case = fresh(case)
        assert case.status == Status.READY
        assert case.invoice.lines.exclude(verified_at=None).count() == case.invoice.lines.count()
        assert licences.issue(case, minute=minute_of(case.union, "30"), by=board_of(case.union)).number

    @pytest.mark.parametrize("way", ["lapse", "withdraw", "refuse"])
    def test_whichever_way_a_paid_file_ends_without_a_licence_its_money_goes_back(self, paid, clock, way):
        send_back(paid)
        case = fresh(paid)
        if way == "lapse":
            clock.shift(timedelta(days=100))
            lapsing.lapse_overdue()
        elif way == "withdraw":
            intake.withdraw(case, by=account_of(case.applicant))
        else:
            refuse(case)

        assert Refund.objects.get(case=case).amount == case.invoice.total

    def test_reason_found_while_the_bill_is_open_refuses_and_gives_back_what_was_verified(self, billed):
        lines = list(billed.invoice.lines.all())
        assert len(lines) > 1
        payments.confirm_payments(billed, slips(billed, lines[:1]), by=board_of(billed.union))

        refuse(fresh(billed))

        case = fresh(billed)
        assert case.status == Status.REFUSED
        assert Refund.objects.get().amount == lines[0].amount
        assert term(case, Key.T22_PAYMENT).state == State.CANCELLED

    def test_file_that_was_never_billed_or_paid_books_nothing(self, billed):
        refuse(billed)

        assert not Refund.objects.exists()


class TestRefund:
    @pytest.fixture
    def refund(self, paid):
        refuse(paid)
        return Refund.objects.get()

    def test_two_people_return_the_money_and_the_applicant_sees_every_step(self, refund):
        case = refund.case
        client = signed_in(account_of(case.applicant))
        assert "در انتظار تأیید هیأت مدیره" in client.get(case.get_absolute_url()).content.decode()

        refunds.approve(refund, by=board_of(case.union))
        refunds.record_transfer(refund, transfer_number="۷۷۱", by=operator_of(case.union))

        refund.refresh_from_db()
        page = client.get(case.get_absolute_url()).content.decode()
        assert refund.transfer_number == "771"
        assert refund.approved_by != refund.paid_by
        assert "بازگردانده شد" in page
        assert "۷۷۱" in page
        assert Message.objects.filter(kind="REFUND", body__contains="۷۷۱").count() == 1

    def test_one_person_is_not_two(self, refund):
        case, board = refund.case, board_of(refund.case.union)
        operator = operator_of(case.union)
        assert refusal_of(refunds.record_transfer, refund, transfer_number="1", by=operator) == "not_approved"
        assert refusal_of(refunds.approve, refund, by=operator) == "not_your_turn"
        refunds.approve(refund, by=board)
        refund.refresh_from_db()

        assert refusal_of(refunds.record_transfer, refund, transfer_number="1", by=board) == "same_person"
        assert refusal_of(refunds.approve, refund, by=board) == "approved_already"
        assert refusal_of(refunds.record_transfer, refund, transfer_number=" ", by=operator) == "no_number"
        refunds.record_transfer(refund, transfer_number="1", by=operator)
        assert refusal_of(refunds.record_transfer, refund, transfer_number="2", by=operator) == "paid_already"
        stranger = MembershipFactory(role=Role.UNION_BOARD).user
        assert refusal_of(refunds.approve, refund, by=stranger) == "not_your_turn"
        assert (
            refusal_of(refunds.record_transfer, refund, transfer_number="1", by=stranger) == "not_your_turn"
        )

    def test_database_holds_no_refund_paid_by_the_person_who_approved_it(self, refund):
        board, now = board_of(refund.case.union), timezone.now()

        with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
            Refund.objects.update(
                approved_at=now, approved_by=board, paid_at=now, paid_by=board, transfer_number="1"
            )

    def test_desk_shows_the_refund_and_offers_each_person_their_own_part(self, refund):
        case, board = refund.case, board_of(refund.case.union)
        operator = operator_of(case.union)
        desk = reverse("admin:licensing_licencerequest_change", args=[case.pk])
        approve = reverse("admin:licensing_request_refund_approve", args=[case.pk])
        transfer = reverse("admin:licensing_request_refund_transfer", args=[case.pk])
        assert approve in verified(board).get(desk).content.decode()
        page = verified(operator).get(desk).content.decode()
        assert approve not in page
        assert transfer not in page

        verified(board).post(approve, {"seen_version": case.version})
        assert transfer not in verified(board).get(desk).content.decode()
        verified(operator).post(transfer, {"seen_version": case.version, "transfer_number": "55"})

        refund.refresh_from_db()
        assert (refund.approved_by, refund.paid_by, refund.transfer_number) == (board, operator, "55")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_slip_verified_while_the_file_is_refused_leaves_no_money_without_a_refund(monkeypatch):
    is_counted, book = Event(), refunds.book

    def book_slowly(*args, **kwargs):
        booked = book(*args, **kwargs)
        is_counted.set()
        time.sleep(0.7)  # time for whoever does not wait for the end
        return booked

    monkeypatch.setattr(refunds, "book", book_slowly)
    case = bring_to(LicenceRequestFactory(submitted=True), Status.AWAITING_PAYMENT)
    board = board_of(case.union)
    lines = list(case.invoice.lines.all())

    def confirm():
        if connection.features.has_select_for_update:  # on SQLite one of them writes after the other anyway
            is_counted.wait(timeout=20)
        return payments.confirm_payments(case, slips(case, lines[:1]), by=board).pk

    confirmed, _ = together(confirm, lambda: refuse(case, by=board).pk)

    verified_sum = sum(line.amount for line in case.invoice.lines.exclude(verified_at=None))
    booked = sum(Refund.objects.values_list("amount", flat=True))
    assert fresh(case).status == Status.REFUSED
    assert booked == verified_sum
    assert confirmed == ("closed_step" if verified_sum == 0 else case.pk)

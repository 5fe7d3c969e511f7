"""Inquiries: prepared on acceptance, printed with a code each, answered by people or by the law."""

import subprocess
from datetime import timedelta
from itertools import product

import pytest
import time_machine
import zxingcpp
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core import fonts
from core.jalali import day_of, tehran_today
from core.refusals import RuleBroken
from core.uploads.checking import read_upload
from deadlines.models import Deadline
from deadlines.states import State
from licensing.billing import services as billing
from licensing.cases.states import Status
from licensing.decisions import services as decisions
from licensing.inquiries import letters as inquiry_letters
from licensing.inquiries import rules as inquiries_rules
from licensing.inquiries import services as inquiries
from licensing.inquiries.models import Inquiry, InquiryBody, InquiryNeed, InquiryOffice
from licensing.inquiries.states import InquiryActor, InquiryState
from licensing.intake import services as intake
from messaging.models import Message
from organizations.bodies.models import Body
from organizations.members.models import BoardAuthorization
from organizations.roles.states import BodyKind, Role
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    account_of,
    board_of,
    bring_to,
    minute_of,
    photo,
    signed_in,
    with_answers,
    with_originals,
    with_papers,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
ALWAYS = {"POLICE", "TAX", "MUNICIPALITY", "IDENTIFICATION", "POST"}
ALLOWED = {
    ("PREPARED", "PRINTED", "UNION"),
    ("PREPARED", "PRINTED", "APPLICANT"),
    ("PREPARED", "DELIVERED", "UNION"),
    ("PRINTED", "SENT", "UNION"),
    ("PRINTED", "DELIVERED", "UNION"),
    ("SENT", "DELIVERED", "UNION"),
    ("DELIVERED", "DEEMED_POSITIVE", "SYSTEM"),
    *product(("PRINTED", "SENT", "DELIVERED"), ("POSITIVE", "NEGATIVE", "CONDITIONAL"), ("UNION",)),
    *product(("PREPARED",), ("POSITIVE", "NEGATIVE", "CONDITIONAL"), ("JUDGE",)),
    *product(("PREPARED", "PRINTED", "SENT", "DELIVERED"), ("POSITIVE",), ("SYSTEM",)),
    *product(("DELIVERED",), ("POSITIVE", "NEGATIVE", "CONDITIONAL"), ("BODY",)),
    *product(("PREPARED", "PRINTED", "SENT", "DELIVERED"), ("CANCELLED",), ("SYSTEM",)),
}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    fonts.prepare(settings.FONTS_ROOT)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case():
    """An accepted request."""
    return bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)


@pytest.fixture
def police(case):
    """Its inquiry at the police, printed by the board."""
    inquiry = case.inquiries.select_related("case").get(body__code="POLICE")
    inquiries.print_letters([inquiry], by=board_of(case.union))
    return Inquiry.objects.get(pk=inquiry.pk)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def delivered(inquiry, day=None):
    board = board_of(inquiry.case.union)
    return inquiries.record_delivery(inquiry, delivered_on=day or tehran_today(), slip_number="۲۲", by=board)


def fresh(inquiry):
    return Inquiry.objects.get(pk=inquiry.pk)


@pytest.mark.parametrize("state", InquiryState.values)
def test_only_the_written_moves_exist_and_only_for_their_actor(state):
    inquiry = Inquiry(state=state)

    found = {
        (state, to.value, actor.value)
        for actor in InquiryActor
        for to in inquiries_rules.moves_open_to(inquiry, {actor})
    }

    assert found == {move for move in ALLOWED if move[0] == state}
    for to, actor in product(InquiryState, InquiryActor):
        if (state, to.value, actor.value) not in ALLOWED:
            with pytest.raises(RuleBroken):
                inquiries_rules.check_move(inquiry, to, {actor})


def test_acceptance_prepares_what_every_trade_needs(case):
    assert set(case.inquiries.values_list("body__code", flat=True)) == ALWAYS


def test_acceptance_by_silence_prepares_them_too():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.SUBMITTED)
    with time_machine.travel(timezone.now() + timedelta(days=60), tick=False):
        assert decisions.accept_overdue() == 1

    assert case.inquiries.count() == len(ALWAYS)


def test_nearest_row_of_trade_and_county_decides_which_bodies_are_asked(case):
    health, tax = InquiryBody.objects.get(code="HEALTH"), InquiryBody.objects.get(code="TAX")
    InquiryNeed.objects.create(body=health, category=case.category)
    InquiryNeed.objects.create(body=tax, county=case.county, is_needed=False)
    assert {body.code for body in inquiries.bodies_to_ask(case)} == (ALWAYS | {"HEALTH"}) - {"TAX"}

    InquiryNeed.objects.create(body=health, category=case.category, county=case.county, is_needed=False)
    assert {body.code for body in inquiries.bodies_to_ask(case)} == ALWAYS - {"TAX"}


@pytest.mark.parametrize("named", [(), ("category",), ("county",), ("category", "county")])
def test_a_need_stands_once_also_where_it_is_for_all_trades_or_counties(case, named):
    where = {name: getattr(case, name) for name in named}
    health = InquiryBody.objects.get(code="HEALTH")
    InquiryNeed.objects.create(body=health, **where)

    with pytest.raises(IntegrityError), transaction.atomic():
        InquiryNeed.objects.create(body=health, is_needed=False, **where)


def test_nothing_is_printed_when_the_file_is_complete(case):
    done = bring_to(case, Status.DOCS_COMPLETE)

    assert (
        refusal_of(inquiries.print_letters, done.inquiries.all(), by=board_of(case.union)) == "not_accepted"
    )


def test_operator_prints_only_with_a_valid_authorization_of_the_board(case):
    operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user
    board = board_of(case.union)
    assert refusal_of(inquiries.print_letters, case.inquiries.all(), by=operator) == "no_authorization"
    given = BoardAuthorization.objects.create(
        union=case.union,
        operator=operator,
        kind="CASE",
        request_reference="1",
        minute=minute_of(case.union, "1"),
        granted_by=board,
    )
    assert not inquiries.may_print(case, operator)  # for another file

    given.request_reference = case.tracking_code
    given.save()

    assert inquiries.print_letters(case.inquiries.all(), by=operator).pk


def test_another_union_does_not_print(case):
    stranger = MembershipFactory(role=Role.UNION_BOARD).user

    assert refusal_of(inquiries.print_letters, case.inquiries.all(), by=stranger) == "not_your_turn"
    assert refusal_of(inquiries.print_letters, [], by=stranger) == "nothing_chosen"


def test_thirty_inquiries_are_one_file_of_thirty_pages_with_thirty_readable_codes(tmp_path):
    first = LicenceRequestFactory(submitted=True)
    cases = [first] + [LicenceRequestFactory(submitted=True, union=first.union) for _ in range(5)]
    rows = [
        row for case in cases for row in bring_to(case, Status.IN_PROGRESS).inquiries.select_related("case")
    ]
    assert len(rows) == 30

    batch = inquiries.print_letters(rows, by=board_of(first.union))
    assert inquiry_letters.draw_up_letters(batch.pk)
    assert not inquiry_letters.draw_up_letters(batch.pk)

    batch.refresh_from_db()
    subprocess.run(
        ["pdftoppm", "-r", "100", "-gray", "-png", batch.document.path, tmp_path / "page"], check=True
    )
    pages = [zxingcpp.read_barcodes(Image.open(page)) for page in sorted(tmp_path.glob("page*.png"))]
    assert [len(codes) for codes in pages] == [1] * 30
    assert {codes[0].text for codes in pages} == {row.code for row in rows}
    assert set(Inquiry.objects.values_list("state", flat=True)) == {"PRINTED"}


def test_applicant_prints_her_own_letters_with_the_card_form(case):
    browser = signed_in(account_of(case.applicant))
    browser.post(reverse("request_letters", args=[case.pk]))
    batch = case.inquiries.first().batches.get()
    page = inquiry_letters.letters_html(batch)
    assert "بانک ملت" in page
    assert page.count('class="letter"') == len(ALWAYS) + 1

    assert inquiry_letters.sweep_letters() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert inquiry_letters.sweep_letters() == 1

    answer = browser.get(reverse("letters_document", args=[batch.pk]))
    assert answer.content.startswith(b"%PDF")
    assert {row.channel for row in case.inquiries.all()} == {"APPLICANT_HAND"}


def test_registered_post_with_two_slips_starts_the_fifteen_days_of_the_body(police):
    board = board_of(police.case.union)
    assert refusal_of(inquiries.record_post, police, post_number=" ", by=board) == "no_post_number"
    inquiries.record_post(police, post_number="۱۲۳", by=board)
    slip = read_upload(photo(), by=board)
    row = inquiries.record_delivery(
        police, delivered_on=tehran_today(), slip_number="۴۵۶", slip=slip, by=board
    )

    assert (row.state, row.post_number, row.slip_number) == ("DELIVERED", "123", "456")
    assert row.slip.storage.exists(row.slip.name)
    clock = Deadline.objects.of(row).live().get()
    assert row.due_at == clock.due_at
    assert (day_of(row.due_at) - tehran_today()).days >= 15


@pytest.mark.parametrize(("days", "code"), [(1, "in_future"), (-1, "before_printing")])
def test_delivery_on_an_impossible_day_is_refused(police, days, code):
    assert refusal_of(delivered, police, tehran_today() + timedelta(days=days)) == code
    assert fresh(police).state == "PRINTED"


def test_answer_is_told_to_the_applicant_and_ends_the_clock(police):
    row = delivered(police)
    inquiries.record_answer(row, answer="POSITIVE", number="۱۲/ب", by=board_of(police.case.union))

    message = Message.objects.get(kind="M12")
    assert message.recipient_id == police.case.applicant_id
    assert "اماکن" in message.body
    assert Deadline.objects.of(row).get().state == State.MET
    assert inquiries.deem_overdue() == 0


def test_body_that_stays_silent_for_fifteen_days_has_said_yes(police):
    row = delivered(police)
    assert inquiries.deem_overdue() == 0
    assert not inquiries.deem_positive(row)
    with time_machine.travel(row.due_at + timedelta(seconds=1), tick=False):
        assert inquiries.deem_overdue() == 1
        assert inquiries.deem_overdue() == 0
        late = refusal_of(
            inquiries.record_answer, row, answer="NEGATIVE", reasons="دیر", by=board_of(row.case.union)
        )

    assert fresh(row).state == "DEEMED_POSITIVE"
    assert late == "closed_step"
    assert Message.objects.filter(kind="M12").count() == 1


def test_answer_after_the_end_is_too_late_even_before_the_timetable_runs(police):
    row = delivered(police)
    with time_machine.travel(row.due_at + timedelta(seconds=1), tick=False):
        answer = {"answer": "NEGATIVE", "reasons": "دیر", "by": board_of(row.case.union)}
        assert refusal_of(inquiries.record_answer, row, **answer) == "deadline_passed"

    assert fresh(row).state == "DELIVERED"


@pytest.mark.parametrize("answer", ["NEGATIVE", "CONDITIONAL"])
def test_no_without_reasons_is_refused(police, answer):
    assert (
        refusal_of(inquiries.record_answer, police, answer=answer, by=board_of(police.case.union))
        == "no_reasons"
    )
    assert (
        refusal_of(inquiries.record_answer, police, answer="SENT", by=board_of(police.case.union))
        == "not_an_answer"
    )


def test_negative_answer_refuses_nothing_and_leaves_the_file_to_the_board(case, police):
    board = board_of(case.union)
    operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user
    inquiries.record_answer(police, answer="NEGATIVE", reasons="کاربری محل", by=board)
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS

    with_originals(with_answers(with_papers(case)))
    case.refresh_from_db()
    assert case.status == Status.DOCS_COMPLETE  # a negative answer is an answer
    assert refusal_of(billing.send_invoice, case, by=operator) == "negative_needs_board"
    billing.send_invoice(case, by=board)


def test_file_is_not_complete_while_a_body_has_not_answered(case, police):
    with_papers(case)

    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    with_answers(case)
    case.refresh_from_db()
    assert case.status == Status.DOCS_COMPLETE


def test_withdrawal_voids_what_has_no_answer(case, police):
    row = delivered(police)
    intake.withdraw(case, by=account_of(case.applicant))

    assert set(case.inquiries.values_list("state", flat=True)) == {"CANCELLED"}
    assert Deadline.objects.of(row).get().state == State.CANCELLED


# The desks


@pytest.fixture
def office(case):
    """The police of the county, with somebody at its desk."""
    body = Body.objects.create(
        kind=BodyKind.INQUIRY_BODY,
        level="COUNTY",
        name="اماکن",
        county=case.county,
        province=case.county.province,
    )
    InquiryOffice.objects.create(body=InquiryBody.objects.get(code="POLICE"), county=case.county, office=body)
    Inquiry.objects.filter(body__code="POLICE").update(office=body)
    return MembershipFactory(body=body, role=Role.INQUIRY_BODY).user


def test_body_sees_and_answers_online_only_what_was_sent_to_it(case, office):
    row = case.inquiries.select_related("case").get(body__code="POLICE")
    other = case.inquiries.select_related("case").get(body__code="TAX")
    desk = verified(office)
    page = reverse("admin:licensing_inquiry_change", args=[row.pk])
    assert desk.get(page).status_code == 404
    assert refusal_of(inquiries.send_online, other, by=board_of(case.union)) == "no_office"

    inquiries.send_online(row, by=board_of(case.union))

    assert "ثبت پاسخ" in desk.get(page).content.decode()
    assert list(Inquiry.objects.visible_to(office)) == [row]
    assert desk.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])).status_code == 404
    answer = reverse("admin:licensing_inquiry_answer", args=[row.pk])
    assert desk.post(answer, {"answer": "NEGATIVE"}).status_code == 400
    assert desk.post(answer, {"answer": "CONDITIONAL", "reasons": "نصب دوربین"}).status_code == 302
    assert fresh(row).answered_by == office


def test_union_finds_an_inquiry_by_the_code_on_the_letter_however_it_is_typed(police):
    desk = verified(board_of(police.case.union))
    find = reverse("admin:licensing_inquiry_find")

    found = desk.get(find, {"code": police.code_in_groups.lower()})
    unknown = desk.get(find, {"code": "AAAA AAAA AAAA"})

    assert found.url == reverse("admin:licensing_inquiry_change", args=[police.pk])
    assert "پیدا نشد" in unknown.content.decode()


def test_union_prints_ticked_inquiries_in_one_file_and_records_the_way_of_one(case):
    desk = verified(board_of(case.union))
    rows = list(case.inquiries.all())
    listed = reverse("admin:licensing_inquiry_changelist")
    printed = desk.post(listed, {"action": "print_action", "_selected_action": [row.pk for row in rows]})
    batch = rows[0].batches.get()
    assert printed.url == reverse("admin:licensing_inquiry_letters", args=[batch.pk])
    assert "آماده‌سازی" in desk.get(printed.url).content.decode()
    inquiry_letters.draw_up_letters(batch.pk)
    assert "دریافت نامه‌ها" in desk.get(printed.url).content.decode()
    assert desk.get(reverse("admin:licensing_inquiry_letters_pdf", args=[batch.pk])).content.startswith(
        b"%PDF"
    )

    def act(name, **data):
        return desk.post(reverse(f"admin:licensing_inquiry_{name}", args=[rows[0].pk]), data).status_code

    assert act("print") == 302
    assert act("post", post_number="") == 400
    assert act("post", post_number="۱۲") == 302
    assert act("delivery", slip_number="") == 400
    assert act("answer", answer="POSITIVE") == 302
    assert fresh(rows[0]).state == "POSITIVE"
    assert act("print") == 302  # refused in words, on the page
    desk_page = desk.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])).content.decode()
    assert "پاسخ مثبت" in desk_page
    again = desk.post(reverse("admin:licensing_request_letters", args=[case.pk]))
    assert again.status_code == 302

"""A wrongly recorded answer of an inquiry is set right with a reason, until the board has decided with it in hand."""

import pytest
from django.urls import reverse

from core.models import AuditEntry
from core.refusals import RuleBroken
from licensing.cases.states import Status
from licensing.decisions.models import Decision
from licensing.inquiries import corrections
from licensing.inquiries import services as inquiries
from licensing.inquiries.models import Inquiry, InquiryBody, InquiryCorrection, InquiryOffice
from messaging.models import Message
from organizations.bodies.models import Body
from organizations.roles.states import BodyKind, Role
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    account_of,
    board_of,
    bring_to,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)


@pytest.fixture
def operator(case):
    return MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user


@pytest.fixture
def police(case):
    """The printed inquiry at the police."""
    inquiry = case.inquiries.select_related("case").get(body__code="POLICE")
    inquiries.print_letters([inquiry], by=board_of(case.union))
    return Inquiry.objects.get(pk=inquiry.pk)


def answered(inquiry, by, **given):
    inquiries.record_answer(inquiry, **({"answer": "POSITIVE"} | given), by=by)
    return Inquiry.objects.get(pk=inquiry.pk)


def correct(inquiry, by, **given):
    words = {"answer": "CONDITIONAL", "reasons": "نصب دوربین", "why": "نامه جابه‌جا خوانده شد", "seen": 0}
    return corrections.correct_answer(inquiry, **(words | given), by=by)


def refusal(inquiry, by, **given):
    before = (inquiry.state, inquiry.reasons, inquiry.answer_number)
    with pytest.raises(RuleBroken) as caught:
        correct(inquiry, by, **given)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.reasons, inquiry.answer_number) == before
    return caught.value.code


def test_operator_corrects_an_answer_and_the_applicant_reads_what_changed_and_why(case, operator, police):
    row = answered(police, operator, number="۱۲-۳")
    at, version = row.answered_at, row.case.version
    Message.objects.all().delete()

    correct(row, operator, number="12-4")

    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.state, row.reasons, row.answer_number) == ("CONDITIONAL", "نصب دوربین", "12-4")
    assert (row.answered_at, row.answered_by) == (at, operator)
    kept = InquiryCorrection.objects.get()
    assert (kept.before, kept.before_number, kept.reason) == ("POSITIVE", "12-3", "نامه جابه‌جا خوانده شد")
    assert case.version > version
    assert "نامه جابه‌جا خوانده شد" in case.events.last().text
    told = Message.objects.get()
    assert told.kind == "M12"
    for word in ("پاسخ مثبت", "پاسخ مشروط", "نامه جابه‌جا خوانده شد", "نصب دوربین"):
        assert word in told.body


def test_correction_is_audited_with_both_answers_and_the_reason(operator, police):
    row = answered(police, operator)

    correct(row, operator)

    entry = AuditEntry.objects.filter(action="answer corrected").get()
    assert entry.before["state"] == "POSITIVE"
    assert entry.after["state"] == "CONDITIONAL"
    assert entry.note == "نامه جابه‌جا خوانده شد"


def test_another_number_of_the_letter_is_history_but_no_message(case, operator, police):
    row = answered(police, operator, number="12-3")
    Message.objects.all().delete()

    correct(row, operator, answer="POSITIVE", reasons="", number="12-4")

    assert not Message.objects.exists()
    assert case.events.last().text.startswith("پاسخ استعلام")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"why": " "}, "no_correction_reason"),
        ({"answer": "NEGATIVE", "reasons": ""}, "no_reasons"),
        ({"answer": "DEEMED_POSITIVE"}, "not_an_answer"),
        ({"answer": "POSITIVE", "reasons": ""}, "nothing_corrected"),
        ({"seen": 1}, "corrected_meanwhile"),
    ],
)
def test_correction_needs_a_reason_a_change_and_a_fresh_page(operator, police, given, code):
    row = answered(police, operator)

    assert refusal(row, operator, **given) == code
    assert not InquiryCorrection.objects.exists()


def test_what_nobody_recorded_is_not_corrected(case, operator, police):
    assert refusal(police, operator) == "no_recorded_answer"

    Inquiry.objects.filter(pk=police.pk).update(
        state="DEEMED_POSITIVE", delivered_at=police.printed_at, answered_at=police.printed_at
    )
    police.refresh_from_db()
    assert refusal(police, operator) == "no_recorded_answer"


def test_after_the_board_decided_with_the_answer_in_hand_it_stands(case, operator, police):
    row = answered(police, operator)
    board = board_of(case.union)
    bring_to(case, Status.AWAITING_PAYMENT)

    assert refusal(row, board) == "decided"


def test_an_answer_older_than_a_return_of_the_board_stands_though_the_file_is_open_again(
    case, operator, police
):
    row = answered(police, operator)
    acceptance = case.decisions.get()
    Decision.objects.create(
        case=case, outcome="RETURN", minute=acceptance.minute, decided_by=acceptance.decided_by
    )

    assert refusal(row, operator) == "decided"


def test_only_the_board_takes_back_a_negative_answer(case, operator, police):
    row = answered(police, operator, answer="NEGATIVE", reasons="سابقه")

    assert refusal(row, operator, answer="POSITIVE", reasons="") == "negative_needs_board"
    correct(row, board_of(case.union), answer="POSITIVE", reasons="")

    row.refresh_from_db()
    assert row.state == "POSITIVE"


def test_strangers_and_the_applicant_correct_nothing(case, operator, police):
    row = answered(police, operator)

    assert refusal(row, MembershipFactory(role=Role.UNION_BOARD).user) == "not_your_turn"
    assert refusal(row, account_of(case.applicant)) == "not_your_turn"


def test_officer_does_not_correct_an_answer_about_their_own_request(case, operator, police):
    row = answered(police, operator)
    operator.person = case.applicant
    operator.save()

    assert refusal(row, operator) == "own_file"


def test_body_corrects_its_own_online_answer_and_the_union_does_not(case):
    office = Body.objects.create(
        kind=BodyKind.INQUIRY_BODY,
        level="COUNTY",
        name="اماکن",
        county=case.county,
        province=case.county.province,
    )
    InquiryOffice.objects.create(
        body=InquiryBody.objects.get(code="POLICE"), county=case.county, office=office
    )
    Inquiry.objects.filter(body__code="POLICE").update(office=office)
    clerk = MembershipFactory(body=office, role=Role.INQUIRY_BODY).user
    row = case.inquiries.select_related("case").get(body__code="POLICE")
    inquiries.send_online(row, by=board_of(case.union))
    row = answered(row, clerk)

    assert refusal(row, board_of(case.union)) == "not_your_turn"
    correct(row, clerk)

    row.refresh_from_db()
    assert row.state == "CONDITIONAL"


def test_desk_offers_the_correction_keeps_what_was_typed_and_shows_what_stood_before(operator, police):
    row = answered(police, operator, number="12-3")
    desk, page = verified(operator), reverse("admin:licensing_inquiry_change", args=[row.pk])
    act = reverse("admin:licensing_inquiry_correct", args=[row.pk])
    typed = {"answer": "CONDITIONAL", "reasons": "نصب دوربین", "number": "12-4", "seen": "0"}
    offered = desk.get(page).content.decode()
    assert "تصحیح پاسخ" in offered
    assert 'value="۱۲-۳"' in offered

    without_reason = desk.post(act, typed)
    done = desk.post(act, typed | {"why": "شماره اشتباه خوانده شد"})

    assert without_reason.status_code == 400
    assert "نصب دوربین" in without_reason.content.decode()
    assert done.url == page
    text = desk.get(page).content.decode()
    assert "شماره اشتباه خوانده شد" in text
    assert "از «پاسخ مثبت»" in text

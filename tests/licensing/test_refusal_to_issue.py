"""The board refuses to issue after it had accepted: reasons, time to object, clocks, inquiries, one outcome."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.jalali import format_date
from core.refusals import RuleBroken
from deadlines.models import Deadline
from deadlines.states import Key, State
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import lapsing, refusals
from licensing.decisions.reason_models import Reason
from licensing.decisions.states import Outcome, ReasonKind
from licensing.inquiries import services as inquiries
from licensing.inquiries.states import InquiryState
from messaging.models import Message, Sms
from organizations.roles.states import Role
from tests.factories import (
    ChamberFactory,
    LicenceRequestFactory,
    MembershipFactory,
    account_of,
    board_of,
    bring_to,
    grounds_of,
    minute_of,
    signed_in,
    with_answers,
    with_papers,
)
from tests.races import together
from tests.test_doors import verified

pytestmark = pytest.mark.django_db


def standing_in(status):
    return bring_to(LicenceRequestFactory(submitted=True), status)


@pytest.fixture
def case():
    """An accepted request whose papers and inquiries are under way."""
    return standing_in(Status.IN_PROGRESS)


def refuse(case, **changes):
    arguments = {
        "grounds": grounds_of(ReasonKind.REFUSAL),
        "minute": minute_of(case.union, "۲۱"),
        "by": board_of(case.union),
    } | changes
    return refusals.refuse_to_issue(case, **arguments)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value


def clocks(case):
    return {(row.key, row.state) for row in Deadline.objects.of(case)}


def test_applicant_learns_why_nothing_is_issued_and_where_and_until_when_to_object(case):
    chamber = ChamberFactory(county=case.county)

    refuse(case)

    case.refresh_from_db()
    told = Message.objects.get(recipient=case.applicant, kind="M11")
    assert (case.status, case.is_over) == (Status.REFUSED, True)
    assert told.subject == "عدم صدور پروانه"
    assert Reason.objects.get(code="R_SPECIAL_CONDITION").text in told.body
    assert "مادهٔ ۱ ضوابط خاص" in told.body
    assert chamber.name in told.body
    assert format_date(case.due_at) in told.body
    assert Sms.objects.filter(kind="M11").count() == 1
    assert case.decisions.filter(outcome=Outcome.REFUSE_ISSUE).count() == 1


def test_refusal_while_papers_are_awaited_voids_the_applicants_term_and_the_open_inquiries(case):
    assert case.inquiries.exists()

    refuse(case)

    assert (Key.T2_DOCUMENTS, State.CANCELLED) in clocks(case)
    assert (Key.T5_OBJECT_CHAMBER, State.OPEN) in clocks(case)
    assert set(case.inquiries.values_list("state", flat=True)) == {InquiryState.CANCELLED}


def test_refusal_after_the_papers_are_complete_answers_the_unions_fifteen_days():
    case = standing_in(Status.DOCS_COMPLETE)

    refuse(case)

    assert (Key.T3_ISSUE, State.MET) in clocks(case)
    assert Deadline.objects.of(case).live().get().key == Key.T5_OBJECT_CHAMBER


def test_right_to_object_is_lost_after_its_last_day(case):
    refuse(case)
    case.refresh_from_db()

    with time_machine.travel(case.due_at + timedelta(seconds=2), tick=False):
        assert refusals.end_objection_times() == 1

    case.refresh_from_db()
    assert (case.status, case.due_at) == (Status.REFUSED, None)


def test_negative_inquiry_refuses_nothing_by_itself_and_the_board_may_refuse_by_it(case):
    with_papers(case)
    board = board_of(case.union)
    rows = list(case.inquiries.select_related("body", "case"))
    inquiries.print_letters(rows, by=board)
    inquiries.record_answer(rows[0], answer="NEGATIVE", reasons="سابقهٔ کیفری مؤثر", by=board)
    with_answers(case)

    case.refresh_from_db()
    assert case.status == Status.DOCS_COMPLETE
    refuse(case)

    case.refresh_from_db()
    assert case.status == Status.REFUSED
    assert case.inquiries.filter(state=InquiryState.NEGATIVE).count() == 1  # what was answered stays


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.ISSUED, Status.DELIVERED])
def test_refusal_to_issue_has_its_own_states(status):
    assert refusal_of(refuse, standing_in(status)).code == "closed_step"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grounds": []}, "no_reason"),
        ({"seen_version": 1}, "stale"),
    ],
)
def test_refusal_without_reason_minute_or_a_fresh_page_changes_nothing(case, changes, code):
    assert refusal_of(refuse, case, **changes).code == code

    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    assert not case.decisions.filter(outcome=Outcome.REFUSE_ISSUE).exists()


def test_operator_cannot_refuse_and_a_member_of_the_board_not_on_their_own_file(case):
    operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user
    assert refusal_of(refuse, case, by=operator).code == "not_your_turn"

    member = board_of(case.union)
    member.person = case.applicant
    member.save()
    assert refusal_of(refuse, case, by=member).code == "own_file"


def test_same_person_may_ask_again_for_the_same_place(case):
    refuse(case)

    again = LicenceRequestFactory(
        union=case.union, applicant=case.applicant, category=case.category, postal_code=case.postal_code
    )

    assert again.pk != case.pk


class TestPages:
    def typed(self, case):
        return {
            "seen_version": case.version,
            "ground_1": f"{Reason.objects.get(code='R_NO_TENURE').pk}:SPECIAL:1",
            "explanation_1": "سند محل ارائه نشد",
            "minute": minute_of(case.union, "۴۵").pk,
        }

    def test_board_refuses_on_its_page_and_the_applicant_reads_why(self, case):
        desk, address = (
            verified(board_of(case.union)),
            reverse("admin:licensing_request_refuse", args=[case.pk]),
        )
        assert (
            address
            in desk.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])).content.decode()
        )
        assert "ثبت عدم صدور" in desk.get(address).content.decode()

        answered = desk.post(address, self.typed(case), follow=True)

        assert "عدم صدور با دلیل‌ها ثبت" in answered.content.decode()
        read = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()
        assert "پاسخ اتحادیه: عدم صدور" in read
        assert Reason.objects.get(code="R_NO_TENURE").text in read
        assert "سند محل ارائه نشد" in read
        assert "مرجع اعتراض" in read

    def test_public_page_tells_the_step_and_no_reason(self, case, client):
        refuse(case)
        session = client.session
        session["tracked_code"] = LicenceRequest.objects.get(pk=case.pk).tracking_code
        session.save()

        text = client.get(reverse("track_status")).content.decode()

        assert "عدم صدور" in text
        assert Reason.objects.get(code="R_SPECIAL_CONDITION").text not in text

    def test_inbox_leaves_it_out_of_the_open_files_and_finds_it_by_its_state(self, case):
        refuse(case)
        desk, inbox = verified(board_of(case.union)), reverse("admin:licensing_licencerequest_changelist")

        assert case.unit_name not in desk.get(inbox).content.decode()
        assert case.unit_name in desk.get(f"{inbox}?status=REFUSED").content.decode()


@pytest.mark.django_db(transaction=True)
def test_refusal_and_lapse_at_one_moment_have_one_outcome():
    case = standing_in(Status.IN_PROGRESS)
    board, minute = board_of(case.union), minute_of(case.union, "21")
    with time_machine.travel(case.due_at + timedelta(seconds=2), tick=False):
        results = together(
            lambda: lapsing.lapse(case),
            lambda: refuse(case, minute=minute, by=board).status,
            lambda: lapsing.lapse(case),
        )

    case.refresh_from_db()
    lapsed = results.count(True)
    assert (results[1], lapsed) in {("closed_step", 1), ("REFUSED", 0)}
    assert case.status == (Status.LAPSED if lapsed else Status.REFUSED)
    assert Message.objects.filter(kind__in=["M11", "M14"], recipient=case.applicant).count() == 1

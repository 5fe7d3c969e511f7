"""The postal code confirmed by the post register, or by letter (R103)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.jalali import tehran_today
from core.refusals import RuleBroken
from licensing.cases.states import Status
from licensing.inquiries import postal
from licensing.inquiries import services as inquiries
from licensing.inquiries.models import Inquiry
from licensing.inquiries.postal_models import PostalCheck
from licensing.inquiries.states import PostalState
from messaging.models import Message
from organizations.roles.states import Role
from registries.backends.sample import PostRegister
from registries.models import SampleAddress, SampleOutage
from registries.ports import UNKNOWN
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    account_of,
    board_of,
    bring_to,
    signed_in,
)
from tests.races import at_once
from tests.test_doors import verified

pytestmark = pytest.mark.django_db


def accepted():
    """An accepted request with the check of its postal code."""
    case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)
    return case, PostalCheck.objects.select_related("inquiry__case").get(inquiry__case=case)


def place(case, **facts):
    where = {"province": "تهران", "town": "تهران", "street": "خیابان بهار", "number": "۱۲"}
    where |= {"postal_code": case.postal_code, "county_code": case.county.code}
    return SampleAddress.objects.create(**where | facts)


def fresh(check):
    return PostalCheck.objects.select_related("inquiry__case").get(pk=check.pk)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


@pytest.mark.django_db(transaction=True)
def test_post_knows_the_place_and_the_inquiry_is_answered_without_anybody():
    case, check = accepted()
    place(case)

    assert postal.ask_post(check.pk)
    assert not postal.ask_post(check.pk)

    check = fresh(check)
    assert (check.state, check.inquiry.state, check.inquiry.channel) == ("CONFIRMED", "POSITIVE", "REGISTER")
    assert check.address == "تهران، تهران، خیابان بهار، پلاک ۱۲"
    assert check.inquiry.answered_by is None
    message = Message.objects.get(kind="M12")
    assert message.recipient_id == case.applicant_id
    assert "پستی" in message.body
    page = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()
    assert "پاسخ مثبت" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("facts", [{"county_code": "999999"}, {"postal_code": "5135655555"}])
def test_place_that_does_not_fit_waits_for_the_union_and_refuses_nothing(facts):
    case, check = accepted()
    place(case, **facts)
    desk = verified(board_of(case.union))

    assert postal.ask_post(check.pk)

    row = fresh(check).inquiry
    assert (fresh(check).state, row.state) == (PostalState.DIFFERS, "PREPARED")
    assert not Message.objects.filter(kind="M12").exists()
    page = desk.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])).content.decode()
    assert "در پایگاه پست" in page
    assert "داوری با اتحادیه" in page
    answer = reverse("admin:licensing_inquiry_answer", args=[row.pk])
    assert desk.post(answer, {"answer": "NEGATIVE"}).status_code == 400  # reasons are asked for
    assert desk.post(answer, {"answer": "POSITIVE"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answered_by, row.channel) == ("POSITIVE", board_of(case.union), "REGISTER")
    assert (
        "داوری با اتحادیه"
        not in desk.get(reverse("admin:licensing_inquiry_change", args=[row.pk])).content.decode()
    )


@pytest.mark.django_db(transaction=True)
def test_only_the_own_union_judges_and_only_after_the_register_disagreed():
    case, check = accepted()
    board, stranger = board_of(case.union), MembershipFactory(role=Role.UNION_BOARD).user
    assert refusal_of(inquiries.record_answer, check.inquiry, answer="POSITIVE", by=board) == "not_your_turn"

    postal.ask_post(check.pk)  # no place has this code

    row = Inquiry.objects.select_related("case").get(pk=check.inquiry_id)
    assert refusal_of(inquiries.record_answer, row, answer="POSITIVE", by=stranger) == "not_your_turn"
    assert inquiries.record_answer(row, answer="NEGATIVE", reasons="پلاک دیگری است", by=board).reasons
    assert case.inquiries.get(pk=row.pk).case.status == Status.IN_PROGRESS


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("silence", ["down", "unknown", "nowhere"])
def test_register_that_cannot_tell_is_asked_for_72_hours_and_never_counts_as_a_yes(monkeypatch, silence):
    case, check = accepted()
    if silence == "down":
        SampleOutage.objects.create(register="post", mode=SampleOutage.Mode.DOWN)
    elif silence == "unknown":
        monkeypatch.setattr(PostRegister, "postal_code", lambda self, code: UNKNOWN)
    else:
        place(case, county_code="")

    assert not postal.ask_post(check.pk)
    assert (fresh(check).state, fresh(check).inquiry.state) == (PostalState.WAITING, "PREPARED")
    assert postal.sweep_checks() == 0  # too soon to ask again
    assert fresh(check).tries == 1
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        assert postal.sweep_checks() == 0
        assert fresh(check).tries == 2
    with time_machine.travel(timezone.now() + timedelta(hours=73), tick=False):
        assert postal.sweep_checks() == 0

    assert (fresh(check).state, fresh(check).inquiry.state) == (PostalState.BY_HAND, "PREPARED")
    desk = verified(board_of(case.union))
    address = reverse("admin:licensing_inquiry_change", args=[check.inquiry_id])
    assert "۷۲ ساعت" in desk.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_register_that_comes_back_is_found_by_the_sweep():
    case, check = accepted()
    outage = SampleOutage.objects.create(register="post", mode=SampleOutage.Mode.DOWN)
    assert not postal.ask_post(check.pk)
    outage.delete()
    place(case)

    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        assert postal.sweep_checks() == 1

    assert fresh(check).inquiry.state == "POSITIVE"


@pytest.mark.django_db(transaction=True)
def test_answer_by_letter_that_came_first_stands(settings, tmp_path):
    case, check = accepted()
    place(case)
    board = board_of(case.union)
    inquiries.print_letters([check.inquiry], by=board)
    row = Inquiry.objects.select_related("case").get(pk=check.inquiry_id)
    inquiries.record_answer(row, answer="CONDITIONAL", reasons="نصب پلاک", by=board)

    assert not postal.ask_post(check.pk)

    assert (fresh(check).state, fresh(check).inquiry.state) == (PostalState.BY_HAND, "CONDITIONAL")
    assert Message.objects.filter(kind="M12").count() == 1


@pytest.mark.django_db(transaction=True)
def test_letter_on_its_way_is_overtaken_by_the_register_and_the_clock_ends():
    case, check = accepted()
    place(case)
    board = board_of(case.union)
    inquiries.print_letters([check.inquiry], by=board)
    row = Inquiry.objects.select_related("case").get(pk=check.inquiry_id)
    row = inquiries.record_delivery(row, delivered_on=tehran_today(), slip_number="1", by=board)

    assert postal.ask_post(check.pk)

    with time_machine.travel(row.due_at + timedelta(days=1), tick=False):
        assert inquiries.deem_overdue() == 0
    assert fresh(check).inquiry.state == "POSITIVE"


@pytest.mark.django_db(transaction=True)
def test_workers_at_one_moment_ask_once_and_answer_once(monkeypatch):
    case, check = accepted()
    place(case)
    asked = []
    ask = PostRegister.postal_code

    def counted(self, code):
        asked.append(code)
        return ask(self, code)

    monkeypatch.setattr(PostRegister, "postal_code", counted)

    done = at_once(6, lambda: postal.ask_post(check.pk))

    assert done.count(True) == 1
    assert len(asked) == 1
    assert Message.objects.filter(kind="M12").count() == 1

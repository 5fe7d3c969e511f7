"""An operator asks the board for a minute; the board gives one or says why not (R73)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.refusals import RuleBroken
from licensing.cases.states import Status
from licensing.decisions.minute_request_models import MinuteRequest
from licensing.decisions.minute_requests import ask_for_minute, decline_minute, give_minute
from messaging.models import Message
from organizations.roles.states import Role
from tests.desk import step_url
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    WorkingUnionFactory,
    board_of,
    bring_to,
    minute_of,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)


@pytest.fixture
def operator(case):
    return MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user


@pytest.fixture
def asked(case, operator):
    return ask_for_minute(case, text="نقشهٔ محل خواسته شود", by=operator)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def page_of(client, row):
    return client.get(reverse("admin:licensing_minuterequest_change", args=[row.pk])).content.decode()


def test_operator_asks_on_the_desk_and_the_board_is_told_and_sees_it(case, operator):
    board = board_of(case.union)

    answer = verified(operator).post(
        reverse("admin:licensing_request_ask_minute", args=[case.pk]), {"text": "نقشهٔ محل خواسته شود"}
    )

    row = MinuteRequest.objects.get()
    assert answer.url == reverse("admin:licensing_licencerequest_change", args=[case.pk])
    assert (row.asked_by, row.is_open) == (operator, True)
    assert Message.objects.filter(kind="MINUTE", recipient=board.person).count() == 1
    assert "نقشهٔ محل خواسته شود" in page_of(verified(board), row)


def test_board_gives_a_minute_on_its_page_and_the_operator_is_told_which(case, operator, asked):
    minute = minute_of(case.union, "31/2")
    address = reverse("admin:licensing_minuterequest_change", args=[asked.pk])

    verified(board_of(case.union)).post(step_url(address, "give"), {"minute": minute.pk})

    asked.refresh_from_db()
    assert (asked.minute, asked.is_open) == (minute, False)
    assert "۳۱/۲" in Message.objects.get(kind="MINUTE", recipient=operator.person).body
    assert "دادن صورتجلسه" not in page_of(verified(board_of(case.union)), asked)


def test_board_says_why_there_is_no_minute_and_the_operator_reads_it_at_the_file(case, operator, asked):
    decline_minute(asked, because="نقشه شرط این رسته نیست", by=board_of(case.union))

    desk = reverse("admin:licensing_licencerequest_change", args=[case.pk])
    page = verified(operator).get(desk).content.decode()

    assert "نقشه شرط این رسته نیست" in page
    assert "نقشه شرط این رسته نیست" in Message.objects.get(recipient=operator.person).body


def test_operator_neither_answers_nor_is_offered_to(case, operator, asked):
    assert refusal_of(give_minute, asked, minute=minute_of(case.union), by=operator) == "not_your_turn"
    assert refusal_of(decline_minute, asked, because="نه", by=operator) == "not_your_turn"
    assert "دادن صورتجلسه" not in page_of(verified(operator), asked)


def test_a_request_is_answered_once_and_by_a_minute_of_its_own_union(case, asked):
    board, foreign = board_of(case.union), minute_of(WorkingUnionFactory())

    assert refusal_of(give_minute, asked, minute=foreign, by=board) == "other_unions_minute"
    assert refusal_of(decline_minute, asked, because=" ", by=board) == "no_text"
    give_minute(asked, minute=minute_of(case.union), by=board)
    assert refusal_of(decline_minute, asked, because="نه", by=board) == "answered_already"


def test_one_request_at_a_time_for_a_file_and_never_without_words(case, operator, asked):
    assert refusal_of(ask_for_minute, case, text="باز هم", by=operator) == "asked_already"
    decline_minute(asked, because="نه", by=board_of(case.union))

    assert refusal_of(ask_for_minute, case, text=" ", by=operator) == "no_text"
    assert ask_for_minute(case, text="باز هم", by=operator).is_open


def test_database_keeps_an_answer_whole(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        MinuteRequest.objects.filter(pk=asked.pk).update(declined_because="نه")


def test_people_of_another_union_see_and_ask_nothing(case, asked):
    stranger = MembershipFactory(body=WorkingUnionFactory(), role=Role.UNION_OPERATOR).user

    address = reverse("admin:licensing_minuterequest_change", args=[asked.pk])

    assert verified(stranger).get(address).status_code == 404
    assert refusal_of(ask_for_minute, case, text="نقشه", by=stranger) == "not_your_turn"

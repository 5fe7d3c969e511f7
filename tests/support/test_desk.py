"""Support's desk: the queue in order of waiting, conversations, and what is written down about looking."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEntry
from support import admin as desk
from support import services, texts
from support.models import TicketAttachment
from support.states import TicketState
from tests.factories import (
    CitizenFactory,
    LicenceRequestFactory,
    PersonFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    photo,
)
from tests.support.cases import ANSWER, answer, ask, officer, say
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
QUEUE = "/admin/support/ticket/"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk():
    return officer()


@pytest.fixture
def client(clerk):
    return verified(clerk)


def act(client, ticket, name, **fields):
    return client.post(reverse(f"admin:support_ticket_{name}", args=[ticket.pk]), fields, follow=True)


def page_of(client, ticket):
    return client.get(reverse("admin:support_ticket_change", args=[ticket.pk]))


def numbers(response):
    return [row["number"] for row in response.context["rows"]]


def test_queue_begins_with_who_has_waited_longest(client):
    first, second = ask(), ask()
    answer(first)
    say(first, account_of(first.author))

    assert numbers(client.get(QUEUE)) == [second.shown_number, first.shown_number]


def test_queue_goes_on_page_by_page_in_every_order(client, monkeypatch):
    monkeypatch.setattr(desk, "PAGE", 1)
    first, second = ask(), ask()

    page = client.get(QUEUE)
    following = client.get(page.context["next_url"])
    assert numbers(page) + numbers(following) == [first.shown_number, second.shown_number]
    assert following.context["next_url"] == ""

    page = client.get(f"{QUEUE}?state=ALL")
    following = client.get(page.context["next_url"])
    assert numbers(page) + numbers(following) == [second.shown_number, first.shown_number]
    assert following.context["first_url"] == f"{QUEUE}?state=ALL"


def test_queue_is_narrowed_by_state_topic_holder_and_number(client, clerk):
    answered, mine = ask(topic="PAYMENT"), ask(topic="UNIT")
    answer(answered)
    services.take(mine, by=clerk)

    assert numbers(client.get(f"{QUEUE}?state=ANSWERED")) == [answered.shown_number]
    assert numbers(client.get(f"{QUEUE}?topic=UNIT")) == [mine.shown_number]
    assert numbers(client.get(f"{QUEUE}?mine=on")) == [mine.shown_number]
    assert numbers(client.get(QUEUE, {"q": answered.shown_number})) == [answered.shown_number]
    assert numbers(client.get(f"{QUEUE}?q=xyz")) == []
    assert numbers(client.get(f"{QUEUE}?state=nonsense")) == []


@pytest.mark.parametrize(
    "typed",
    ["{number}", "تیکت {number}", "هیأت  پرداخت", "پریسا", "{national}", "+98 {mobile}", "{tracking}"],
)
def test_a_ticket_is_found_by_number_words_and_the_numbers_of_its_author(client, typed):
    case = LicenceRequestFactory(submitted=True)
    wanted = ask(account_of(case.applicant), subject="پرداخت به هیئت", tracking_code=case.tracking_code)
    other = ask(account_of(PersonFactory(first_name="رامین", last_name="پناهی")), subject="دیگر")
    asked = typed.format(
        number=wanted.shown_number,
        national=case.applicant.national_code,
        mobile=case.applicant.mobile[1:],
        tracking=case.tracking_code,
    )

    assert numbers(client.get(QUEUE, {"q": asked})) == [wanted.shown_number]
    assert numbers(client.get(QUEUE, {"q": other.shown_number})) == [other.shown_number]
    assert numbers(client.get(QUEUE, {"q": "٪"})) == [other.shown_number, wanted.shown_number]


def test_empty_queue_says_that_everybody_was_answered(client):
    assert "همه پاسخ گرفته‌اند." in client.get(QUEUE).content.decode()


def test_queue_asks_the_same_of_the_database_for_one_ticket_and_for_four(client):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            client.get(QUEUE)
        return len(asked)

    services.take(ask(), by=officer())
    statements()
    before = statements()
    for _ in range(3):
        services.take(ask(), by=officer())

    assert statements() == before <= 15


def test_officer_takes_answers_and_closes(client, clerk):
    ticket = ask()

    assert texts.TAKEN in act(client, ticket, "take").content.decode()
    page = act(client, ticket, "answer", text=ANSWER, key=str(uuid.uuid4())).content.decode()
    assert "به پریسا کاویان خبر داده شد" in page
    assert texts.CLOSED_BY_STAFF in act(client, ticket, "close").content.decode()
    ticket.refresh_from_db()
    assert ticket.state == TicketState.CLOSED
    assert "به صف برمی‌گردد" in page_of(client, ticket).content.decode()


def test_officer_hands_back_and_another_takes_over_by_name(client, clerk):
    ticket = ask()
    act(client, ticket, "take")
    assert texts.RELEASED in act(client, ticket, "release").content.decode()
    other = officer()
    services.take(ticket, by=other)

    assert "در دست محسن گلزاری است" in act(client, ticket, "take").content.decode()
    act(client, ticket, "take", **{"from": str(other.pk)})

    ticket.refresh_from_db()
    assert ticket.held_by == clerk


def test_refused_answer_is_shown_again_as_typed(client):
    ticket = ask()
    services.close(ticket, by=account_of(ticket.author))

    response = act(client, ticket, "answer", text=ANSWER)
    assert response.status_code == 400
    assert "این تیکت بسته شده است." in response.content.decode()
    assert act(client, ticket, "answer", text="").status_code == 400


def test_officer_whose_page_was_old_learns_that_somebody_wrote_meanwhile(client):
    ticket = ask()
    seen = page_of(client, ticket).context["form"]["seen"].value()
    answer(ticket, text="پاسخ همکار")

    page = act(client, ticket, "answer", text=ANSWER, seen=str(seen)).content.decode()

    assert texts.ANSWERED_TOO in page
    assert "پاسخ همکار" in page
    assert ANSWER in page


def test_officers_own_ticket_has_no_answer_form(clerk, client):
    ticket = ask(CitizenFactory(person=clerk.person))

    page = page_of(client, ticket)

    assert "این تیکت خودتان است" in page.content.decode()
    assert "فرستادن پاسخ" not in page.content.decode()
    assert act(client, ticket, "answer", text=ANSWER).status_code == 400


def test_each_look_at_a_conversation_and_a_file_is_written_down(client, clerk):
    ticket = ask(content=photo())
    file = TicketAttachment.objects.get().pk

    page_of(client, ticket)
    response = client.get(reverse("admin:support_ticket_file", args=[ticket.pk, file]))
    client.get(reverse("admin:support_ticket_small", args=[ticket.pk, file]))

    looks = AuditEntry.objects.filter(action="viewed", actor_id=clerk.pk).order_by("at", "pk")
    assert response["Cache-Control"].startswith("private, no-store")
    assert [look.after["what"] for look in looks] == ["conversation", f"file {file}"]
    assert all(look.note for look in looks)


def test_officer_sees_a_name_but_no_national_code_and_no_mobile(client):
    ticket = ask(tracking_code="1234567890123450")

    page = page_of(client, ticket).content.decode()

    assert ticket.author.full_name in page
    assert "۱۲۳۴ ۵۶۷۸ ۹۰۱۲ ۳۴۵۰" in page
    for secret in (ticket.author.national_code, ticket.author.mobile):
        assert secret not in page


def test_staff_of_another_body_finds_no_queue_and_no_ticket():
    ticket = ask(content=photo())
    file = TicketAttachment.objects.get().pk
    other = verified(board_of(WorkingUnionFactory()))

    assert other.get(QUEUE).status_code == 403
    assert page_of(other, ticket).status_code == 404
    for name in ("answer", "take", "release", "close"):
        assert act(other, ticket, name, text=ANSWER).status_code == 404, name
    for name in ("file", "small"):
        assert other.get(reverse(f"admin:support_ticket_{name}", args=[ticket.pk, file])).status_code == 404
    ticket.refresh_from_db()
    assert ticket.state == TicketState.OPEN


def test_file_under_another_tickets_address_does_not_exist(client):
    ask(content=photo())
    file, other = TicketAttachment.objects.get().pk, ask()

    assert client.get(reverse("admin:support_ticket_file", args=[other.pk, file])).status_code == 404

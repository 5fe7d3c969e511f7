"""The message box of a citizen (R260, R261, R264)."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import signals
from accounts.models import Person, User
from core.refusals import RuleBroken
from messaging import services
from messaging.models import Message, Sms
from messaging.querysets import BoxCounts

pytestmark = pytest.mark.django_db


def tell(user: User, subject: str = "درخواست شما ثبت شد", **more: str) -> Message:
    return services.notify(user.person, kind="M6", subject=subject, body="بند یک\n\nبند دو", **more)


@pytest.fixture
def neighbour(citizen: User) -> User:
    person = Person.objects.create(national_code="0079999995", mobile="09131111111")
    return User.objects.create(username="neighbour", person=person)


@pytest.fixture
def signed_in(client, citizen: User):
    """The citizen's signed_in, signed in."""
    client.force_login(citizen, backend="accounts.backends.CitizenBackend")
    return client


def test_news_goes_to_the_box_and_in_short_to_the_phone(citizen):
    message = tell(citizen, sms_text="درخواست ثبت شد.")

    sms = Sms.objects.get()
    assert (message.recipient, message.body) == (citizen.person, "بند یک\n\nبند دو")
    assert (sms.mobile, sms.text, sms.kind, sms.secret) == (
        citizen.person.mobile,
        "درخواست ثبت شد.",
        "M6",
        False,
    )


def test_a_person_without_a_mobile_still_gets_the_message(citizen):
    Person.objects.update(mobile="")
    citizen.person.refresh_from_db()

    tell(citizen, sms_text="درخواست ثبت شد.")

    assert Message.objects.exists()
    assert not Sms.objects.exists()


def test_the_box_shows_ones_own_messages_only(signed_in, citizen, neighbour):
    tell(citizen, "پیام من")
    tell(neighbour, "پیام همسایه")

    page = signed_in.get("/panel/messages/").content.decode()

    assert "پیام من" in page
    assert "پیام همسایه" not in page


def test_anothers_message_is_not_found_and_stays_unread(signed_in, neighbour):
    message = tell(neighbour)

    opened = signed_in.get(f"/panel/messages/{message.pk}/")
    archived = signed_in.post(f"/panel/messages/{message.pk}/archive/")

    message.refresh_from_db()
    assert (opened.status_code, archived.status_code) == (404, 404)
    assert (message.read_at, message.archived_at) == (None, None)


@pytest.mark.parametrize("number", [0, 10**30])
def test_a_message_that_never_was_is_not_found(signed_in, number):
    assert signed_in.get(f"/panel/messages/{number}/").status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, citizen):
    message = tell(citizen)

    for address in ("/panel/messages/", f"/panel/messages/{message.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")
    assert client.post(f"/panel/messages/{message.pk}/archive/").status_code == 302
    assert not Message.objects.exclude(read_at=None, archived_at=None).exists()


def test_staff_see_nobodys_box_not_even_through_their_person(citizen):
    tell(citizen)
    clerk = User.objects.create(username="clerk", person=citizen.person, is_staff=True)
    dismissed = User(username="x", person=citizen.person, is_active=False)

    assert not Message.objects.visible_to(clerk).exists()
    assert not Message.objects.visible_to(dismissed).exists()
    assert not Message.objects.visible_to(User(username="nobody", is_staff=True)).exists()


def test_opening_a_message_shows_its_full_text_and_marks_it_read_once(signed_in, citizen):
    message = tell(citizen, "<b>موضوع</b>")

    page = signed_in.get(f"/panel/messages/{message.pk}/").content.decode()
    message.refresh_from_db()
    first = message.read_at
    signed_in.get(f"/panel/messages/{message.pk}/")

    message.refresh_from_db()
    assert "بند دو" in page
    assert "<b>موضوع" not in page
    assert first is not None
    assert message.read_at == first


def test_the_figure_counts_the_whole_box_and_the_bell_only_the_unread(signed_in, citizen):
    tell(citizen)
    read, put_away = tell(citizen), tell(citizen)

    services.mark_read(read)
    services.archive(put_away)

    assert Message.objects.visible_to(citizen).counts() == BoxCounts(total=2, unread=1)
    assert "۲" in signed_in.get("/panel/messages/").content.decode()


def test_an_empty_box_counts_nothing_and_says_so_kindly(signed_in, citizen):
    assert Message.objects.visible_to(citizen).counts() == BoxCounts(total=0, unread=0)
    assert "پیامی ندارید" in signed_in.get("/panel/messages/").content.decode()
    assert "بایگانی خالی است" in signed_in.get("/panel/messages/?box=archive").content.decode()


def test_an_archived_message_leaves_the_box_and_stays_readable(signed_in, citizen):
    message = tell(citizen, "کارت شما")

    answer = signed_in.post(f"/panel/messages/{message.pk}/archive/", follow=True)
    assert "به بایگانی رفت" in answer.content.decode()
    assert "کارت شما" not in answer.content.decode()
    assert "کارت شما" in signed_in.get("/panel/messages/?box=archive").content.decode()
    assert signed_in.get(f"/panel/messages/{message.pk}/").status_code == 200

    again = signed_in.post(f"/panel/messages/{message.pk}/archive/", follow=True)
    assert "پیش‌تر به بایگانی رفته" in again.content.decode()


def test_archiving_twice_is_refused_and_keeps_the_first_moment(citizen):
    message = tell(citizen)
    services.archive(message)
    message.refresh_from_db()
    first = message.archived_at

    with pytest.raises(RuleBroken):
        services.archive(message)

    message.refresh_from_db()
    assert message.archived_at == first


def test_a_message_is_archived_by_a_form_and_never_by_a_link(signed_in, citizen):
    message = tell(citizen)

    assert signed_in.get(f"/panel/messages/{message.pk}/archive/").status_code == 405
    assert signed_in.post("/panel/messages/").status_code == 405


@pytest.mark.parametrize(
    "change", [{"body": "متن دیگر"}, {"subject": "دیگر"}, {"kind": "M7"}, {"recipient_id": "neighbour"}]
)
def test_the_database_itself_refuses_to_change_what_a_message_says(citizen, neighbour, change):
    tell(citizen)
    if "recipient_id" in change:
        change = {"recipient_id": neighbour.person_id}

    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.update(**change)

    assert Message.objects.get().body == "بند یک\n\nبند دو"


def test_a_long_box_is_read_page_by_page_and_back(signed_in, citizen):
    for number in range(60):
        tell(citizen, f"پیام {number:02}")

    shown, address = [], "/panel/messages/"
    while address:
        page = signed_in.get(address)
        shown.append([row[0]["text"] for row in page.context["rows"]])
        address = page.context["older_url"] and f"/panel/messages/{page.context['older_url']}"

    assert [len(rows) for rows in shown] == [25, 25, 10]
    assert [subject for rows in shown for subject in rows] == [
        f"پیام {number:02}" for number in reversed(range(60))
    ]

    back = signed_in.get(f"/panel/messages/{page.context['newer_url']}")
    assert [row[0]["text"] for row in back.context["rows"]] == shown[1]
    first = signed_in.get(f"/panel/messages/{back.context['newer_url']}")
    assert [row[0]["text"] for row in first.context["rows"]] == shown[0]
    assert first.context["newer_url"] == ""


@pytest.mark.parametrize("key", ["before=x", "after=-1", "before=999999999999999999999", "after=99999"])
def test_an_address_somebody_played_with_shows_a_page_and_no_error(signed_in, citizen, key):
    tell(citizen)

    assert signed_in.get(f"/panel/messages/?{key}").status_code == 200


def test_three_messages_cost_no_more_queries_than_one(signed_in, citizen):
    tell(citizen)
    signed_in.get("/panel/messages/")
    with CaptureQueriesContext(connection) as one:
        signed_in.get("/panel/messages/")
    tell(citizen)
    tell(citizen)

    with CaptureQueriesContext(connection) as three:
        signed_in.get("/panel/messages/")

    assert len(one) == len(three) <= 15


def test_signed_in_pages_are_kept_by_no_cache(signed_in, citizen):
    assert "no-store" in signed_in.get("/panel/messages/")["Cache-Control"]


def test_message_leads_to_what_it_speaks_of(signed_in, citizen):
    message = tell(citizen, link="/panel/requests/7/")

    page = signed_in.get(f"/panel/messages/{message.pk}/").content.decode()

    assert 'href="/panel/requests/7/"' in page


@pytest.mark.parametrize("link", ["https://example.com/", "//example.com/", "/\\example.com"])
def test_message_never_leads_out_of_the_portal(citizen, link):
    with pytest.raises(DatabaseError), transaction.atomic():
        tell(citizen, link=link)


def test_link_of_a_message_stands(citizen):
    message = tell(citizen, link="/panel/requests/7/")

    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(link="/panel/requests/8/")


def test_message_is_downloaded_as_text_and_counts_as_read(signed_in, citizen):
    message = tell(citizen, "پروانه صادر شد")
    page = signed_in.get(f"/panel/messages/{message.pk}/").content.decode()
    Message.objects.update(read_at=None)

    file = signed_in.get(f"/panel/messages/{message.pk}/message.txt")

    assert f"/panel/messages/{message.pk}/message.txt" in page
    assert file["Content-Disposition"] == f'attachment; filename="message-{message.pk}.txt"'
    text = file.content.decode("utf-8-sig")
    assert text.startswith("پروانه صادر شد\n")
    assert "بند یک\n\nبند دو" in text
    message.refresh_from_db()
    assert message.read_at


def test_message_of_another_is_not_downloaded(signed_in, neighbour):
    message = tell(neighbour)

    assert signed_in.get(f"/panel/messages/{message.pk}/message.txt").status_code == 404


def test_list_is_downloaded_whole_and_holds_no_formula(signed_in, citizen, neighbour):
    tell(citizen, "=پیام من")
    services.archive(tell(citizen, "کهنه"))
    tell(neighbour, "پیام همسایه")
    page = signed_in.get("/panel/messages/").content.decode()

    file = signed_in.get("/panel/messages/list.csv")

    assert "/panel/messages/list.csv" in page
    lines = file.content.decode("utf-8-sig")
    assert "'=پیام من" in lines
    assert "کهنه" in lines
    assert "همسایه" not in lines


def test_notice_of_a_sign_in_stands_in_the_box_and_does_not_light_the_bell(signed_in, citizen):
    signals.signed_in.send(User, user=citizen, device="Chrome", new_device=False)

    page = signed_in.get("/panel/messages/").content.decode()

    assert Message.objects.visible_to(citizen).counts() == BoxCounts(1, 0)
    assert "bell--on" not in page
    assert Message.objects.get().link == "/panel/sessions/"
    tell(citizen)
    assert "bell--on" in signed_in.get("/panel/messages/").content.decode()

"""«پشتیبانی» as its owner meets it: list, new ticket, conversation, files."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from support import rows, services, texts
from support import views as pages
from support.models import Ticket, TicketAttachment
from support.states import TicketState
from tests.factories import CitizenFactory, account_of, photo, signed_in
from tests.support.cases import ANSWER, TEXT, answer, ask, officer, say

pytestmark = pytest.mark.django_db
NEW, LIST = "/panel/support/new/", "/panel/support/"
CODE = "1234567890123450"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def user():
    return CitizenFactory()


@pytest.fixture
def client(user):
    return signed_in(user)


def typed(**changes):
    return {"topic": "SIGN_IN", "subject": "کد نمی‌رسد", "text": TEXT, "key": str(uuid.uuid4())} | changes


def picture(content=None):
    return SimpleUploadedFile("a.jpg", content or photo(), "image/jpeg")


def test_person_without_tickets_finds_a_warm_word_and_the_way(client):
    page = client.get(LIST).content.decode()

    assert "هنوز چیزی از ما نپرسیده‌اید." in page
    assert NEW in page


def test_person_asks_with_a_picture_and_lands_in_the_conversation(client, user):
    response = client.post(NEW, typed(file=picture()), follow=True)

    ticket = Ticket.objects.get()
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == ticket.get_absolute_url()
    assert ticket.author == user.person
    assert ticket.shown_number in page
    assert TEXT in page
    assert reverse("ticket_file", args=[ticket.posts.get().attachment.pk]) in page


def test_form_with_mistakes_says_so_beside_the_fields_and_loses_nothing(client):
    page = client.post(NEW, typed(topic="", text="", tracking_code="123", file=picture())).content.decode()

    assert "دربارهٔ را انتخاب کنید." not in page
    assert "بخش را انتخاب کنید." in page
    assert "متن پیام را بنویسید." in page
    assert "کد رهگیری ۱۶ رقم دارد" in page
    assert "کد نمی‌رسد" in page
    assert texts.FILE_AGAIN in page
    assert not Ticket.objects.exists()


def test_tracking_code_in_any_digits_stands_in_the_conversation(client):
    from core.references import new_tracking_code

    code = new_tracking_code()

    client.post(NEW, typed(tracking_code=" ".join(code)))

    assert Ticket.objects.get().tracking_code == code


@pytest.mark.parametrize(
    ("content", "words"), [(b"no picture", "فقط عکس JPEG، PNG"), (b"0" * 20_971_521, "حداکثر ۲۰ مگابایت")]
)
def test_file_that_is_not_taken_is_refused_beside_its_field(client, content, words):
    page = client.post(NEW, typed(file=picture(content))).content.decode()

    assert words in page
    assert TEXT in page
    assert not Ticket.objects.exists()


def test_button_pressed_twice_opens_one_ticket_and_both_land_in_it(client):
    sent = typed()

    first, second = client.post(NEW, sent), client.post(NEW, sent)

    assert first.url == second.url == Ticket.objects.get().get_absolute_url()


def test_old_form_with_another_text_is_shown_again_and_can_then_be_sent(client):
    sent = typed()
    client.post(NEW, sent)

    page = client.post(NEW, sent | {"text": "پرسش دیگری دارم."})
    again = page.context["form"]["key"].value()

    assert texts.FORM_USED in page.content.decode()
    assert "پرسش دیگری دارم." in page.content.decode()
    client.post(NEW, sent | {"text": "پرسش دیگری دارم.", "key": again})
    assert Ticket.objects.count() == 2


def test_browser_without_a_key_is_served_all_the_same(client):
    client.post(NEW, typed(key=""))

    assert Ticket.objects.count() == 1


def test_limit_is_told_at_the_form_with_everything_kept(client, user, settings):
    settings.SUPPORT_OPEN_TICKETS = 1
    ask(user)

    page = client.post(NEW, typed(file=picture())).content.decode()

    assert "هنوز در انتظار پاسخ است" in page
    assert texts.FILE_AGAIN in page
    assert TEXT in page


def test_person_reads_the_answer_writes_on_and_closes(client, user):
    ticket = ask(user)
    answer(ticket)
    address = ticket.get_absolute_url()

    page = client.get(address).content.decode()
    assert ANSWER in page
    assert "کارشناس پشتیبانی" in page
    assert "محسن" not in page  # officers are not named

    page = client.post(address, {"text": "ممنون", "key": str(uuid.uuid4())}, follow=True).content.decode()
    assert "ممنون" in page
    assert texts.SENT in page
    client.post(f"{address}close/")
    ticket.refresh_from_db()
    assert ticket.state == TicketState.CLOSED
    page = client.get(address).content.decode()
    assert "دوباره باز می‌شود" in page
    page = client.post(address, {"text": "باز هم نشد", "key": ""}, follow=True).content.decode()
    assert texts.REOPENED in page


def test_empty_message_is_refused_beside_its_field(client, user):
    page = client.post(ask(user).get_absolute_url(), {"text": " "}).content.decode()

    assert "متن پیام را بنویسید." in page


def test_message_beyond_the_pace_keeps_what_was_typed(client, user, settings):
    settings.SUPPORT_POSTS_PER_HOUR = 1
    ticket = ask(user)

    page = client.post(ticket.get_absolute_url(), {"text": "باز هم من"}).content.decode()

    assert "کمی بعد بفرستید" in page
    assert "باز هم من" in page


def test_markup_in_a_message_is_text(client, user):
    ticket = ask(user, text="<b onclick=x>سلام</b>")

    assert "&lt;b onclick=x&gt;" in client.get(ticket.get_absolute_url()).content.decode()


def test_list_shows_open_ones_first_then_earlier_ones_page_by_page(client, user, settings, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    settings.SUPPORT_OPEN_TICKETS = 9
    ask(user, subject="پرسش الف")
    ask(user, subject="پرسش ب")
    services.close(ask(user, subject="پرسش پ"), by=user)

    first = client.get(LIST)
    names = [row[0]["text"] for row in first.context["rows"]]
    second = client.get(first.context["older_url"])

    assert names == ["پرسش ب", "پرسش الف"]
    assert [row[0]["text"] for row in second.context["rows"]] == ["پرسش پ"]
    assert second.context["older_url"] == ""
    assert "تیکت دیگری نیست." in client.get(f"{LIST}?after=1-1").content.decode()
    assert client.get(f"{LIST}?after=nonsense").context["rows"] == first.context["rows"]


def test_long_conversation_shows_the_newest_and_the_way_to_the_earlier(client, user, monkeypatch):
    monkeypatch.setattr(rows, "POSTS_A_PAGE", 2)
    ticket = ask(user)
    say(ticket, user, text="دوم")
    say(ticket, user, text="سوم")

    newest = client.get(ticket.get_absolute_url())
    earlier = client.get(ticket.get_absolute_url() + newest.context["earlier_url"])

    assert [post["row"].text for post in newest.context["posts"]] == ["دوم", "سوم"]
    assert [post["row"].text for post in earlier.context["posts"]] == [TEXT]
    assert "تازه‌ترین پیام‌ها" in earlier.content.decode()


@pytest.mark.parametrize("address", [LIST, "conversation"])
def test_page_asks_the_database_the_same_whether_little_or_much_is_there(client, user, address, settings):
    settings.SUPPORT_OPEN_TICKETS = 99
    ticket = ask(user, content=photo())
    url = ticket.get_absolute_url() if address == "conversation" else address

    def statements():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        return len(asked)

    statements()
    before = statements()
    for _ in range(3):
        ask(user)
        say(ticket, user, content=photo())
    answer(ticket)

    assert statements() <= before + 1  # the box's badge has a message now
    assert before <= 15


def test_another_persons_ticket_and_files_do_not_exist(client):
    ticket = ask(content=photo())
    attachment = TicketAttachment.objects.get().pk

    assert client.post(ticket.get_absolute_url(), {"text": "سلام"}).status_code == 404
    assert client.post(reverse("close_ticket", args=[ticket.pk])).status_code == 404
    for name in ("ticket_file", "ticket_thumbnail"):
        assert client.get(reverse(name, args=[attachment])).status_code == 404
    ticket.refresh_from_db()
    assert ticket.state == TicketState.OPEN


def test_own_file_comes_as_a_private_download(client, user):
    ask(user, content=photo())

    response = client.get(reverse("ticket_file", args=[TicketAttachment.objects.get().pk]))

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"].startswith("private, no-store")
    assert response.content.startswith(b"\xff\xd8")


def test_officer_who_answered_keeps_the_ticket_when_its_author_writes_on():
    ticket, clerk = ask(), officer()
    services.take(ticket, by=clerk)
    answer(ticket, clerk)

    say(ticket, account_of(ticket.author))

    ticket.refresh_from_db()
    assert ticket.held_by == clerk

"""Steps 1 and 2 as the guide tells them (seed 000 §1, handbook 14): words, bad values, slow registers."""

import time
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts import texts
from accounts.models import Session, User
from registries.models import SampleOutage
from tests.accounts.browsers import CHROME, ask_for_code, captcha_of, sign_in
from tests.accounts.conftest import MOBILE, NATIONAL_CODE

START = "2026-11-21T08:00:00Z"
BAD_MOBILES = {
    "": "شماره تلفن همراه را بنویسید.",
    "0912123456": "شمارهٔ تلفن همراه ۱۱ رقم دارد، ولی شما ۱۰ رقم نوشته‌اید",
    "08121234567": "شمارهٔ تلفن همراه با ۰۹ آغاز می‌شود",
    "9121234567": "صفرِ اول شمارهٔ تلفن همراه را هم بنویسید",
    "0912123456a": "شمارهٔ تلفن همراه فقط رقم دارد",
    "+14155550100": "فقط شمارهٔ تلفن همراه ایران پذیرفته می‌شود",
}
BAD_NATIONAL_CODES = {
    "": "کد ملی را بنویسید.",
    "1111111111": "کد ملی ده رقم یکسان نیست",
    "0012345678": "این کد ملی درست نیست؛ رقم‌ها را با کارت ملی بسنجید",
    "123456789a": "کد ملی فقط رقم دارد",
    "12345": "کد ملی ۱۰ رقم دارد، ولی شما ۵ رقم نوشته‌اید",
}


def test_first_step_carries_the_guides_own_words(client, db):
    page = client.get(reverse("sign_in")).content.decode()

    for words in ("شماره تلفن همراه", "کد ملی", "کد امنیتی", "به‌روزرسانی", "ارسال کد فعال‌سازی"):
        assert words in page


def test_second_step_carries_the_guides_own_words_and_counts_down(client, sim, sent_codes):
    with time_machine.travel(START, tick=False):
        ask_for_code(client)
        page = client.get(reverse("sign_in_code")).content.decode()

    for words in ("ثبت", "ارسال مجدد", 'autocomplete="one-time-code"', 'data-seconds="120"'):
        assert words in page
    assert MOBILE not in page


def test_every_bad_mobile_has_a_message_of_its_own(client, db):
    said = []
    for typed, expected in BAD_MOBILES.items():
        page = ask_for_code(client, mobile=typed)
        message = page.context["form"].errors["mobile"][0]
        assert expected in message, typed
        said.append(message)

    assert len(set(said)) == len(BAD_MOBILES)


def test_every_bad_national_code_has_a_message_of_its_own(client, db):
    said = []
    for typed, expected in BAD_NATIONAL_CODES.items():
        page = ask_for_code(client, national_code=typed)
        message = page.context["form"].errors["national_code"][0]
        assert expected in message, typed
        said.append(message)

    assert len(set(said)) == len(BAD_NATIONAL_CODES)


@pytest.mark.parametrize(
    "mobile",
    ["09121234567", "+989121234567", "00989121234567", "989121234567", "۰۹۱۲۱۲۳۴۵۶۷", "٠٩١٢ ١٢٣ ٤٥٦٧"],
)
@pytest.mark.parametrize("national_code", ["0012345679", "12345679", "۰۰۱۲۳۴۵۶۷۹", "٠٠١٢٣٤٥٦٧٩"])
def test_all_spellings_of_mobile_and_national_code_are_understood(
    client, sim, sent_codes, mobile, national_code
):
    assert ask_for_code(client, mobile=mobile, national_code=national_code).status_code == 302
    assert len(sent_codes) == 1


@pytest.mark.parametrize("typed", ["حروف", "12345", "é" * 50])
def test_wrong_captcha_sends_nothing_and_keeps_what_was_typed(client, sim, sent_codes, typed):
    answer = captcha_of(client.get(reverse("sign_in"))) | {"captcha_1": typed}

    page = client.post(reverse("sign_in"), {"mobile": MOBILE, "national_code": NATIONAL_CODE} | answer)

    assert page.status_code == 200
    assert f'value="{MOBILE}"' in page.content.decode()
    assert sent_codes == []


def test_captcha_answer_sent_a_second_time_is_refused(client, sim, sent_codes):
    answer = captcha_of(client.get(reverse("sign_in")))
    fields = {"mobile": MOBILE, "national_code": NATIONAL_CODE} | answer
    client.post(reverse("sign_in"), fields)

    again = client.post(reverse("sign_in"), fields)

    assert "کد امنیتی درست نبود" in again.content.decode()
    assert len(sent_codes) == 1


def test_refresh_without_javascript_judges_nothing_and_keeps_what_was_typed(client, sim):
    answer = captcha_of(client.get(reverse("sign_in")))

    page = client.post(reverse("sign_in"), {"mobile": "0912", "refresh_captcha": "1"} | answer)

    assert 'value="0912"' in page.content.decode()
    assert "شمارهٔ تلفن همراه" not in page.content.decode()
    assert captcha_of(page)["captcha_0"] != answer["captcha_0"]


@pytest.mark.slow
def test_register_that_takes_ten_seconds_is_given_up_within_five_and_nothing_is_lost(client, sim, sent_codes):
    SampleOutage.objects.create(register="identity", mode=SampleOutage.Mode.SLOW, seconds=10)
    fields = {"mobile": MOBILE, "national_code": NATIONAL_CODE} | captcha_of(client.get(reverse("sign_in")))
    began = time.monotonic()

    page = client.post(reverse("sign_in"), fields)

    assert time.monotonic() - began < 5
    assert "پاسخ نمی‌دهد" in page.content.decode()
    assert f'value="{MOBILE}"' in page.content.decode()
    assert f'value="{NATIONAL_CODE}"' in page.content.decode()
    assert sent_codes == []


def test_register_that_is_down_is_told_and_the_next_try_goes_through(client, sim, sent_codes):
    outage = SampleOutage.objects.create(register="identity", mode=SampleOutage.Mode.DOWN)
    page = ask_for_code(client)
    outage.delete()

    assert "پاسخ نمی‌دهد" in page.content.decode()
    assert f'value="{MOBILE}"' in page.content.decode()
    assert ask_for_code(client).status_code == 302


def test_resend_page_refuses_before_120_seconds_and_sends_after(client, sim, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        ask_for_code(client)
        clock.shift(60)
        early = client.post(reverse("resend_code"), follow=True)
        clock.shift(60)
        late = client.post(reverse("resend_code"), follow=True)
        old = client.post(reverse("sign_in_code"), {"code": sent_codes[0]})

    assert "۶۰ ثانیه دیگر" in early.content.decode()
    assert "کد تازه فرستاده شد" in late.content.decode()
    assert len(sent_codes) == 2
    assert old.status_code == 200


def test_session_key_is_another_after_sign_in(client, sim, sent_codes):
    ask_for_code(client)
    before = client.session.session_key

    client.post(reverse("sign_in_code"), {"code": sent_codes[-1]})

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_code_page_without_a_code_under_way_leads_back_to_the_first_step(client, db):
    assert client.get(reverse("sign_in_code")).url == reverse("sign_in")
    assert client.post(reverse("resend_code")).url == reverse("sign_in")


def test_next_page_of_another_host_is_not_followed(client, sim, sent_codes):
    answer = captcha_of(client.get(reverse("sign_in")))
    fields = {"mobile": MOBILE, "national_code": NATIONAL_CODE, "next": "https://evil.example/"} | answer
    client.post(reverse("sign_in"), fields)

    assert client.post(reverse("sign_in_code"), {"code": sent_codes[-1]}).url == reverse("dashboard")


def test_closed_account_does_not_get_in_and_is_told_what_to_do(client, sim, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(sent_codes)
        User.objects.update(is_active=False)
        clock.shift(130)
        ask_for_code(client)
        page = client.post(reverse("sign_in_code"), {"code": sent_codes[-1]}, follow=True)

    assert "بسته شده است" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_sign_out_asks_and_only_yes_ends_the_session(sim, sent_codes):
    client = sign_in(sent_codes)

    question = client.get(reverse("sign_out"))
    still_in = client.get(reverse("inbox"))
    client.post(reverse("sign_out"))

    assert "بله" in question.content.decode()
    assert "خیر" in question.content.decode()
    assert still_in.status_code == 200
    assert client.get(reverse("inbox")).status_code == 302


def test_copied_cookie_is_worthless_after_sign_out(sim, sent_codes):
    client = sign_in(sent_codes)
    thief = Client(headers={"user-agent": CHROME})
    thief.cookies = client.cookies.copy()

    client.post(reverse("sign_out"))

    assert thief.get(reverse("inbox")).status_code == 302


class TestAim:
    AIM = "/panel/requests/new/?county=230101&category=521101"

    def arrive(self, client, sent_codes, aim=AIM):
        """Sign in for the first time, sent here from a page behind the door."""
        fields = {"mobile": MOBILE, "national_code": NATIONAL_CODE, "next": aim}
        client.post(reverse("sign_in"), fields | captcha_of(client.get(reverse("sign_in"))))
        return client.post(reverse("sign_in_code"), {"code": sent_codes[-1]})

    def test_person_without_a_licence_gets_where_they_were_going(self, client, sim, sent_codes):
        first = self.arrive(client, sent_codes)
        registration = client.get(reverse("dashboard"), follow=True)

        onward = client.post(reverse("no_licence"))

        assert first.url == self.AIM
        assert registration.redirect_chain
        assert onward.url == self.AIM
        assert client.post(reverse("no_licence")).url == reverse("dashboard")

    def test_changing_the_number_does_not_lose_the_aim(self, client, sim, sent_codes):
        fields = {"mobile": MOBILE, "national_code": NATIONAL_CODE, "next": self.AIM}
        client.post(reverse("sign_in"), fields | captcha_of(client.get(reverse("sign_in"))))

        page = client.get(reverse("sign_in_code")).content.decode()

        assert f"{reverse('sign_in')}?{urlencode({'next': self.AIM})}" in page

    def test_aim_outside_the_portal_is_not_kept(self, client, sim, sent_codes):
        self.arrive(client, sent_codes, "https://example.com/")

        assert client.post(reverse("no_licence")).url == reverse("dashboard")


class TestEndedSession:
    """Whoever comes to the door with a session that is no more reads that it ended."""

    def test_session_ended_from_elsewhere_is_told_at_the_door(self, sim, sent_codes):
        client = sign_in(sent_codes)
        Session.objects.all().delete()

        page = client.get(reverse("my_requests"), follow=True)

        assert page.request["PATH_INFO"] == reverse("sign_in")
        assert texts.SESSION_ENDED in page.content.decode()
        assert texts.SESSION_ENDED not in client.get(reverse("sign_in")).content.decode()

    def test_sign_in_page_opened_itself_says_so_too(self, sim, sent_codes):
        client = sign_in(sent_codes)
        Session.objects.all().delete()

        assert texts.SESSION_ENDED in client.get(reverse("sign_in")).content.decode()

    def test_stranger_without_a_session_reads_nothing_of_one(self, client, db):
        page = client.get(reverse("my_requests"), follow=True)

        assert texts.SESSION_ENDED not in page.content.decode()

    def test_invented_session_costs_no_row(self, client, db):
        client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32

        client.get(reverse("my_requests"))

        assert not Session.objects.exists()

    def test_staff_read_it_at_their_own_door(self, client, db):
        client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32

        page = client.get(reverse("admin:index"), follow=True)

        assert texts.SESSION_ENDED in page.content.decode()

"""Own sessions, limits, the warning, the kept form, the sign-in notice."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import interrupted_forms
from accounts.models import KnownDevice, Session, User
from accounts.services.sessions import device_words
from messaging.models import Message, Sms
from registries.models import SamplePerson, SampleSim
from tests.accounts.browsers import CHROME, FIREFOX, ask_for_code, sign_in
from tests.accounts.conftest import MOBILE, NATIONAL_CODE
from tests.factories import CitizenFactory, LicenceRequestFactory, StaffFactory, signed_in

START = "2026-11-21T08:00:00Z"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "کروم، اندروید"),
        (FIREFOX, "فایرفاکس، لینوکس"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "سافاری، آیفون"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "اج، ویندوز"),
        ("curl/8", "دستگاه ناشناس"),
        ("", "دستگاه ناشناس"),
    ],
)
def test_device_is_told_in_words_a_person_knows(agent, words):
    assert device_words(agent) == words


def two_sessions(codes):
    """The same person on a phone and on a desktop."""
    with time_machine.travel(START, tick=False) as clock:
        phone = sign_in(codes)
        clock.shift(130)
        desktop = sign_in(codes, Client(headers={"user-agent": FIREFOX}))
    return phone, desktop


def test_list_shows_own_sessions_with_this_one_marked_and_no_key(sim, sent_codes):
    phone, desktop = two_sessions(sent_codes)
    Session.objects.create(
        session_key="somebody-else", user=CitizenFactory(), expire_date="2030-01-01T00:00Z"
    )

    with time_machine.travel(START, tick=False) as clock:
        clock.shift(200)
        page = desktop.get(reverse("my_sessions"))

    devices = [(session.device, session.current) for session in page.context["sessions"]]
    assert devices == [("فایرفاکس، لینوکس", True), ("کروم، اندروید", False)]
    assert phone.session.session_key not in page.content.decode()
    assert "همین دستگاه" in page.content.decode()


def test_ending_the_others_signs_them_out_at_their_next_request(sim, sent_codes):
    phone, desktop = two_sessions(sent_codes)

    with time_machine.travel(START, tick=False) as clock:
        clock.shift(200)
        desktop.post(reverse("end_other_sessions"))

        assert phone.get(reverse("inbox")).status_code == 302
        assert desktop.get(reverse("inbox")).status_code == 200


def test_ending_one_session_leaves_the_present_one(sim, sent_codes):
    phone, desktop = two_sessions(sent_codes)

    with time_machine.travel(START, tick=False) as clock:
        clock.shift(200)
        mark = desktop.get(reverse("my_sessions")).context["sessions"][1].mark
        desktop.post(reverse("end_session"), {"session": mark})

        assert phone.get(reverse("inbox")).status_code == 302
        assert desktop.get(reverse("inbox")).status_code == 200


def test_nobody_ends_the_session_of_another(db):
    victim, attacker = signed_in(CitizenFactory()), signed_in(CitizenFactory())
    mark = victim.get(reverse("my_sessions")).context["sessions"][0].mark

    page = attacker.post(reverse("end_session"), {"session": mark}, follow=True)

    assert "دیگر باز نیست" in page.content.decode()
    assert victim.get(reverse("my_sessions")).status_code == 200


def test_every_sign_in_stands_in_the_box_and_a_new_device_is_told_by_sms_once(sim, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        for agent in (CHROME, CHROME, FIREFOX, FIREFOX):
            sign_in(sent_codes, Client(headers={"user-agent": agent}))
            clock.shift(130)

    assert Message.objects.filter(kind="M4").count() == 4
    assert [sms.text.split("(")[1].split(")")[0] for sms in Sms.objects.filter(kind="M4")] == [
        "فایرفاکس، لینوکس"
    ]
    assert KnownDevice.objects.count() == 2


@pytest.mark.parametrize(
    ("staff", "idle", "alive"),
    [(False, 1799, True), (False, 1801, False), (True, 899, True), (True, 901, False)],
)
def test_session_ends_after_its_idle_limit_and_not_before(db, staff, idle, alive):
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(CitizenFactory()) if not staff else staff_client()
        client.get(reverse("my_sessions"))
        clock.shift(idle)

        assert (client.get(reverse("my_sessions")).status_code == 200) is alive


@pytest.mark.parametrize(("staff", "hours"), [(False, 12), (True, 8)])
def test_session_in_constant_use_ends_at_its_absolute_limit(db, staff, hours):
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(CitizenFactory()) if not staff else staff_client()
        client.get(reverse("my_sessions"))
        for _ in range(hours * 6 - 1):
            clock.shift(600)
            assert client.post(reverse("keep_session")).status_code == 200
        clock.shift(601)

        assert client.get(reverse("my_sessions")).status_code == 302


def staff_client():
    client = Client()
    client.force_login(StaffFactory(), backend="accounts.backends.StaffBackend")
    return client


def test_page_warns_two_minutes_before_and_staying_really_prolongs(db):
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(CitizenFactory())
        page = client.get(reverse("my_sessions")).content.decode()
        clock.shift(1700)
        answer = client.post(reverse("keep_session"))
        clock.shift(1700)

        assert 'data-session="1800"' in page
        assert f'data-keep="{reverse("keep_session")}"' in page
        assert answer.content == b"1800"
        assert client.get(reverse("my_sessions")).status_code == 200


def test_staying_never_passes_the_absolute_end(db):
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(CitizenFactory())
        for _ in range(71):
            client.post(reverse("keep_session"))
            clock.shift(600)

        assert client.post(reverse("keep_session")).content == b"600"


def test_keeping_an_ended_session_is_refused(client, db):
    assert client.post(reverse("keep_session")).status_code == 401


def test_dismissed_citizen_and_member_of_staff_are_out_at_their_next_request(db):
    citizen, clerk = signed_in(CitizenFactory()), staff_client()

    User.objects.update(is_active=False)

    assert citizen.get(reverse("my_sessions")).status_code == 302
    assert clerk.get(reverse("my_sessions")).status_code == 302


def test_staff_account_made_a_citizens_loses_its_session(db):
    clerk = staff_client()

    User.objects.update(is_staff=False)

    assert clerk.get(reverse("my_sessions")).status_code == 302


@pytest.fixture
def draft(sim, sent_codes):
    """A person signed in, in the middle of a form of their own request."""
    with time_machine.travel(START, tick=False):
        client = sign_in(sent_codes)
        case = LicenceRequestFactory(applicant=User.objects.get(is_staff=False).person)
    return client, reverse("request_place", args=[case.pk])


TYPED = {
    "unit_name": "فروشگاه مهتاب",
    "address": "خیابان بهار، کوچهٔ نسترن",
    "tenure": "OWN",
    "area_m2": "۴۲",
    "password": "never-kept",
    "captcha_1": "13467",
    "code": "123456",
}


def send_too_late(client, url, clock):
    clock.shift(1801)
    return client.post(url, TYPED, headers={"referer": f"http://testserver{url}"})


def test_form_sent_after_the_session_ended_is_there_again_after_sign_in(draft, sent_codes):
    client, url = draft
    with time_machine.travel(START, tick=False) as clock:
        away = send_too_late(client, url, clock)
        ask_for_code(client)
        back = client.post(reverse("sign_in_code"), {"code": sent_codes[-1]})
        page = client.get(back.url).content.decode()

    assert away.url.startswith(reverse("sign_in"))
    assert back.url == url
    assert 'value="فروشگاه مهتاب"' in page
    assert "خیابان بهار، کوچهٔ نسترن" in page
    assert "آنچه نوشته بودید مانده است" in page


def test_kept_form_holds_no_password_code_or_captcha(draft):
    client, url = draft
    with time_machine.travel(START, tick=False) as clock:
        send_too_late(client, url, clock)

        kept = client.session[interrupted_forms.KEY]["fields"]

    assert "never-kept" not in kept
    assert "123456" not in kept
    assert "13467" not in kept


def test_kept_form_is_thrown_away_when_somebody_else_signs_in(draft, sent_codes):
    other = SamplePerson.objects.create(
        national_code="0070000018", first_name="پریسا", last_name="کاویان", father_name="علی", gender="FEMALE"
    )
    SampleSim.objects.create(mobile="09351112233", person=other)
    client, url = draft
    with time_machine.travel(START, tick=False) as clock:
        send_too_late(client, url, clock)
        ask_for_code(client, mobile="09351112233", national_code="0070000018")
        back = client.post(reverse("sign_in_code"), {"code": sent_codes[-1]})

        assert back.url == reverse("dashboard")
        assert interrupted_forms.KEY not in client.session


def test_kept_form_is_gone_after_it_was_sent_or_an_hour_later(draft, sent_codes):
    client, url = draft
    with time_machine.travel(START, tick=False) as clock:
        send_too_late(client, url, clock)
        ask_for_code(client)
        client.post(reverse("sign_in_code"), {"code": sent_codes[-1]})
        client.post(url, {"unit_name": ""}, headers={"referer": f"http://testserver{url}"})

        assert interrupted_forms.KEY not in client.session


def test_form_too_large_to_keep_is_not_kept(draft):
    client, url = draft
    with time_machine.travel(START, tick=False) as clock:
        clock.shift(1801)
        client.post(url, {"address": "ن" * 70_000})

        assert interrupted_forms.KEY not in client.session


def test_uploaded_file_is_never_kept(draft):
    client, url = draft
    with time_machine.travel(START, tick=False) as clock:
        clock.shift(1801)
        client.post(url, {"unit_name": "نسیم", "scan": SimpleUploadedFile("a.png", b"secret bytes")})

        kept = client.session[interrupted_forms.KEY]["fields"]
    assert "secret" not in kept
    assert "unit_name" in kept


def test_mobile_and_national_code_stand_in_no_session_list(sim, sent_codes):
    client = sign_in(sent_codes)

    page = client.get(reverse("my_sessions")).content.decode()

    assert MOBILE not in page
    assert NATIONAL_CODE not in page

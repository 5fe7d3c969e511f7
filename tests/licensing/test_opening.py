"""The whole file, opened from the tracking page by a code to the applicant's mobile."""

from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from accounts.models import OtpChallenge
from accounts.services import sessions
from accounts.signals import code_issued
from core import fonts
from core.models import AuditEntry
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases.states import Status
from licensing.decisions import services as decisions
from licensing.decisions import silence_letter
from licensing.decisions.silence_models import SilenceLetter
from licensing.inquiries import letters as inquiry_letters
from licensing.inquiries.models import LetterBatch
from licensing.panel import opening_code as opening
from licensing.panel import texts as panel_texts
from messaging.models import Sms
from registries.models import SamplePerson, SampleSim
from tests.accounts.browsers import ask_for_code
from tests.factories import CitizenFactory, LicenceRequestFactory, bring_to

pytestmark = pytest.mark.django_db
OPEN, CODE, DETAILS = "/track/open/", "/track/code/", "/track/details/"
LETTERS, LETTERS_FILE, SILENCE = "/track/letters/", "/track/letters/file/", "/track/silence-letter/"


def captcha():
    """The fields of a captcha answered rightly."""
    key = CaptchaStore.generate_key()
    return {"captcha_0": key, "captcha_1": CaptchaStore.objects.get(hashkey=key).response}


@pytest.fixture
def phone():
    """The codes that were sent, oldest first."""
    codes = []

    def receive(sender, *, challenge, code, **kwargs):
        codes.append((challenge.mobile, code))

    code_issued.connect(receive, weak=False, dispatch_uid="test-phone")
    yield codes
    code_issued.disconnect(dispatch_uid="test-phone")


def tracked(status=Status.SUBMITTED, **facts):
    """A request, with the SIM in the applicant's own name."""
    case = bring_to(LicenceRequestFactory(submitted=True, **facts), status)
    owner, _ = SamplePerson.objects.get_or_create(
        national_code=case.applicant.national_code, defaults={"gender": "FEMALE"}
    )
    SampleSim.objects.get_or_create(mobile=case.applicant.mobile, person=owner)
    return case


def tracking(case):
    """A browser that gave the tracking code."""
    client = Client()
    client.post(reverse("track"), {"code": case.tracking_code} | captcha())
    return client


def opened(case, phone):
    """A browser in which the code was typed."""
    client = tracking(case)
    client.post(OPEN, captcha())
    assert client.post(CODE, {"code": phone[-1][1]}).url == DETAILS
    return client


def test_applicant_opens_messages_with_minutes_bill_and_ledger_without_an_account(phone):
    case = tracked(Status.AWAITING_PAYMENT)

    text = opened(case, phone).get(DETAILS).content.decode()

    assert phone[0][0] == case.applicant.mobile
    line = case.invoice.lines.get(fee__kind="ISSUE")
    for shown in (
        "صورتجلسهٔ ۱۲ مورخ",
        "هیأت مدیره درخواست را پذیرفت",
        line.account,
        line.approval,
        "حساب مهلت",
    ):
        assert shown in text
    assert AuditEntry.objects.filter(action="opened by a code", subject_id=str(case.pk)).count() == 1


def test_applicant_asks_for_the_inquiry_letters_on_the_opened_page_and_prints_them(phone, settings, tmp_path):
    fonts.prepare(settings.FONTS_ROOT)
    settings.MEDIA_ROOT = tmp_path
    case = tracked(Status.IN_PROGRESS)
    client = opened(case, phone)
    assert "آماده‌کردن نامه‌ها" in client.get(DETAILS).content.decode()
    assert client.get(LETTERS_FILE).status_code == 404

    assert client.post(LETTERS).url == DETAILS
    inquiry_letters.draw_up_letters(LetterBatch.objects.get().pk)

    assert LETTERS_FILE in client.get(DETAILS).content.decode()
    assert client.get(LETTERS_FILE)["Content-Type"] == "application/pdf"
    assert set(case.inquiries.values_list("state", flat=True)) == {"PRINTED"}


def test_letter_of_silence_is_printed_from_the_opened_page(phone, settings, tmp_path):
    fonts.prepare(settings.FONTS_ROOT)
    settings.MEDIA_ROOT = tmp_path
    case = tracked()
    with travel(timezone.now() + timedelta(days=60), tick=False):
        decisions.accept_overdue()
        silence_letter.draw_up_silence_letter(SilenceLetter.objects.get(case=case).pk)
    client = opened(case, phone)

    assert SILENCE in client.get(DETAILS).content.decode()
    assert client.get(SILENCE)["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("address", ["/track/letters/", "/track/letters/file/", "/track/silence-letter/"])
def test_no_letter_leaves_before_the_code_was_typed(address, phone):
    client = tracking(tracked(Status.IN_PROGRESS))
    method = client.post if address == LETTERS else client.get

    assert method(address).url == OPEN
    assert not LetterBatch.objects.exists()


def test_the_opened_page_has_no_number_address_or_birth_date_of_the_person(phone):
    case = tracked(Status.ISSUED)

    text = opened(case, phone).get(DETAILS).content.decode()

    person = case.applicant
    for secret in (person.national_code, person.mobile, case.postal_code, "خیابان بهار", person.last_name):
        assert secret not in text
        assert to_persian_digits(secret) not in text
    assert to_persian_digits(case.licence.number) in text


def test_the_status_page_leads_there_and_the_pages_before_the_code_tell_only_two_digits(phone):
    case = tracked()
    client = tracking(case)

    status = client.get(reverse("track_status")).content.decode()
    ask = client.get(OPEN).content.decode()
    sent = client.post(OPEN, captcha(), follow=True).content.decode()

    assert f'href="{OPEN}"' in status
    mobile = to_persian_digits(case.applicant.mobile)
    for text in (status, ask, sent):
        assert mobile[:7] not in text
        assert case.applicant.last_name not in text
    assert f"•{mobile[-2:]}" in sent


def test_a_browser_without_the_tracking_code_is_asked_for_it(client):
    for address in (OPEN, CODE, DETAILS):
        assert client.get(address).url == reverse("track")


def test_without_the_code_nothing_opens_whatever_is_typed(phone):
    case = tracked()
    client = tracking(case)

    assert client.get(DETAILS).url == OPEN
    assert client.get(CODE).url == OPEN
    client.post(OPEN, captcha())
    wrong = f"{(int(phone[0][1]) + 1) % 1_000_000:06d}"
    page = client.post(CODE, {"code": wrong})

    assert "این کد درست نیست" in page.content.decode()
    assert client.get(DETAILS).url == OPEN
    assert OtpChallenge.objects.get().attempts == 1


def test_five_wrong_tries_kill_the_code(phone):
    client = tracking(tracked())
    client.post(OPEN, captcha())
    right = phone[0][1]
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"

    for _ in range(5):
        client.post(CODE, {"code": wrong})

    assert "دیگر معتبر نیست" in client.post(CODE, {"code": right}).content.decode()
    assert client.get(DETAILS).url == OPEN


def test_no_text_message_without_a_right_captcha(phone):
    client = tracking(tracked())

    wrong = client.post(OPEN, captcha() | {"captcha_1": "00000"})
    refreshed = client.post(OPEN, {"refresh_captcha": "1"})

    assert "کد امنیتی درست نبود" in wrong.content.decode()
    assert refreshed.status_code == 200
    assert phone == []


def test_a_code_opens_nothing_in_another_browser(phone):
    case = tracked()
    tracking(case).post(OPEN, captcha())
    other = tracking(case)

    assert other.post(CODE, {"code": phone[0][1]}).url == OPEN
    assert other.get(DETAILS).url == OPEN


def test_the_file_closes_after_thirty_minutes(phone, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    client = opened(tracked(), phone)

    time_machine.shift(timedelta(minutes=29))
    assert client.get(DETAILS).status_code == 200
    assert client.get(OPEN).url == DETAILS
    time_machine.shift(timedelta(minutes=2))
    assert client.get(DETAILS).url == OPEN


def test_opening_one_request_opens_no_other(phone):
    first = tracked()
    client = opened(first, phone)
    other = tracked(applicant=first.applicant)

    client.post(reverse("track"), {"code": other.tracking_code} | captcha())

    assert client.get(DETAILS).url == OPEN
    assert client.get(CODE).url == OPEN


def test_file_opened_by_a_code_is_closed_when_somebody_signs_in_on_the_same_browser(phone):
    case = tracked()
    client = opened(case, phone)
    request = client.get(DETAILS).wsgi_request
    somebody = CitizenFactory()
    SessionMiddleware(lambda request: None).process_request(request)
    request.user = AnonymousUser()

    sessions.sign_in(request, somebody)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key

    assert client.get(DETAILS).url == "/track/"
    assert client.get("/panel/mobile/").status_code == 200  # signed in they are


def test_opening_gives_the_session_a_new_key(phone):
    client = tracking(tracked())
    before = client.session.session_key
    client.post(OPEN, captcha())

    client.post(CODE, {"code": phone[0][1]})

    assert client.session.session_key != before


def test_a_second_code_is_sent_after_two_minutes_and_the_page_says_where_to_type_the_first(phone):
    client = tracking(tracked())
    client.post(OPEN, captcha())

    text = client.post(OPEN, captcha()).content.decode()

    assert "ثانیه دیگر" in text
    assert f'href="{CODE}"' in text
    assert len(phone) == 1


@pytest.mark.parametrize("trouble", ["no mobile", "another's SIM", "SIM unknown"])
def test_every_reason_for_not_sending_has_the_same_words(trouble, phone):
    case = tracked()
    person = case.applicant
    if trouble == "no mobile":
        person.mobile = ""
        person.save()
    elif trouble == "another's SIM":
        other = SamplePerson.objects.create(national_code="0012345679", gender="MALE")
        SampleSim.objects.filter(mobile=person.mobile).update(person=other)
    else:
        SampleSim.objects.filter(mobile=person.mobile).delete()

    page = tracking(case).post(OPEN, captcha())

    assert panel_texts.OPENING_CODE_NOT_SENT in page.content.decode()
    assert phone == []
    assert not Sms.objects.filter(kind="M1").exists()


def test_a_found_receipt_spends_no_more_than_three_codes_an_hour(phone, time_machine):
    time_machine.move_to(timezone.now().replace(minute=1), tick=False)
    case = tracked()
    for _ in range(3):
        tracking(case).post(OPEN, captcha())
        time_machine.shift(timedelta(minutes=3))

    page = tracking(case).post(OPEN, captcha())

    assert panel_texts.TOO_MANY_OPENING_CODES.partition("{")[0] in page.content.decode()
    assert len(phone) == 3


def ask_all_day(case, time_machine):
    """Somebody with a receipt asks for a code, every hour of the day, from one place after another."""
    for number in range(12):
        browser = Client(REMOTE_ADDR=f"198.51.{number}.7")
        browser.post(reverse("track"), {"code": case.tracking_code} | captcha())
        browser.post(OPEN, captcha())
        time_machine.shift(timedelta(minutes=61))


def test_a_found_receipt_spends_no_more_than_five_codes_a_day_and_none_for_signing_in(phone, time_machine):
    time_machine.move_to("2026-11-21T00:10:00Z", tick=False)
    case = tracked()

    ask_all_day(case, time_machine)

    assert len(phone) == 5
    person = case.applicant
    page = ask_for_code(Client(), mobile=person.mobile, national_code=person.national_code)
    assert page.status_code == 302
    assert len(phone) == 6


def test_browser_of_the_applicant_opens_the_request_though_others_spent_its_codes(phone, time_machine):
    time_machine.move_to("2026-11-21T00:10:00Z", tick=False)
    case = tracked()
    person, browser = case.applicant, Client()
    ask_for_code(browser, mobile=person.mobile, national_code=person.national_code)
    browser.post(reverse("sign_in_code"), {"code": phone[-1][1]})
    browser.post(reverse("sign_out"))
    ask_all_day(case, time_machine)

    browser.post(reverse("track"), {"code": case.tracking_code} | captcha())
    browser.post(OPEN, captcha())

    assert browser.post(CODE, {"code": phone[-1][1]}).url == DETAILS


def test_a_code_of_another_person_opens_nothing(phone):
    case, other = tracked(), tracked()
    challenge = opening.send_code(other, session_token="t")

    with pytest.raises(RuleBroken) as refusal:
        opening.use_code(case, challenge_id=challenge.pk, session_token="t", code=phone[0][1])

    assert refusal.value.code == "dead_code"

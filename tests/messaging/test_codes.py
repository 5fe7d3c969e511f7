"""One-time codes: what the phone shows, and that nobody else can read them."""

import logging
import re

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import OtpChallenge
from accounts.signals import code_issued
from accounts.states import Purpose
from messaging import services
from messaging.backends import Fate, GatewayBusy, GatewaySilent
from messaging.models import Sms
from messaging.sealing import CannotOpen, seal, unseal
from messaging.states import SmsStatus

pytestmark = pytest.mark.django_db


def issue(code: str = "482915", purpose: str = Purpose.SIGN_IN) -> Sms:
    """What `accounts` does when somebody asks for a code."""
    now = timezone.now()
    challenge = OtpChallenge.objects.create(
        purpose=purpose,
        mobile="09121234567",
        national_code="0012345679",
        session_key="s",
        sent_at=now,
        resend_allowed_at=now + timezone.timedelta(seconds=120),
        expires_at=now + timezone.timedelta(seconds=300),
    )
    code_issued.send(OtpChallenge, challenge=challenge, code=code)
    return Sms.objects.latest("pk")


def everything_stored() -> str:
    """All that the table of text messages holds, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messaging_sms")
        return repr(cursor.fetchall())


def test_the_code_arrives_with_a_last_line_the_phone_can_offer_to_our_page(gateway, settings):
    settings.SITE_URL = "https://asnaf.example.ir"

    services.deliver(issue("482915").pk)

    (mobile, text, _key) = gateway.sent[0]
    assert mobile == "09121234567"
    assert text.split("\n")[0] == "کد فعال‌سازی سامانه اصناف: 482915"
    assert "برای ورود؛ اعتبار ۵ دقیقه" in text
    assert text.split("\n")[-1] == "@asnaf.example.ir #482915"


def test_the_last_line_names_the_host_without_its_port(gateway, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"

    services.deliver(issue("000123").pk)

    assert gateway.sent[0][1].endswith("\n@127.0.0.1 #000123")


def test_the_code_says_what_it_opens_so_that_nobody_gives_it_away(gateway):
    services.deliver(issue(purpose=Purpose.DELETE_UNIT).pk)

    assert "حذف واحد صنفی" in gateway.sent[0][1]


def test_a_waiting_code_is_nowhere_in_the_database_nor_in_the_log(gateway, caplog):
    caplog.set_level(logging.DEBUG)
    gateway.answers = [GatewayBusy("busy")]

    sms = issue("482915")
    services.deliver(sms.pk)

    assert sms.sealed_text
    assert not re.search("482915|فعال", everything_stored())
    assert "482915" not in caplog.text


@pytest.mark.parametrize("answers", [[], [GatewayBusy("a"), GatewayBusy("b")]], ids=["sent", "failed"])
def test_a_finished_code_leaves_nothing_behind(gateway, clock, answers):
    sms = issue()
    gateway.answers = answers

    services.sweep()
    clock.shift(20)
    services.sweep()

    sms.refresh_from_db()
    assert sms.status == (SmsStatus.FAILED if len(gateway.sent) == 0 else SmsStatus.SENT)
    assert (sms.text, sms.sealed_text) == ("", "")


def test_a_code_is_offered_to_a_failing_gateway_twice_at_most(gateway, clock):
    sms = issue()
    gateway.answers = [GatewayBusy("busy")] * 10

    for _ in range(10):
        services.sweep()
        clock.shift(15)

    sms.refresh_from_db()
    assert (sms.status, sms.tries) == (SmsStatus.FAILED, 2)


def test_a_code_that_waited_past_its_expiry_is_wiped_and_never_sent(gateway, clock):
    sms = issue()

    clock.shift(300)
    services.deliver(sms.pk)

    sms.refresh_from_db()
    assert (sms.status, sms.sealed_text, gateway.sent) == (SmsStatus.EXPIRED, "", [])


def test_a_second_try_that_would_come_too_late_is_not_made(gateway, clock):
    sms = issue()
    gateway.answers = [GatewayBusy("busy")]

    clock.shift(295)
    services.deliver(sms.pk)

    sms.refresh_from_db()
    assert (sms.status, sms.sealed_text) == (SmsStatus.EXPIRED, "")


def test_a_code_of_unknown_fate_is_wiped_when_it_expires(gateway, clock):
    sms = issue()
    gateway.answers = [GatewaySilent("timeout")]
    services.deliver(sms.pk)
    assert Sms.objects.get().sealed_text

    clock.shift(300)
    services.sweep()

    sms.refresh_from_db()
    assert (sms.status, sms.sealed_text) == (SmsStatus.EXPIRED, "")


def test_a_code_sealed_with_a_key_since_replaced_fails_and_is_not_sent_as_rubbish(gateway, settings):
    sms = issue()
    settings.PERSON_DATA_KEY = "another key of more than fifty characters, put in place meanwhile"

    services.deliver(sms.pk)

    sms.refresh_from_db()
    assert (sms.status, sms.last_error, gateway.sent) == (SmsStatus.FAILED, "CannotOpen", [])


def test_a_doubtful_code_sealed_with_a_replaced_key_fails_without_a_question(gateway, settings):
    sms = issue()
    Sms.objects.update(status=SmsStatus.UNKNOWN)
    gateway.fate = Fate.NEVER_SEEN
    settings.PERSON_DATA_KEY = "another key of more than fifty characters, put in place meanwhile"

    services.sweep()

    sms.refresh_from_db()
    assert (sms.status, gateway.asked) == (SmsStatus.FAILED, [])


def test_a_secret_message_without_an_expiry_is_refused():
    with pytest.raises(ValueError, match="expires"):
        services.send_sms(mobile="09121234567", text="123456", kind="M1", secret=True)


def test_a_sealed_text_opens_only_for_its_own_row():
    mine, other = issue(), issue(purpose=Purpose.TRACK)

    assert "482915" in unseal(mine.sealed_text, mine.key)
    with pytest.raises(CannotOpen):
        unseal(mine.sealed_text, other.key)
    assert seal("یک متن", mine.key) != seal("یک متن", mine.key)


def test_a_sealed_text_that_was_cut_is_refused():
    sms = issue()

    with pytest.raises(CannotOpen):
        unseal(sms.sealed_text[:-5], sms.key)

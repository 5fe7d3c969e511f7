"""Waits grow, are told truly and end by themselves (security bar 1)."""

import logging
import re

import pytest
import time_machine
from captcha.models import CaptchaStore
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import ceilings, limits, texts
from accounts.models import OtpChallenge, Person, Session
from accounts.services import clearing, codes
from registries.models import SamplePerson, SampleSim
from tests.accounts.browsers import captcha_of, sign_in
from tests.accounts.conftest import MOBILE, NATIONAL_CODE
from tests.accounts.test_codes import START, refusal_of, wrong


def fail_ten_times(ask, use, sent_codes, clock):
    """Two codes, each tried five times in vain; the last refusal."""
    refusals = []
    for _ in range(2):
        challenge = ask()
        refusals += [refusal_of(use, challenge, wrong(sent_codes[-1])) for _ in range(5)]
        clock.shift(125)
    return refusals[-1]


def test_ten_wrong_codes_within_an_hour_make_the_step_wait_a_quarter_of_an_hour(ask, use, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        last = fail_ten_times(ask, use, sent_codes, clock)
        waiting = refusal_of(ask)
        clock.shift(900 - 125)
        challenge = ask()

        assert use(challenge, sent_codes[-1])

    assert last.code == waiting.code == "rate_limited"
    assert str(last) == str(waiting)
    assert "تا ساعت ۱۱:۴۸" in str(waiting)


def test_right_code_typed_during_the_wait_is_refused_too(ask, use, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        challenge = ask()
        for _ in range(4):
            refusal_of(use, challenge, wrong(sent_codes[-1]))
        limits.begin_wait(f"wrong:SIGN_IN:{MOBILE}", steps=codes.WAITS)

        assert refusal_of(use, challenge, sent_codes[-1]).code == "rate_limited"
        clock.shift(901)
        assert refusal_of(use, challenge, sent_codes[-1]).code == "dead_code"


def test_second_wait_is_an_hour_the_third_and_all_further_two(db):
    with time_machine.travel(START, tick=False):
        now = timezone.now()
        ends = [limits.begin_wait("somebody", steps=codes.WAITS) for _ in range(4)]

    assert [(end - now).total_seconds() for end in ends] == [900, 3600, 7200, 7200]


def test_day_after_the_first_wait_the_steps_begin_anew(db):
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            limits.begin_wait("somebody", steps=codes.WAITS)
        clock.shift(86401)
        clearing.clear_expired()
        assert limits.waits_until("somebody") is None
        limits.begin_wait("somebody", steps=codes.WAITS)
        clock.shift(901)
        assert limits.waits_until("somebody") is None


def test_twentieth_wrong_code_of_a_day_makes_the_step_wait_though_no_hour_had_ten(db):
    challenge = OtpChallenge(mobile=MOBILE, purpose="SIGN_IN", national_code=NATIONAL_CODE)
    challenge.resend_allowed_at = challenge.expires_at = challenge.sent_at
    challenge.save()
    refused = []
    with time_machine.travel("2026-11-21T00:10:00Z", tick=False) as clock:
        for _ in range(20):
            refused.append(codes._wrong(challenge).code)
            clock.shift(1000)

    assert refused == ["wrong_code"] * 19 + ["rate_limited"]


def test_wait_at_sign_in_leaves_open_sessions_and_other_steps_alone(ask, use, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        client = sign_in(sent_codes)
        clock.shift(125)
        fail_ten_times(ask, use, sent_codes, clock)

        assert client.get(reverse("inbox")).status_code == 200
        assert limits.waits_until(f"wrong:DELETE_UNIT:{MOBILE}") is None


def test_wait_past_midnight_says_tomorrow(db):
    with time_machine.travel("2026-11-21T20:00:00Z", tick=False):  # 23:30 in Tehran
        until = limits.begin_wait("somebody", steps=(7200,))
        assert texts.moment(until) == "ساعت ۰۱:۳۰ فردا"


def test_known_and_unknown_number_take_the_same_statements(ask, sent_codes):
    stranger = SamplePerson.objects.create(
        national_code="0070000018", first_name="پریسا", last_name="کاویان", father_name="علی", gender="FEMALE"
    )
    SampleSim.objects.create(mobile="09351112233", person=stranger)
    Person.objects.create(national_code=NATIONAL_CODE, mobile=MOBILE)

    with CaptureQueriesContext(connection) as known:
        ask(address="10.0.0.1")
    with CaptureQueriesContext(connection) as unknown:
        ask(mobile="09351112233", national_code="0070000018", address="10.0.0.2")

    def shapes(queries):
        return [re.sub(r"'[^']*'|[0-9]+", "?", query["sql"]) for query in queries]

    assert shapes(known) == shapes(unknown)


def test_address_gets_a_longer_picture_from_thirty_codes_an_hour_and_nothing_from_three_hundred(ask, client):
    address = "203.0.113.9"
    asked = ceilings.codes_asked(address, 300)
    with time_machine.travel(START, tick=False):
        for _ in range(29):
            limits.count(asked)
        easy = client.get(reverse("sign_in"), REMOTE_ADDR=address)
        limits.count(asked)
        hard = client.get(reverse("sign_in"), REMOTE_ADDR=address)
        for _ in range(270):
            limits.count(asked)
        refused = refusal_of(ask, address=address)

    assert len(captcha_of(easy)["captcha_1"]) == 5
    assert len(captcha_of(hard)["captcha_1"]) == 7
    assert refused.code == "rate_limited"


def test_short_picture_drawn_before_does_not_pass_where_a_long_one_is_due(sim, sent_codes, client):
    answer = captcha_of(client.get(reverse("sign_in"), REMOTE_ADDR="203.0.113.9"))
    for _ in range(30):
        limits.count(ceilings.codes_asked("203.0.113.9", 300))
    fields = {"mobile": MOBILE, "national_code": NATIONAL_CODE} | answer

    page = client.post(reverse("sign_in"), fields, REMOTE_ADDR="203.0.113.9")

    assert "کد امنیتی درست نبود" in page.content.decode()
    assert sent_codes == []


def test_refresh_of_a_picture_stays_long_for_such_an_address(sim, client):
    for _ in range(30):
        limits.count(ceilings.codes_asked("203.0.113.9", 300))

    answer = client.get(
        "/captcha/refresh/", REMOTE_ADDR="203.0.113.9", headers={"x-requested-with": "XMLHttpRequest"}
    )

    assert len(CaptchaStore.objects.get(hashkey=answer.json()["key"]).response) == 7


def test_ceiling_of_the_portal_is_a_setting(ask, sent_codes, settings):
    settings.PORTAL_CODES_PER_HOUR = 0

    assert refusal_of(ask).code == "rate_limited"
    assert sent_codes == []


def test_refusal_of_a_sixth_code_says_from_when_another_is_sent(ask, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(5):
            ask()
            clock.shift(125)
        assert "از ساعت ۱۲:۳۰" in str(refusal_of(ask))


def sent_and_used(sent, used, moment):
    for number in range(sent):
        OtpChallenge.objects.create(
            purpose="SIGN_IN",
            mobile=f"0912{number:07d}",
            national_code=NATIONAL_CODE,
            sent_at=moment,
            resend_allowed_at=moment,
            expires_at=moment,
            used_at=moment if number < used else None,
        )


@pytest.mark.parametrize(
    ("sent", "used", "alarm"), [(50, 19, True), (50, 20, False), (19, 0, False), (20, 0, True)]
)
def test_alarm_is_written_when_under_forty_percent_of_an_hours_codes_are_used(db, caplog, sent, used, alarm):
    with time_machine.travel(START, tick=False) as clock:
        sent_and_used(sent, used, timezone.now())
        clock.shift(1800)
        with caplog.at_level(logging.ERROR):
            codes.watch_codes()

    assert ("ALARM few codes are used" in caplog.text) is alarm


def test_session_rows_belong_to_their_person_only_after_the_code(sim, sent_codes):
    with time_machine.travel(START, tick=False):
        sign_in(sent_codes)

    assert Session.objects.filter(user__isnull=False).count() == 1

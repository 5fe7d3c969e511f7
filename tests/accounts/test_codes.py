"""The life of a one-time code (R2, R5–R7, security bar 1)."""

import pytest
import time_machine
from django.utils import timezone

from accounts.models import OtpChallenge
from accounts.services import clearing, codes, people
from accounts.states import Purpose
from core.refusals import RuleBroken
from registries.models import SampleOutage, SampleSim
from tests.accounts.conftest import MOBILE

START = "2026-11-21T08:00:00Z"
HOME = "203.0.113.9"


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_right_code_is_used_once_and_only_once(ask, use, sent_codes):
    challenge = ask()

    use(challenge, sent_codes[0])

    assert refusal_of(use, challenge, sent_codes[0]).code == "dead_code"
    assert OtpChallenge.objects.get().used_at is not None


def test_code_is_stored_as_a_keyed_hash_and_nowhere_in_the_clear(ask, sent_codes, settings):
    challenge = ask()
    stored = OtpChallenge.objects.values().get()

    assert sent_codes[0] not in " ".join(str(value) for value in stored.values())
    assert challenge.code_hash == codes._hash(challenge, sent_codes[0])
    settings.SECRET_KEY = "another key" * 6
    assert challenge.code_hash != codes._hash(challenge, sent_codes[0])


def test_code_outlives_a_change_of_the_secret_key(ask, use, sent_codes, settings):
    challenge = ask()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key" * 6

    assert use(challenge, sent_codes[0]).pk == challenge.pk


def test_code_belongs_to_one_browser_and_one_purpose(ask, use, sent_codes):
    challenge = ask()

    assert refusal_of(use, challenge, sent_codes[0], session_token="other").code == "dead_code"
    assert refusal_of(use, challenge, sent_codes[0], purpose=Purpose.TRACK).code == "dead_code"
    assert use(challenge, sent_codes[0])


def test_five_wrong_tries_kill_a_code_and_the_right_one_comes_too_late(ask, use, sent_codes):
    challenge = ask()

    refusals = [refusal_of(use, challenge, wrong(sent_codes[0])) for _ in range(5)]

    assert [r.code for r in refusals] == ["wrong_code"] * 4 + ["dead_code"]
    assert "4 بار" in str(refusals[0]) or "۴ بار" in str(refusals[0])
    assert refusal_of(use, challenge, sent_codes[0]).code == "dead_code"


def test_code_dies_after_five_minutes(ask, use, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        challenge = ask()
        clock.shift(300)
        assert refusal_of(use, challenge, sent_codes[0]).code == "dead_code"


def test_resend_waits_120_seconds_and_kills_the_old_code(ask, use, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        first = ask()
        clock.shift(119)
        early = refusal_of(ask)
        clock.shift(1)
        second = ask()

    assert early.code == "resend_too_early"
    assert len(sent_codes) == 2
    with time_machine.travel(START, tick=False):
        assert refusal_of(use, first, sent_codes[0]).code == "dead_code"
        assert use(second, sent_codes[1])


def test_sixth_code_within_an_hour_is_refused(ask, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(5):
            ask()
            clock.shift(125)
        assert refusal_of(ask).code == "rate_limited"
    assert len(sent_codes) == 5


def test_eleventh_code_within_a_day_is_refused(ask, sent_codes):
    with time_machine.travel("2026-11-21T00:10:00Z", tick=False) as clock:
        for _ in range(10):
            ask()
            clock.shift(3600)
        assert refusal_of(ask).code == "rate_limited"
    assert len(sent_codes) == 10


def test_sim_of_somebody_else_gets_no_code(ask, sent_codes):
    refusal = refusal_of(ask, national_code="0070000018")

    assert refusal.code == "mismatch"
    assert sent_codes == []


def test_fourth_mismatch_within_an_hour_gets_the_neutral_page_and_asks_no_register(ask, monkeypatch):
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            assert refusal_of(ask, national_code="0070000018", address=HOME).code == "mismatch"
        asked = []
        monkeypatch.setattr(codes.registries, "identity", lambda: asked.append(1))
        clock.shift(600)
        wrong_pair = refusal_of(ask, national_code="0070000018", address=HOME)
        right_pair = refusal_of(ask, address=HOME)

    assert [wrong_pair.code, right_pair.code] == ["neutral", "neutral"]
    assert str(wrong_pair) == str(right_pair)
    assert "تا ساعت ۱۲:۳۰" in str(right_pair)
    assert asked == []


def test_neutral_page_ends_an_hour_after_the_first_mismatch(ask, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            refusal_of(ask, national_code="0070000018", address=HOME)
        clock.shift(3601)
        ask(address=HOME)

    assert len(sent_codes) == 1


def test_unknown_owner_is_never_a_match(ask, sent_codes):
    SampleSim.objects.update(person=None)

    assert refusal_of(ask).code == "unknown"
    assert sent_codes == []


def test_register_that_is_down_says_try_later(ask, sent_codes):
    SampleOutage.objects.create(register=SampleOutage.Register.IDENTITY, mode=SampleOutage.Mode.DOWN)

    assert refusal_of(ask).code == "unknown"
    assert sent_codes == []


def test_first_sign_in_opens_one_account_and_the_second_finds_it(ask, use, sent_codes):
    with time_machine.travel(START, tick=False) as clock:
        first = people.citizen_of(use(ask(), sent_codes[-1]))
        clock.shift(130)
        second = people.citizen_of(use(ask(), sent_codes[-1]))

    assert first.pk == second.pk
    assert first.person.mobile == MOBILE
    assert not first.has_usable_password()


def test_old_codes_are_removed_a_day_after_they_expired(ask):
    with time_machine.travel(START, tick=False) as clock:
        ask()
        clock.shift(24 * 3600)
        clearing.clear_expired()
        assert OtpChallenge.objects.count() == 1
        clock.shift(400)
        clearing.clear_expired()
        assert not OtpChallenge.objects.filter(expires_at__lt=timezone.now()).exists()

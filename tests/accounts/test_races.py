"""At one moment, from many threads: each guard must hold, and each test fails when its guard is taken out."""

import pytest
from captcha.models import CaptchaStore

from accounts import captcha, limits
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_right_answers_at_once_use_a_code_once(ask, use, sent_codes):
    challenge = ask()

    results = at_once(20, lambda: use(challenge, sent_codes[0]).pk)

    assert results.count(challenge.pk) == 1
    assert set(results) == {challenge.pk, "dead_code"}


def test_fifty_guesses_at_once_are_five(ask, use, sent_codes):
    challenge = ask()
    guess = f"{(int(sent_codes[0]) + 1) % 1_000_000:06d}"

    at_once(25, lambda: use(challenge, guess))

    challenge.refresh_from_db()
    assert challenge.attempts == 5


def test_two_pages_asking_at_once_send_one_code(ask, sent_codes):
    results = at_once(8, lambda: ask().pk)

    assert len(sent_codes) == 1
    assert results.count("resend_too_early") == 7


def test_one_captcha_answer_passes_once_however_many_send_it():
    store = CaptchaStore.objects.create(challenge="۱۳۴", response="134")

    results = at_once(12, lambda: captcha.consume(store.hashkey, "134"))

    assert results.count(True) == 1


def test_every_count_gets_its_own_number():
    results = at_once(16, lambda: limits.count("key", seconds=3600))

    assert sorted(results) == list(range(1, 17))

import pytest
import time_machine
from captcha.models import CaptchaStore
from django import forms

from accounts import captcha, texts


class CaptchaForm(forms.Form):
    captcha = captcha.CaptchaField()


@pytest.fixture
def challenge(db):
    return CaptchaStore.objects.create(challenge="۴۶۷۸۹", response="46789")


def answer(challenge, typed):
    return CaptchaForm({"captcha_0": challenge.hashkey, "captcha_1": typed})


def test_challenge_is_persian_digits_and_answer_their_ascii_form():
    shown, expected = captcha.persian_digits()

    assert shown.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")) == expected
    assert len(expected) == 5


@pytest.mark.parametrize("typed", ["46789", "۴۶۷۸۹", "٤٦٧٨٩", " 46789 "])
def test_answer_in_any_digits_passes(challenge, typed):
    assert answer(challenge, typed).is_valid()


def test_second_use_of_a_right_answer_is_refused(challenge):
    assert answer(challenge, "46789").is_valid()

    again = answer(challenge, "46789")

    assert again.errors["captcha"] == [texts.WRONG_CAPTCHA]


def test_wrong_answer_uses_the_picture_up(challenge):
    assert not answer(challenge, "11111").is_valid()
    assert not answer(challenge, "46789").is_valid()
    assert not CaptchaStore.objects.exists()


def test_empty_answer_says_what_to_do(challenge):
    assert answer(challenge, "").errors["captcha"] == ["رقم‌های تصویر را بنویسید."]


def test_answer_after_five_minutes_is_refused(db):
    with time_machine.travel("2026-11-21T08:00:00Z", tick=False) as clock:
        challenge = CaptchaStore.objects.create(challenge="۴۶", response="46")
        clock.shift(301)
        assert not captcha.consume(challenge.hashkey, "46")


def test_captchas_that_ran_out_are_removed_and_the_others_stay(db):
    from accounts.services import clearing

    with time_machine.travel("2026-11-21T08:00:00Z", tick=False) as clock:
        CaptchaStore.objects.create(challenge="۴۶", response="46")
        clock.shift(301)
        fresh = CaptchaStore.objects.create(challenge="۴۷", response="47")
        clearing.clear_expired()

    assert list(CaptchaStore.objects.all()) == [fresh]


@pytest.mark.parametrize("typed", ["سلام", "🙂", "x" * 100_000])
def test_answer_that_is_no_number_is_wrong_and_nothing_breaks(challenge, typed):
    assert not answer(challenge, typed).is_valid()

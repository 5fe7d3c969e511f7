"""Tracking codes."""

import secrets

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.references import (
    clean_tracking_code,
    damm,
    group_tracking_code,
    is_tracking_code,
    new_tracking_code,
)
from core.text import to_persian_digits

BODIES = st.text("0123456789", min_size=15, max_size=15)


def test_the_check_digit_is_the_published_one() -> None:
    assert damm("572") == "4"
    assert damm("5724") == "0"


@given(BODIES)
def test_every_single_wrong_digit_is_caught(body: str) -> None:
    code = body + damm(body)
    for place in range(16):
        for digit in set("0123456789") - {code[place]}:
            assert not is_tracking_code(code[:place] + digit + code[place + 1 :])


@given(BODIES)
def test_every_swap_of_neighbours_is_caught(body: str) -> None:
    code = body + damm(body)
    for place in range(15):
        if code[place] != code[place + 1]:
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert not is_tracking_code(swapped)


@given(BODIES)
def test_a_code_typed_in_persian_groups_is_the_same_code(body: str) -> None:
    code = body + damm(body)
    assert clean_tracking_code(to_persian_digits(group_tracking_code(code))) == code


def test_new_codes_are_valid_and_do_not_repeat() -> None:
    codes = {new_tracking_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(len(code) == 16 and code.isascii() and is_tracking_code(code) for code in codes)


def test_a_small_random_number_still_makes_sixteen_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda limit: 7)
    assert new_tracking_code() == "000000000000007" + damm("7")


def test_a_code_is_shown_in_groups_of_four() -> None:
    assert group_tracking_code("1234567890123450") == "1234 5678 9012 3450"


@pytest.mark.parametrize("typed", ["", "123", "12345678901234501", "abcdefghijklmnop", "1234/5678/9012/3450"])
def test_what_is_no_code_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match="۱۶ رقم") as refusal:
        clean_tracking_code(typed)
    example = refusal.value.message.split("مانند ")[1].rstrip(".")
    assert is_tracking_code(example)

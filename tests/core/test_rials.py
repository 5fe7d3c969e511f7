"""Amounts of money."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.rials import LARGEST, format_rials, group_digits, parse_rials, percent_half_up, toman_hint


def test_amounts_are_shown_in_persian_groups() -> None:
    assert format_rials(3_000_000) == "۳٬۰۰۰٬۰۰۰ ریال"
    assert format_rials(0) == "۰ ریال"
    assert group_digits(-1234) == "−۱٬۲۳۴"


def test_tomans_are_a_tenth_of_the_rials() -> None:
    assert toman_hint(3_000_000) == "۳۰۰٬۰۰۰ تومان"
    assert toman_hint(15) == "۱٫۵ تومان"
    assert toman_hint(-15) == "−۱٫۵ تومان"


@pytest.mark.parametrize(
    "typed", ["۳٬۰۰۰٬۰۰۰", "3,000,000", "3000000 ریال", "۳ ۰۰۰ ۰۰۰", "\u0663،000،000", "003000000"]
)
def test_an_amount_typed_any_usual_way_is_read(typed: str) -> None:
    assert parse_rials(typed) == 3_000_000


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("۱۲٫۵", "invalid"),
        ("12.5", "invalid"),
        ("-5", "invalid"),
        ("سه میلیون", "invalid"),
        ("", "invalid"),
        ("۳۰۰ تومان", "toman"),
        (str(LARGEST + 1), "max_value"),
        ("9" * 6000, "max_value"),
    ],
)
def test_an_amount_that_is_none_is_refused(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        parse_rials(typed)
    assert refusal.value.code == code


@given(st.integers(0, LARGEST))
def test_an_amount_shown_is_read_back_the_same(amount: int) -> None:
    assert parse_rials(format_rials(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "percent", "share"),
    [
        (1000, 10, 100),
        (5, 10, 1),
        (4, 10, 0),
        (15, 10, 2),
        (999, Decimal("2.5"), 25),
        (1, 50, 1),
        (100, Fraction(1, 2), 1),
    ],
)
def test_halves_are_rounded_up_to_one_rial(amount: int, percent: int, share: int) -> None:
    assert percent_half_up(amount, percent) == share


@given(st.integers(0, LARGEST), st.integers(0, 100))
def test_a_share_is_within_half_a_rial_of_the_exact_one(amount: int, percent: int) -> None:
    assert abs(Fraction(amount * percent, 100) - percent_half_up(amount, percent)) <= Fraction(1, 2)


def test_a_float_or_a_negative_share_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        percent_half_up(100, 2.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not negative"):
        percent_half_up(-1, 10)

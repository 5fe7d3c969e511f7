"""Slips of the hand between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.likeness import LONGEST, is_slip_of, slips, slips_allowed

SHORT = st.text("ابپت", max_size=7)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("کافه", "کافه", 0),
        ("کافع", "کافه", 1),
        ("کاافه", "کافه", 1),
        ("کفه", "کافه", 1),
        ("کاهف", "کافه", 1),
        ("افکه", "کافه", 2),
        ("", "کافه", 3),
        ("نان", "کافه", 3),
        ("ab", "ba", 1),
        ("abcd", "badc", 2),
    ],
)
def test_slips_are_counted_and_a_swap_of_neighbours_is_one(one: str, other: str, count: int) -> None:
    assert slips(one, other, 2) == slips(other, one, 2) == count


@given(SHORT, SHORT)
def test_a_limit_changes_nothing_below_it(one: str, other: str) -> None:
    true = slips(one, other, 20)

    assert slips(one, other, 2) == min(true, 3)
    assert (true == 0) == (one == other)
    assert abs(len(one) - len(other)) <= true <= max(len(one), len(other))


def test_the_longer_a_text_the_more_slips_it_bears() -> None:
    allowed = [slips_allowed("ا" * length) for length in (0, 3, 4, 6, 7, LONGEST, LONGEST + 1)]

    assert allowed == [0, 0, 1, 1, 2, 2, 0]


def test_a_short_word_is_no_slip_of_another() -> None:
    assert is_slip_of("ارایشگاح", "ارایشگاه")
    assert is_slip_of("نان", "نان")
    assert not is_slip_of("نام", "نان")
    assert not is_slip_of("بوتیک", "تاکسی")

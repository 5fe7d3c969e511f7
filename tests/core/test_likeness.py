"""Slips of the hand between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.likeness import LONGEST, is_slip_of, slips, slips_allowed

SHORT = st.text("ابپ", max_size=5)


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
        ("ab", "bc", 2),
        ("ab", "ca", 2),
    ],
)
def test_slips_are_counted_and_a_swap_of_neighbours_is_one(one: str, other: str, count: int) -> None:
    assert slips(one, other, 2) == slips(other, one, 2) == count


def naive(one: str, other: str) -> int:
    """The same count by trying every way, letter by letter from behind."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        naive(one[:-1], other) + 1,
        naive(one, other[:-1]) + 1,
        naive(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if len(one) > 1 and len(other) > 1 and one[-2:] == other[-1] + other[-2]:
        ways.append(naive(one[:-2], other[:-2]) + 1)
    return min(ways)


@given(SHORT, SHORT, st.integers(0, 6))
def test_the_count_is_that_of_the_shortest_way_up_to_the_limit(one: str, other: str, most: int) -> None:
    assert slips(one, other, most) == min(naive(one, other), most + 1)


def test_the_longer_a_text_the_more_slips_it_bears() -> None:
    allowed = [slips_allowed("ا" * length) for length in (0, 3, 4, 6, 7, LONGEST, LONGEST + 1)]

    assert allowed == [0, 0, 1, 1, 2, 2, 0]


def test_a_short_word_is_no_slip_of_another() -> None:
    assert is_slip_of("ارایشگاح", "ارایشگاه")
    assert is_slip_of("نان", "نان")
    assert not is_slip_of("نام", "نان")
    assert not is_slip_of("بوتیک", "تاکسی")

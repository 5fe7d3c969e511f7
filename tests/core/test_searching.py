"""What was typed into a search."""

import pytest
from django.db.models import Q

from core.searching import named, typed_number


def test_every_word_is_part_of_one_of_the_columns() -> None:
    found = named("نانوا تهران", "name_search", "county__name_search")

    one = Q(name_search__contains="نانوا") | Q(county__name_search__contains="نانوا")
    other = Q(name_search__contains="تهران") | Q(county__name_search__contains="تهران")
    assert found == one & other
    assert named("٪ -", "name_search") == Q()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("ردیف ۷", "7"),
        ("ردیف: ۷", "7"),
        ("شمارهٔ ردیف ۰۷", "07"),
        ("کد رهگیری 1234-5678-9012-3450", "1234567890123450"),
        ("۱۲۳۴ ۱۲۳۴ ۱۲۳۴ ۱۲۳۴", "1234123412341234"),
        ("۱۴۰۳/۱۲۳", "1403123"),
        ("\u0661\u0662", "12"),
        ("سوپر ۱۱۰", ""),
        ("ردیف", ""),
        ("", ""),
    ],
)
def test_a_number_is_understood_with_its_label_and_signs(typed: str, number: str) -> None:
    assert typed_number(typed) == number


def test_a_number_without_end_is_cut() -> None:
    assert len(typed_number("1" * 10_000)) == 100

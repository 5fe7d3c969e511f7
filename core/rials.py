"""Amounts of money: whole rials, never floats."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.core.exceptions import ValidationError

from core.text import normalise, to_persian_digits

GROUP_SEPARATOR = "٬"
DECIMAL_SEPARATOR = "٫"
LARGEST = 9_000_000_000_000_000  # fits a BigIntegerField and a number of the browser
_AMOUNT = re.compile("[0-9]+")
_GROUPING = str.maketrans("", "", "٬,،'’_ ")
_EXAMPLE = "۳٬۰۰۰٬۰۰۰"


@lru_cache(maxsize=4096)
def group_digits(number: int) -> str:
    """A whole number in Persian digits, grouped by three: «۳٬۰۰۰٬۰۰۰»."""
    grouped = to_persian_digits(f"{abs(number):,}").replace(",", GROUP_SEPARATOR)
    return f"−{grouped}" if number < 0 else grouped


def format_rials(amount: int) -> str:
    """An amount in rials as people read it: «۳٬۰۰۰٬۰۰۰ ریال»."""
    return f"{group_digits(amount)} ریال"


def toman_hint(amount: int) -> str:
    """The same amount of rials in tomans, the extra hint beside it: «۳۰۰٬۰۰۰ تومان»."""
    tomans, rest = divmod(abs(amount), 10)
    tenth = f"{DECIMAL_SEPARATOR}{to_persian_digits(str(rest))}" if rest else ""
    sign = "−" if amount < 0 else ""
    return f"{sign}{group_digits(tomans)}{tenth} تومان"


def parse_rials(text: str) -> int:
    """The whole amount in rials that was typed, with any digits, grouping and the word «ریال» after it.

    Raises ValidationError for fractions, tomans, words and amounts above `LARGEST`.
    """
    typed = normalise(text)
    if typed.endswith("تومان"):
        raise ValidationError("مبلغ را به ریال بنویسید، نه تومان (هر تومان ۱۰ ریال است).", code="toman")
    digits = typed.removesuffix("ریال").translate(_GROUPING)
    if not _AMOUNT.fullmatch(digits):
        raise ValidationError(
            f"مبلغ را با رقم، به ریال و بدون اعشار بنویسید، مانند {_EXAMPLE}.", code="invalid"
        )
    if len(digits.lstrip("0")) > len(str(LARGEST)) or int(digits) > LARGEST:
        raise ValidationError("این مبلغ بیش از اندازه بزرگ است؛ تعداد صفرها را بررسی کنید.", code="max_value")
    return int(digits)


def percent_half_up(amount: int, percent: int | Decimal | Fraction) -> int:
    """`percent` per cent of an amount in rials, halves rounded up to one rial (handbook 3).

    Raises TypeError for a float, whose share would not be exact, and ValueError for a negative amount.
    """
    if isinstance(percent, float):
        raise TypeError("A share in per cent is an int, a Decimal or a Fraction, never a float.")
    if amount < 0 or percent < 0:
        raise ValueError("Shares are taken of amounts that are not negative.")
    share = Fraction(amount) * Fraction(percent) / 100
    return int(share + Fraction(1, 2))

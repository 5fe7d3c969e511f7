"""Whole numbers in addresses and parameters: read here and nowhere else, so that none is read without a bound.

`str.isdigit` takes ² and ۱ for digits, and `int` refuses the first and 5,000 of any kind: both end in a failure. What a
person types into a form is read by the fields of `core.fields`, which forgive more.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

#: Digits of the largest whole number both engines hold in a column without a doubt.
LONGEST = 18
#: Digits of a moment in microseconds that a `datetime` holds.
LONGEST_MOMENT = 17


def is_digits(text: str) -> bool:
    """Whether a text is digits 0 to 9 alone, at least one."""
    return text.isascii() and text.isdigit()


def number_in(text: str | None) -> int | None:
    """The number written in a parameter: 1 to 18 digits 0 to 9, nothing beside them; None for whatever else it is."""
    return int(text) if text and len(text) <= LONGEST and is_digits(text) else None


def numbers_in(texts: Iterable[str]) -> list[int]:
    """The numbers among the values of a parameter that may come several times, in their order."""
    return [number for number in map(number_in, texts) if number is not None]


def pairs_in(texts: Iterable[str]) -> dict[int, int]:
    """Numbers written «key:version», as a page drew them.

    Raises:
        ValueError: one of them is no such pair.
    """
    pairs = {}
    for text in texts:
        key, _, version = text.partition(":")
        first, second = number_in(key), number_in(version)
        if first is None or second is None:
            raise ValueError("not «key:version»")
        pairs[first] = second
    return pairs


def place_text(moment: datetime | None, key: int) -> str:
    """Where the next page of a list ordered by moment and key goes on, for an address."""
    return f"{round(moment.timestamp() * 1_000_000) if moment else 0}-{key}"


def place_in(text: str) -> tuple[datetime, int] | None:
    """Moment and key that `place_text` wrote; None for whatever else stands there, which begins at the first page."""
    before, _, after = text.partition("-")
    moment, key = number_in(before), number_in(after)
    if moment is None or key is None or len(before) > LONGEST_MOMENT:
        return None
    seconds, micro = divmod(moment, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro), key


class NumberConverter:
    """`<number:pk>` in a path: a number of at most 18 digits 0 to 9. An address with a longer one does not exist."""

    regex = f"[0-9]{{1,{LONGEST}}}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return str(value)

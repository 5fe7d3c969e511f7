"""The official holidays of Iran as the `holidays` package computes them: the only place that knows that package."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import holidays as package

from core import jalali
from core.text import to_persian_digits

LANGUAGE = "fa_IR"
ESTIMATED = " (تخمینی)"
_SPELLING = (("عیدنوروز", "عید نوروز"), ("؛شهادت", "؛ شهادت"), (ESTIMATED, ""))


@dataclass(frozen=True, slots=True)
class TableRow:
    """One official holiday; `is_estimated` when a lunar date is computed, not yet observed."""

    date: date
    title: str
    is_estimated: bool


def official_holidays(first_year: int, last_year: int) -> Iterator[TableRow]:
    """The holidays of the Jalali years from `first_year` to `last_year`, both included, by date.

    A day with two occasions is estimated only if all of them are.
    """
    first = jalali.from_jalali(first_year, 1, 1)
    last = jalali.from_jalali(last_year, 12, jalali.month_length(last_year, 12))
    table = package.country_holidays("IR", years=range(first.year, last.year + 1), language=LANGUAGE)
    for day in sorted(table):
        if first <= day <= last:
            names = table.get_list(day)
            yield TableRow(day, "، ".join(map(_title, names)), all(ESTIMATED in name for name in names))


def _title(name: str) -> str:
    for wrong, right in _SPELLING:
        name = name.replace(wrong, right)
    return to_persian_digits(name)

"""The working-day calendar: plain functions over an immutable table, without a database (handbook 3).

A working day is not a Friday, not an official holiday and not closed in the county; Thursday counts. The day on which
something is received does not count, so adding one working day to a Thursday gives Saturday.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from core import jalali

FRIDAY = 4
ONE_DAY = timedelta(days=1)
NOTHING: Mapping[date, str] = MappingProxyType({})
#: No county is closed longer than this; a table that never opens is a mistake, not an endless loop.
LONGEST_SEARCH = 3660


class DayOffKind(StrEnum):
    """Why a day is no working day."""

    FRIDAY = "FRIDAY"
    HOLIDAY = "HOLIDAY"
    CLOSURE = "CLOSURE"


@dataclass(frozen=True, slots=True)
class DayOff:
    """One reason for one day: its kind, the Persian name, and whether the date is only an estimate."""

    kind: DayOffKind
    name: str
    is_estimated: bool = False


_FRIDAY = DayOff(DayOffKind.FRIDAY, "جمعه")


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days off of one county: official holidays and local closures by date, with their names.

    `estimated` are the holidays whose lunar date is not announced yet; `known_until` is the last day the table of
    holidays covers (None: it has no end).
    """

    holidays: Mapping[date, str] = field(default_factory=lambda: NOTHING)
    closures: Mapping[date, str] = field(default_factory=lambda: NOTHING)
    estimated: frozenset[date] = frozenset()
    known_until: date | None = None

    def why_off(self, day: date) -> DayOff | None:
        """Why this is no working day (a named holiday before Friday, Friday before a closure), or None."""
        if day in self.holidays:
            return DayOff(DayOffKind.HOLIDAY, self.holidays[day], day in self.estimated)
        if day.weekday() == FRIDAY:
            return _FRIDAY
        if day in self.closures:
            return DayOff(DayOffKind.CLOSURE, self.closures[day])
        return None

    def is_working_day(self, day: date) -> bool:
        """Whether work is done on this day in this county."""
        return day.weekday() != FRIDAY and day not in self.holidays and day not in self.closures

    def knows(self, day: date) -> bool:
        """Whether the table of holidays reaches this day."""
        return self.known_until is None or day <= self.known_until


def is_working_day(calendar: WorkingCalendar, day: date) -> bool:
    """Whether work is done on this day in the county of this calendar."""
    return calendar.is_working_day(day)


def days_after(day: date) -> Iterator[date]:
    """The days after `day`, one by one. Raises OverflowError after ten years without a result."""
    for _ in range(LONGEST_SEARCH):
        day += ONE_DAY
        yield day
    raise OverflowError("Ten years without the day looked for: the table of days off must be wrong.")


def add_working_days(calendar: WorkingCalendar, received_on: date, amount: int) -> date:
    """The `amount`-th working day after `received_on`, which itself does not count. Raises ValueError below 1."""
    _check_amount(amount)
    counted = 0
    for day in days_after(received_on):
        counted += calendar.is_working_day(day)
        if counted == amount:
            return day
    raise AssertionError("days_after ends with OverflowError")


def add_calendar_days(
    calendar: WorkingCalendar, received_on: date, amount: int, *, roll: bool = True
) -> date:
    """The `amount`-th day after `received_on`; a day off at the end moves to the next working day if `roll`."""
    _check_amount(amount)
    last = received_on + timedelta(days=amount)
    return next_working_day(calendar, last) if roll else last


def add_months(calendar: WorkingCalendar, received_on: date, amount: int, *, roll: bool = True) -> date:
    """The same Jalali day `amount` months later, clamped to the month's last day, then moved as above."""
    _check_amount(amount)
    last = jalali.add_months(received_on, amount)
    return next_working_day(calendar, last) if roll else last


def add_years(calendar: WorkingCalendar, received_on: date, amount: int, *, roll: bool = True) -> date:
    """The same Jalali day `amount` years later; 30 Esfand becomes 29 Esfand where there is none."""
    return add_months(calendar, received_on, 12 * amount, roll=roll)


def next_working_day(calendar: WorkingCalendar, day: date) -> date:
    """`day` itself if work is done on it, else the first working day after it."""
    if calendar.is_working_day(day):
        return day
    return add_working_days(calendar, day, 1)


def working_days_between(calendar: WorkingCalendar, after: date, until: date) -> int:
    """The number of working days after `after` up to and including `until`; 0 when `until` is not later."""
    span = (until - after).days
    return sum(calendar.is_working_day(after + timedelta(days=n)) for n in range(1, span + 1))


def _check_amount(amount: int) -> None:
    if amount < 1:
        raise ValueError("A term is at least one unit long.")

"""The Jalali calendar on the Gregorian dates and aware instants that are stored, in the zone Asia/Tehran."""

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

import jdatetime
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.text import ZWNJ, normalise, to_persian_digits

TEHRAN = ZoneInfo("Asia/Tehran")
MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
WEEKDAYS = ("شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه")
FIRST_YEAR, LAST_YEAR = 1250, 1500  # what a person may type; anything else is a slip
_NUMBER = re.compile("[0-9]{1,4}")
_TEXT_SEPARATORS = re.compile("[ /.,،_-]+")


def day_of(value: dt.date) -> dt.date:
    """The calendar day in Tehran of an aware instant; a date is its own day. Raises ValueError for a naive instant.

    The only place where an instant becomes a day: `.date()` gives the day of whatever zone the instant carries.
    """
    if isinstance(value, dt.datetime):
        return timezone.localtime(value, TEHRAN).date()
    return value


@lru_cache(maxsize=8192)
def _to_jalali(day: dt.date) -> tuple[int, int, int]:
    found = jdatetime.date.fromgregorian(date=day)
    return found.year, found.month, found.day


def to_jalali(value: dt.date) -> tuple[int, int, int]:
    """Jalali year, month and day of a date, or of an aware instant as Tehran sees it."""
    return _to_jalali(day_of(value))


@lru_cache(maxsize=8192)
def from_jalali(year: int, month: int, day: int) -> dt.date:
    """The date of a Jalali day. Raises ValueError when there is no such day."""
    found: dt.date = jdatetime.date(year, month, day).togregorian()
    return found


@lru_cache(maxsize=512)
def is_leap(year: int) -> bool:
    """Whether Esfand of this Jalali year has thirty days."""
    return bool(jdatetime.date(year, 1, 1).isleap())


def month_length(year: int, month: int) -> int:
    """The number of days of a Jalali month."""
    if month <= 6:
        return 31
    return 30 if month < 12 or is_leap(year) else 29


def add_months(day: dt.date, months: int) -> dt.date:
    """The same Jalali day so many months later (earlier if negative), clamped to the month's last day."""
    year, month, day_of_month = to_jalali(day)
    years, month_index = divmod(month - 1 + months, 12)
    year, month = year + years, month_index + 1
    return from_jalali(year, month, min(day_of_month, month_length(year, month)))


def age_on(birth: dt.date, day: dt.date) -> int:
    """Full Jalali years between birth and `day`; negative before the birth.

    For those born on 30 Esfand a year is full on 1 Farvardin when Esfand has 29 days.
    """
    born, now = to_jalali(birth), to_jalali(day)
    return now[0] - born[0] - (now[1:] < born[1:])


def tehran_today() -> dt.date:
    """Today's date in Tehran."""
    return day_of(timezone.now())


def at_tehran(day: dt.date, clock: dt.time, *, fold: int = 0) -> dt.datetime:
    """The instant at which a clock in Tehran shows this hour of this day, in UTC.

    In UTC, because Python compares two instants that carry Tehran's zone by the clock alone, and calls instants in two
    zones unequal inside an hour that a clock turned back repeats (PEP 495). `fold=1` takes the later of the two.
    """
    return dt.datetime.combine(day, clock, tzinfo=TEHRAN).replace(fold=fold).astimezone(dt.UTC)


def start_of_day_tehran(day: dt.date) -> dt.datetime:
    """The first moment of a day in Tehran, in UTC."""
    return at_tehran(day, dt.time.min)


def end_of_day_tehran(day: dt.date) -> dt.datetime:
    """The last second of a day in Tehran, when deadlines end (handbook 3), in UTC.

    The later of the two in the autumns that turned the clock back, the last in 1401.
    """
    return at_tehran(day, dt.time(23, 59, 59), fold=1)


@lru_cache(maxsize=8192)
def _format_date(day: dt.date) -> str:
    year, month, day_of_month = _to_jalali(day)
    return f"{to_persian_digits(str(day_of_month))} {MONTHS[month - 1]} {to_persian_digits(str(year))}"


def format_date(value: dt.date) -> str:
    """A day in words: «۱ مهر ۱۴۰۳»."""
    return _format_date(day_of(value))


@lru_cache(maxsize=8192)
def _format_numeric(day: dt.date) -> str:
    year, month, day_of_month = _to_jalali(day)
    return to_persian_digits(f"{year:04}/{month:02}/{day_of_month:02}")


def format_numeric(value: dt.date) -> str:
    """A day in figures: «۱۴۰۳/۰۷/۰۱»."""
    return _format_numeric(day_of(value))


def format_month(month: str) -> str:
    """A Jalali month kept as six digits, "140306", in words: «شهریور ۱۴۰۳». Raises ValueError for another text."""
    year, number = int(month[:4]), int(month[4:])
    if len(month) != 6 or not 1 <= number <= 12:
        raise ValueError(month)
    return f"{MONTHS[number - 1]} {to_persian_digits(str(year))}"


def weekday_name(value: dt.date) -> str:
    """The name of the day of the week: «یکشنبه»."""
    return WEEKDAYS[(day_of(value).weekday() + 2) % 7]


def format_datetime(moment: dt.datetime) -> str:
    """An aware instant on Tehran's clock: «۱۸ مهر ۱۴۰۳، ساعت ۱۴:۰۵». Raises ValueError for a naive one."""
    local = timezone.localtime(moment, TEHRAN)
    return f"{format_date(local)}، ساعت {to_persian_digits(f'{local.hour:02}:{local.minute:02}')}"


def split_jalali(text: str) -> tuple[str, str, str] | None:
    """Year, month and day as typed in one text («1403/07/01», «۱ مهر ۱۴۰۳»), or None if these are not three.

    The order is told by the year's four digits; a month's name becomes its number.
    """
    parts = [part for part in _TEXT_SEPARATORS.split(normalise(text)) if part]
    if len(parts) != 3:
        return None
    first, month, last = parts
    year, day = (last, first) if len(last) == 4 else (first, last)
    bare = month.replace(ZWNJ, "")
    return year, str(MONTHS.index(bare) + 1) if bare in MONTHS else month, day


def parse_jalali(
    year_or_text: str | int, month: str | int | None = None, day: str | int | None = None
) -> dt.date:
    """The date of a typed Jalali day: one text, or year, month and day with any digits.

    Raises ValidationError saying which part is wrong and what a right one looks like.
    """
    if month is None or day is None:
        parts = split_jalali(str(year_or_text))
        if parts is None:
            raise ValidationError(
                "تاریخ را به ترتیب سال، ماه و روز بنویسید، مانند ۱۴۰۳/۰۷/۰۱.", code="invalid"
            )
        year_or_text, month, day = parts
    year_number = _checked_year(str(year_or_text))
    month_number = _checked_month(str(month))
    return from_jalali(year_number, month_number, _checked_day(str(day), year_number, month_number))


def _number(text: str) -> int:
    """The whole number typed, or 0, which is no year, month or day."""
    digits = normalise(text)
    return int(digits) if _NUMBER.fullmatch(digits) else 0


def _checked_year(text: str) -> int:
    year = _number(text)
    if FIRST_YEAR <= year <= LAST_YEAR:
        return year
    if 1800 <= year <= 2200:
        raise ValidationError("سال را شمسی بنویسید، مانند ۱۴۰۳؛ این سال میلادی است.", code="year")
    raise ValidationError("سال را شمسی و چهاررقمی بنویسید، مانند ۱۴۰۳.", code="year")


def _checked_month(text: str) -> int:
    month = _number(text)
    if 1 <= month <= 12:
        return month
    raise ValidationError("ماه عددی از ۱ تا ۱۲ است.", code="month")


def _checked_day(text: str, year: int, month: int) -> int:
    day, last = _number(text), month_length(year, month)
    if 1 <= day <= last:
        return day
    if 28 < day <= 31:
        message = f"{MONTHS[month - 1]} {year} {last} روز دارد؛ روزی از ۱ تا {last} بنویسید."
    else:
        message = f"روز عددی از ۱ تا {last} است."
    raise ValidationError(to_persian_digits(message), code="day")

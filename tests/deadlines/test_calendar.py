"""The pure calendar: which days count, and where a term ends."""

import datetime as dt

import jdatetime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from core.jalali import from_jalali, month_length, to_jalali
from deadlines.calendar import (
    DayOffKind,
    WorkingCalendar,
    add_calendar_days,
    add_months,
    add_working_days,
    add_years,
    is_working_day,
    next_working_day,
    working_days_between,
)
from deadlines.holiday_table import official_holidays

FIRST, LAST = from_jalali(1390, 1, 1), from_jalali(1420, 12, month_length(1420, 12))
DAYS = st.dates(from_jalali(1391, 1, 1), from_jalali(1417, 12, 29))
AMOUNTS = st.integers(1, 60)


def table(closures: dict[dt.date, str] | None = None) -> WorkingCalendar:
    rows = list(official_holidays(1390, 1420))
    return WorkingCalendar(
        {row.date: row.title for row in rows},
        closures or {},
        frozenset(row.date for row in rows if row.is_estimated),
        LAST,
    )


CALENDAR = table()
CLOSED_COUNTY = table({from_jalali(1403, 7, 2): "آلودگی هوا", from_jalali(1403, 7, 3): "آلودگی هوا"})


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ((1400, 12, 1), (1400, 12, 19)),
        ((1400, 12, 20), (1401, 1, 15)),
        ((1403, 7, 1), (1403, 7, 18)),
    ],
)
def test_union_answer_of_fifteen_working_days_ends_where_the_handbook_says(received, due):
    found = add_working_days(CALENDAR, from_jalali(*received), 15)

    assert to_jalali(found) == due


def test_calendar_days_in_place_of_working_days_give_another_answer():
    assert to_jalali(add_calendar_days(CALENDAR, from_jalali(1400, 12, 1), 15)) == (1400, 12, 16)


def test_three_months_from_30_azar_are_clamped_and_moved_over_nowruz():
    azar_30 = from_jalali(1400, 9, 30)

    assert to_jalali(add_months(CALENDAR, azar_30, 3, roll=False)) == (1400, 12, 29)
    assert to_jalali(add_months(CALENDAR, azar_30, 3)) == (1401, 1, 6)


@pytest.mark.parametrize(("year", "last_day"), [(1399, 30), (1400, 29), (1403, 30), (1404, 29), (1408, 30)])
def test_a_month_from_30_bahman_ends_on_the_last_day_of_esfand(year, last_day):
    found = add_months(CALENDAR, from_jalali(year, 11, 30), 1, roll=False)

    assert to_jalali(found) == (year, 12, last_day)


def test_two_years_from_leap_day_end_on_29_esfand():
    assert to_jalali(add_years(CALENDAR, from_jalali(1403, 12, 30), 2, roll=False)) == (1405, 12, 29)


def test_last_day_of_a_leap_year_is_a_holiday_and_of_a_common_year_is_oil_day():
    assert not is_working_day(CALENDAR, from_jalali(1403, 12, 30))
    assert CALENDAR.holidays[from_jalali(1404, 12, 29)] == "روز ملی شدن صنعت نفت ایران"


def test_nowruz_is_four_holidays_and_then_work_goes_on():
    off = [n for n in range(1, 14) if not is_working_day(CALENDAR, from_jalali(1402, 1, n))]

    assert off == [1, 2, 3, 4, 11, 12, 13]  # 4 and 11 are Fridays in 1402


def test_thursday_counts_as_a_working_day():
    assert is_working_day(CALENDAR, dt.date(2024, 9, 26))


def test_friday_is_off_and_named():
    off = CALENDAR.why_off(dt.date(2024, 9, 27))

    assert off is not None
    assert (off.kind, off.name) == (DayOffKind.FRIDAY, "جمعه")


def test_a_holiday_on_a_friday_is_named_as_the_holiday():
    off = CALENDAR.why_off(from_jalali(1401, 1, 12))

    assert off is not None
    assert (off.kind, off.name) == (DayOffKind.HOLIDAY, "روز جمهوری اسلامی")


def test_a_closure_is_named_in_its_county_unless_the_day_was_off_anyway():
    closed, friday, feast = from_jalali(1403, 7, 2), from_jalali(1403, 7, 6), from_jalali(1403, 3, 14)
    county = table(dict.fromkeys((closed, friday, feast), "آلودگی هوا"))

    found = [county.why_off(day) for day in (closed, friday, feast, from_jalali(1403, 7, 3))]

    assert [off and off.kind for off in found] == [
        DayOffKind.CLOSURE,
        DayOffKind.FRIDAY,
        DayOffKind.HOLIDAY,
        None,
    ]
    assert found[0].name == "آلودگی هوا"


def test_a_closed_county_waits_longer_than_its_neighbour():
    received = from_jalali(1403, 7, 1)

    assert to_jalali(add_working_days(CLOSED_COUNTY, received, 15)) == (1403, 7, 21)
    assert to_jalali(add_working_days(CALENDAR, received, 15)) == (1403, 7, 18)


def test_lunar_dates_of_the_past_are_certain_and_of_the_far_future_estimated():
    years = {to_jalali(day)[0] for day in CALENDAR.estimated}

    assert min(years) >= 1405
    assert 1415 in years


def test_calendar_day_term_may_keep_its_end_on_a_holiday():
    received = from_jalali(1400, 12, 15)  # 14 days on is 29 Esfand

    assert to_jalali(add_calendar_days(CALENDAR, received, 14, roll=False)) == (1400, 12, 29)
    assert to_jalali(add_calendar_days(CALENDAR, received, 14)) == (1401, 1, 6)


@pytest.mark.parametrize("count_up", [add_working_days, add_calendar_days, add_months, add_years])
def test_a_term_of_nothing_is_refused(count_up):
    with pytest.raises(ValueError, match="at least one unit"):
        count_up(CALENDAR, FIRST, 0)


def test_a_table_that_never_opens_is_an_error_and_no_endless_loop():
    closed = WorkingCalendar(closures={FIRST + dt.timedelta(days=n): "بسته" for n in range(4000)})

    with pytest.raises(OverflowError):
        next_working_day(closed, FIRST)


def test_every_day_of_1390_to_1420_round_trips_against_two_other_implementations():
    day = FIRST
    while day <= LAST:
        ours = to_jalali(day)
        theirs = JalaliDate.to_jalali(day)
        library = jdatetime.date.fromgregorian(date=day)
        assert ours == (theirs.year, theirs.month, theirs.day) == (library.year, library.month, library.day)
        assert from_jalali(*ours) == day
        day += dt.timedelta(days=1)


def test_solar_holidays_fall_on_their_jalali_day_in_every_year():
    for year in range(1390, 1421):
        for month, day in (
            (1, 1),
            (1, 2),
            (1, 3),
            (1, 4),
            (1, 12),
            (1, 13),
            (3, 14),
            (3, 15),
            (11, 22),
            (12, 29),
        ):
            assert from_jalali(year, month, day) in CALENDAR.holidays, (year, month, day)


@given(DAYS, AMOUNTS)
def test_the_last_day_is_always_a_working_day(received, amount):
    assert CALENDAR.is_working_day(add_working_days(CALENDAR, received, amount))


@given(DAYS, AMOUNTS)
def test_no_holiday_or_friday_is_ever_counted(received, amount):
    due = add_working_days(CLOSED_COUNTY, received, amount)

    span = [received + dt.timedelta(days=n) for n in range(1, (due - received).days + 1)]
    counted = [
        day
        for day in span
        if day.weekday() != 4 and day not in CALENDAR.holidays and day not in CLOSED_COUNTY.closures
    ]
    assert len(counted) == amount == working_days_between(CLOSED_COUNTY, received, due)


@given(DAYS, AMOUNTS, AMOUNTS)
def test_working_days_are_additive(received, first, second):
    in_two_steps = add_working_days(CALENDAR, add_working_days(CALENDAR, received, first), second)

    assert in_two_steps == add_working_days(CALENDAR, received, first + second)


@given(DAYS, st.integers(0, 40), AMOUNTS)
def test_whoever_comes_later_is_never_due_earlier(received, later, amount):
    for count_up in (add_working_days, add_calendar_days, add_months):
        early, late = (
            count_up(CALENDAR, received, amount),
            count_up(CALENDAR, received + dt.timedelta(days=later), amount),
        )
        assert early <= late


@given(DAYS, AMOUNTS)
def test_a_longer_term_ends_later(received, amount):
    assert add_working_days(CALENDAR, received, amount) < add_working_days(CALENDAR, received, amount + 1)


@given(DAYS, AMOUNTS)
def test_a_closure_never_shortens_a_term(received, amount):
    assert add_working_days(CALENDAR, received, amount) <= add_working_days(CLOSED_COUNTY, received, amount)

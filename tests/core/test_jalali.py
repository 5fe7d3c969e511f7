"""The Jalali calendar, compared with another library day by day."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from core import jalali

DAYS = st.dates(dt.date(1925, 1, 1), dt.date(2080, 1, 1))


def test_every_day_from_1390_to_1420_agrees_with_another_library() -> None:
    day, last = dt.date(2011, 3, 21), JalaliDate(1420, 12, 29).to_gregorian()
    while day <= last:
        theirs = JalaliDate.to_jalali(day)
        ours = jalali.to_jalali(day)
        assert ours == (theirs.year, theirs.month, theirs.day)
        assert jalali.from_jalali(*ours) == day
        day += dt.timedelta(days=1)


def test_esfand_has_thirty_days_in_leap_years_only() -> None:
    assert [year for year in range(1396, 1410) if jalali.is_leap(year)] == [1399, 1403, 1408]
    assert jalali.from_jalali(1403, 12, 30) == dt.date(2025, 3, 20)
    for year in (1404, 1405, 1406, 1407):
        with pytest.raises(ValueError, match="day"):
            jalali.from_jalali(year, 12, 30)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ((1400, 9, 30), 3, (1400, 12, 29)),
        ((1403, 6, 31), 1, (1403, 7, 30)),
        ((1403, 6, 31), 6, (1403, 12, 30)),
        ((1403, 12, 30), 12, (1404, 12, 29)),
        ((1403, 1, 31), -1, (1402, 12, 29)),
        ((1403, 7, 1), 0, (1403, 7, 1)),
        ((1403, 11, 15), 14, (1405, 1, 15)),
    ],
)
def test_months_are_added_in_jalali_and_clamped_to_the_last_day(start: Any, months: int, end: Any) -> None:
    assert jalali.to_jalali(jalali.add_months(jalali.from_jalali(*start), months)) == end


@given(DAYS, st.integers(-60, 60))
def test_adding_months_lands_in_that_month(day: dt.date, months: int) -> None:
    before, after = jalali.to_jalali(day), jalali.to_jalali(jalali.add_months(day, months))
    assert after[0] * 12 + after[1] - before[0] * 12 - before[1] == months
    assert after[2] <= before[2]


def test_age_is_counted_in_full_jalali_years() -> None:
    born = jalali.from_jalali(1385, 7, 10)
    assert jalali.age_on(born, jalali.from_jalali(1403, 7, 9)) == 17
    assert jalali.age_on(born, jalali.from_jalali(1403, 7, 10)) == 18
    assert jalali.age_on(born, jalali.from_jalali(1385, 7, 9)) == -1


def test_somebody_born_on_the_thirtieth_of_esfand_grows_older_on_new_years_day() -> None:
    born = jalali.from_jalali(1399, 12, 30)
    assert jalali.age_on(born, jalali.from_jalali(1400, 12, 29)) == 0
    assert jalali.age_on(born, jalali.from_jalali(1401, 1, 1)) == 1
    assert jalali.age_on(born, jalali.from_jalali(1403, 12, 30)) == 4


def test_dates_are_written_in_persian() -> None:
    day = dt.date(2024, 9, 22)
    assert jalali.format_date(day) == "۱ مهر ۱۴۰۳"
    assert jalali.format_numeric(day) == "۱۴۰۳/۰۷/۰۱"
    assert jalali.weekday_name(day) == "یکشنبه"


def test_an_instant_is_shown_on_the_clock_of_tehran() -> None:
    moment = dt.datetime(2024, 10, 9, 10, 35, tzinfo=dt.UTC)
    assert jalali.format_datetime(moment) == "۱۸ مهر ۱۴۰۳، ساعت ۱۴:۰۵"
    late = dt.datetime(2024, 9, 21, 21, 0, tzinfo=dt.UTC)
    assert jalali.format_date(late) == "۱ مهر ۱۴۰۳"


def test_summers_before_1402_had_summer_time_and_later_ones_have_not() -> None:
    assert jalali.format_datetime(dt.datetime(2021, 7, 1, 12, 0, tzinfo=dt.UTC)).endswith("۱۶:۳۰")
    assert jalali.format_datetime(dt.datetime(2023, 7, 1, 12, 0, tzinfo=dt.UTC)).endswith("۱۵:۳۰")


def test_a_naive_instant_is_a_mistake_of_the_program() -> None:
    naive = dt.datetime(2024, 1, 1)
    with pytest.raises(ValueError, match="naive"):
        jalali.format_datetime(naive)


def test_today_is_the_day_in_tehran() -> None:
    with time_machine.travel(dt.datetime(2024, 9, 21, 20, 29, 59, tzinfo=dt.UTC), tick=False):
        assert jalali.tehran_today() == dt.date(2024, 9, 21)
    with time_machine.travel(dt.datetime(2024, 9, 21, 20, 30, tzinfo=dt.UTC), tick=False):
        assert jalali.tehran_today() == dt.date(2024, 9, 22)


def test_a_deadline_ends_with_the_last_second_of_the_day() -> None:
    end = jalali.end_of_day_tehran(dt.date(2024, 10, 9))
    assert end.astimezone(dt.UTC) == dt.datetime(2024, 10, 9, 20, 29, 59, tzinfo=dt.UTC)


def test_a_deadline_on_the_night_the_clock_was_turned_back_gets_the_longer_day() -> None:
    end = jalali.end_of_day_tehran(dt.date(2021, 9, 21))
    assert end.astimezone(dt.UTC) == dt.datetime(2021, 9, 21, 20, 29, 59, tzinfo=dt.UTC)


@given(DAYS)
def test_a_date_written_is_read_back_the_same(day: dt.date) -> None:
    assert jalali.parse_jalali(jalali.format_numeric(day)) == day
    assert jalali.parse_jalali(jalali.format_date(day)) == day
    assert jalali.parse_jalali(*jalali.to_jalali(day)) == day


@pytest.mark.parametrize(
    "typed",
    ["1403/07/01", "۱۴۰۳-۷-۱", "۱/۷/۱۴۰۳", "1 مهر 1403", "\u0661\u0664\u0660\u0663/7/1", " 1403 . 7 . 1 "],
)
def test_a_date_typed_any_usual_way_is_read(typed: str) -> None:
    assert jalali.parse_jalali(typed) == dt.date(2024, 9, 22)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1404/12/30", "اسفند ۱۴۰۴ ۲۹ روز دارد"),
        ("1403/7/31", "مهر ۱۴۰۳ ۳۰ روز دارد"),
        ("1403/7/32", "روز عددی از ۱ تا ۳۰"),
        ("1403/13/1", "ماه عددی از ۱ تا ۱۲"),
        ("2024/07/01", "میلادی"),
        ("1800/07/01", "میلادی"),
        ("2200/07/01", "میلادی"),
        ("1799/07/01", "چهاررقمی"),
        ("2201/07/01", "چهاررقمی"),
        ("1249/07/01", "چهاررقمی"),
        ("1501/07/01", "چهاررقمی"),
        ("1403/0/1", "ماه عددی"),
        ("1404/12/31", "اسفند ۱۴۰۴ ۲۹ روز دارد"),
        ("1404/1/28/2", "مانند ۱۴۰۳/۰۷/۰۱"),
        ("03/7/1", "چهاررقمی"),
        ("1403/7", "مانند ۱۴۰۳/۰۷/۰۱"),
        ("فردا", "مانند ۱۴۰۳/۰۷/۰۱"),
        ("1403/x/1", "ماه عددی"),
        ("1403/1/0", "روز عددی"),
    ],
)
def test_a_wrong_date_is_refused_by_its_wrong_part(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        jalali.parse_jalali(typed)
    assert words in refusal.value.message


def test_first_and_last_year_a_person_may_type_and_the_last_day_of_each_month_are_taken() -> None:
    typed = ["1250/1/1", "1500/1/1", "1403/6/31", "1403/7/30", "1404/12/29", "1403/12/30"]

    assert [jalali.to_jalali(jalali.parse_jalali(text)) for text in typed] == [
        (1250, 1, 1),
        (1500, 1, 1),
        (1403, 6, 31),
        (1403, 7, 30),
        (1404, 12, 29),
        (1403, 12, 30),
    ]


@pytest.mark.parametrize("month", ["140300", "140313", "14031", "1403012"])
def test_month_of_no_calendar_is_refused(month: str) -> None:
    with pytest.raises(ValueError, match=month):
        jalali.format_month(month)


def test_each_day_of_a_week_has_its_name() -> None:
    saturday = dt.date(2024, 9, 21)

    assert tuple(jalali.weekday_name(saturday + dt.timedelta(days=n)) for n in range(7)) == jalali.WEEKDAYS

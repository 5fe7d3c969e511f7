"""The edges of the reckoning: each of these fails when the limit beside it is altered by one."""

import datetime as dt
from datetime import timedelta

import pytest

from core.jalali import TEHRAN, at_tehran, end_of_day_tehran, from_jalali
from deadlines.calendar import LONGEST_SEARCH, WorkingCalendar, days_after
from deadlines.engine import Measure, Period, StepKind, TimeLeft, overlay, reckon, time_left, until
from deadlines.states import Owner, Unit
from tests.deadlines.cases import jalali, last_second
from tests.deadlines.test_calendar import CALENDAR
from tests.deadlines.test_engine import T1, T3, T14, stop

EMPTY = WorkingCalendar()
ONE_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("measure", "due"),
    [
        (Measure(1, Unit.YEAR, rolls=False), (1403, 2, 10)),
        (Measure(2, Unit.YEAR, rolls=False), (1404, 2, 10)),
        (Measure(1, Unit.MONTH, rolls=False), (1402, 3, 10)),
        (Measure(11, Unit.MONTH, rolls=False), (1403, 1, 10)),
        (Measure(1, Unit.WEEK, rolls=False), (1402, 2, 17)),
        (Measure(2, Unit.WEEK, rolls=False), (1402, 2, 24)),
        (Measure(1, Unit.CALENDAR_DAY, rolls=False), (1402, 2, 11)),
        (Measure(1, Unit.WORKING_DAY), (1402, 2, 11)),
    ],
)
def test_each_unit_is_as_long_as_its_name_says(measure, due):
    assert reckon(CALENDAR, measure, jalali(1402, 2, 10)).due_at == last_second(*due)


def test_stop_ahead_takes_every_one_of_its_days_from_a_term_in_days_fridays_too():
    ahead = [stop(jalali(1403, 7, 5), jalali(1403, 7, 6, 20))]  # a Thursday and a Friday
    found = reckon(EMPTY, T3, jalali(1403, 7, 1), ahead)

    left = time_left(EMPTY, T3, found, ahead, jalali(1403, 7, 2))

    assert found.due_at == last_second(1403, 7, 18)
    assert left.amount == 14


@pytest.mark.parametrize(
    ("begins", "ends", "left"),
    [
        ((1403, 7, 2), (1403, 7, 2, 20), 15),  # today's stop took nothing of what is still ahead
        ((1403, 7, 3), (1403, 7, 3, 20), 14),
        ((1403, 7, 16), (1403, 7, 17), 14),  # the last days of the term
    ],
)
def test_what_is_left_counts_the_days_after_today_up_to_the_last(begins, ends, left):
    ahead = [stop(jalali(*begins), jalali(*ends))]
    moment = jalali(1403, 7, 2, 21)

    found = reckon(EMPTY, T3, jalali(1403, 7, 1), ahead)

    assert time_left(EMPTY, T3, found, ahead, moment).amount == left


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        ((1403, 7, 4, 0, 0, 0), (1403, 7, 17)),  # midnight: the fourth is free
        ((1403, 7, 4, 0, 0, 1), (1403, 7, 18)),  # one second of it is not
        ((1403, 7, 4, 23, 59, 59), (1403, 7, 18)),
    ],
)
def test_stop_touches_the_day_on_which_its_last_second_lies(ends, due):
    year, month, day, *clock = ends
    pause = stop(jalali(1403, 7, 3), at_tehran(from_jalali(year, month, day), dt.time(*clock)))

    found = reckon(EMPTY, Measure(15, Unit.CALENDAR_DAY, rolls=False), jalali(1403, 7, 1), [pause])

    assert found.due_at == last_second(*due)
    assert found.steps[0].until == from_jalali(1403, 7, 3 if due[2] == 17 else 4)


def test_stop_that_ends_as_the_term_begins_or_lasts_no_time_is_none():
    begun = jalali(1403, 7, 2)
    before = stop(jalali(1403, 7, 1), begun)
    empty = stop(jalali(1403, 7, 5), jalali(1403, 7, 5))

    assert reckon(EMPTY, T14, begun, [before, empty]).steps == ()
    assert reckon(EMPTY, T3, begun, [before, empty]).steps == ()


def test_stop_in_the_very_last_second_of_hours_comes_in_time_and_at_their_end_too_late():
    begun = jalali(1403, 7, 2)
    over = begun + timedelta(hours=72)

    late = reckon(EMPTY, T14, begun, [stop(over, None)])
    in_time = reckon(EMPTY, T14, begun, [stop(over - ONE_SECOND, None)])

    assert late.due_at == over
    assert in_time.due_at is None
    assert (in_time.needed - in_time.used) == 1
    assert time_left(EMPTY, T14, in_time, [], begun).amount == 1


def test_hours_used_before_a_stop_are_told_in_seconds_with_the_days_of_the_stop():
    begun = jalali(1403, 7, 2, 10)
    passing = stop(jalali(1403, 7, 2, 12), jalali(1403, 7, 3, 12))
    lasting = stop(jalali(1403, 7, 3, 14), None)

    found = reckon(EMPTY, T14, begun, [passing, lasting])

    assert (found.used, found.needed) == (4 * 3600, 72 * 3600)
    assert [(step.day, step.until) for step in found.steps] == [
        (from_jalali(1403, 7, 2), from_jalali(1403, 7, 3)),
        (from_jalali(1403, 7, 3), None),
    ]


def test_month_that_ends_on_its_own_day_is_not_called_clamped():
    term = Measure(1, Unit.MONTH, rolls=False)

    assert reckon(EMPTY, term, jalali(1403, 7, 1)).steps == ()
    assert [step.kind for step in reckon(EMPTY, term, jalali(1403, 6, 31)).steps] == [StepKind.CLAMPED]


def test_stops_that_overlap_take_their_common_time_once():
    begun = jalali(1403, 7, 2)
    stops = [
        stop(begun + timedelta(hours=10), begun + timedelta(hours=30)),
        stop(begun + timedelta(hours=12), begun + timedelta(hours=20)),
        stop(begun + timedelta(hours=25), begun + timedelta(hours=35)),
    ]

    assert reckon(EMPTY, T14, begun, stops).due_at == begun + timedelta(hours=72 + 25)
    assert reckon(EMPTY, T14, begun, stops[::-1]).due_at == begun + timedelta(hours=72 + 25)


def running(starts, ends=None, *, runs=True) -> Period:
    return Period(Owner.UNION, "بررسی", starts, ends, runs=runs)


def test_outage_that_only_touches_a_turn_leaves_it_whole():
    begins, ends = jalali(1403, 7, 2), jalali(1403, 7, 5)
    turn = running(begins, ends)

    for touching in (stop(ends, None), stop(jalali(1403, 7, 1), begins)):
        assert overlay([turn], [touching]) == [turn]


def test_outage_that_fills_a_turn_leaves_no_empty_part():
    begins, ends = jalali(1403, 7, 2), jalali(1403, 7, 5)

    parts = overlay([running(begins, ends), running(ends)], [stop(begins, ends)])

    assert [(part.runs, part.starts, part.ends) for part in parts] == [
        (False, begins, ends),
        (True, ends, None),
    ]


def test_outages_in_any_order_cut_a_turn_the_same_way():
    begins = jalali(1403, 7, 1)
    outages = [stop(jalali(1403, 7, 8), jalali(1403, 7, 9)), stop(jalali(1403, 7, 3), jalali(1403, 7, 4))]

    assert overlay([running(begins)], outages) == overlay([running(begins)], outages[::-1])
    assert len(overlay([running(begins)], outages)) == 5


def test_part_that_begins_now_has_not_begun_yet_and_one_that_ended_keeps_its_end():
    begins, ends = jalali(1403, 7, 1), jalali(1403, 7, 2)
    parts = [running(begins, ends), running(ends)]

    assert until(parts, ends) == [running(begins, ends)]
    assert until(parts, jalali(1403, 7, 3)) == [running(begins, ends), running(ends, jalali(1403, 7, 3))]


def test_rolled_end_before_a_stop_goes_to_the_day_after_it():
    friday = stop(jalali(1403, 7, 7), jalali(1403, 7, 7, 12))  # Saturday morning
    found = reckon(EMPTY, Measure(5, Unit.CALENDAR_DAY), jalali(1403, 7, 1), [friday])

    assert found.due_at == last_second(1403, 7, 8)
    assert [step.kind for step in found.steps] == [StepKind.STOPPED, StepKind.ROLLED]


def test_end_on_the_last_day_of_the_table_is_known_and_a_day_later_is_not():
    table = WorkingCalendar(known_until=from_jalali(1403, 7, 16))

    known = reckon(table, Measure(15, Unit.CALENDAR_DAY, rolls=False), jalali(1403, 7, 1))
    unknown = reckon(table, Measure(16, Unit.CALENDAR_DAY, rolls=False), jalali(1403, 7, 1))

    assert (known.steps, [step.kind for step in unknown.steps]) == ((), [StepKind.UNKNOWN_TABLE])


def test_used_days_of_a_term_that_ran_out_are_all_of_it():
    found = [reckon(EMPTY, measure, jalali(1403, 7, 1)) for measure in (T1, T3)]

    assert [(one.used, one.needed) for one in found] == [(15, 15), (15, 15)]


def test_hours_left_of_a_term_are_never_told_shorter_than_they_are():
    begun = jalali(1403, 7, 2)
    found = reckon(EMPTY, T14, begun)

    left = [time_left(EMPTY, T14, found, [], begun + timedelta(seconds=n)).amount for n in (0, 1, 3600, 3601)]

    assert left == [72, 72, 71, 71]


@pytest.mark.parametrize(("seconds", "hours"), [(1, 1), (3600, 1), (3601, 2), (7200, 2), (7201, 3)])
def test_hours_kept_in_a_stop_are_never_told_shorter_than_they_are(seconds, hours):
    begun = jalali(1403, 7, 2)
    lasting = [stop(begun + timedelta(hours=72, seconds=-seconds), None)]

    left = time_left(EMPTY, T14, reckon(EMPTY, T14, begun, lasting), lasting, jalali(1403, 8, 1))

    assert (left.amount, left.is_paused) == (hours, True)


@pytest.mark.parametrize(
    ("unit", "amount"), [(Unit.WORKING_DAY, 2), (Unit.CALENDAR_DAY, 7), (Unit.CLOCK_HOUR, 24)]
)
def test_a_running_term_is_near_its_end_from_two_working_days_a_week_or_a_day_on(unit, amount):
    assert [TimeLeft(left, unit).is_near for left in (0, amount, amount + 1)] == [True, True, False]
    assert not TimeLeft(amount, unit, is_paused=True).is_near
    assert not TimeLeft(0, unit, is_over=True).is_near


def test_search_for_a_day_ends_after_ten_years():
    days = days_after(from_jalali(1403, 1, 1))

    assert LONGEST_SEARCH == 3660
    assert sum(1 for _ in zip(range(LONGEST_SEARCH), days, strict=False)) == LONGEST_SEARCH
    with pytest.raises(OverflowError):
        next(days)


def test_turn_in_the_repeated_hour_is_as_long_as_it_was():
    evening = from_jalali(1401, 6, 30)
    first, second = (at_tehran(evening, dt.time(23, 30), fold=fold) for fold in (0, 1))

    parts = until([running(first.astimezone(TEHRAN))], second.astimezone(TEHRAN))
    pause = [stop(first.astimezone(TEHRAN), second.astimezone(TEHRAN))]

    assert parts[0].ends - parts[0].starts == timedelta(hours=1)
    begun = first - timedelta(hours=10)
    assert reckon(EMPTY, T14, begun, pause).due_at == begun + timedelta(hours=73)
    assert end_of_day_tehran(evening) - first == timedelta(hours=1, minutes=29, seconds=59)


def test_day_off_whose_lunar_date_is_not_announced_yet_says_so():
    day, sure = from_jalali(1403, 7, 3), from_jalali(1403, 7, 4)
    table = WorkingCalendar(holidays={day: "عید", sure: "عید"}, estimated=frozenset({day}))

    assert [table.why_off(one).is_estimated for one in (day, sure)] == [True, False]

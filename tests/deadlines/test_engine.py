"""The engine: stops, hours, months; the same answer from the same facts, whenever asked."""

import datetime as dt
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jalali import TEHRAN, day_of, from_jalali, to_jalali
from deadlines.calendar import WorkingCalendar
from deadlines.engine import Measure, Period, StepKind, overlay, reckon, time_left, until
from deadlines.states import Owner, Unit
from tests.deadlines.cases import jalali, last_second
from tests.deadlines.test_calendar import CALENDAR

T1 = Measure(15, Unit.WORKING_DAY)
T2 = Measure(3, Unit.MONTH)
T3 = Measure(15, Unit.CALENDAR_DAY)
T14 = Measure(72, Unit.CLOCK_HOUR)
MEASURES = st.sampled_from([T1, T2, T3, T14, Measure(2, Unit.YEAR), Measure(2, Unit.WEEK)])
MOMENTS = st.datetimes(dt.datetime(2015, 1, 1), dt.datetime(2035, 1, 1), timezones=st.just(dt.UTC))


def stop(starts: dt.datetime, ends: dt.datetime | None) -> Period:
    return Period(Owner.BODY, "استعلام", starts, ends, runs=False, legal_basis="مادهٔ ۱۲")


@st.composite
def stops_after(draw, begun: dt.datetime) -> list[Period]:
    found, cursor = [], begun
    for _ in range(draw(st.integers(0, 4))):
        starts = cursor + timedelta(minutes=draw(st.integers(1, 60 * 24 * 12)))
        cursor = starts + timedelta(minutes=draw(st.integers(1, 60 * 24 * 12)))
        found.append(stop(starts, cursor))
    return found


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_the_hour_of_receipt_does_not_matter_for_working_days(hour):
    found = reckon(CALENDAR, T1, jalali(1400, 12, 1, hour, 59 if hour == 23 else 0))

    assert found.due_at == last_second(1400, 12, 19)


def test_a_minute_after_midnight_in_tehran_is_the_next_day():
    before = reckon(CALENDAR, T3, jalali(1403, 7, 1, 23, 59)).due_at
    after = reckon(CALENDAR, T3, jalali(1403, 7, 2, 0, 0)).due_at

    assert before == last_second(1403, 7, 16)
    assert after == last_second(1403, 7, 17)


def test_evening_in_utc_is_already_tomorrow_in_tehran():
    received = dt.datetime(2024, 9, 22, 21, 0, tzinfo=dt.UTC)  # 00:30 on 2 Mehr in Tehran

    assert reckon(CALENDAR, T3, received).due_at == last_second(1403, 7, 17)


def test_three_months_of_the_handbook_and_why():
    found = reckon(CALENDAR, T2, jalali(1400, 9, 30))

    assert found.due_at == last_second(1401, 1, 6)
    assert [step.kind for step in found.steps] == [StepKind.CLAMPED, StepKind.ROLLED]


def test_lift_is_72_hours_after_compliance_and_confirmation():
    found = reckon(CALENDAR, T14, max(jalali(1400, 12, 10, 9), jalali(1400, 12, 10, 8)))

    assert found.due_at == jalali(1400, 12, 13, 9)


def test_hours_are_real_hours_when_summer_time_begins():
    found = reckon(CALENDAR, Measure(24, Unit.CLOCK_HOUR), jalali(1400, 1, 1, 12))

    assert found.due_at == jalali(1400, 1, 2, 13)  # the clock was put forward that night


def test_day_ends_at_the_later_of_two_last_seconds_when_summer_time_ended():
    found = reckon(CALENDAR, Measure(1, Unit.CALENDAR_DAY, rolls=False), jalali(1400, 6, 29))

    assert found.due_at.astimezone(dt.UTC) == dt.datetime(2021, 9, 21, 20, 29, 59, tzinfo=dt.UTC)


def test_a_seal_of_thirty_days_is_not_lengthened_by_nowruz():
    found = reckon(CALENDAR, Measure(30, Unit.CALENDAR_DAY, rolls=False), jalali(1400, 11, 30))

    assert to_jalali(found.due_at) == (1401, 1, 1)


def test_every_skipped_day_is_in_the_ledger_with_its_reason():
    found = reckon(CALENDAR, T1, jalali(1400, 12, 1))

    assert [(to_jalali(step.day)[2], step.off.name) for step in found.steps] == [
        (6, "جمعه"),
        (10, "مبعث رسول اکرم (ص)"),
        (13, "جمعه"),
    ]


def test_days_touched_by_a_stop_do_not_count_and_the_stop_is_named_once():
    pause = stop(jalali(1403, 7, 3, 10), jalali(1403, 7, 5, 9))  # Tuesday to Thursday: three working days

    found = reckon(CALENDAR, T1, jalali(1403, 7, 1), [pause])

    assert found.due_at == last_second(1403, 7, 22)
    assert [step.stop for step in found.steps if step.kind == StepKind.STOPPED] == [pause]


def test_a_stop_until_midnight_leaves_the_next_day_alone():
    pause = stop(jalali(1403, 7, 3, 0), jalali(1403, 7, 4, 0))

    assert reckon(CALENDAR, T1, jalali(1403, 7, 1), [pause]).due_at == last_second(1403, 7, 19)


def test_a_stop_on_days_off_changes_nothing():
    friday = stop(jalali(1403, 7, 6, 8), jalali(1403, 7, 6, 20))

    assert reckon(CALENDAR, T1, jalali(1403, 7, 1), [friday]).due_at == last_second(1403, 7, 18)


def test_a_stop_that_lasts_leaves_the_end_open_and_keeps_what_is_left():
    pauses = [stop(jalali(1403, 7, 5), None)]
    found = reckon(CALENDAR, T1, jalali(1403, 7, 1), pauses)

    left = time_left(CALENDAR, T1, found, pauses, jalali(1403, 8, 1))

    assert found.due_at is None
    assert (left.amount, left.is_paused) == (12, True)  # 2, 3 and 4 Mehr are used


def test_hours_wait_for_a_stop_to_the_second():
    pause = stop(jalali(1400, 12, 11, 9), jalali(1400, 12, 11, 14))

    assert reckon(CALENDAR, T14, jalali(1400, 12, 10, 9), [pause]).due_at == jalali(1400, 12, 13, 14)


def test_hours_in_a_stop_that_lasts_are_kept():
    pauses = [stop(jalali(1400, 12, 11, 9), None)]
    found = reckon(CALENDAR, T14, jalali(1400, 12, 10, 9), pauses)

    assert found.due_at is None
    assert time_left(CALENDAR, T14, found, pauses, jalali(1401, 1, 1)).amount == 48


def test_hours_left_are_rounded_up_to_whole_ones():
    found = reckon(CALENDAR, T14, jalali(1400, 12, 10, 9))

    assert time_left(CALENDAR, T14, found, [], jalali(1400, 12, 13, 7, 30)).amount == 2


def test_months_are_lengthened_by_the_days_of_a_stop():
    pause = stop(jalali(1403, 2, 10, 8), jalali(1403, 2, 14, 20))  # five days

    assert reckon(CALENDAR, T2, jalali(1403, 1, 22), [pause]).due_at == last_second(1403, 4, 27)


def test_an_end_inside_a_stop_waits_for_the_first_free_working_day():
    pause = stop(jalali(1403, 7, 16, 8), jalali(1403, 7, 17, 20))

    assert reckon(CALENDAR, T3, jalali(1403, 7, 1), [pause]).due_at == last_second(1403, 7, 18)


def test_a_rolled_end_that_meets_a_stop_without_end_is_open():
    friday_end = Measure(5, Unit.CALENDAR_DAY)  # 6 Mehr 1403 is a Friday
    pause = stop(jalali(1403, 7, 7, 8), None)

    assert reckon(CALENDAR, friday_end, jalali(1403, 7, 1), [pause]).due_at is None


def test_a_rolled_end_skips_a_stop_and_goes_on():
    pause = stop(jalali(1403, 7, 7, 8), jalali(1403, 7, 8, 8))

    found = reckon(CALENDAR, Measure(5, Unit.CALENDAR_DAY), jalali(1403, 7, 1), [pause])

    assert found.due_at == last_second(1403, 7, 9)


def test_an_end_beyond_the_table_says_so():
    short = WorkingCalendar(known_until=from_jalali(1403, 12, 30))

    steps = reckon(short, T1, jalali(1403, 12, 20)).steps

    assert steps[-1].kind == StepKind.UNKNOWN_TABLE


@pytest.mark.parametrize(
    ("day", "left"), [((1403, 7, 1), 15), ((1403, 7, 2), 14), ((1403, 7, 17), 1), ((1403, 7, 18), 0)]
)
def test_what_is_left_counts_down_in_working_days(day, left):
    found = reckon(CALENDAR, T1, jalali(1403, 7, 1))

    assert time_left(CALENDAR, T1, found, [], jalali(*day, 12)).amount == left


def test_nothing_is_left_after_the_last_second():
    found = reckon(CALENDAR, T1, jalali(1403, 7, 1))

    assert not time_left(CALENDAR, T1, found, [], last_second(1403, 7, 18)).is_over
    assert time_left(CALENDAR, T1, found, [], jalali(1403, 7, 19, 0)).is_over


def test_an_announced_stop_ahead_is_not_counted_as_time_left():
    ahead = [stop(jalali(1403, 7, 10, 8), jalali(1403, 7, 11, 20))]
    found = reckon(CALENDAR, T1, jalali(1403, 7, 1), ahead)

    assert time_left(CALENDAR, T1, found, ahead, jalali(1403, 7, 1, 12)).amount == 15


@pytest.mark.parametrize("measure", [T1, T3])
@pytest.mark.parametrize(
    "days",
    [((7, 2, 8), (7, 2, 20)), ((7, 5, 8), (7, 7, 20)), ((7, 14, 8), (7, 16, 20)), ((7, 17, 8), (7, 18, 20))],
    ids=["the first day", "over a Friday", "towards the end", "the last days"],
)
def test_whatever_stop_is_announced_the_whole_term_is_left_at_its_beginning(measure, days):
    ahead = [stop(*(jalali(1403, *day) for day in days))]
    found = reckon(CALENDAR, measure, jalali(1403, 7, 1), ahead)
    rolled = sum((step.until - step.day).days for step in found.steps if step.kind == StepKind.ROLLED)

    left = time_left(CALENDAR, measure, found, ahead, jalali(1403, 7, 1, 12))

    assert (left.amount, left.unit, left.is_over) == (15 + rolled, measure.unit, False)


@given(st.data(), MOMENTS)
def test_all_working_days_are_left_on_the_day_a_term_begins_whatever_stops_are_announced(data, begun):
    ahead = data.draw(stops_after(begun))
    found = reckon(CALENDAR, T1, begun, ahead)

    assert time_left(CALENDAR, T1, found, ahead, begun).amount == 15


@pytest.mark.parametrize(("day", "left"), [((1403, 7, 1), 15), ((1403, 7, 2), 14), ((1403, 7, 16), 0)])
def test_what_is_left_of_a_term_in_days_counts_fridays_too(day, left):
    found = reckon(CALENDAR, T3, jalali(1403, 7, 1))

    assert time_left(CALENDAR, T3, found, [], jalali(*day, 12)).amount == left


def test_hours_kept_in_a_stop_are_whole_ones_rounded_up():
    pauses = [stop(jalali(1400, 12, 10, 9, 30), None)]
    found = reckon(CALENDAR, T14, jalali(1400, 12, 10, 9), pauses)

    left = time_left(CALENDAR, T14, found, pauses, jalali(1401, 1, 1))

    assert (left.amount, left.unit, left.is_paused) == (72, Unit.CLOCK_HOUR, True)
    over = time_left(CALENDAR, T14, reckon(CALENDAR, T14, jalali(1400, 12, 10, 9)), [], jalali(1400, 12, 14))
    assert (over.amount, over.is_over) == (0, True)


def test_a_period_knows_its_moments_in_utc():
    period = Period(Owner.BODY, "", jalali(1403, 7, 1, 9), jalali(1403, 7, 1, 10))

    assert (period.starts.tzinfo, period.ends.tzinfo) == (dt.UTC, dt.UTC)
    assert until([period], period.starts) == []


def test_an_outage_from_the_first_moment_of_a_turn_leaves_no_empty_part():
    turn = Period(Owner.UNION, "پاسخ", jalali(1403, 7, 1, 9), jalali(1403, 7, 3, 9))
    outage = stop(jalali(1403, 7, 1, 9), jalali(1403, 7, 2, 9))

    parts = [(part.owner, part.starts, part.ends) for part in overlay([turn], [outage])]

    assert parts == [
        (Owner.BODY, turn.starts, outage.ends),
        (Owner.UNION, outage.ends, turn.ends),
    ]


def test_an_outage_cuts_a_running_turn_and_leaves_a_stopped_one_alone():
    turns = [
        Period(Owner.UNION, "بررسی", jalali(1403, 7, 1), jalali(1403, 7, 5)),
        Period(Owner.APPLICANT, "مدارک", jalali(1403, 7, 5), None, runs=False, legal_basis="مادهٔ ۲۶"),
    ]
    outage = Period(Owner.OUTAGE, "قطعی", jalali(1403, 7, 4), jalali(1403, 7, 8), runs=False)

    parts = overlay(turns, [outage])

    assert [(part.owner, part.starts.day, part.ends and part.ends.day) for part in parts] == [
        (Owner.UNION, 22, 25),
        (Owner.OUTAGE, 25, 26),
        (Owner.APPLICANT, 26, None),
    ]


@given(MOMENTS, MEASURES, st.data())
def test_reckoning_again_gives_the_same_answer(begun, measure, data):
    pauses = data.draw(stops_after(begun))

    assert reckon(CALENDAR, measure, begun, pauses) == reckon(
        CALENDAR, measure, begun, list(reversed(pauses))
    )


@given(MOMENTS, MEASURES, st.data())
def test_a_stop_never_shortens_a_term(begun, measure, data):
    pauses = data.draw(stops_after(begun))

    assert reckon(CALENDAR, measure, begun, pauses).due_at >= reckon(CALENDAR, measure, begun).due_at


@given(MOMENTS, MEASURES, st.data())
def test_day_terms_end_with_a_day_in_tehran(begun, measure, data):
    due = reckon(CALENDAR, measure, begun, data.draw(stops_after(begun))).due_at.astimezone(TEHRAN)

    assert measure.unit == Unit.CLOCK_HOUR or (due.hour, due.minute, due.second) == (23, 59, 59)


@given(MOMENTS, st.data())
def test_no_stopped_day_is_ever_counted(begun, data):
    pauses = data.draw(stops_after(begun))
    due = day_of(reckon(CALENDAR, T1, begun, pauses).due_at)

    first = day_of(begun)
    touched = {day for pause in pauses for day in _days(pause.starts, pause.ends - timedelta.resolution)}
    span = [first + timedelta(days=n) for n in range(1, (due - first).days + 1)]
    assert sum(CALENDAR.is_working_day(day) and day not in touched for day in span) == 15


@given(MOMENTS, st.data())
def test_parts_never_overlap_and_add_up_to_the_age(begun, data):
    outages = data.draw(stops_after(begun - timedelta(days=3)))
    turns, cursor = [], begun
    for _ in range(data.draw(st.integers(0, 4))):
        ends = cursor + timedelta(minutes=data.draw(st.integers(1, 20000)))
        turns.append(Period(Owner.UNION, "بررسی", cursor, ends, runs=data.draw(st.booleans())))
        cursor = ends
    turns.append(Period(Owner.UNION, "بررسی", cursor, None, runs=data.draw(st.booleans())))
    now = begun + timedelta(minutes=data.draw(st.integers(1, 200000)))

    parts = until(overlay(turns, outages), now)

    assert sum((part.ends - part.starts for part in parts), timedelta()) == now - begun
    assert all(one.ends == two.starts for one, two in pairwise(parts))
    assert parts[0].starts == begun


def _days(first: dt.datetime, last: dt.datetime) -> list[dt.date]:
    begin, end = day_of(first), day_of(last)
    return [begin + timedelta(days=n) for n in range((end - begin).days + 1)]

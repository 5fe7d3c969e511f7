"""Reckons when a term ends from what happened, with a ledger of every step. No database, no clock, no counter.

The clock runs except in its stops. For terms counted in days, a day touched by a stop does not count, just as the day
of receipt does not (neither the day of notice nor the day of the act is part of the term). Hours are counted exactly.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from core import jalali
from core.jalali import day_of
from deadlines.calendar import DayOff, WorkingCalendar, days_after, next_working_day, working_days_between
from deadlines.rules import is_past
from deadlines.states import Unit

MONTHS_IN = {Unit.MONTH: 1, Unit.YEAR: 12}
DAYS_IN = {Unit.CALENDAR_DAY: 1, Unit.WEEK: 7}
HOUR = timedelta(hours=1)
#: From how much left on a page warns by its colour.
NEAR = {Unit.WORKING_DAY: 2, Unit.CALENDAR_DAY: 7, Unit.CLOCK_HOUR: 24}


@dataclass(frozen=True, slots=True)
class Measure:
    """How long a term is, and whether an end on a day off moves to the next working day."""

    amount: int
    unit: str
    rolls: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of a case's life: whose turn it was and why. `ends` None: it lasts. Half-open, [starts, ends)."""

    owner: str
    reason: str
    starts: datetime
    ends: datetime | None = None
    runs: bool = True
    legal_basis: str = ""
    owner_name: str = ""

    def __post_init__(self) -> None:
        """Moments in UTC: only there do `==`, `<` and `-` hold in an hour that a clock turned back repeats."""
        object.__setattr__(self, "starts", self.starts.astimezone(UTC))
        if self.ends is not None:
            object.__setattr__(self, "ends", self.ends.astimezone(UTC))


class StepKind(StrEnum):
    """What a line of the ledger is about."""

    DAY_OFF = "DAY_OFF"
    STOPPED = "STOPPED"
    CLAMPED = "CLAMPED"
    ROLLED = "ROLLED"
    UNKNOWN_TABLE = "UNKNOWN_TABLE"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that kept a day from counting or moved the end, in the order of the calendar."""

    kind: StepKind
    day: date
    until: date | None = None
    off: DayOff | None = None
    stop: Period | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The result: when the term ends, in UTC (None while a stop without an end lasts), and how it came about."""

    due_at: datetime | None
    steps: tuple[Step, ...] = ()
    #: Days (or, for terms in hours, seconds) of the term that are used up when it stands still.
    used: int = 0
    needed: int = 0


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """What is left of a term, in working days, days or hours. `amount` 0 on the last day."""

    amount: int
    unit: str
    is_paused: bool = False
    is_over: bool = False

    @property
    def is_near(self) -> bool:
        """Whether the running term ends soon."""
        return not self.is_paused and not self.is_over and self.amount <= NEAR[Unit(self.unit)]


def overlay(turns: Sequence[Period], outages: Iterable[Period]) -> list[Period]:
    """The turns, cut where a declared outage stops a running clock. The parts do not overlap and leave no gap."""
    parts: list[Period] = []
    known = sorted(outages, key=lambda outage: outage.starts)
    for turn in turns:
        parts += _cut_by(turn, known) if turn.runs else [turn]
    return parts


def until(parts: Iterable[Period], moment: datetime) -> list[Period]:
    """The parts that had begun by `moment`, the last one ending there: their lengths add up to the age."""
    return [
        _with_times(part, part.starts, moment if part.ends is None else min(part.ends, moment))
        for part in parts
        if part.starts < moment
    ]


def reckon(
    calendar: WorkingCalendar, measure: Measure, started_at: datetime, stops: Sequence[Period] = ()
) -> Reckoning:
    """When a term of `measure`, begun at `started_at`, ends, given the periods in which the clock stood still.

    The result depends on nothing else: reckoning again after a break, on another machine or day, gives the same.
    """
    started_at = started_at.astimezone(UTC)
    relevant = _relevant(stops, started_at)
    if measure.unit == Unit.CLOCK_HOUR:
        return _by_the_hour(measure, started_at, relevant)
    return _by_the_day(calendar, measure, started_at, relevant)


def time_left(
    calendar: WorkingCalendar,
    measure: Measure,
    reckoning: Reckoning,
    stops: Sequence[Period],
    moment: datetime,
) -> TimeLeft:
    """What is left at `moment`. A term that stands still has what it had when it stopped."""
    unit = _unit_left(measure)
    due_at = reckoning.due_at
    if due_at is None:
        left = reckoning.needed - reckoning.used
        return TimeLeft(-(-left // 3600) if unit == Unit.CLOCK_HOUR else left, unit, is_paused=True)
    if is_past(due_at, moment):
        return TimeLeft(0, unit, is_over=True)
    if unit == Unit.CLOCK_HOUR:
        return TimeLeft(-(-(due_at - moment) // HOUR), unit)
    today, last = day_of(moment), day_of(due_at)
    whole = working_days_between(calendar, today, last) if unit == Unit.WORKING_DAY else (last - today).days
    return TimeLeft(whole - _stopped_between(calendar, unit, stops, today, last), unit)


def _unit_left(measure: Measure) -> str:
    return measure.unit if measure.unit in (Unit.WORKING_DAY, Unit.CLOCK_HOUR) else Unit.CALENDAR_DAY


def _stopped_between(
    calendar: WorkingCalendar, unit: str, stops: Sequence[Period], after: date, last: date
) -> int:
    """The days of an announced future stop that will not count."""
    days = _StopDays(_relevant(stops, None))
    counts = calendar.is_working_day if unit == Unit.WORKING_DAY else _every_day
    span = (last - after).days if days.exist else 0
    ahead = (after + timedelta(days=n) for n in range(1, span + 1))
    return sum(days.on(day) is not None and counts(day) for day in ahead)


def _cut_by(turn: Period, outages: Sequence[Period]) -> list[Period]:
    parts: list[Period] = []
    starts = turn.starts
    for outage in outages:
        begin = max(starts, outage.starts)
        end = _earlier(turn.ends, outage.ends)
        if end is not None and end <= begin:
            continue
        if starts < begin:
            parts.append(_with_times(turn, starts, begin))
        parts.append(_with_times(outage, begin, end))
        if end is None or end == turn.ends:
            return parts
        starts = end
    return [*parts, _with_times(turn, starts, turn.ends)]


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return min(one, other)


def _with_times(part: Period, starts: datetime, ends: datetime | None) -> Period:
    if part.starts == starts and part.ends == ends:
        return part
    return Period(part.owner, part.reason, starts, ends, part.runs, part.legal_basis, part.owner_name)


def _relevant(stops: Sequence[Period], started_at: datetime | None) -> list[Period]:
    """The stops that last longer than a moment and do not end before the term begins, in order."""
    kept = [
        stop
        for stop in stops
        if stop.ends is None or (stop.ends > stop.starts and (started_at is None or stop.ends > started_at))
    ]
    return sorted(kept, key=lambda stop: stop.starts)


def _every_day(day: date) -> bool:
    return True


class _StopDays:
    """Answers quickly which stop, if any, touches a day. A stop that ends at midnight does not touch the new day."""

    def __init__(self, stops: Sequence[Period]) -> None:
        self._stops = stops
        self._first = [day_of(stop.starts) for stop in stops]
        self._last = [
            None if stop.ends is None else day_of(stop.ends - timedelta.resolution) for stop in stops
        ]
        self.exist = bool(stops)

    def on(self, day: date) -> Period | None:
        """The first stop that touches this day."""
        for n in range(bisect_right(self._first, day)):
            last = self._last[n]
            if last is None or last >= day:
                return self._stops[n]
        return None

    def days_of(self, stop: Period) -> tuple[date, date | None]:
        """The first and last day a stop touches."""
        n = self._stops.index(stop)
        return self._first[n], self._last[n]


def _by_the_hour(measure: Measure, started_at: datetime, stops: Sequence[Period]) -> Reckoning:
    left, cursor = measure.amount * HOUR, started_at
    needed, steps = measure.amount * 3600, []
    for stop in stops:
        begins = max(stop.starts, cursor)
        if begins >= cursor + left:
            break
        left -= begins - cursor
        ends_on = None if stop.ends is None else day_of(stop.ends)
        steps.append(Step(StepKind.STOPPED, day_of(begins), ends_on, stop=stop))
        if stop.ends is None:
            return Reckoning(None, tuple(steps), needed - int(left.total_seconds()), needed)
        cursor = max(stop.ends, cursor)
    return Reckoning(cursor + left, tuple(steps), needed, needed)


def _by_the_day(
    calendar: WorkingCalendar, measure: Measure, started_at: datetime, stops: Sequence[Period]
) -> Reckoning:
    received_on = day_of(started_at)
    ledger = _Ledger(calendar, _StopDays(stops))
    if measure.unit == Unit.WORKING_DAY:
        needed = measure.amount
        last = ledger.count(received_on, needed, working=True)
    else:
        needed = _days_in(measure, received_on, ledger)
        last = ledger.count(received_on, needed, working=False)
        if last is not None and measure.rolls:
            last = ledger.roll(last)
    if last is None:
        return Reckoning(None, tuple(ledger.steps), ledger.used, needed)
    if not calendar.knows(last):
        ledger.steps.append(Step(StepKind.UNKNOWN_TABLE, last, calendar.known_until))
    return Reckoning(jalali.end_of_day_tehran(last), tuple(ledger.steps), ledger.used, needed)


def _days_in(measure: Measure, received_on: date, ledger: "_Ledger") -> int:
    """The length of a calendar term in days, counted from this very day."""
    if measure.unit in DAYS_IN:
        return measure.amount * DAYS_IN[Unit(measure.unit)]
    last = jalali.add_months(received_on, measure.amount * MONTHS_IN[Unit(measure.unit)])
    if jalali.to_jalali(last)[2] != jalali.to_jalali(received_on)[2]:
        ledger.steps.append(Step(StepKind.CLAMPED, last))
    return (last - received_on).days


class _Ledger:
    """Counts days and writes down every one that did not count."""

    def __init__(self, calendar: WorkingCalendar, stops: _StopDays) -> None:
        self.calendar = calendar
        self.stops = stops
        self.steps: list[Step] = []
        self.used = 0

    def count(self, received_on: date, needed: int, *, working: bool) -> date | None:
        """The day on which `needed` days have counted, or None when a stop without an end comes first."""
        if not working and not self.stops.exist:
            self.used = needed
            return received_on + timedelta(days=needed)
        for day in days_after(received_on):
            if stop := self.stops.on(day):
                if not self._note(stop, day):
                    return None
            elif working and (off := self.calendar.why_off(day)):
                self.steps.append(Step(StepKind.DAY_OFF, day, off=off))
            else:
                self.used += 1
                if self.used == needed:
                    return day
        raise AssertionError("days_after ends with OverflowError")

    def roll(self, last: date) -> date | None:
        """The first day from `last` on that is a working day and not stopped, or None if it is never reached."""
        day, free = last, self._is_free
        while not free(day):
            if stop := self.stops.on(day):
                if not self._note(stop, day):
                    return None
                day += timedelta(days=1)
            else:
                day = next_working_day(self.calendar, day)
        if day != last:
            self.steps.append(Step(StepKind.ROLLED, last, day, off=self.calendar.why_off(last)))
        return day

    def _is_free(self, day: date) -> bool:
        return self.calendar.is_working_day(day) and self.stops.on(day) is None

    def _note(self, stop: Period, day: date) -> bool:
        """Write a stop down once, on the first day it takes away; False when it has no end."""
        if all(step.stop is not stop for step in self.steps):
            self.steps.append(Step(StepKind.STOPPED, day, self.stops.days_of(stop)[1], stop=stop))
        return stop.ends is not None

"""What days off would do to the open deadlines, before anybody declares them. Nothing is written."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.jalali import start_of_day_tehran
from deadlines.calendar import WorkingCalendar
from deadlines.models import Deadline
from deadlines.querysets import DeadlineQuerySet
from deadlines.services import snapshot
from deadlines.services.facts import facts_of
from organizations.models import County, Province

#: So many deadlines are reckoned for a preview; beyond that it says «at least».
MOST = 2000

Ends = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Preview:
    """How many open deadlines move, and of the first and the last of them from which end to which.

    `is_all` is False when more deadlines stand in these places than were reckoned.
    """

    count: int
    first: Ends | None
    last: Ends | None
    is_all: bool


def preview_closure(
    *, county: County | None, province: Province | None, date_from: date, date_to: date, reason: str
) -> Preview:
    """What closing a county, or all of a province, from one day to another would move."""
    closed = {date_from + timedelta(days=n): reason for n in range((date_to - date_from).days + 1)}
    rows = (
        Deadline.objects.filter(county=county)
        if county
        else Deadline.objects.filter(county__province=province)
    )

    def changed(old: WorkingCalendar) -> WorkingCalendar:
        return WorkingCalendar(old.holidays, {**closed, **old.closures}, old.estimated, old.known_until)

    return _preview(rows.filter(due_at__gte=start_of_day_tehran(date_from)), changed)


def preview_holiday(*, date: date, title: str) -> Preview:
    """What an official holiday of the whole country on a day would move."""

    def changed(old: WorkingCalendar) -> WorkingCalendar:
        return WorkingCalendar({date: title, **old.holidays}, old.closures, old.estimated, old.known_until)

    return _preview(Deadline.objects.filter(due_at__gte=start_of_day_tehran(date)), changed)


def _preview(rows: DeadlineQuerySet, changed: Callable[[WorkingCalendar], WorkingCalendar]) -> Preview:
    """Reckon the live ones among `rows` by the calendar of today and by the changed one."""
    tables = snapshot.current()
    batch = list(rows.live().order_by("due_at", "pk")[: MOST + 1])
    calendars: dict[int | None, WorkingCalendar] = {}
    moves: list[Ends] = []
    for facts in facts_of(batch[:MOST], tables):
        place = facts.deadline.county_id
        calendar = calendars.setdefault(place, changed(facts.calendar))
        before = facts.reckon().due_at
        after = replace(facts, calendar=calendar).reckon().due_at
        if before and after and before != after:
            moves.append((before, after))
    moves.sort()
    return Preview(
        len(moves), moves[0] if moves else None, moves[-1] if moves else None, is_all=len(batch) <= MOST
    )

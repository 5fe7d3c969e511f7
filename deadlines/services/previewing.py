"""What a change of days off would do to the open deadlines, before anybody makes it. Nothing is written."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from core.jalali import day_of, start_of_day_tehran
from deadlines.calendar import WorkingCalendar
from deadlines.models import Deadline
from deadlines.querysets import DeadlineQuerySet
from deadlines.services import snapshot
from deadlines.services.facts import facts_of
from deadlines.services.snapshot import Snapshot
from organizations.places.models import County, Province

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


def preview_act(act: Callable[[], object]) -> Preview:
    """What a service that changes holidays, closures or outages would move: it is run, read off and taken back.

    Raises whatever the service raises.
    """
    before = snapshot.current()
    with transaction.atomic():
        act()
        after = snapshot.current()
        transaction.set_rollback(True)
    return _moves_between(before, after)


def preview_closure(
    *, county: County | None, province: Province | None, date_from: date, date_to: date, reason: str
) -> Preview:
    """What closing a county, or all of a province, from one day to another would move, once it holds."""
    before = snapshot.current()
    closed = {date_from + timedelta(days=n): reason for n in range((date_to - date_from).days + 1)}
    places = (
        [county.pk] if county else list(County.objects.filter(province=province).values_list("pk", flat=True))
    )
    calendars = {place: before.calendar(place) for place in places}
    changed = {
        place: replace(calendar, closures={**closed, **calendar.closures})
        for place, calendar in calendars.items()
    }
    return _moves_between(before, replace(before, by_county={**before.by_county, **changed}))


def preview_holiday(*, date: date, title: str) -> Preview:
    """What an official holiday of the whole country on a day would move, once it holds."""
    before = snapshot.current()

    def changed(calendar: WorkingCalendar) -> WorkingCalendar:
        return replace(calendar, holidays={date: title, **calendar.holidays})

    by_county = {place: changed(calendar) for place, calendar in before.by_county.items()}
    return _moves_between(before, replace(before, country=changed(before.country), by_county=by_county))


def _moves_between(before: Snapshot, after: Snapshot) -> Preview:
    """Reckon the live deadlines that a change may touch by the tables before it and after it."""
    rows = _touched(before, after)
    batch = list(rows.live().order_by("due_at", "pk")[: MOST + 1])
    counted = batch[:MOST]
    ends = zip(facts_of(counted, before), facts_of(counted, after), strict=True)
    dues = ((old.reckon().due_at, new.reckon().due_at) for old, new in ends)
    moves = sorted((old, new) for old, new in dues if old and new and old != new)
    return Preview(
        len(moves), moves[0] if moves else None, moves[-1] if moves else None, is_all=len(batch) <= MOST
    )


def _touched(before: Snapshot, after: Snapshot) -> DeadlineQuerySet:
    """The deadlines of the places whose days off or outages differ, due from the first different day on."""
    country = set(before.country.holidays) ^ set(after.country.holidays)
    places = {place: days for place in _places(before, after) if (days := _different(place, before, after))}
    first = min(country.union(*places.values()), default=None)
    if first is None:
        return Deadline.objects.none()
    rows = Deadline.objects.filter(due_at__gte=start_of_day_tehran(first))
    return rows if country else rows.filter(county__in=places)


def _places(*tables: Snapshot) -> set[int]:
    return {place for one in tables for places in (one.by_county, one.outages_by_county) for place in places}


def _different(place: int, before: Snapshot, after: Snapshot) -> set[date]:
    """The days on which a county is closed by one of two tables only, and those on which a changed outage begins."""
    closed = set(before.calendar(place).closures) ^ set(after.calendar(place).closures)
    outages = set(before.outages(place)) ^ set(after.outages(place))
    return closed | {day_of(outage.starts) for outage in outages}

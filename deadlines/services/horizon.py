"""Up to which moment a sweep has to look for terms whose end is near."""

from collections.abc import Iterator
from datetime import date, datetime

from core.jalali import day_of, end_of_day_tehran, tehran_today
from deadlines.calendar import WorkingCalendar, add_working_days
from deadlines.services import snapshot


def last_end_within(days: int) -> datetime:
    """No running term that has at most so many working days left, anywhere in the country, ends after this moment.

    Days off and declared outages of every county are looked at, so the moment is as near as the calendar allows.
    """
    tables = snapshot.current()
    return end_of_day_tehran(
        max(add_working_days(place, since, days + 1) for place, since in _places(tables))
    )


def _places(tables: snapshot.Snapshot) -> Iterator[tuple[WorkingCalendar, date]]:
    today = tehran_today()
    yield tables.country, today
    for calendar in tables.by_county.values():
        yield calendar, today
    for county, outages in tables.outages_by_county.items():
        for outage in outages:
            if outage.ends:  # every notice has an end; this is of periods at large
                yield tables.calendar(county), max(today, day_of(outage.ends))

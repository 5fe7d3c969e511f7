"""The working-day calendar of a place, and when a term ends by it."""

from datetime import date, datetime
from typing import cast

from core.jalali import day_of
from deadlines import engine
from deadlines.calendar import WorkingCalendar
from deadlines.services.clock import (
    term_in_force,
)
from deadlines.services.snapshot import current
from organizations.places.models import County


def calendar_of(county: County | None = None) -> WorkingCalendar:
    """The working-day calendar of a county, or of the country; immutable, for the functions of `calendar`."""
    return current().calendar(county.pk if county else None)


def is_working_day(day: date, county: County | None = None) -> bool:
    """Whether work is done on a day in a county (Thursday counts; handbook 3)."""
    return calendar_of(county).is_working_day(day)


def end_of_term(key: str, *, at: datetime, county: County | None = None) -> datetime:
    """When a term that begins at a moment ends by the calendar of today; nothing is written down.

    Args:
        key: `deadlines.rules.Key`.
        at: the moment of receipt, aware.
        county: whose closures count; None for the calendar of the country.

    Raises:
        LookupError: the law had no such term on that day.
    """
    term = term_in_force(key, on=day_of(at))
    measure = engine.Measure(term.amount, term.unit, term.rolls)
    return cast("datetime", engine.reckon(calendar_of(county), measure, at).due_at)  # nothing stops it

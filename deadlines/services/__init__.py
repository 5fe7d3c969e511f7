"""What other apps do with the statutory clock."""

from datetime import date, datetime
from typing import cast

from core.jalali import day_of
from deadlines import engine
from deadlines.calendar import WorkingCalendar
from deadlines.services.clock import (
    close,
    due_if_begun,
    hand_over,
    live,
    moment,
    overdue,
    pause,
    present,
    resume,
    set_turn,
    start,
    term_in_force,
)
from deadlines.services.closures import confirm_closure, declare_closure, needs_second, withdraw_closure
from deadlines.services.explaining import days_left, explain, explain_all, time_left
from deadlines.services.holidays import (
    cancel_holiday,
    change_holiday,
    confirm_holiday,
    declare_holiday,
    holiday_needs_second,
    load_holidays,
    settle_estimate,
)
from deadlines.services.horizon import last_end_within
from deadlines.services.limits import latest_end
from deadlines.services.month import counties_by_province, county_chosen, month_of
from deadlines.services.notices import (
    announce_outage,
    end_outage,
    outage_at,
    outages_on,
    withdraw_outage,
)
from deadlines.services.previewing import Preview, preview_act, preview_closure, preview_holiday
from deadlines.services.recomputing import apply_changes, recompute, unreckonable
from deadlines.services.snapshot import current
from deadlines.services.standing import Standing, standing_of
from deadlines.services.terms import set_term, term_in_words
from organizations.models import County

__all__ = [
    "Preview",
    "Standing",
    "announce_outage",
    "apply_changes",
    "calendar_of",
    "cancel_holiday",
    "change_holiday",
    "close",
    "confirm_closure",
    "confirm_holiday",
    "counties_by_province",
    "county_chosen",
    "current",
    "days_left",
    "declare_closure",
    "declare_holiday",
    "due_if_begun",
    "end_of_term",
    "end_outage",
    "explain",
    "explain_all",
    "hand_over",
    "holiday_needs_second",
    "is_working_day",
    "last_end_within",
    "latest_end",
    "live",
    "load_holidays",
    "moment",
    "month_of",
    "needs_second",
    "outage_at",
    "outages_on",
    "overdue",
    "pause",
    "present",
    "preview_act",
    "preview_closure",
    "preview_holiday",
    "recompute",
    "resume",
    "set_term",
    "set_turn",
    "settle_estimate",
    "standing_of",
    "start",
    "term_in_force",
    "term_in_words",
    "time_left",
    "unreckonable",
    "withdraw_closure",
    "withdraw_outage",
]


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

"""Days off, the terms of the law, and the clock of every case."""

from deadlines.models.clock import Deadline, DeadlineInterval, DeadlineMove
from deadlines.models.days import CalendarChange, CalendarVersion, Closure, Holiday, OutageNotice
from deadlines.models.terms import Term

__all__ = [
    "CalendarChange",
    "CalendarVersion",
    "Closure",
    "Deadline",
    "DeadlineInterval",
    "DeadlineMove",
    "Holiday",
    "OutageNotice",
    "Term",
]

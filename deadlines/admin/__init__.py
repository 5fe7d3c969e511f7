"""The staff's desk of the clock."""

from deadlines.admin.pages import ClosureAdmin, DeadlineAdmin, HolidayAdmin, OutageNoticeAdmin, TermAdmin

__all__ = ["ClosureAdmin", "DeadlineAdmin", "HolidayAdmin", "OutageNoticeAdmin", "TermAdmin"]

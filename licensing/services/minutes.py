"""The board minute a decision rests on (R73)."""

from datetime import date

from accounts.models import User
from licensing import rules
from licensing.models import LicenceRequest
from organizations import services as organizations
from organizations.models import BoardMinute


def minute_for(case: LicenceRequest, *, number: str, held_on: date, by: User) -> BoardMinute:
    """The minute with this number and date, if the board can have spoken of this request then.

    Raises:
        RuleBroken: "minute_too_early" before the day the request came in; "minute_number", "minute_in_future".
    """
    rules.check_minute(case, held_on)
    return organizations.record_minute(case.union, number=number, held_on=held_on, by=by)

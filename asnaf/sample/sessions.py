"""One session of a board, planned for the next working day's afternoon, so that its agenda can be filled."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from asnaf.sample.nation import CAPITAL, Nation
from core.jalali import at_tehran, day_of
from deadlines.services import working_days
from licensing.sessions.models import BoardSession
from organizations.places.models import County

SECRETARY = "union-operator"
AFTERNOON = time(17)
#: More days than any row of days off in our calendar, with two weekends.
LONGEST_HOLIDAYS = 30


def load_sessions(nation: Nation) -> int:
    """Plan the session of the grocers of the capital, unless that union has one already."""
    union = nation.union(CAPITAL, "food-retail")
    maker = User.objects.filter(username=SECRETARY, is_staff=True).first()
    if maker is None or BoardSession.objects.filter(union=union.pk).exists():
        return 0
    BoardSession.objects.create(
        union_id=union.pk,
        held_on=next_meeting_day(union.county, now=timezone.now()),
        starts_at=AFTERNOON,
        place="دفتر اتحادیه",
        made_by=maker,
    )
    return 1


def next_meeting_day(county: County | None, *, now: datetime) -> date:
    """The first working day of the county whose afternoon is still to come."""
    days = (day_of(now) + timedelta(days=number) for number in range(LONGEST_HOLIDAYS))
    return next(
        day for day in days if working_days.is_working_day(day, county) and at_tehran(day, AFTERNOON) > now
    )

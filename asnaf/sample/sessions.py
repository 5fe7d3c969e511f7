"""One session of a board, planned for the day the nation is loaded, so that its agenda can be filled and published."""

from datetime import time

from django.utils import timezone

from accounts.models import User
from asnaf.sample.nation import CAPITAL, Nation
from licensing.models import BoardSession

SECRETARY = "union-operator"
HALF_AN_HOUR = 30


def load_sessions(nation: Nation) -> int:
    """Plan the session of the grocers of the capital, unless that union has one already."""
    union = nation.union(CAPITAL, "food-retail")
    maker = User.objects.filter(username=SECRETARY, is_staff=True).first()
    if maker is None or BoardSession.objects.filter(union=union.pk).exists():
        return 0
    BoardSession.objects.create(
        union_id=union.pk, held_on=nation.today, starts_at=_begun(), place="دفتر اتحادیه", made_by=maker
    )
    return 1


def _begun() -> time:
    """The last full half hour: a session that has just begun can be published."""
    now = timezone.localtime()
    return time(now.hour, 30 if now.minute >= HALF_AN_HOUR else 0)

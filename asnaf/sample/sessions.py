"""One session of a board, planned for the day the nation is loaded, so that its agenda can be filled and published."""

from datetime import time

from accounts.models import User
from asnaf.sample.nation import CAPITAL, Nation
from licensing.models import BoardSession

SECRETARY = "union-operator"


def load_sessions(nation: Nation) -> int:
    """Plan the session of the grocers of the capital, unless that union has one already."""
    union = nation.union(CAPITAL, "food-retail")
    maker = User.objects.filter(username=SECRETARY, is_staff=True).first()
    if maker is None or BoardSession.objects.filter(union=union.pk).exists():
        return 0
    BoardSession.objects.create(
        union_id=union.pk, held_on=nation.today, starts_at=time(17, 0), place="دفتر اتحادیه", made_by=maker
    )
    return 1

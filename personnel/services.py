"""Records the people at work in a unit."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from core import audit
from guild_units.models import GuildUnit
from personnel.models import Personnel
from personnel.states import Source
from registries.ports import InsuredPerson


@transaction.atomic
def take_over_list(unit: GuildUnit, insured: Iterable[InsuredPerson], *, by: User) -> int:
    """Write down the people of the insurance list the owner confirmed; returns how many there are (R32)."""
    once = {one.national_code: one for one in insured}
    rows = [
        Personnel(
            unit=unit,
            national_code=one.national_code,
            first_name=one.first_name,
            last_name=one.last_name,
            source=Source.SSO_LIST,
            list_month=one.list_month,
        )
        for one in once.values()
    ]
    for row in rows:
        row.fill_name_key()
    Personnel.objects.bulk_create(rows, batch_size=500)
    audit.record(unit, "personnel_taken_over", by=by, after={"people": len(rows)})
    return len(rows)

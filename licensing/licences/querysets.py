"""Who sees which licence."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from core.checks import is_same_number
from organizations.roles.querysets import within


class LicenceQuerySet(QuerySet[Any]):
    """Issued licences."""

    def visible_to(self, user: User) -> "LicenceQuerySet":
        """Holders see their own; staff those of the unions they work for or oversee."""
        if not user.is_active:
            return self.none()
        if user.is_staff:
            return self.filter(within(user, "union__"))
        return self.filter(holder_id=user.person_id)

    def with_numbers(self, *, number: str, guild_id: str) -> Any | None:
        """The licence that carries both numbers, as a person reads or pastes the first; None if there is none."""
        licence = self.filter(guild_id=guild_id).first()
        return licence if licence is not None and is_same_number(number, licence.number) else None

"""Who sees which missing trades."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from organizations.roles.states import Role

if TYPE_CHECKING:
    from accounts.models import User
from organizations.roles.querysets import NATIONWIDE, OF_CHAMBER, holds, places_as


class SuggestionQuerySet(QuerySet[Any]):
    """Trades that people did not find in the list."""

    def visible_to(self, user: "User") -> "SuggestionQuerySet":
        """Suggestions of the counties a chamber or commission answers for; all for the higher bodies."""
        if not user.is_active or not user.is_staff:
            return self.none()
        if holds(user, *NATIONWIDE):
            return self.all()
        return self.filter(
            Q(county__in=places_as(user, "county", *OF_CHAMBER, Role.COMMISSION_COUNTY))
            | Q(county__province__in=places_as(user, "province", Role.COMMISSION_PROVINCE))
        )

    def of_citizen(self, user: "User") -> "SuggestionQuerySet":
        """A citizen's own: made when signed in, or before that with the number the person has proved since."""
        if not user.is_active or user.is_staff or user.person is None:
            return self.none()
        mine = Q(person=user.person)
        return self.filter(mine | Q(person=None, mobile=user.person.mobile) if user.person.mobile else mine)

"""Who sees which decisions of the commissions."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import F, Q, QuerySet

from organizations.roles.states import Level, Role

if TYPE_CHECKING:
    from accounts.models import User
from organizations.roles.querysets import OF_CHAMBER, bodies_as, within


class ApprovalQuerySet(QuerySet[Any]):
    """Numbered decisions of the commissions."""

    def visible_to(self, user: "User") -> "ApprovalQuerySet":
        """Decisions of the bodies this person may see, and those a chamber or union rests its own entries on."""
        return self.filter(within(user, "body__") | Q(body__in=_bodies_above(user)))


def _bodies_above(user: "User") -> QuerySet[Any]:
    """The commissions whose decisions a chamber's or union's entries rest on, as ids."""
    commissions = apps.get_model("organizations", "Commission")._default_manager
    own = bodies_as(user, *OF_CHAMBER, Role.UNION_OPERATOR, Role.UNION_BOARD)
    of_county = Q(level=Level.COUNTY, county__bodies__in=own)
    of_province = Q(level=Level.PROVINCE, province__bodies__in=own)
    keys: QuerySet[Any] = commissions.filter(of_county | of_province).annotate(key=F("pk")).values("key")
    return keys

"""Who sees which fees and accounts, and which fees hold."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from organizations.roles.states import BodyKind

if TYPE_CHECKING:
    from accounts.models import User
from organizations.bodies.querysets import OfUnionQuerySet
from organizations.roles.querysets import within


class OfBodyQuerySet(QuerySet[Any]):
    """Accounts: those of the bodies a person may see, and the two of the higher bodies that every tariff names."""

    def visible_to(self, user: "User") -> "OfBodyQuerySet":
        """Accounts this person may see and choose."""
        if not user.is_active or not user.is_staff:
            return self.none()
        shared = Q(body__kind__in=[BodyKind.SECRETARIAT, BodyKind.NATIONAL_CHAMBER])
        return self.filter(within(user, "body__") | shared)


class FeeQuerySet(OfUnionQuerySet):
    """Lines of the tariffs; those of the whole country have no union."""

    def visible_to(self, user: "User") -> "FeeQuerySet":
        """Lines of the unions this person may see, and those every union charges."""
        if not user.is_active or not user.is_staff:
            return self.none()
        return self.filter(within(user, "union__") | Q(union=None))

    def of_union(self, union: Any) -> "FeeQuerySet":
        """The lines a union charges: its own and those of the whole country."""
        return self.filter(Q(union=union) | Q(union=None))

    def in_force(self, on: date) -> "FeeQuerySet":
        """Lines that may be charged on a day."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, withdrawn_at__isnull=True
        )

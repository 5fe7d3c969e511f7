"""Who sees which body and what hangs on it."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from organizations.roles.states import Level, Role

if TYPE_CHECKING:
    from accounts.models import User
from organizations.roles.querysets import bodies_as, holds, places_as, within


class BodyQuerySet(QuerySet[Any]):
    """Bodies a member of staff may see: their own and those below."""

    def visible_to(self, user: "User") -> "BodyQuerySet":
        """The one answer to: which bodies may this person see in the admin?"""
        return self.filter(within(user))


class UnionQuerySet(BodyQuerySet):
    """Unions; the same scope as bodies, and who answers for a trade in a place."""

    def covering(self, *, county_id: int, category_id: int) -> "UnionQuerySet":
        """The one union that answers for this category in this county, as a queryset of at most one (R61)."""
        return self.filter(
            coverage__county_id=county_id,
            coverage__category_id=category_id,
            coverage__is_active=True,
            is_active=True,
        )

    def entered_by(self, user: "User") -> "UnionQuerySet":
        """Unions whose conditions, tariffs and board this person enters: the chamber above; for national unions the
        secretariat (R127, R200, R202)."""
        above = Q(parent__in=bodies_as(user, Role.CHAMBER_OPERATOR)) & ~Q(level=Level.NATIONAL)
        if holds(user, Role.SECRETARIAT):
            above |= Q(level=Level.NATIONAL)
        return self.filter(above)

    def decided_by(self, user: "User") -> "UnionQuerySet":
        """Unions whose activation this person decides: the commission of their place; the secretariat for national
        ones (R220)."""
        county = Q(level=Level.COUNTY, county__in=places_as(user, "county", Role.COMMISSION_COUNTY))
        province = Q(level=Level.PROVINCE, province__in=places_as(user, "province", Role.COMMISSION_PROVINCE))
        if holds(user, Role.SECRETARIAT):
            return self.filter(county | province | Q(level=Level.NATIONAL))
        return self.filter(county | province)


class OfUnionQuerySet(QuerySet[Any]):
    """Rows that hang on a union by a key named `union`."""

    def visible_to(self, user: "User") -> "OfUnionQuerySet":
        """Rows whose union this person may see."""
        return self.filter(within(user, "union__"))


class CoverageQuerySet(OfUnionQuerySet):
    """Which union answers for which trade in which county."""

    def visible_to(self, user: "User") -> "CoverageQuerySet":
        """Coverage of the unions this person may see, and in their commission's own county whichever union it is."""
        return self.filter(
            within(user, "union__")
            | Q(county__in=places_as(user, "county", Role.COMMISSION_COUNTY))
            | Q(county__province__in=places_as(user, "province", Role.COMMISSION_PROVINCE))
        )

    def decided_by(self, user: "User") -> "CoverageQuerySet":
        """Coverage this person may change: a commission in its own place, the secretariat everywhere."""
        if holds(user, Role.SECRETARIAT):
            return self.all()
        return self.filter(
            Q(county__in=places_as(user, "county", Role.COMMISSION_COUNTY))
            | Q(county__province__in=places_as(user, "province", Role.COMMISSION_PROVINCE))
        )

"""In which bodies a person holds a role today, and which bodies they see (handbook 2.2)."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q, QuerySet

from organizations.roles.states import Level, Role

if TYPE_CHECKING:
    from accounts.models import User

NATIONWIDE = (Role.NATIONAL_CHAMBER, Role.SECRETARIAT)
OF_CHAMBER = (Role.CHAMBER_OPERATOR, Role.CHAMBER_INSPECTOR)
NOTHING = Q(pk__in=[])
#: Not an empty Q: `Q() | other` is `other` alone, and whoever sees everything would see only that.
EVERYTHING = ~Q(pk__in=[])


class OfSecretariatQuerySet(QuerySet[Any]):
    """Rows of the secretariat's own desk."""

    def visible_to(self, user: "User") -> "OfSecretariatQuerySet":
        """All for the secretariat, nothing for others."""
        return self.all() if holds(user, Role.SECRETARIAT) else self.none()


def holds(user: "User", *roles: str) -> bool:
    """Whether active staff holds one of `roles` in any body today."""
    return bodies_as(user, *roles).exists()


def bodies_as(user: "User", *roles: str) -> QuerySet[Any]:
    """Ids of the bodies in which `user` holds one of `roles` today, for use in a subquery."""
    if not user.is_active or not user.is_staff:
        return user.memberships.none().values("body_id")
    return user.memberships.in_force().filter(role__in=roles).values("body_id")


def places_as(user: "User", place: str, *roles: str) -> QuerySet[Any]:
    """Ids of the counties (`place` "county") or provinces of the bodies in which `user` holds one of `roles`."""
    if not user.is_active or not user.is_staff:
        return user.memberships.none().values(f"body__{place}_id")
    held = user.memberships.in_force().filter(role__in=roles)
    return held.exclude(**{f"body__{place}": None}).values(f"body__{place}_id")


def within(user: "User", path: str = "") -> Q:
    """The bodies a person works for, oversees, or reaches by office (handbook 2.2).

    The roles are read here and now, in one or two short statements, and the bodies are named one by one: a condition
    of nested questions makes the database gather the rows of the whole nation first.

    Args:
        user: whose scope; anybody but active staff gets nothing.
        path: how the filtered model reaches the body, such as "union__"; empty for bodies themselves.
    """
    if not user.is_active or not user.is_staff:
        return NOTHING
    columns = ("role", "body_id", "body__level", "body__county_id", "body__province_id")
    held = list(user.memberships.in_force().values_list(*columns))
    if any(role in NATIONWIDE for role, *_ in held):
        return EVERYTHING
    own = {body for _, body, *_ in held}
    chambers = [body for role, body, *_ in held if role in OF_CHAMBER]
    counties = [
        county
        for role, _, level, county, _ in held
        if role == Role.COMMISSION_COUNTY and level == Level.COUNTY and county
    ]
    provinces = [province for role, *_, province in held if role == Role.COMMISSION_PROVINCE and province]
    return Q(**{f"{path}pk__in": sorted(own | _bodies_below(chambers, counties, provinces))})


def _bodies_below(chambers: list[int], counties: list[int], provinces: list[int]) -> set[int]:
    """Ids of the unions of these chambers and of all bodies in these places; no statement when there are none."""
    if not (chambers or counties or provinces):
        return set()
    bodies = apps.get_model("organizations", "Body")._default_manager
    below = Q(parent__in=chambers) | Q(county__in=counties) | Q(province__in=provinces)
    return set(bodies.filter(below).values_list("pk", flat=True))

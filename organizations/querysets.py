"""Who sees which body, and in which bodies a person holds a role today."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import F, Q, QuerySet

from core.jalali import tehran_today
from organizations.rules import GRANTED_BY, BodyKind, Level, Role

if TYPE_CHECKING:
    from accounts.models import User

NATIONWIDE = (Role.NATIONAL_CHAMBER, Role.SECRETARIAT)
OF_CHAMBER = (Role.CHAMBER_OPERATOR, Role.CHAMBER_INSPECTOR)
NOTHING = Q(pk__in=[])
#: Not an empty Q: `Q() | other` is `other` alone, and whoever sees everything would see only that.
EVERYTHING = ~Q(pk__in=[])


class MembershipQuerySet(QuerySet[Any]):
    """Memberships, and the question every scope begins with: which ones hold today?"""

    def in_force(self, on: date | None = None) -> "MembershipQuerySet":
        """Those valid on the day `on` (Asia/Tehran; today when omitted) and not withdrawn."""
        day = on or tehran_today()
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day, withdrawn_at__isnull=True
        )

    def standing(self) -> "MembershipQuerySet":
        """Those that hold today or will: neither withdrawn nor over."""
        over = Q(valid_to__lt=tehran_today())
        return self.filter(withdrawn_at__isnull=True).exclude(over)

    def visible_to(self, user: "User") -> "MembershipQuerySet":
        """Memberships in the bodies this person may see."""
        return self.filter(within(user, "body__"))


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


class BoardMemberQuerySet(OfUnionQuerySet):
    """Seats on boards."""

    def in_force(self, on: date | None = None) -> "BoardMemberQuerySet":
        """Those whose term holds on the day `on`, today when omitted; the day a term ends is the next board's first."""
        day = on or tehran_today()
        return self.filter(from_date__lte=day, to_date__gt=day)


class BoardMinuteQuerySet(OfUnionQuerySet):
    """Minutes of boards."""

    def citable_for(self, union_id: int, since: date | None) -> "BoardMinuteQuerySet":
        """Those a step of this union may rest on, newest first: none from before the day `since`, none that lost the
        file it consisted of."""
        rows = self.filter(union=union_id).exclude(text="", file="").order_by("-held_on", "-pk")
        return rows.filter(held_on__gte=since) if since else rows


class AuthorizationQuerySet(OfUnionQuerySet):
    """What boards let their operators do."""

    def in_force(self, on: date | None = None) -> "AuthorizationQuerySet":
        """Those valid on the day `on` (today when omitted) and not withdrawn."""
        day = on or tehran_today()
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day, withdrawn_at__isnull=True
        )


class OfBodyQuerySet(QuerySet[Any]):
    """Accounts: those of the bodies a person may see, and the two of the higher bodies that every tariff names."""

    def visible_to(self, user: "User") -> "OfBodyQuerySet":
        """Accounts this person may see and choose."""
        if not user.is_active or not user.is_staff:
            return self.none()
        shared = Q(body__kind__in=[BodyKind.SECRETARIAT, BodyKind.NATIONAL_CHAMBER])
        return self.filter(within(user, "body__") | shared)


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


class ApprovalQuerySet(QuerySet[Any]):
    """Numbered decisions of the commissions."""

    def visible_to(self, user: "User") -> "ApprovalQuerySet":
        """Decisions of the bodies this person may see, and those a chamber or union rests its own entries on."""
        return self.filter(within(user, "body__") | Q(body__in=_bodies_above(user)))


class PublishedQuerySet(OfUnionQuerySet):
    """Special conditions: drafts and published versions."""

    def published(self) -> "PublishedQuerySet":
        """Versions that stand for ever at their address."""
        return self.filter(published_at__isnull=False)

    def editable_by(self, user: "User") -> "PublishedQuerySet":
        """Versions of the unions whose conditions this person enters."""
        return self.filter(union__in=_unions().entered_by(user))


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


def _unions() -> UnionQuerySet:
    unions: UnionQuerySet = apps.get_model("organizations", "Union")._default_manager.all()
    return unions


def _bodies_above(user: "User") -> QuerySet[Any]:
    """The commissions whose decisions a chamber's or union's entries rest on, as ids."""
    commissions = apps.get_model("organizations", "Commission")._default_manager
    own = bodies_as(user, *OF_CHAMBER, Role.UNION_OPERATOR, Role.UNION_BOARD)
    of_county = Q(level=Level.COUNTY, county__bodies__in=own)
    of_province = Q(level=Level.PROVINCE, province__bodies__in=own)
    keys: QuerySet[Any] = commissions.filter(of_county | of_province).annotate(key=F("pk")).values("key")
    return keys


def accounts_below(user: "User") -> QuerySet[Any]:
    """Staff accounts whose every role, of today or to come, is granted by a role this person holds, in bodies within
    their scope.

    Nobody stands above the secretariat: its holders look after each other's accounts, and after those whose roles are
    all over, which are nobody else's. One's own account is never among them.
    """
    users: QuerySet[Any] = apps.get_model("accounts", "User")._default_manager.filter(is_staff=True)
    held = set(user.memberships.in_force().values_list("role", flat=True)) if user.is_staff else set()
    given = [role for role, above in GRANTED_BY.items() if held.intersection(above)]
    given += [Role.SECRETARIAT] if Role.SECRETARIAT in held else []
    standing: QuerySet[Any] = apps.get_model("organizations", "Membership")._default_manager.standing()
    below = standing.filter(within(user, "body__"), role__in=given)
    beyond = standing.exclude(pk__in=below.values("pk"))
    same_person = Q(person__isnull=False, person=user.person_id)
    looked_after = Q(pk__in=below.values("user"))
    if Role.SECRETARIAT in held:
        looked_after |= ~Q(pk__in=standing.values("user"))
    found: QuerySet[Any] = (
        users.filter(looked_after).exclude(pk__in=beyond.values("user")).exclude(same_person | Q(pk=user.pk))
    )
    return found

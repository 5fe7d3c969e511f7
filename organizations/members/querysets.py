"""Roles, seats, minutes and authorisations: which hold today, and who sees them."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q, QuerySet

from core.jalali import tehran_today
from organizations.roles.states import GRANTED_BY, Role

if TYPE_CHECKING:
    from accounts.models import User
from organizations.bodies.querysets import OfUnionQuerySet
from organizations.roles.querysets import within


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

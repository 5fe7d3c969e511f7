"""The whole list for one reader, scoped as everything at the desk is."""

from typing import TypeVar

from django.core.cache import cache
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from accounts.models import User
from asnaf.readiness import nation
from asnaf.readiness.steps import Group
from asnaf.readiness.union import Chain, steps_above, steps_of
from core.jalali import tehran_today
from organizations.bodies.models import Body, Chamber, Commission, Union, UnionCoverage
from organizations.conditions.models import SpecialConditions
from organizations.members.models import BoardMember, Membership
from organizations.roles.querysets import NATIONWIDE, holds
from organizations.roles.states import Level, Role
from organizations.tariffs.models import FeeItem

#: Who may look: everybody above the unions.
READERS = (
    Role.CHAMBER_OPERATOR,
    Role.CHAMBER_INSPECTOR,
    Role.COMMISSION_COUNTY,
    Role.COMMISSION_PROVINCE,
    Role.NATIONAL_CHAMBER,
    Role.SECRETARIAT,
)
#: Seconds the menu remembers for a person that something is missing, or that nothing is.
REMEMBERED = {True: 300, False: 3600}

Kind = TypeVar("Kind", bound=Body)


def groups_for(user: User | None) -> list[Group]:
    """The steps in their order.

    Args:
        user: whose part it is: a chamber's own county and unions, a commission's place; everything for the secretariat
            and the Iran Chamber, and for None, whoever runs the installation.
    """
    chain = _chain(user)
    above, own = tuple(steps_above(chain)), tuple(steps_of(chain))
    groups = [Group("سراسر کشور", tuple(nation.steps()))]
    if user is not None and not holds(user, *NATIONWIDE):
        shared = tuple(step for step in groups[0].steps if step.is_shared and not step.done)
        groups = [Group("آنچه سراسر کشور هنوز کم دارد", shared)]
    title = f"نخستین اتحادیه: {chain.union}" if chain.union else "نخستین اتحادیه"
    groups += [Group("نهادهای بالادست", above), Group(title, own)]
    return [group for group in groups if group.steps]


def is_incomplete(user: User) -> bool:
    """Whether something that is needed is missing for this reader; remembered for some minutes, since menus ask."""
    key = f"portal-incomplete:{user.pk}"
    known: bool | None = cache.get(key)
    if known is None:
        known = any(group.missing for group in groups_for(user))
        cache.set(key, known, REMEMBERED[known])
    return known


def _chain(user: User | None) -> Chain:
    """The union that is nearest to its first request and the bodies above it; where there is none, the bodies that
    wait for one."""
    union = _nearest(_seen(Union.objects.filter(is_active=True), user))
    if union is not None:
        chamber = Chamber.objects.filter(children=union).first()
    else:
        chamber = _seen(Chamber.objects.filter(is_active=True), user).order_by("pk").first()
    commissions = _seen(Commission.objects.filter(is_active=True), user).order_by("pk")
    if chamber is not None:
        commission = Commission.objects.filter(children=chamber).first()
    else:
        commission = commissions.filter(level=Level.COUNTY).first()
    place = chamber or commission
    if place is not None:
        province = Commission.objects.filter(level=Level.PROVINCE, province=place.province_id).first()
    else:
        province = commissions.filter(level=Level.PROVINCE).first()
    return Chain(province=province, commission=commission, chamber=chamber, union=union)


def _seen(rows: "QuerySet[Kind]", user: User | None) -> "QuerySet[Kind]":
    found: QuerySet[Kind] = rows if user is None else rows.visible_to(user)  # type: ignore[attr-defined]
    return found


def _nearest(unions: "QuerySet[Union]") -> Union | None:
    """The union with the most steps behind it, the oldest of those; one statement, however many unions there are."""
    of_union = {"union": OuterRef("pk")}
    today = tehran_today()
    score: Combinable = _one(Q(electronic_since__lte=today))
    for rows in (
        UnionCoverage.objects.filter(is_active=True, **of_union),
        SpecialConditions.objects.filter(published_at__isnull=False, **of_union),
        FeeItem.objects.in_force(today).filter(**of_union),
        BoardMember.objects.in_force(today).filter(**of_union),
        Membership.objects.in_force(today).filter(body=OuterRef("pk"), user__is_active=True),
    ):
        score += _one(Exists(rows))
    return unions.annotate(steps_behind=score).order_by("-steps_behind", "pk").first()


def _one(condition: Q | Exists) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())

"""Whose office an act is (handbook 2.3). Everything else is refused with code "not_your_office"."""

from django.db.models import Q, QuerySet

from accounts.models import User
from core.refusals import RuleBroken
from organizations.bodies.models import Body, Commission, Union
from organizations.places.models import County
from organizations.roles.querysets import bodies_as, holds, places_as
from organizations.roles.states import BodyKind, Level, Party, Role


def enters_for(by: User, union: Union | None) -> bool:
    """Whether `by` enters this union's conditions, tariff and board: its chamber, or for national unions the
    secretariat (R127, R200, R202); for the tariff of the whole country (None), the secretariat (R130)."""
    if union is None:
        return holds(by, Role.SECRETARIAT)
    return Union.objects.entered_by(by).filter(pk=union.pk).exists()


def decides_for(by: User, union: Union | None) -> bool:
    """Whether `by` sits in the commission that decides on this union, or for national unions and the tariff of the
    whole country (None) in the secretariat."""
    if union is None:
        return holds(by, Role.SECRETARIAT)
    return Union.objects.decided_by(by).filter(pk=union.pk).exists()


def is_above(by: User, union: Union) -> bool:
    """Whether `by` is in a body above this union: its chamber or commission, the commission of its province, the Iran
    Chamber or the secretariat (R201)."""
    if enters_for(by, union) or decides_for(by, union) or holds(by, Role.SECRETARIAT, Role.NATIONAL_CHAMBER):
        return True
    return union.province_id is not None and _has(by, "province", Role.COMMISSION_PROVINCE, union.province_id)


def parties(by: User, union: Union) -> set[str]:
    """The parts in which `by` may act on a proposal about this union."""
    found: set[str] = set()
    if enters_for(by, union):
        found.add(Party.CHAMBER)
    if decides_for(by, union):
        found.add(Party.COMMISSION)
    return found


def in_body(by: User, body_id: int | None, *roles: str) -> bool:
    """Whether `by` holds one of `roles` in this very body today."""
    return body_id is not None and bodies_as(by, *roles).filter(body_id=body_id).exists()


def authority_of(union: Union | None) -> Body:
    """The body whose numbered decision the union's conditions and fees rest on: the commission of its county or
    province; for a national union, and for the lines of the whole country (None), the secretariat (R130, R202).

    Raises:
        RuleBroken: "no_authority" when that body is not registered.
    """
    if union is None or union.level == Level.NATIONAL:
        found: Body | None = Body.objects.filter(kind=BodyKind.SECRETARIAT).first()
    elif union.level == Level.PROVINCE:
        found = Commission.objects.filter(level=Level.PROVINCE, province=union.province_id).first()
    else:
        found = Commission.objects.filter(level=Level.COUNTY, county=union.county_id).first()
    if found is None:
        raise RuleBroken("کمیسیون نظارتی که باید تصویب کند هنوز ثبت نشده است.", code="no_authority")
    return found


def founds(by: User, *, level: str, county_id: int | None, province_id: int | None) -> bool:
    """Whether `by` may found, rename or close a union of this place: its commission, or the secretariat (Art. 49)."""
    if holds(by, Role.SECRETARIAT):
        return True
    if level == Level.COUNTY:
        return county_id is not None and _has(by, "county", Role.COMMISSION_COUNTY, county_id)
    return (
        level == Level.PROVINCE
        and province_id is not None
        and _has(by, "province", Role.COMMISSION_PROVINCE, province_id)
    )


def covers(by: User, *, county_id: int, province_id: int) -> bool:
    """Whether `by` may say which union answers for a trade in this county: the commission of the county or province,
    or the secretariat."""
    return (
        holds(by, Role.SECRETARIAT)
        or _has(by, "county", Role.COMMISSION_COUNTY, county_id)
        or _has(by, "province", Role.COMMISSION_PROVINCE, province_id)
    )


def counties_covered_by(by: User) -> QuerySet[County]:
    """The counties `covers` holds for."""
    if holds(by, Role.SECRETARIAT):
        return County.objects.all()
    own = Q(pk__in=places_as(by, "county", Role.COMMISSION_COUNTY))
    return County.objects.filter(own | Q(province__in=places_as(by, "province", Role.COMMISSION_PROVINCE)))


def _has(by: User, place: str, role: str, place_id: int) -> bool:
    return bool(places_as(by, place, role).filter(**{f"body__{place}_id": place_id}).exists())

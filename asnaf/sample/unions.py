"""Unions, and which of them answers for which trade in which county."""

from collections.abc import Iterator
from datetime import date

from asnaf.sample.bodies import furnish, province_of, store
from asnaf.sample.chance import dice
from asnaf.sample.nation import CAPITAL, Group, Nation, PlannedUnion, insert_missing
from core.jalali import from_jalali
from organizations.bodies.models import Body, Union, UnionCoverage
from organizations.places.models import County, Province
from organizations.roles.states import BodyKind, Level

#: The capital's guest houses still work on paper, so that a visitor can meet R221.
ON_PAPER = "lodging"
#: Groups whose electronic work the guided tour counts on.
ALWAYS_ELECTRONIC = ("food-retail", "bakers", "barbers-men", "virtual-businesses")

Place = tuple[Province | None, County | None, int]


def load_unions(nation: Nation) -> int:
    """One union per group and county, province or nation, under the body that oversees it."""
    nation.bodies |= {
        (BodyKind.UNION, body.province_id, body.county_id, body.name): body.pk
        for body in Union.objects.only("province_id", "county_id", "name")
    }
    plans = [(group, place) for group in nation.groups for place in _places(nation, group)]
    bodies = [_body(nation, group, place) for group, place in plans]
    new = store(nation, bodies)
    for body, (group, (_, county, _)) in zip(bodies, plans, strict=True):
        if body.pk is not None:
            # Django cannot insert an inherited row in bulk; the parent's part stands already.
            union = Union(body_ptr_id=body.pk, electronic_since=_electronic_since(group, county))
            union.save_base(raw=True, force_insert=True)
    nation.unions = [
        PlannedUnion(
            pk=nation.bodies[(BodyKind.UNION, body.province_id, body.county_id, body.name)],
            name=body.name,
            group=group,
            province=province,
            county=county,
            serial=number * 64 + group.number,
        )
        for body, (group, (province, county, number)) in zip(bodies, plans, strict=True)
    ]
    return len(new)


def load_coverage(nation: Nation) -> int:
    """County unions cover their county, provincial ones all counties of the province, national ones the nation."""
    wanted = (
        UnionCoverage(union_id=union.pk, county=county, category=category)
        for union in nation.unions
        for county in _covered(nation, union)
        for category in union.group.categories
    )
    return insert_missing(UnionCoverage, wanted, "county_id", "category_id")


def _covered(nation: Nation, union: PlannedUnion) -> list[County]:
    if union.county:
        return [union.county]
    return nation.counties_of(union.province) if union.province else list(nation.counties.values())


def _places(nation: Nation, group: Group) -> Iterator[Place]:
    if group.level == Level.NATIONAL:
        yield None, None, 0
    elif group.level == Level.PROVINCE:
        for number, province in enumerate(nation.provinces.values(), start=1):
            yield province, None, number
    else:
        numbers = {county.pk: number for number, county in enumerate(nation.counties.values(), start=100)}
        for county in nation.working_counties():
            yield province_of(nation, county), county, numbers[county.pk]


def _body(nation: Nation, group: Group, place: Place) -> Body:
    province, county, _ = place
    body = Body(kind=BodyKind.UNION, level=group.level, province=province, county=county)
    body.name = _name(group, province, county)
    body.parent_id = _above(nation, province, county)
    furnish(body, province)
    return body


def _name(group: Group, province: Province | None, county: County | None) -> str:
    if county:
        return f"{group.union_name} شهرستان {county}"
    return f"{group.union_name} {province}" if province else group.union_name


def _above(nation: Nation, province: Province | None, county: County | None) -> int:
    """County union → its chamber; provincial → chamber of the province centre; national → Iran Chamber."""
    if province is None:
        return nation.body(BodyKind.NATIONAL_CHAMBER)
    seat = county or nation.counties_of(province)[0]
    return nation.body(BodyKind.CHAMBER, province=province, county=seat)


def _electronic_since(group: Group, county: County | None) -> date | None:
    """The day electronic intake began; a few unions have not begun (R221)."""
    chance = dice("electronic", group.slug, county.code if county else "")
    month, day = chance.randint(1, 12), chance.randint(1, 29)
    if group.slug == ON_PAPER and county and county.name == CAPITAL:
        return None
    if group.slug not in ALWAYS_ELECTRONIC and county and chance.random() < 0.02:
        return None
    return from_jalali(1398, month, day)

"""Secretariat, chambers, commissions, and the offices the portal works with."""

from collections.abc import Iterable, Iterator

from asnaf.sample import numbers
from asnaf.sample.chance import dice
from asnaf.sample.nation import CAPITAL, BodyKey, Nation
from core.text import to_persian_digits
from organizations import data_files
from organizations.bodies.models import Body, Chamber, Commission
from organizations.bodies.reference_data import NATIONAL_BODIES
from organizations.places.models import County, Province
from organizations.roles.states import BodyKind, Level


def load_bodies(nation: Nation) -> int:
    """Everything above the unions, from the secretariat downward."""
    nation.bodies = {_key(body): body.pk for body in Body.objects.exclude(kind=BodyKind.UNION)}
    before = len(nation.bodies)
    for kind, name in NATIONAL_BODIES:
        above = None if kind == BodyKind.SECRETARIAT else nation.body(BodyKind.SECRETARIAT)
        store(nation, [_body(kind, name, parent=above)])
    store(nation, _province_commissions(nation), Commission)
    store(nation, _county_commissions(nation), Commission)
    store(nation, _chambers(nation), Chamber)
    store(nation, _offices_in_the_capital(nation))
    return len(nation.bodies) - before


def _province_commissions(nation: Nation) -> Iterator[Body]:
    above = nation.body(BodyKind.SECRETARIAT)
    for province in nation.provinces.values():
        name = f"کمیسیون نظارت مرکز استان {province}"
        yield _body(BodyKind.COMMISSION, name, province=province, parent=above)


def _county_commissions(nation: Nation) -> Iterator[Body]:
    for county in nation.working_counties():
        province = province_of(nation, county)
        above = nation.body(BodyKind.COMMISSION, province=province)
        yield _body(BodyKind.COMMISSION, f"کمیسیون نظارت شهرستان {county}", county, province, above)


def _chambers(nation: Nation) -> Iterator[Body]:
    for county in nation.working_counties():
        province = province_of(nation, county)
        above = nation.body(BodyKind.COMMISSION, province=province, county=county)
        yield _body(BodyKind.CHAMBER, f"اتاق اصناف شهرستان {county}", county, province, above)


def _offices_in_the_capital(nation: Nation) -> Iterator[Body]:
    above = nation.body(BodyKind.SECRETARIAT)
    county = next(
        county for county in nation.counties.values() if county.is_centre and county.name == CAPITAL
    )
    province = province_of(nation, county)
    for row in data_files.rows("inquiry_bodies.csv"):
        if row["code"] != "OTHER_UNION":
            yield _body(BodyKind.INQUIRY_BODY, f"{row['body']}، شهرستان {county}", county, province, above)
    name = f"سازمان صنعت، معدن و تجارت استان {province}"
    yield _body(BodyKind.EXECUTIVE_BODY, name, province=province, parent=above)
    yield _body(BodyKind.BANK, f"بانک ملت، شعبهٔ نمونهٔ {county}", county, province, above)


def province_of(nation: Nation, county: County) -> Province:
    return next(province for province in nation.provinces.values() if province.pk == county.province_id)


def _body(
    kind: str,
    name: str,
    county: County | None = None,
    province: Province | None = None,
    parent: int | None = None,
) -> Body:
    level = Level.COUNTY if county else Level.PROVINCE if province else Level.NATIONAL
    body = Body(kind=kind, level=level, name=name, county=county, province=province, parent_id=parent)
    furnish(body, province)
    return body


def furnish(body: Body, province: Province | None) -> None:
    """Give a body an address, a postal code, a telephone and the keys its name is sorted by."""
    chance = dice("body", body.kind, body.name)
    town = body.county.name if body.county else CAPITAL
    street = chance.choice(data_files.words("street_names.txt"))
    body.address = f"{town}، خیابان {street}، پلاک {to_persian_digits(str(chance.randint(1, 240)))}"
    body.postal_code = numbers.postal_code(chance)
    body.phone = numbers.landline(province.code if province else "23", chance)
    body.fill_name_keys()


def store(nation: Nation, wanted: Iterable[Body], child: type[Body] = Body) -> list[Body]:
    """Insert the bodies that are not there yet, with their row of `child`; returns those that were inserted."""
    missing = [body for body in wanted if _key(body) not in nation.bodies]
    Body.objects.bulk_create(missing, batch_size=500)
    for body in missing:
        nation.bodies[_key(body)] = body.pk
        if child in (Chamber, Commission):
            # Django cannot insert an inherited row in bulk; the parent's part stands already.
            child(body_ptr_id=body.pk).save_base(raw=True, force_insert=True)
    return missing


def _key(body: Body) -> BodyKey:
    return body.kind, body.province_id, body.county_id, body.name

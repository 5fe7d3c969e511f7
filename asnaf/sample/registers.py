"""Licences issued before the portal, the workshops behind them, and the addresses of both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from asnaf.sample import numbers
from asnaf.sample.chance import dice
from asnaf.sample.nation import Nation, PlannedUnion, insert_missing
from asnaf.sample.people import crowd_codes, is_child
from asnaf.sample.stories import STORIES, Shop
from core.jalali import add_months, to_jalali
from core.text import to_persian_digits
from organizations import data_files
from organizations.places.models import County
from registries.models import SampleAddress, SampleInsured, SampleLicence, SamplePerson, SampleWorkshop

#: Postal codes of places without a shop, for new requests; the first is the example of the handbook, the last is
#: of an unusual form, as real ones are now and then.
FREE_PLACES = ("1193653471", "5135655555", "1135756789", "1111153426")
MOST_INSURED = 6


@dataclass(frozen=True)
class Opened:
    """A shop with its holder and the numbers of its licence and workshop."""

    shop: Shop
    holder: str
    serial: int
    union: PlannedUnion

    @property
    def county(self) -> County:
        assert self.union.county is not None  # shops of the sample stand under county unions  # nosec B101
        return self.union.county

    @property
    def guild_id(self) -> str:
        """The guild identifier, by which a second load knows the licence again."""
        return f"04{self.serial:08d}"

    @property
    def workshop_code(self) -> str:
        return numbers.workshop_code(self.branch, self.serial)

    @property
    def branch(self) -> str:
        """The code of the social security branch, four digits, one for each province."""
        return f"{int(self.county.code[:2]) + 11:04d}"


def load_registers(nation: Nation) -> int:
    """Licences of the people with a story and of every third of the crowd."""
    shops = [*_of_stories(nation), *_of_crowd(nation)]
    ids = dict(SamplePerson.objects.values_list("national_code", "pk"))
    known = set(SampleLicence.objects.values_list("guild_id", flat=True))
    new = [opened for opened in shops if opened.guild_id not in known]
    addresses = {opened.guild_id: _address(opened) for opened in new}
    insert_missing(SampleAddress, [*addresses.values(), *_free_places(nation)], "postal_code")
    SampleLicence.objects.bulk_create(
        [_licence(nation, opened, ids, addresses[opened.guild_id]) for opened in new], batch_size=500
    )
    _load_workshops(nation, [opened for opened in new if opened.shop.insured], ids)
    return len(new)


def _of_stories(nation: Nation) -> Iterator[Opened]:
    serial = 0
    for story in STORIES:
        for shop in story.shops:
            serial += 1
            yield Opened(shop, story.national_code, serial, _union(nation, shop))


def _union(nation: Nation, shop: Shop) -> PlannedUnion:
    category = nation.categories[shop.isic]
    slug = next(group.slug for group in nation.groups if category in group.categories)
    return nation.union(shop.county, slug)


def _of_crowd(nation: Nation) -> Iterator[Opened]:
    """Only trades that women and men alike follow in one shop, so that no name looks out of place."""
    unions = [
        union
        for union in nation.unions
        if union.county and union.group.slug not in ("beauty-women", "barbers-men")
    ]
    for number, code in enumerate(crowd_codes(nation)):
        if number % 3 or is_child(number):
            continue
        chance = dice("shop", code)
        union = chance.choice(unions)
        shop = Shop(
            isic=chance.choice(union.group.categories).isic_code,
            county=str(union.county),
            name=chance.choice(data_files.words("shop_names.txt")),
            age=chance.randint(1, 58),
            insured=chance.randint(0, MOST_INSURED),
        )
        yield Opened(shop, code, 1000 + number, union)


def _address(opened: Opened) -> SampleAddress:
    chance = dice("premises", opened.guild_id)
    return SampleAddress(
        postal_code=numbers.postal_code(chance),
        province=str(opened.union.province),
        county_code=opened.county.code,
        town=opened.county.name,
        street=f"خیابان {chance.choice(data_files.words('street_names.txt'))}",
        number=str(chance.randint(1, 300)),
        floor=chance.choice(("", "", "1")),
    )


def _free_places(nation: Nation) -> Iterator[SampleAddress]:
    towns = ("تهران", "تبریز", "تهران", "تهران")
    for code, town in zip(FREE_PLACES, towns, strict=True):
        county = next(
            county for county in nation.counties.values() if county.name == town and county.is_centre
        )
        province = next(row for row in nation.provinces.values() if row.pk == county.province_id)
        street = f"خیابان {dice('free', code).choice(data_files.words('street_names.txt'))}"
        yield SampleAddress(
            postal_code=code,
            province=province.name,
            county_code=county.code,
            town=town,
            street=street,
            number="27",
        )


def _licence(nation: Nation, opened: Opened, ids: dict[str, int], place: SampleAddress) -> SampleLicence:
    shop = opened.shop
    issued = add_months(nation.today, -shop.age) - timedelta(days=10)
    category = nation.categories[shop.isic]
    return SampleLicence(
        number=f"{opened.county.code}/{to_jalali(issued)[0]}/{opened.serial:05d}",
        guild_id=opened.guild_id,
        holder_id=ids[opened.holder],
        unit_name=shop.name,
        union_name=opened.union.name,
        category_isic=shop.isic,
        category_name=category.name,
        county_code=opened.county.code,
        address=f"{place.town}، {place.street}، پلاک {to_persian_digits(place.number)}",
        postal_code=place.postal_code,
        issued_on=issued,
        valid_to=add_months(issued, shop.months),
    )


def _load_workshops(nation: Nation, shops: list[Opened], ids: dict[str, int]) -> None:
    licences = dict(SampleLicence.objects.values_list("guild_id", "pk"))
    SampleWorkshop.objects.bulk_create(
        [
            SampleWorkshop(
                workshop_code=opened.workshop_code,
                branch_code=opened.branch,
                licence_id=licences[opened.guild_id],
                employer_id=ids[opened.holder],
                name=f"کارگاه {opened.shop.name}",
            )
            for opened in shops
        ],
        batch_size=500,
    )
    workshops = dict(SampleWorkshop.objects.values_list("workshop_code", "pk"))
    grown_up = [code for number, code in enumerate(crowd_codes(nation)) if not is_child(number)]
    months = [_month(nation, back) for back in (2, 1)]
    SampleInsured.objects.bulk_create(
        (
            SampleInsured(workshop_id=workshops[opened.workshop_code], person_id=ids[code], month=month)
            for opened in shops
            for code in dice("insured", opened.guild_id).sample(grown_up, opened.shop.insured)
            for month in months
        ),
        batch_size=500,
    )


def _month(nation: Nation, back: int) -> str:
    """The Jalali month so many months ago, such as 140306."""
    year, month, _ = to_jalali(add_months(nation.today, -back))
    return f"{year}{month:02d}"

"""Rows that the stages of loading share."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.db import models

from organizations.categories.models import Category
from organizations.places.models import County, Province

Row = TypeVar("Row", bound=models.Model)
BodyKey = tuple[str, int | None, int | None, str]

CAPITAL = "تهران"
COUNTIES_AROUND_CAPITAL = 5


class Size(StrEnum):
    """How much of the nation is loaded. A larger size contains the smaller one."""

    SMALL = "small"
    MEDIUM = "medium"

    @property
    def counties_with_unions(self) -> int:
        """In how many counties of each province unions stand; around the capital there are always some more."""
        return 1 if self is Size.SMALL else 4

    @property
    def people(self) -> int:
        """How many people the registers know besides those with a story."""
        return 50 if self is Size.SMALL else 4000


@dataclass(frozen=True)
class Group:
    """A related group of trades, for which one union is founded in each county, province or the nation."""

    number: int
    slug: str
    union_name: str
    level: str
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class PlannedUnion:
    """A union of the sample, stored under `pk`."""

    pk: int
    name: str
    group: Group
    province: Province | None
    county: County | None
    serial: int


@dataclass
class Nation:
    """The nation as far as it is loaded."""

    size: Size
    today: date
    provinces: dict[str, Province] = field(default_factory=dict)
    counties: dict[str, County] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    bodies: dict[BodyKey, int] = field(default_factory=dict)
    unions: list[PlannedUnion] = field(default_factory=list)

    def counties_of(self, province: Province) -> list[County]:
        """The counties of a province, its centre first."""
        mine = [county for county in self.counties.values() if county.province_id == province.pk]
        return sorted(mine, key=lambda county: (not county.is_centre, county.code))

    def working_counties(self) -> list[County]:
        """The counties in which unions, a chamber and a commission stand."""
        return [
            county
            for province in self.provinces.values()
            for county in self.counties_of(province)[: self._counties_with_unions(province)]
        ]

    def _counties_with_unions(self, province: Province) -> int:
        of_capital = COUNTIES_AROUND_CAPITAL if province.name == CAPITAL else 1
        return max(self.size.counties_with_unions, of_capital)

    def body(self, kind: str, *, province: Province | None = None, county: County | None = None) -> int:
        """The id of the only body of this kind at this place."""
        place = (kind, province.pk if province else None, county.pk if county else None)
        return next(pk for key, pk in self.bodies.items() if key[:3] == place)

    def union(self, county_name: str, slug: str) -> PlannedUnion:
        return next(
            union
            for union in self.unions
            if union.group.slug == slug and union.county is not None and union.county.name == county_name
        )


def insert_missing(model: type[Row], wanted: Iterable[Row], *key: str) -> int:
    """Store those of `wanted` whose key (attribute names) no row has yet; how many they were.

    Rows that are there stay as they are: what somebody changed in the demo survives a second load.
    """
    present: set[Hashable] = set(model._default_manager.values_list(*key))
    missing: dict[Hashable, Row] = {}
    for row in wanted:
        value = tuple(getattr(row, name) for name in key)
        if value not in present:
            missing.setdefault(value, row)
    model._default_manager.bulk_create(missing.values(), batch_size=500)
    return len(missing)

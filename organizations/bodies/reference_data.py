"""What the portal brings to an empty database from `organizations/data`: places, trades and the national bodies.

Everything here adds rows that are missing and leaves those that are there, so that it may run again: what the
secretariat has renamed, corrected or taken away since stays as it is.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from core import audit
from organizations import data_files
from organizations.bodies.models import Body
from organizations.categories.models import Category, CategorySynonym
from organizations.categories.search_rules import read_synonyms
from organizations.places.models import County, Province
from organizations.roles import trail
from organizations.roles.states import BodyKind, Level

Row = TypeVar("Row", Province, County, Category)

#: What a row that came from a file, and not from somebody at the desk, has in its trail.
FROM_FILES = "از فهرست‌های همراه سامانه"
BATCH = 500
#: The bodies that nobody founds at the desk, the one above all others first.
NATIONAL_BODIES: tuple[tuple[str, str], ...] = (
    (BodyKind.SECRETARIAT, "دبیرخانهٔ هیأت عالی نظارت بر سازمان‌های صنفی کشور"),
    (BodyKind.NATIONAL_CHAMBER, "اتاق اصناف ایران"),
    (BodyKind.HEALTH, "وزارت بهداشت، درمان و آموزش پزشکی"),
    (BodyKind.SUPPORT, "پشتیبانی سامانه اصناف"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of a list were new, and which could not come in because another row has their name or code."""

    added: int
    clashing: tuple[str, ...] = ()


@transaction.atomic
def load_provinces(*, recorded: bool = True) -> Loaded:
    """Bring in the provinces that are missing.

    Args:
        recorded: whether each new row gets its entry in the audit trail; the sample nation does without.
    """
    wanted = [
        Province(code=row["code"], iso=row["iso"], name=row["name"])
        for row in data_files.rows("provinces.csv")
    ]
    return _insert(
        wanted,
        present=Province.objects.all(),
        code=lambda row: row.code,
        alone=lambda row: (row.iso,),
        recorded=recorded,
    )


@transaction.atomic
def load_counties(*, recorded: bool = True) -> Loaded:
    """Bring in the counties that are missing, after their provinces. See `load_provinces`."""
    provinces = {province.code: province for province in Province.objects.all()}
    wanted = [
        County(
            province=provinces[row["province_code"]],
            code=row["code"],
            name=row["name"],
            is_centre=data_files.yes(row["is_centre"]),
        )
        for row in data_files.rows("counties.csv")
        if row["province_code"] in provinces
    ]
    return _insert(
        wanted,
        present=County.objects.all(),
        code=lambda row: row.code,
        alone=lambda row: (
            (row.province_id, row.name),
            *([("centre", row.province_id)] if row.is_centre else []),
        ),
        recorded=recorded,
    )


@transaction.atomic
def load_categories(*, recorded: bool = True) -> Loaded:
    """Bring in the categories that are missing, each with the names people use for it. See `load_provinces`.

    A category that is there keeps the names it has: one that was taken away does not come back.
    """
    wanted = [
        Category(
            isic_code=row["isic_code"],
            name=row["name"],
            branch_of_trade=row["branch_of_trade"],
            is_specialised=data_files.yes(row["is_specialised"]),
            needs_health_inquiry=data_files.yes(row["needs_health_inquiry"]),
            is_online=data_files.yes(row["online"]),
            host_customers_on_site=data_files.yes(row["host_customers_on_site"]),
            covid_job_group=int(row["covid_job_group"]),
        )
        for row in data_files.rows("categories.csv")
    ]
    loaded = _insert(
        wanted,
        present=Category.objects.all(),
        code=lambda row: row.isic_code,
        alone=lambda row: (row.name,),
        recorded=recorded,
    )
    _name([category for category in wanted if category.pk])
    return loaded


@transaction.atomic
def found_national_bodies() -> Loaded:
    """Found the secretariat, the Iran Chamber and the other national bodies that are missing, one of each kind."""
    known = {body.kind: body for body in Body.objects.filter(kind__in=dict(NATIONAL_BODIES)).order_by("-pk")}
    added = 0
    for kind, name in NATIONAL_BODIES:
        if kind not in known:
            above = known.get(BodyKind.SECRETARIAT)
            known[kind] = Body(kind=kind, level=Level.NATIONAL, name=name, parent=above)
            trail.insert(known[kind], by=None, action="founded", note=FROM_FILES)
            added += 1
    return Loaded(added)


def _insert(
    wanted: Sequence[Row],
    *,
    present: Iterable[Row],
    code: Callable[[Row], str],
    alone: Callable[[Row], Iterable[Hashable]],
    recorded: bool,
) -> Loaded:
    """Store those of `wanted` whose code no row has; leave out those that share with a row what each has alone."""
    rows = list(present)
    codes = {code(row) for row in rows}
    taken = {value for row in rows for value in alone(row)}
    missing = [row for row in wanted if code(row) not in codes]
    new = [row for row in missing if taken.isdisjoint(alone(row))]
    for row in new:
        row.fill_name_keys()
    type(wanted[0])._default_manager.bulk_create(new, batch_size=BATCH)
    for row in new if recorded else ():
        audit.record(row, "defined", after=trail.facts(row), note=FROM_FILES)
    fresh = {code(row) for row in new}
    return Loaded(len(new), tuple(f"{row.name} ({code(row)})" for row in missing if code(row) not in fresh))


def _name(categories: Iterable[Category]) -> None:
    by_code = {category.isic_code: category for category in categories}
    names = [
        CategorySynonym(category=by_code[row["isic_code"]], name=name)
        for row in data_files.rows("category_synonyms.csv")
        if row["isic_code"] in by_code
        for name in read_synonyms(row["synonyms"])
    ]
    for name in names:
        name.fill_name_keys()
    CategorySynonym.objects.bulk_create(names, batch_size=BATCH)

"""Provinces, counties, and the trades people follow in them."""

from asnaf.sample import files
from asnaf.sample.nation import Group, Nation, insert_missing
from organizations.models import Category, CategorySynonym, County, Province
from organizations.search_rules import read_synonyms


def load_places(nation: Nation) -> int:
    """All 31 provinces and all counties, by their official names."""
    provinces = [
        Province(code=row["code"], iso=row["iso"], name=row["name"]) for row in files.rows("provinces.csv")
    ]
    for province in provinces:
        province.fill_name_keys()
    loaded = insert_missing(Province, provinces, "code")
    nation.provinces = {province.code: province for province in Province.objects.order_by("code")}
    counties = [
        County(
            province=nation.provinces[row["province_code"]],
            code=row["code"],
            name=row["name"],
            is_centre=files.yes(row["is_centre"]),
        )
        for row in files.rows("counties.csv")
    ]
    for county in counties:
        county.fill_name_keys()
    loaded += insert_missing(County, counties, "code")
    nation.counties = {county.code: county for county in County.objects.order_by("code")}
    return loaded


def load_trades(nation: Nation) -> int:
    """The categories with their ISIC codes, and the groups in which unions answer for them."""
    rows = files.rows("categories.csv")
    categories = [
        Category(
            isic_code=row["isic_code"],
            name=row["name"],
            branch_of_trade=row["branch_of_trade"],
            is_specialised=files.yes(row["is_specialised"]),
            needs_health_inquiry=files.yes(row["needs_health_inquiry"]),
            is_online=files.yes(row["online"]),
            host_customers_on_site=files.yes(row["host_customers_on_site"]),
            covid_job_group=int(row["covid_job_group"]),
        )
        for row in rows
    ]
    for category in categories:
        category.fill_name_keys()
    loaded = insert_missing(Category, categories, "isic_code")
    nation.categories = {category.isic_code: category for category in Category.objects.order_by("isic_code")}
    loaded += _load_synonyms(nation)
    nation.groups = [
        Group(
            number=number,
            slug=group["slug"],
            union_name=group["union_name"].replace("اتحادیه ", "اتحادیهٔ ", 1),
            level=group["level"],
            categories=tuple(
                nation.categories[row["isic_code"]] for row in rows if row["union_group"] == group["slug"]
            ),
        )
        for number, group in enumerate(files.rows("union_groups.csv"), start=1)
    ]
    return loaded


def _load_synonyms(nation: Nation) -> int:
    """The names people use for the categories when they look for them."""
    wanted = [
        CategorySynonym(category=nation.categories[row["isic_code"]], name=name)
        for row in files.rows("category_synonyms.csv")
        for name in read_synonyms(row["synonyms"])
    ]
    for synonym in wanted:
        synonym.fill_name_keys()
    return insert_missing(CategorySynonym, wanted, "category_id", "name_search")

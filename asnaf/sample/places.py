"""Provinces, counties, and the trades people follow in them."""

from asnaf.sample.nation import Group, Nation
from organizations import data_files
from organizations.bodies import reference_data
from organizations.categories.models import Category
from organizations.places.models import County, Province


def load_places(nation: Nation) -> int:
    """All 31 provinces and all counties, by their official names."""
    provinces = reference_data.load_provinces(recorded=False)
    counties = reference_data.load_counties(recorded=False)
    nation.provinces = {province.code: province for province in Province.objects.order_by("code")}
    nation.counties = {county.code: county for county in County.objects.order_by("code")}
    return provinces.added + counties.added


def load_trades(nation: Nation) -> int:
    """The categories with their ISIC codes, and the groups in which unions answer for them."""
    loaded = reference_data.load_categories(recorded=False)
    nation.categories = {category.isic_code: category for category in Category.objects.order_by("isic_code")}
    rows = data_files.rows("categories.csv")
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
        for number, group in enumerate(data_files.rows("union_groups.csv"), start=1)
    ]
    return loaded.added

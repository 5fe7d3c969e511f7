"""Which conditions are in force, and their versions."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from organizations.bodies.models import Union
from organizations.categories.models import Category
from organizations.conditions.models import GeneralConditions, SpecialConditions


def general_conditions_in_force(at: datetime | None = None) -> GeneralConditions | None:
    """The newest regulation and general conditions published by a moment, now when omitted."""
    published = GeneralConditions.objects.filter(_published_by(at))
    return published.order_by("-version").first()


def conditions_in_force(
    union: Union, category: Category, at: datetime | None = None
) -> SpecialConditions | None:
    """The union's newest conditions published by a moment: those of the category, else those for all its categories.

    Args:
        at: the moment, now when omitted.
    """
    fitting = Q(category=category) | Q(category=None)
    published = SpecialConditions.objects.filter(_published_by(at), fitting, union=union)
    return published.order_by(F("category").asc(nulls_last=True), "-version").first()


def _published_by(at: datetime | None) -> Q:
    return Q(published_at__lte=at) if at else Q(published_at__isnull=False)


def newest_conditions(union: Union) -> list[SpecialConditions]:
    """The version in force of each of the union's documents, the one for all categories first."""
    published = SpecialConditions.objects.filter(union=union, published_at__isnull=False)
    newest: dict[int | None, SpecialConditions] = {}
    for row in published.select_related("category").order_by("version"):
        newest[row.category_id] = row
    return sorted(newest.values(), key=lambda row: row.category.name_sort if row.category else "")


def versions_of(conditions: SpecialConditions) -> "QuerySet[SpecialConditions]":
    """Every published version of the same document, newest first."""
    rows: QuerySet[SpecialConditions] = SpecialConditions.objects.filter(
        union=conditions.union_id, category=conditions.category_id, published_at__isnull=False
    ).order_by("-version")
    return rows


def with_publication(unions: "QuerySet[Union]") -> "QuerySet[Union]":
    """The unions with `has_conditions`: without published conditions a union may collect nothing (R126)."""
    published = SpecialConditions.objects.filter(union=OuterRef("pk"), published_at__isnull=False)
    return unions.annotate(has_conditions=Exists(published))

"""Finding a category by what people call it (R62): its name or code, a name in common use, or a slip of those."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.text import search_key, search_words
from organizations.categories import search_rules
from organizations.categories.models import Category, CategorySynonym
from organizations.categories.search_rules import Fit

MOST_FOUND = 60


class Found(NamedTuple):
    """A category, how it answers, and the common name that answered ("" for its own)."""

    category: Category
    fit: Fit
    known_as: str


def search_categories(typed: str) -> list[Found]:
    """The active categories that answer, the nearest first: name, common name, beginning, part.

    Only when none does, those that may be meant although something was typed wrong. At most `MOST_FOUND`; an empty
    list for a query without letters and digits.
    """
    asked = search_rules.without_padding(typed)
    words = search_words(asked)
    if not words:
        return []
    active = Category.objects.filter(is_active=True)
    rows = active.filter(_has_all(words) | Q(isic_code__startswith=search_key(asked)))
    answers = [_answer(asked, row) for row in rows.prefetch_related("synonyms")]
    found = [answer for answer in answers if answer is not None] or _slips(asked, active)
    return sorted(found, key=_nearness)[:MOST_FOUND]


def _has_all(words: list[str]) -> Q:
    """Each word is part of the category's name or of one of its common names."""
    found = Q()
    for word in words:
        synonyms = CategorySynonym.objects.filter(category=OuterRef("pk"), name_search__contains=word)
        found &= Q(name_search__contains=word) | Q(Exists(synonyms))
    return found


def _answer(typed: str, row: Category) -> Found | None:
    synonyms = [synonym.name for synonym in row.synonyms.all()]
    found = search_rules.answer(typed, name=row.name, code=row.isic_code, synonyms=synonyms)
    return Found(row, found.fit, found.known_as) if found else None


def _nearness(found: Found) -> tuple[int, bool, str]:
    """Of two that answer alike, the one by its own name comes first."""
    return found.fit, bool(found.known_as), found.category.name_sort


def _slips(typed: str, active: QuerySet[Category]) -> list[Found]:
    """A category whose own name may be meant is named so; else by the first of its common names that may be."""
    names = list(active.values_list("pk", "name"))
    synonyms = list(
        CategorySynonym.objects.filter(category__is_active=True).values_list("category", "name").reverse()
    )
    meant = search_rules.slips_of(typed, {name for _, name in [*names, *synonyms]})
    known_as = {pk: name for pk, name in synonyms if name in meant}
    known_as |= {pk: "" for pk, name in names if name in meant}
    return [Found(row, Fit.SLIP, known_as[row.pk]) for row in active.filter(pk__in=known_as)]

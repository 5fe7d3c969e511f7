"""The names people use for a category when they look for it; the secretariat keeps them, as it keeps the list."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from accounts.models import User
from core import audit
from core.refusals import RuleBroken
from core.text import search_key
from organizations.categories.models import Category, CategorySynonym
from organizations.categories.search_rules import MOST_SYNONYMS
from organizations.roles import trail
from organizations.roles.rules import require_role
from organizations.roles.states import Role


@transaction.atomic
def add_synonyms(category: Category, names: Sequence[str], *, by: User) -> Category:
    """Let people find a category by further names; its own name and those it has already are left out.

    Args:
        names: as `search_rules.read_synonyms` returns them.

    Raises:
        RuleBroken: "not_your_office", "too_many".
    """
    require_role(by, Role.SECRETARIAT)
    row: Category = trail.locked(category)
    known = {row.name_search, *row.synonyms.values_list("name_search", flat=True)}
    new = [name for name in names if search_key(name) not in known]
    if len(known) + len(new) > MOST_SYNONYMS + 1:
        raise RuleBroken("این رسته نام رایج بسیار دارد؛ نخست چند نام را بردارید.", code="too_many")
    CategorySynonym.objects.bulk_create(_rows(row, new))
    if new:
        audit.record(row, "synonyms_added", by=by, after={"synonyms": "، ".join(new)})
    return row


@transaction.atomic
def remove_synonyms(category: Category, chosen: Iterable[CategorySynonym], *, by: User) -> Category:
    """Take names away that mislead; those taken away meanwhile do not matter. Raises RuleBroken "not_your_office"."""
    require_role(by, Role.SECRETARIAT)
    row: Category = trail.locked(category)
    going = row.synonyms.filter(pk__in=[synonym.pk for synonym in chosen])
    names = "، ".join(synonym.name for synonym in going)
    going.delete()
    if names:
        audit.record(row, "synonyms_removed", by=by, before={"synonyms": names})
    return row


def replace(wanted: Iterable[tuple[Category, Sequence[str]]]) -> None:
    """Give each category exactly these names; for files, whose service locks, checks and records."""
    pairs = list(wanted)
    CategorySynonym.objects.filter(category__in=[category for category, _ in pairs if category.pk]).delete()
    rows = [row for category, names in pairs for row in _rows(category, names)]
    CategorySynonym.objects.bulk_create(rows, batch_size=500)


def differ(category: Category, names: Sequence[str]) -> bool:
    """Whether a category has other names than these, however they are spelled."""
    return {search_key(name) for name in names} != {row.name_search for row in category.synonyms.all()}


def in_words(category: Category) -> str:
    """The names as they are written down in the trail."""
    return "، ".join(row.name for row in category.synonyms.all())


def _rows(category: Category, names: Iterable[str]) -> list[CategorySynonym]:
    rows = [CategorySynonym(category=category, name=name) for name in names]
    for row in rows:
        row.fill_name_keys()
    return rows

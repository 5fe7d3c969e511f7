"""What was typed into a search, as a condition on columns that hold `core.text.search_key` of their text."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

from core.numbers import is_digits
from core.text import LONGEST_SEARCH, normalise, search_key, search_words

NOTHING = Q(pk__in=[])
_SIGNS_OF_CODES = "/-._ "
#: Words people write before a number; the number alone is looked for.
_LABELS = frozenset(
    search_key(word)
    for word in (
        *("ردیف", "شماره", "رسید", "پرونده", "پروانه", "تیکت", "مصوبه"),
        *("کد", "رهگیری", "ملی", "پستی", "تلفن", "همراه", "موبایل"),
    )
)


def named(typed: str, *columns: str) -> Q:
    """Every word typed is part of one of the columns; a query without words asks for everything."""
    found = Q()
    for word in search_words(typed):
        anywhere = Q()
        for column in columns:
            anywhere |= Q(**{f"{column}__contains": word})
        found &= anywhere
    return found


def typed_number(typed: str) -> str:
    """The digits of a query that is one number, whatever stands between and before them: «ردیف ۷», ۱۲۳۴-۵۶۷۸.

    Returns:
        ASCII digits, or "" when the query is anything else.
    """
    words = normalise(typed[:LONGEST_SEARCH]).split()
    number = search_key("".join(word for word in words if search_key(word) not in _LABELS))
    return number if is_digits(number) else ""


def coded(rows: QuerySet[Any], typed: str, columns: Sequence[str]) -> tuple[QuerySet[Any], Q]:
    """The rows, and the condition that one of their numbers begins with what was typed.

    Neither the case of letters nor the signs `/ - . _` and blanks count, in the column or in the query.
    """
    key = typed_number(typed) or search_key(typed[:LONGEST_SEARCH])
    found = NOTHING
    for place, column in enumerate(columns if key else ()):
        folded: Combinable = Lower(F(column))
        for sign in _SIGNS_OF_CODES:
            folded = Replace(folded, Value(sign), Value(""))
        rows = rows.alias(**{f"code_{place}": folded})
        found |= Q(**{f"code_{place}__startswith": key})
    return rows, found


def parts_of(typed: str, column: str, known: Mapping[str, tuple[QuerySet[Any], str]]) -> Q:
    """Every word typed is part of the row's own searched text, or of the name behind one of its keys.

    The names are looked up here, in one statement a key, and their rows named one by one: so the condition stays on
    one table, and its indexes can be used.

    Args:
        column: what `core.searched.Searched` keeps.
        known: key of the row → the short table it leads to, and the column of folded names there.
    """
    words = search_words(typed)
    names = {key: _names_with(words, rows, path) for key, (rows, path) in known.items()}
    found = Q()
    for word in words:
        here = Q(**{f"{column}__contains": word})
        for key, pairs in names.items():
            if keys := [pk for pk, name in pairs if word in name]:
                here |= Q(**{f"{key}__in": keys})
        found &= here
    return found


def _names_with(words: Sequence[str], rows: QuerySet[Any], path: str) -> list[tuple[int, str]]:
    anyone = NOTHING
    for word in words:
        anyone |= Q(**{f"{path}__contains": word})
    return list(rows.order_by().filter(anyone).values_list("pk", path))


def labelled(model: type[Model], typed: str, columns: Sequence[str]) -> Q:
    """Rows whose choice in one of these columns is drawn with a label that holds every word typed."""
    words, found = search_words(typed), NOTHING
    for column in columns if words else ():
        field: Any = model._meta.get_field(column)
        keys = ((value, search_key(str(label))) for value, label in field.flatchoices)
        found |= Q(**{f"{column}__in": [value for value, key in keys if all(word in key for word in words)]})
    return found


def said(rows: QuerySet[Any], typed: str, columns: Sequence[str]) -> Q:
    """Rows whose texts hold every word typed. The different texts of each column are folded here, so only for columns
    with at most some thousands of them: titles, subjects, banks."""
    words = search_words(typed)
    if not (words and columns):
        return NOTHING
    texts = {column: set(rows.order_by().values_list(column, flat=True).distinct()) for column in columns}
    keys = {column: {text: search_key(str(text or "")) for text in known} for column, known in texts.items()}
    found = Q()
    for word in words:
        fits = NOTHING
        for column, known in keys.items():
            fits |= Q(**{f"{column}__in": [text for text, key in known.items() if word in key]})
        found &= fits
    return found

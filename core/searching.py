"""What was typed into a search, as a condition on columns that hold `core.text.search_key` of their text."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

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
    return number if number.isascii() and number.isdigit() else ""


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


def said(rows: QuerySet[Any], typed: str, columns: Sequence[str]) -> Q:
    """Rows whose texts hold every word typed; the texts are folded here, so only for tables of a few hundred rows."""
    words = search_words(typed)
    if not (words and columns):
        return NOTHING
    texts = rows.order_by().values_list("pk", *columns)
    keys = ((pk, search_key(" ".join(str(text) for text in row))) for pk, *row in texts)
    return Q(pk__in=[pk for pk, key in keys if all(word in key for word in words)])

"""What was typed into a search, as a condition on columns that hold `core.text.search_key` of their text."""

from django.db.models import Q

from core.text import LONGEST_SEARCH, normalise, search_key, search_words

#: Words people write before a number; the number alone is looked for.
_LABELS = frozenset(
    search_key(word)
    for word in (
        *("ردیف", "شماره", "شمارهٔ", "رسید", "پرونده", "پروانه", "تیکت"),
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

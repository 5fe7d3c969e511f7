"""Lengths of the law in sentences of templates: always those of the row in force."""

from django import template
from django.core.cache import cache

from core.jalali import tehran_today
from deadlines.services.terms import term_in_words

register = template.Library()
REMEMBERED_SECONDS = 60


@register.simple_tag
def legal_term(key: str) -> str:
    """How long a statutory term is today: «۱۵ روز کاری». Raises LookupError for an unknown `deadlines.states.Key`.

    Remembered for a minute, so that the landing page asks nothing of the database.
    """
    today = tehran_today()
    return str(
        cache.get_or_set(f"term:{key}:{today}", lambda: term_in_words(key, on=today), REMEMBERED_SECONDS)
    )

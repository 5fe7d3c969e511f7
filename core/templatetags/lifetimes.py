"""How long something of the portal's own lasts, in sentences of templates: always as the settings say."""

from django import template
from django.conf import settings

from core.text import to_persian_digits

register = template.Library()


@register.simple_tag
def minutes_of(setting: str) -> str:
    """The whole minutes of a setting in seconds, rounded down: «۵ دقیقه». Raises AttributeError for an unknown one."""
    return to_persian_digits(f"{getattr(settings, setting) // 60} دقیقه")

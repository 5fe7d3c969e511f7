"""Filters that show stored values as people read them: Persian digits, Jalali dates, rials, masked codes.

None and "" print nothing. A code alone stands in `<bdi dir="ltr">` with the filter `digits`; `fa` keeps codes inside a
sentence in order by itself.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template

from core import bidi, checks, jalali, references, rials
from core.text import to_persian_digits

register = template.Library()


@register.filter
def fa(value: Any) -> str:
    """Anything as people read it: digits in Persian, fractions with ٫, codes inside a sentence in their order."""
    return bidi.keep_order(digits(value))


@register.filter
def digits(value: Any) -> str:
    """Anything with its digits in Persian and nothing else, for the inside of `<bdi dir="ltr">`; fractions with ٫."""
    if value is None:
        return ""
    if isinstance(value, float | Decimal):
        return to_persian_digits(f"{value:f}" if isinstance(value, Decimal) else str(value)).replace(".", "٫")
    return to_persian_digits(str(value))


@register.filter(is_safe=True)
def in_order(value: Any) -> str:
    """A sentence made elsewhere, with the codes in it kept in their order; its digits as they are."""
    return "" if value is None else bidi.keep_order(str(value))


@register.filter
def fa_int(value: int | str | None) -> str:
    """A whole number in Persian digits, grouped: ۱۲٬۳۴۵."""
    return "" if value is None or value == "" else rials.group_digits(int(value))


@register.filter(name="rials")
def show_rials(value: int | None) -> str:
    """An amount in rials: «۳٬۰۰۰٬۰۰۰ ریال»."""
    return "" if value is None or not isinstance(value, int) else rials.format_rials(value)


@register.filter
def toman(value: int | None) -> str:
    """An amount in rials as tomans, the hint beside it: «۳۰۰٬۰۰۰ تومان»."""
    return "" if value is None or not isinstance(value, int) else rials.toman_hint(value)


@register.filter
def jdate(value: dt.date | None) -> str:
    """A day: «۱ مهر ۱۴۰۳»; of an instant, its day in Tehran."""
    return jalali.format_date(value) if value else ""


@register.filter
def jdate_numeric(value: dt.date | None) -> str:
    """A day in figures: «۱۴۰۳/۰۷/۰۱»."""
    return jalali.format_numeric(value) if value else ""


@register.filter
def jdatetime(value: dt.datetime | None) -> str:
    """An instant on Tehran's clock: «۱۸ مهر ۱۴۰۳، ساعت ۱۴:۰۵»."""
    return jalali.format_datetime(value) if value else ""


@register.filter
def masked_national_code(value: str | None) -> str:
    """A personal code for lists: ۰۰۱•••••۷۹ (R352)."""
    return to_persian_digits(checks.mask_national_code(value)) if value else ""


@register.filter
def masked_mobile(value: str | None) -> str:
    """A mobile number for lists: ۰۹۱۲•••۴۵۶۷ (R352)."""
    return to_persian_digits(checks.mask_mobile(value)) if value else ""


@register.filter
def postal_note(value: str | None) -> str:
    """What to say beside a postal code of an unusual form; usually nothing (R103)."""
    return checks.postal_code_note(value or "")


@register.filter
def grouped_code(value: str | None) -> str:
    return to_persian_digits(references.group_tracking_code(value)) if value else ""

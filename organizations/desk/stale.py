"""A form whose page was drawn from an older version of its row, and what was typed into one that is closed now."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from core.jalali import format_date
from core.text import to_persian_digits

VERSION = "seen_version"


def seen_version(form: Any) -> int | None:
    """The version a posted form was drawn from; None when it does not say."""
    found: int | None = getattr(form, "cleaned_data", {}).get(VERSION)
    return found


def refresh_seen_version(form: Any, row: Any) -> None:
    """A stale form keeps what was typed and takes the version its page is now drawn from."""
    data = form.data.copy()
    data[form.add_prefix(VERSION)] = str(row.version)
    form.data = data


def typed_rows(form: Any) -> list[dict[str, str]]:
    """Label and words of every field that was filled in, as a person would copy them; the form was checked before."""
    rows = []
    for field in form.visible_fields():
        is_clean = field.name in form.cleaned_data
        words = _words(field.field, form.cleaned_data[field.name] if is_clean else field.data)
        if words:
            rows.append({"key": str(field.label), "value": words})
    return rows


def _words(field: forms.Field, value: Any) -> str:
    if value in {None, "", False} if not isinstance(value, list) else not value:
        return ""
    if value is True:
        return "بله"
    if isinstance(value, date | datetime):
        return format_date(value)
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    parts = (
        value if isinstance(value, list) else [value.strftime("%H:%M") if isinstance(value, time) else value]
    )
    return to_persian_digits("، ".join(labels.get(str(part), str(part)) for part in parts if part))

"""A form whose page was drawn from an older version of the file: what changed since, and what was typed.

Nothing of a refused form is lost. While its step is still open the form stands again as typed, with the version of
now; once it is closed, what was typed stands on a card to be copied.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms

from core.forms import PersianForm
from core.jalali import format_date
from core.text import to_persian_digits
from licensing.cases.models import CaseEvent, LicenceRequest

#: The newest events that are named; a file that changed more often is read in its history.
MOST_EVENTS = 5

CONFLICT, REFUSED = 409, 400


def status_of(refusal_code: str, *, stands: bool) -> int:
    """Of the answer to a refused form: a conflict when the page was old, or the step is not there any more."""
    return CONFLICT if refusal_code == "stale" or not stands else REFUSED


def with_version(form: PersianForm, row: Any) -> None:
    """A stale form keeps what was typed and takes the version its page is now drawn from."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    data[form.add_prefix("seen_version")] = str(row.version)
    form.data = data


def changed_since(
    case: LicenceRequest, events: Iterable[CaseEvent], seen_version: int | None
) -> dict[str, Any]:
    """What happened after the page was drawn, newest first, and who holds the file now; each version has one event.

    Args:
        case: the request as it is now.
        events: its history, oldest first.
        seen_version: the version of the page; None when the form does not say.
    """
    newer = case.version - seen_version if seen_version is not None else 1
    newest = list(events)[-max(1, min(newer, MOST_EVENTS)) :]
    return {
        "status": case.get_status_display(),
        "holder": str(case.held_by) if case.held_by else "",
        "events": newest[::-1],
    }


def now_changed(case: LicenceRequest, form: PersianForm) -> dict[str, Any]:
    """The same on a page of its own; the form takes the version of now."""
    seen = form.cleaned_data["seen_version"]
    with_version(form, case)
    return changed_since(case, case.events.select_related("by__person"), seen)


def typed_rows(form: PersianForm) -> list[dict[str, str]]:
    """Label and words of every field that was filled in, as a person would copy them."""
    rows = []
    for field in form.visible_fields():
        kept = field.name in form.cleaned_data
        words = _words(field.field, form.cleaned_data[field.name] if kept else field.data)
        if words:
            rows.append({"key": str(field.label), "value": words})
    return rows


def stands_again(form: PersianForm | None, shown: Sequence[Any]) -> bool:
    """Whether the refused form is one of those the page draws."""
    return form is None or any(form is other for other in shown)


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

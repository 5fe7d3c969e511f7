"""What a person had typed when their session ended, for the forms of the page they come back to.

The web layer lays the form out for one request. Every unbound `PersianForm` shows the value of a field of that name
again, whenever the field was added; a form written by hand asks with the tags `kept_value` and `kept_choice`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict

Fields = MultiValueDict[str, str]


@dataclass(frozen=True, slots=True)
class InterruptedForm:
    """The fields that were sent, and the address they were sent to."""

    fields: Fields
    action: str


_form: ContextVar[InterruptedForm | None] = ContextVar("kept_form", default=None)


@contextmanager
def restoring(form: InterruptedForm | None) -> Iterator[None]:
    """Forms made inside show what `form` holds; None for nothing."""
    token = _form.set(form)
    try:
        yield
    finally:
        _form.reset(token)


def restored_fields() -> Fields | None:
    """The fields laid out for this request, or None."""
    form = _form.get()
    return form.fields if form else None


def restored_values(action: str, name: str) -> list[str] | None:
    """What was typed or chosen under `name` in the form that is sent to `action`; None when it was not that form."""
    form = _form.get()
    return form.fields.getlist(name) if form and form.action == action else None

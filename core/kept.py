"""What a person had typed when their session ended, for the forms of the page they come back to.

The web layer lays the fields out for one request; every unbound `PersianForm` that has a field of that name shows
the value again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.datastructures import MultiValueDict

Fields = MultiValueDict[str, str]

_fields: ContextVar[Fields | None] = ContextVar("kept_fields", default=None)


@contextmanager
def laid_out(fields: Fields | None) -> Iterator[None]:
    """Forms made inside show `fields`; None for nothing."""
    token = _fields.set(fields)
    try:
        yield
    finally:
        _fields.reset(token)


def fields() -> Fields | None:
    """The fields laid out for this request, or None."""
    return _fields.get()

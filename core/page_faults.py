"""Whether a form of the request being answered was found faulty: then the title of its page begins with «خطا:»."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_faulty: ContextVar[bool] = ContextVar("page_is_faulty", default=False)


@contextmanager
def fresh_page() -> Iterator[None]:
    """Around one request: what an earlier one found faulty is forgotten."""
    token = _faulty.set(False)
    try:
        yield
    finally:
        _faulty.reset(token)


def note_fault() -> None:
    """A form was judged and something is wrong with it."""
    _faulty.set(True)


def is_faulty() -> bool:
    """Whether that happened in this request."""
    return _faulty.get()

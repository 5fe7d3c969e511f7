"""When a register may be asked and how long a page may wait for it, whichever back end answers."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PAGE_SECONDS = 8.0

_deadline: ContextVar[float | None] = ContextVar("registries_deadline", default=None)


@contextmanager
def time_budget(
    seconds: float = PAGE_SECONDS, *, clock: Callable[[], float] = time.monotonic
) -> Iterator[None]:
    """All register calls inside take at most `seconds` together; an enclosing budget is never widened."""
    mine = clock() + seconds
    outer = _deadline.get()
    token = _deadline.set(mine if outer is None else min(mine, outer))
    try:
        yield
    finally:
        _deadline.reset(token)


def deadline(*, clock: Callable[[], float] = time.monotonic) -> float:
    """The moment (of `clock`) by which a call that begins now must have ended."""
    latest = clock() + PAGE_SECONDS
    outer = _deadline.get()
    return latest if outer is None else min(latest, outer)

"""Timed work over many rows."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

logger = logging.getLogger(__name__)
Row = TypeVar("Row")


def run_each_logging_errors(act: Callable[[Row], bool], rows: Iterable[Row]) -> int:
    """Run `act` on every row; one that breaks is logged and does not stop the others.

    Returns how many rows `act` said it had done.
    """
    done = 0
    for row in rows:
        try:
            done += act(row)
        except Exception:
            logger.exception("%s broke on %r and is tried again at the next run", act.__name__, row)
    return done

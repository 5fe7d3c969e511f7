"""Running the same act many times at one moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from core.refusals import RuleBroken


def at_once(times: int, act: Callable[[], Any]) -> list[Any]:
    """Run `act` in `times` threads that start together; results, or refusal codes, in any order."""
    return together(*[act] * times)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run different acts at one moment; results, or refusal codes, in the order of the acts."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=20)
            return act()
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))

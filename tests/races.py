"""Running the same act many times at one moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection

from core.refusals import RuleBroken
from deadlines.services import clock

#: How long whoever is about to write waits for the others, in seconds. A lock keeps them away, and then they go on.
PATIENCE = 0.3
WRITES = ("INSERT", "UPDATE", "DELETE")


class Meeting:
    """Lets several threads do their n-th write together, so that each has looked before any of them writes.

    Between a check and its write lie microseconds, and threads seldom meet there by themselves: a test would pass
    without the guard it is for. Here all meet there, unless a guard holds somebody back; then nobody waits any more.
    """

    def __init__(self, size: int) -> None:
        self._size, self._start = size, Barrier(size)
        self._before_write: dict[int, Barrier] = {}
        # Elsewhere, on SQLite, one writes at a time anyway.
        self._is_over = not connection.features.has_select_for_update

    def run(self, act: Callable[[], Any]) -> Any:
        """Run `act` with the others, on this thread's own connection."""
        written = 0

        def meet(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal written
            if sql.lstrip().startswith(WRITES):
                written += 1
                self._wait(written)
            return execute(sql, params, many, context)

        _wait_long_for_locks()
        self._start.wait(timeout=60)
        try:
            with connection.execute_wrapper(meet):
                return act()
        finally:
            self._end()

    def _wait(self, number: int) -> None:
        if self._is_over:
            return
        barrier = self._before_write.setdefault(number, Barrier(self._size))
        try:
            barrier.wait(timeout=PATIENCE)
        except BrokenBarrierError:
            self._end()

    def _end(self) -> None:
        self._is_over = True
        for barrier in list(self._before_write.values()):
            barrier.abort()


def _wait_long_for_locks() -> None:
    """Connect; on a busy machine the last in the queue waits longer than a page may."""
    with connection.cursor() as cursor:
        if connection.features.has_select_for_update:
            cursor.execute("SET lock_timeout = '60s'; SET statement_timeout = '60s'")


def at_once(times: int, act: Callable[[], Any]) -> list[Any]:
    """Run `act` in `times` threads that start together; results, or refusal codes, in any order."""
    return together(*[act] * times)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run different acts at one moment; results, or refusal codes, in the order of the acts."""
    meeting = Meeting(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            return meeting.run(act)
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def at_own_moment(
    monkeypatch: pytest.MonkeyPatch, moment: datetime, act: Callable[[], Any]
) -> Callable[[], Any]:
    """`act`, for which the clock of the terms stands at `moment`, whatever it says to the others."""
    own = threading.local()
    shared = clock.moment
    monkeypatch.setattr(clock, "moment", lambda: getattr(own, "moment", None) or shared())

    def run() -> Any:
        own.moment = moment
        return act()

    return run

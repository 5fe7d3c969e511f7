"""Counting how often something is done, and waits. One statement, right on both engines, without Redis.

A window begins with its first event: so a refusal can say when it ends, and whoever goes on trying does not prolong it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts import texts
from accounts.models import RateCount
from core.metrics import REFUSALS
from core.refusals import RuleBroken

MINUTE, QUARTER, HOUR, DAY = 60, 900, 3600, 86400
#: The longest key; what is longer is cut.
KEY_LENGTH = 200
COUNT_SQL = """
    INSERT INTO accounts_ratecount (key, n, ends_at) VALUES {rows}
    ON CONFLICT (key) DO UPDATE SET
        n = CASE WHEN accounts_ratecount.ends_at <= %s THEN 1 ELSE accounts_ratecount.n + 1 END,
        ends_at = CASE WHEN accounts_ratecount.ends_at <= %s THEN excluded.ends_at ELSE accounts_ratecount.ends_at END
    RETURNING key, n
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """What may happen `at_most` so often for `key` within `seconds` of its first time."""

    key: str
    at_most: int
    seconds: int

    @property
    def row(self) -> str:
        """The key of the row that counts: one for each length of window."""
        return f"{self.key}:{self.seconds}"[:KEY_LENGTH]


def count(limit: Limit) -> int:
    """Count one more, whether or not the limit is full; returns the count including this one."""
    return count_each(limit)[limit.row]


def count_each(*limits: Limit) -> dict[str, int]:
    """Count one more for each, full or not, in one statement; returns the counts by `Limit.row`.

    INSERT … ON CONFLICT … RETURNING is atomic for every row: of a hundred calls at one moment each gets its own number.
    The rows come in the order of their keys, so that two statements never wait for each other.
    """
    now = timezone.now()
    windows = {limit.row: limit.seconds for limit in limits}
    values: list[Any] = []
    for row in sorted(windows):
        values += [row, _stored(now + timedelta(seconds=windows[row]))]
    statement = COUNT_SQL.format(rows=", ".join(["(%s, 1, %s)"] * len(windows)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, _stored(now), _stored(now)])
        return {str(key): int(n) for key, n in cursor.fetchall()}


def so_far(limit: Limit) -> int:
    """How often it happened in the running window, without counting."""
    found = RateCount.objects.filter(key=limit.row, ends_at__gt=timezone.now())
    return found.values_list("n", flat=True).first() or 0


def full_until(*limits: Limit) -> datetime | None:
    """The moment the last of the full ones among `limits` opens again; None while each has room."""
    now = timezone.now()
    found = RateCount.objects.filter(key__in={limit.row for limit in limits}, ends_at__gt=now)
    running = {row.key: row for row in found}
    ends = []
    for limit in limits:
        row = running.get(limit.row)
        if (row.n if row else 0) >= limit.at_most:
            ends.append(row.ends_at if row else now + timedelta(seconds=limit.seconds))
    return max(ends, default=None)


def admit(*limits: Limit) -> datetime | None:
    """Count one try on every one of `limits`, unless one of them is full: a refused try costs nothing.

    Of many tries at one moment no more pass than a limit allows. Returns None, or the moment of the next try.
    """
    until = full_until(*limits)
    if until is None:
        counted = count_each(*limits)
        if any(counted[limit.row] > limit.at_most for limit in limits):
            until = full_until(*limits) or timezone.now()
    if until is not None:
        note_refusal(limits[0])
    return until


def note_refusal(limit: Limit) -> None:
    """Count a refusal for Prometheus, by the first word of the key: nothing of a person leaves this way."""
    REFUSALS.labels(limit.key.partition(":")[0]).inc()


def check(*limits: Limit, refusal: str, code: str = "rate_limited") -> None:
    """As `admit`, for what a person does.

    Args:
        refusal: what the person reads; «{moment}» in it becomes the moment of the next try.

    Raises:
        RuleBroken: with `code`, when one of `limits` is full.
    """
    until = admit(*limits)
    if until is not None:
        raise RuleBroken(refusal.format(moment=texts.moment(until)), code=code)


@contextmanager
def charged(*limits: Limit, refusal: str) -> Iterator[None]:
    """As `check`, for an act that may itself be refused: then it is not counted.

    Raises:
        RuleBroken: code "rate_limited", or what the act refuses.
    """
    check(*limits, refusal=refusal)
    try:
        yield
    except RuleBroken:
        give_back(*limits)
        raise


def give_back(*limits: Limit) -> None:
    """Take one count off each of `limits`: what was counted was no failure, or did not happen."""
    RateCount.objects.filter(key__in={limit.row for limit in limits}, n__gt=0).update(n=F("n") - 1)


def forget(*limits: Limit) -> None:
    """Begin `limits` anew: what they guard has succeeded."""
    RateCount.objects.filter(key__in={limit.row for limit in limits}).delete()


def end_waits(*limits: Limit) -> None:
    """Let nobody wait any longer for the keys of `limits`."""
    RateCount.objects.filter(key__in={_wait_row(limit.key) for limit in limits}).delete()


def begin_wait(key: str, *, steps: tuple[int, ...]) -> datetime:
    """Let `key` wait, the n-th time within a day for the n-th of `steps` (seconds), and return until when.

    The last step repeats, so a wait grows but never lasts for ever.
    """
    times = count(Limit(f"waits:{key}", 0, DAY))
    until = timezone.now() + timedelta(seconds=steps[min(times, len(steps)) - 1])
    RateCount.objects.update_or_create(key=_wait_row(key), defaults={"n": times, "ends_at": until})
    return until


def waits_until(key: str) -> datetime | None:
    """The moment the wait of `key` ends, or None when it does not wait."""
    found = RateCount.objects.filter(key=_wait_row(key), ends_at__gt=timezone.now())
    return found.values_list("ends_at", flat=True).first()


def _wait_row(key: str) -> str:
    return f"wait:{key}"[:KEY_LENGTH]


def _stored(moment: datetime) -> Any:
    """A moment as this engine keeps it in a column, so that the two compare."""
    return connection.ops.adapt_datetimefield_value(moment)

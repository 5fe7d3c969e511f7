"""Counting how often something is done. One statement on one row: right on both engines, without Redis."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone

from accounts.models import RateCount
from core.refusals import RuleBroken

COUNT_SQL = """
    INSERT INTO accounts_ratecount (key, "window", n, ends_at) VALUES (%s, %s, 1, %s)
    ON CONFLICT (key, "window") DO UPDATE SET n = accounts_ratecount.n + 1
    RETURNING n
"""


def count(key: str, *, seconds: int) -> int:
    """Count one more for `key` in the running window of `seconds`; returns the count including this one.

    The window is fixed (epoch divided by `seconds`). INSERT … ON CONFLICT … RETURNING is atomic, so of a
    hundred calls at one moment each gets its own number.
    """
    window = int(timezone.now().timestamp()) // seconds
    ends_at = datetime.fromtimestamp((window + 1) * seconds, tz=UTC) + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SQL, [key[:120], window, ends_at])
        return int(cursor.fetchone()[0])


def so_far(key: str, *, seconds: int) -> int:
    """How often `key` was counted in the running window, without counting."""
    window = int(timezone.now().timestamp()) // seconds
    row = RateCount.objects.filter(key=key[:120], window=window).values_list("n", flat=True).first()
    return row or 0


def check(key: str, *, at_most: int, seconds: int, refusal: str) -> None:
    """Count once and refuse above the limit.

    Raises:
        RuleBroken: with `refusal`, code "rate_limited".
    """
    if count(key, seconds=seconds) > at_most:
        raise RuleBroken(refusal, code="rate_limited")

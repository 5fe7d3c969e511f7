"""Counting how often something is done, and waits. One statement on one row: right on both engines, without Redis."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts import texts
from accounts.models import RateCount
from core.refusals import RuleBroken

QUARTER, HOUR, DAY = 900, 3600, 86400
LOOKUPS_A_MINUTE = 10
#: The window of counts that begin with their first event, and of waits.
OWN = 0
COUNT_SQL = """
    INSERT INTO accounts_ratecount (key, "window", n, ends_at) VALUES (%s, %s, 1, %s)
    ON CONFLICT (key, "window") DO UPDATE SET n = accounts_ratecount.n + 1
    RETURNING n
"""
TALLY_SQL = """
    INSERT INTO accounts_ratecount (key, "window", n, ends_at) VALUES (%s, 0, 1, %s)
    ON CONFLICT (key, "window") DO UPDATE SET
        n = CASE WHEN accounts_ratecount.ends_at <= %s THEN 1 ELSE accounts_ratecount.n + 1 END,
        ends_at = CASE WHEN accounts_ratecount.ends_at <= %s THEN excluded.ends_at ELSE accounts_ratecount.ends_at END
    RETURNING n
"""


def count(key: str, *, seconds: int) -> int:
    """Count one more for `key` in the running window of `seconds`; returns the count including this one.

    The window is fixed (epoch divided by `seconds`). INSERT … ON CONFLICT … RETURNING is atomic, so of a
    hundred calls at one moment each gets its own number.
    """
    window = int(timezone.now().timestamp()) // seconds
    ends_at = datetime.fromtimestamp((window + 1) * seconds, tz=UTC) + timedelta(days=1)
    return _returned(COUNT_SQL, [key[:120], window, _stored(ends_at)])


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


def look_up(visitor: str) -> None:
    """Count one look-up by a code on a public page, whichever page it is; ten a minute are enough for anybody.

    Args:
        visitor: the key of the session, or the network address while there is none.

    Raises:
        RuleBroken: code "rate_limited".
    """
    check(f"look-up:{visitor}", at_most=LOOKUPS_A_MINUTE, seconds=60, refusal=texts.LOOKED_UP_TOO_OFTEN)


def tally(key: str, *, seconds: int) -> int:
    """Count one more for `key` in a window that began with its first event; returns the count including this one."""
    now = timezone.now()
    ends_at = _stored(now + timedelta(seconds=seconds))
    return _returned(TALLY_SQL, [key[:120], ends_at, _stored(now), _stored(now)])


def tallied(key: str) -> tuple[int, datetime | None]:
    """The count of the running window of `key` and the moment it ends; (0, None) when none runs."""
    row = RateCount.objects.filter(key=key[:120], window=OWN, ends_at__gt=timezone.now()).first()
    return (row.n, row.ends_at) if row else (0, None)


def forget(*keys: str) -> None:
    """Begin the counts of `keys` anew: what they guard has succeeded."""
    RateCount.objects.filter(key__in=[key[:120] for key in keys], window=OWN).delete()


def begin_wait(key: str, *, steps: tuple[int, ...]) -> datetime:
    """Let `key` wait, the n-th time within a day for the n-th of `steps` (seconds), and return until when.

    The last step repeats, so a wait grows but never lasts for ever.
    """
    times = tally(f"waits:{key}", seconds=DAY)
    until = timezone.now() + timedelta(seconds=steps[min(times, len(steps)) - 1])
    RateCount.objects.update_or_create(
        key=f"wait:{key}"[:120], window=OWN, defaults={"n": times, "ends_at": until}
    )
    return until


def waits_until(key: str) -> datetime | None:
    """The moment the wait of `key` ends, or None when it does not wait."""
    return tallied(f"wait:{key}")[1]


def _stored(moment: datetime) -> Any:
    """A moment as this engine keeps it in a column, so that the two compare."""
    return connection.ops.adapt_datetimefield_value(moment)


def _returned(sql: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])

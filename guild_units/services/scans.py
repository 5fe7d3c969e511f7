"""Removes old records of scans."""

from datetime import timedelta

from django.utils import timezone

from guild_units.models import ScanLog

#: Logs are kept for a year (security bar 6).
KEPT = timedelta(days=365)
#: Rows of one statement, and of one run: two days of the busiest season.
AT_ONCE, AT_MOST = 10_000, 3_000_000


def forget_old_scans(*, at_once: int = AT_ONCE, at_most: int = AT_MOST) -> int:
    """Remove scans noted more than a year ago, the oldest first; returns how many went.

    Rows are written in the order of time and never changed, so the oldest stand at the beginning of the primary key
    and no index by time is needed. Each part is a statement of its own: what a stopped run leaves, the next one takes.
    """
    limit, gone = timezone.now() - KEPT, 0
    while gone < at_most:
        first = list(ScanLog.objects.order_by("pk").values_list("pk", "at")[:at_once])
        old = [pk for pk, at in first if at < limit]
        if not old:
            break
        gone += ScanLog.objects.filter(pk__lte=old[-1], at__lt=limit).delete()[0]
        if len(old) < len(first):
            break
    return gone

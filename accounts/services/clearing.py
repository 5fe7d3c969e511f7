"""Removes expired codes, captchas, sessions and counters."""

import time
from datetime import timedelta
from typing import Any

from captcha.models import CaptchaStore
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import OtpChallenge, RateCount, Session

#: Rows are removed in portions that no statement limit stops, for so many seconds; the next run goes on.
PORTION, CLEAR_SECONDS = 500, 40


def clear_expired() -> int:
    """Remove codes a day after they expired, captchas and sessions that ran out, counters whose window is over.

    Returns how many rows.
    """
    now, until = timezone.now(), time.monotonic() + CLEAR_SECONDS
    expired: list[QuerySet[Any]] = [
        RateCount.objects.filter(ends_at__lte=now),
        OtpChallenge.objects.filter(expires_at__lt=now - timedelta(days=1)),
        CaptchaStore.objects.filter(expiration__lt=now),
        Session.objects.filter(expire_date__lt=now),
    ]
    return sum(_remove(rows, until) for rows in expired)


def _remove(rows: "QuerySet[Any]", until: float) -> int:
    removed = 0
    while time.monotonic() < until:
        keys = list(rows.values_list("pk", flat=True)[:PORTION])
        removed += rows.filter(pk__in=keys).delete()[0]  # a counter may have begun anew meanwhile
        if len(keys) < PORTION:
            break
    return removed

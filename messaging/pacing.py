"""How many text messages may leave: counted for every one of them, of whatever kind, in the moment it leaves.

Counted where a worker hands it over, outside any transaction: no request waits for another's count, and nothing that
was written is lost. A status message above a ceiling waits until there is room again. A one-time code goes, since it
was limited when it was asked for (`accounts.ceilings`).
"""

import logging
from datetime import datetime

from django.conf import settings

from accounts import limits
from accounts.limits import DAY, HOUR, Limit
from messaging.models import Sms

logger = logging.getLogger(__name__)


def wait_of(sms: Sms) -> datetime | None:
    """Count a message about to leave; the moment until which it has to wait instead, or None."""
    ceilings = _ceilings(sms)
    if sms.secret:
        limits.count_each(*ceilings)
        return None
    until = limits.admit(*ceilings)
    if until is not None:
        _raise_alarm(sms)
    return until


def _ceilings(sms: Sms) -> list[Limit]:
    """Number, whoever caused it, kind, and the whole portal (security bar 1)."""
    found = [
        Limit(f"sms:m:{sms.mobile}", settings.SMS_PER_NUMBER, HOUR),
        Limit(f"sms:m:{sms.mobile}", settings.SMS_PER_NUMBER_DAY, DAY),
        *_of_all(sms),
    ]
    if sms.asked_from:
        found.append(Limit(f"sms:a:{sms.asked_from}", settings.SMS_PER_ADDRESS, HOUR))
    return found


def _of_all(sms: Sms) -> list[Limit]:
    return [
        Limit(f"sms:k:{sms.kind}", settings.SMS_PER_KIND, HOUR),
        Limit("sms:portal", settings.SMS_OF_PORTAL, HOUR),
    ]


def _raise_alarm(sms: Sms) -> None:
    """One line an hour for each ceiling of everybody; those of one number or address are nobody's alarm."""
    for limit in _of_all(sms):
        if limits.full_until(limit) and limits.count(Limit(f"alarm:{limit.key}", 0, HOUR)) == 1:
            logger.error("ALARM text messages wait: the ceiling %s is reached", limit.key)

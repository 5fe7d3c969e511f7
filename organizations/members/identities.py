"""Who somebody is, asked of the civil registry by a member of staff."""

from datetime import date

from django.db import transaction

from accounts import limits
from accounts.models import User
from accounts.services import people
from core import audit
from core.checks import mask_national_code
from registries.ports import PersonFacts

LOOKUPS_AN_HOUR = 30
TOO_MANY_LOOKUPS = "در یک ساعت گذشته هویت کسان زیادی پرسیده شده است. از {moment} دوباره تلاش کنید."


def ask_identity(national_code: str, birth_date: date, *, by: User) -> PersonFacts:
    """What the civil registry says of a living person. Not inside a transaction.

    Each question is recorded; thirty an hour are enough for anybody.

    Raises:
        RuleBroken: "rate_limited", "identity_unknown", "identity_mismatch", "deceased".
    """
    asked = limits.Limit(f"colleague:{by.pk}", LOOKUPS_AN_HOUR, limits.HOUR)
    limits.check(asked, refusal=TOO_MANY_LOOKUPS)
    with transaction.atomic():
        audit.record(by, "identity_asked", by=by, note=mask_national_code(national_code))
    return people.ask_identity(national_code, birth_date)

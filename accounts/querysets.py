"""Rows of signing in that are asked for more than once."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from accounts import rules
from core.checks import clean_mobile, clean_national_code


def of_number(number: str, path: str = "") -> Q | None:
    """The person whose national code or mobile this is; None when it can be neither.

    Args:
        number: digits as `core.searching.typed_number` returns them.
        path: the way to the person, as `applicant__`.
    """
    for column, check in (("national_code", clean_national_code), ("mobile", clean_mobile)):
        try:
            return Q(**{f"{path}{column}": check(number)})
        except ValidationError:
            continue
    return None


class MobileChangeQuerySet(QuerySet[Any]):
    """Changes of a mobile number."""

    def open(self, now: datetime) -> "MobileChangeQuerySet":
        """Those under way whose time has not passed."""
        return self.filter(state__in=rules.OPEN_CHANGES, ends_at__gt=now)

    def awaiting_check(self, now: datetime) -> "MobileChangeQuerySet":
        """Requests after a lost SIM that wait for somebody to see the person, oldest first."""
        return self.filter(state=rules.ChangeState.AWAITING_CHECK, ends_at__gt=now).order_by("pk")

    def ready_for(self, national_code: str, mobile: str, now: datetime) -> "MobileChangeQuerySet":
        """Checked requests that the code of this new SIM completes."""
        return self.filter(
            state=rules.ChangeState.AWAITING_CODE,
            lost_sim=True,
            national_code=national_code,
            new_mobile=mobile,
            ends_at__gt=now,
        )

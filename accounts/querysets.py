"""Rows of signing in that are asked for more than once."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts import rules


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

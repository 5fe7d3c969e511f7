"""States and delivery of a licence, and whether it is in force."""

from dataclasses import dataclass
from datetime import date

from django.db import models

from core.jalali import tehran_today


class DeliveryMethod(models.TextChoices):
    """How a licence leaves the union (R80)."""

    HAND = "HAND", "تحویل حضوری"
    POST = "POST", "پست سفارشی"


class LicenceState(models.TextChoices):
    """The states of an issued licence (handbook 6.10)."""

    VALID = "VALID", "معتبر"
    SUSPENDED = "SUSPENDED", "تعلیق شده"
    CANCELLED = "CANCELLED", "باطل شده"
    SUPERSEDED = "SUPERSEDED", "جایگزین شده"


class LicenceSource(models.TextChoices):
    """Who keeps a licence and is asked about it."""

    REGISTER = "REGISTER", "سامانهٔ پروانه‌های پیشین"
    PORTAL = "PORTAL", "همین سامانه"


@dataclass(frozen=True, slots=True)
class Validity:
    """What `source` said of a licence on the day `told_on`. Both the first and the last day count."""

    state: LicenceState
    issued_on: date
    valid_to: date
    source: LicenceSource
    told_on: date

    @property
    def is_in_force(self) -> bool:
        """Whether the licence holds today (Asia/Tehran)."""
        return self.state == LicenceState.VALID and self.issued_on <= tehran_today() <= self.valid_to

    @property
    def days_left(self) -> int:
        """Days until the licence ends, today's not counted; 0 on the last day, negative when it is over."""
        return (self.valid_to - tehran_today()).days

    @property
    def is_of_today(self) -> bool:
        """Whether the source itself stands behind the answer now, not a copy of what it said once."""
        return self.told_on == tehran_today()

"""Names and checks of signing in: what a code is for, and when it may be tried or sent again."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from core.refusals import RuleBroken

if TYPE_CHECKING:
    from accounts.models import OtpChallenge


class Purpose(models.TextChoices):
    """What a one-time code opens. A code for one purpose never opens another."""

    SIGN_IN = "SIGN_IN", "ورود"
    TRACK = "TRACK", "پیگیری درخواست"
    CHANGE_MOBILE = "CHANGE_MOBILE", "تغییر شماره همراه"
    DELETE_UNIT = "DELETE_UNIT", "حذف واحد صنفی"


def check_resend(challenge: "OtpChallenge", now: datetime) -> None:
    """A new code may be sent 120 seconds after the last one (R6).

    Raises:
        RuleBroken: the wait is not over; the message says how many seconds are left.
    """
    left = int((challenge.resend_allowed_at - now).total_seconds() + 0.999)
    if left > 0:
        raise RuleBroken(f"کد تازه را {left} ثانیه دیگر می‌توانید بگیرید.", code="resend_too_early")

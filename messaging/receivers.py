"""News from the apps below that people hear of by SMS."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.dispatch import receiver

from accounts.models import OtpChallenge
from accounts.signals import code_issued
from messaging import services, texts


@receiver(code_issued, dispatch_uid="messaging.send_code")
def send_code(sender: object, *, challenge: OtpChallenge, code: str, **kwargs: Any) -> None:
    """M1: send a one-time code, in the transaction that stored its hash (R5)."""
    lifetime = challenge.expires_at - challenge.sent_at
    text = texts.code_sms(
        code=code,
        purpose=challenge.get_purpose_display(),
        minutes=round(lifetime.total_seconds() / 60),
        host=urlsplit(settings.SITE_URL).hostname or "",
    )
    services.send_sms(
        mobile=challenge.mobile, text=text, kind="M1", secret=True, expires_at=challenge.expires_at
    )

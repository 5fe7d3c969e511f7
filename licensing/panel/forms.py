"""Public look-ups by tracking code and licence number."""

from typing import Any

from django.core.exceptions import ValidationError

from accounts.captcha import CaptchaField
from core.forms import (
    GuildIdField,
    LicenceNumberField,
    PersianForm,
    TrackingCodeField,
)
from core.references import clean_tracking_code
from licensing.panel import texts


class KnownTrackingCodeField(TrackingCodeField):
    """A tracking code; a wrong check digit is told in the words of an unknown code."""

    @staticmethod
    def check(raw: str) -> str:
        """The sixteen digits. Raises ValidationError before the database is asked."""
        try:
            return clean_tracking_code(raw)
        except ValidationError as error:
            if error.code != "check_digit":
                raise
            raise ValidationError(texts.WRONG_TRACKING_CODE, code="unknown") from error


class TrackForm(PersianForm):
    """Where does my request stand? Code and captcha (R65)."""

    code = KnownTrackingCodeField(label="کد رهگیری", help_text="شانزده رقم، از رسید یا پیامک ثبت درخواست.")
    captcha = CaptchaField()


class OpenForm(PersianForm):
    """A captcha stands before every SMS."""

    def __init__(self, *args: Any, hard_captcha: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["captcha"] = CaptchaField(hard=hard_captcha)


class VerifyForm(PersianForm):
    """Is this licence genuine? Two numbers that stand on it, and captcha."""

    number = LicenceNumberField(
        label="شمارهٔ پروانه", help_text="همان‌گونه که روی پروانه است، با خط تیره یا ممیز."
    )
    guild_id = GuildIdField(label="شناسهٔ صنفی", help_text="ده رقم، روی پروانه.")
    captcha = CaptchaField()

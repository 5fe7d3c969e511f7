"""Public look-ups by tracking code and licence number."""

from typing import Any

from accounts.captcha import CaptchaField
from core.fields import GuildIdField, LicenceNumberField, TrackingCodeField
from core.forms import PersianForm
from licensing.panel import texts


class TrackForm(PersianForm):
    """Where does my request stand? Code and captcha (R65)."""

    code = TrackingCodeField(
        label="کد رهگیری",
        help_text="شانزده رقم، از رسید یا پیامک ثبت درخواست.",
        unknown=texts.WRONG_TRACKING_CODE,
    )
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

"""The captcha: Persian digits to read, any digits to type, good for one try (R4)."""

import secrets
from datetime import datetime
from typing import Any

from captcha.conf import settings as captcha_settings
from captcha.fields import CaptchaField as LibraryCaptchaField
from captcha.fields import CaptchaTextInput
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts import texts
from core.text import to_ascii_digits, to_persian_digits

CONSUME_SQL = "DELETE FROM captcha_captchastore WHERE hashkey = %s RETURNING response, expiration"
# 0 and 5 look alike in Persian type, and so do 2 and 3.
EASY_DIGITS = "1346789"


def persian_digits() -> tuple[str, str]:
    """A challenge in Persian digits and its answer in ASCII.

    Drawn with `secrets`: the library seeds `random` with a value the visitor knows.
    """
    answer = "".join(secrets.choice(EASY_DIGITS) for _ in range(captcha_settings.CAPTCHA_LENGTH))
    return to_persian_digits(answer), answer


def consume(hashkey: str, answer: str) -> bool:
    """Use up the captcha `hashkey`; True when `answer` was right and in time.

    One DELETE … RETURNING: read-then-delete, as the library does it, lets one answer pass several times
    in a race. A wrong answer uses it up too.
    """
    with connection.cursor() as cursor:
        cursor.execute(CONSUME_SQL, [hashkey])
        row = cursor.fetchone()
    if row is None:
        return False
    response, expiration = row
    if isinstance(expiration, str):  # SQLite hands back what it stored
        expiration = datetime.fromisoformat(expiration)
    if timezone.is_naive(expiration):
        expiration = timezone.make_aware(expiration, timezone.get_fixed_timezone(0))
    return bool(expiration > timezone.now() and secrets.compare_digest(response, answer))


class CaptchaInput(CaptchaTextInput):
    """Picture, refresh and answer, drawn by our own template."""

    template_name = "accounts/widgets/captcha.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the address that answers a refresh."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["refresh"] = self.refresh_url()
        context["answer_attrs"] = {
            "inputmode": "numeric",
            "autocomplete": "off",
            "dir": "ltr",
        }
        return context


class CaptchaField(LibraryCaptchaField):
    """The library's field with our digits, our words and an atomic single use."""

    def __init__(self, *, label: str = "کد امنیتی") -> None:
        super().__init__(label=label, widget=CaptchaInput())
        self.error_messages["required"] = "رقم‌های تصویر را بنویسید."

    def clean(self, value: list[str | None]) -> list[str | None]:
        """Take the captcha out of the store whatever was typed.

        Raises:
            ValidationError: missing, wrong, used or expired.
        """
        key, typed = (value or [None, None])[:2]
        answer = to_ascii_digits((typed or "").strip())
        right = consume(key or "", answer)
        if not answer:
            raise ValidationError(self.error_messages["required"], code="required")
        if not right:
            raise ValidationError(texts.WRONG_CAPTCHA, code="invalid")
        return value

"""The captcha: Persian digits to read, any digits to type, good for one try (R4)."""

import secrets
from datetime import datetime

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
#: Digits of a picture for an address from which very many codes are asked.
HARD_LENGTH = 7
HARD_GENERATOR = "accounts.captcha.more_persian_digits"


def persian_digits() -> tuple[str, str]:
    """A challenge in Persian digits and its answer in ASCII.

    Drawn with `secrets`: the library seeds `random` with a value the visitor knows.
    """
    return _drawn(captcha_settings.CAPTCHA_LENGTH)


def more_persian_digits() -> tuple[str, str]:
    """A longer challenge, for addresses that ask for very many codes."""
    return _drawn(HARD_LENGTH)


def _drawn(length: int) -> tuple[str, str]:
    answer = "".join(secrets.choice(EASY_DIGITS) for _ in range(length))
    return to_persian_digits(answer), answer


#: What the library makes its keys of: a SHA-1 in hexadecimal. An answer has some digits and blanks.
KEY_LENGTH, LONGEST_ANSWER = 40, 40


def consume(hashkey: str, answer: str, *, least: int = 0) -> bool:
    """Use up the captcha `hashkey`; True when `answer` was right, in time and of `least` digits or more.

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
    long_enough = len(response) >= least
    # As bytes: what was typed may hold any letters.
    right = secrets.compare_digest(response.encode(), answer.encode())
    return bool(expiration > timezone.now() and long_enough and right)


class CaptchaField(LibraryCaptchaField):
    """The library's field with our digits, our words and an atomic single use."""

    def __init__(self, *, label: str = "کد امنیتی", hard: bool = False) -> None:
        super().__init__(label=label, widget=CaptchaTextInput(generator=HARD_GENERATOR if hard else None))
        self.least = HARD_LENGTH if hard else 0
        self.error_messages["required"] = "رقم‌های تصویر را بنویسید."

    def clean(self, value: list[str | None]) -> list[str | None]:
        """Take the captcha out of the store whatever was typed.

        Raises:
            ValidationError: missing, wrong, used or expired.
        """
        key, typed = (value or [None, None])[:2]
        answer = to_ascii_digits((typed or "")[:LONGEST_ANSWER].strip())
        is_key = key is not None and len(key) <= KEY_LENGTH and key.isascii() and key.isalnum()
        right = consume(key if key and is_key else "", answer, least=self.least)
        if not answer:
            raise ValidationError(self.error_messages["required"], code="required")
        if not right:
            raise ValidationError(texts.WRONG_CAPTCHA, code="invalid")
        return value

"""Tracking codes: fifteen random digits and one check digit, unguessable, safe to read out."""

import re
import secrets

from django.core.exceptions import ValidationError

from core.text import normalise

LENGTH = 16

# H. Michael Damm's quasigroup of order 10: it finds every wrong digit and every swap of two neighbours.
_QUASIGROUP = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_CODE = re.compile(f"[0-9]{{{LENGTH}}}")
_SEPARATORS = str.maketrans("", "", " -–—‐‑‒−－\u0640_•")
_EXAMPLE = "۱۲۳۴ ۵۶۷۸ ۹۰۱۲ ۳۴۵۰"


def damm(digits: str) -> str:
    """The check digit of ASCII digits; "0" when they already end in their check digit."""
    interim = 0
    for digit in digits:
        interim = _QUASIGROUP[interim][int(digit)]
    return str(interim)


def new_tracking_code() -> str:
    """A fresh code of 16 ASCII digits from the system's random source; uniqueness is the database's part."""
    body = f"{secrets.randbelow(10 ** (LENGTH - 1)):0{LENGTH - 1}}"
    return body + damm(body)


def bare_code(text: str) -> str:
    """A code as it was read, pasted or scanned, with ASCII digits and nothing between its groups."""
    return normalise(text).translate(_SEPARATORS)


def clean_tracking_code(text: str) -> str:
    """The 16 ASCII digits of a typed code, with any digits and grouping.

    Raises ValidationError, with words for the person, before anything asks the database.
    """
    code = bare_code(text)
    if not _CODE.fullmatch(code):
        raise ValidationError(f"کد رهگیری ۱۶ رقم دارد، مانند {_EXAMPLE}.", code="invalid")
    if damm(code) != "0":
        raise ValidationError(
            "این کد رهگیری درست نیست؛ شاید رقمی جابه‌جا یا اشتباه نوشته شده است. آن را با رسید خود بسنجید.",
            code="check_digit",
        )
    return code


def is_tracking_code(text: str) -> bool:
    """Whether the typed text can be a tracking code at all: sixteen digits with the right check digit."""
    try:
        clean_tracking_code(text)
    except ValidationError:
        return False
    return True


def group_tracking_code(code: str) -> str:
    """The code in groups of four: "1234 5678 9012 3450"."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))

"""Keeps secrets and people's numbers out of the audit trail."""

import re
from collections.abc import Mapping

_SECRET = {"code", "otp", "captcha", "token", "secret", "password"}
_SECRET_ENDS = ("_password", "_token", "_secret", "_otp", "one_time_code")
_PERSONAL_ENDS = ("national_code", "mobile", "birth_date", "card_number", "sheba")
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{4,}(?=[0-9]{4}(?![0-9]))")
_HIDDEN = "•••"


def mask(value: object, key: str = "") -> object:
    """`value` with what its `key` says is secret replaced by dots; a person's number keeps its last two
    digits.

    Mappings and lists are gone through; `county_code` and other harmless codes stay.
    """
    if isinstance(value, Mapping):
        return {str(name): mask(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask(inner, key) for inner in value]
    if value in (None, ""):
        return value
    lower = key.lower()
    if lower in _SECRET or lower.endswith(_SECRET_ENDS):
        return _HIDDEN
    if lower.endswith(_PERSONAL_ENDS):
        return f"{_HIDDEN}{str(value)[-2:]}"
    return value


def mask_numbers(text: str) -> str:
    """`text` with long runs of digits (a mobile, a national code) cut to their last four."""
    return _LONG_NUMBER.sub(_HIDDEN, text)

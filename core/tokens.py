"""Tokens in public addresses: the address itself is the right to look, so nobody may guess it."""

import re
import secrets

_BYTES = 18  # 144 random bits, 24 letters
_SHAPE = re.compile("[A-Za-z0-9_-]{24}")


def new_token() -> str:
    """A fresh token of 24 letters that are safe in an address."""
    return secrets.token_urlsafe(_BYTES)


def is_token(text: str) -> bool:
    """Whether this can be a token of ours; what cannot need not be looked up."""
    return _SHAPE.fullmatch(text) is not None

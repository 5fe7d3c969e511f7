"""Keeps the text of a one-time code unreadable in the database while it waits to be sent."""

import base64
import secrets
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from messaging.models import Sms

_NONCE_BYTES = 12


class CannotOpen(Exception):
    """The sealed text belongs to another row, was changed, or was sealed with a key since replaced."""


def seal(text: str, key: uuid.UUID) -> str:
    """`text` encrypted (AES-256-GCM) and bound to the row whose idempotency key is `key`; ASCII."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = _cipher().encrypt(nonce, text.encode(), key.bytes)
    return base64.urlsafe_b64encode(nonce + sealed).decode("ascii")


def unseal(sealed: str, key: uuid.UUID) -> str:
    """The text `seal` was given. Raises CannotOpen when it is not what `seal` made for this row and key."""
    try:
        raw = base64.urlsafe_b64decode(sealed.encode("ascii"))
        return _cipher().decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], key.bytes).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def text_of(sms: Sms) -> str:
    """What the person will read. Raises CannotOpen as `unseal`."""
    return unseal(sms.sealed_text, sms.key) if sms.secret else sms.text


def _cipher() -> AESGCM:
    derived = HKDF(
        algorithm=hashes.SHA256(), length=32, salt=None, info=b"messaging: text of a waiting message"
    )
    return AESGCM(derived.derive(settings.PERSON_DATA_KEY.encode()))

"""The columns that say who did something; `title` and `options` are those of `core.keys`."""

from typing import TYPE_CHECKING, Any

from accounts.models import User
from core.keys import key_if_any, key_to

if TYPE_CHECKING:
    from django.db.models import ForeignKey


def acting_user(title: str, **options: Any) -> "ForeignKey[User, User]":
    """The account that did what the row tells of."""
    return key_to(User, title, **options)


def acting_user_if_any(title: str, **options: Any) -> "ForeignKey[User | None, User | None]":
    """As `acting_user`; empty until somebody does it, or where the portal does it by itself."""
    return key_if_any(User, title, **options)

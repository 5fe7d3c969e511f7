"""The columns that say who did something."""

from typing import Any

from django.conf import settings
from django.db import models

from accounts.models import User


def acting_user(title: str, **options: Any) -> "models.ForeignKey[User, User]":
    """The account that did what the row tells of: it is never deleted, and does not know the row in its turn.

    `title` is the column's name in Persian; `options` are those of the field, such as `editable=False`.
    """
    options.setdefault("related_name", "+")
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=title, **options
    )


def acting_user_if_any(title: str, **options: Any) -> "models.ForeignKey[User | None, User | None]":
    """As `acting_user`; empty until somebody does it, or where the portal does it by itself."""
    return acting_user(title, null=True, blank=True, **options)  # type: ignore[return-value]

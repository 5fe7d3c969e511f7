"""Rows of one person at the desk."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User


class OfUserQuerySet(QuerySet[Any]):
    """Rows that belong to one account by a key named `user`."""

    def visible_to(self, user: User) -> "OfUserQuerySet":
        return self.filter(user_id=user.pk)

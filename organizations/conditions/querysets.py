"""Drafts and published versions of special conditions."""

from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from accounts.models import User
from organizations.bodies.querysets import OfUnionQuerySet, UnionQuerySet


class PublishedQuerySet(OfUnionQuerySet):
    """Special conditions: drafts and published versions."""

    def published(self) -> "PublishedQuerySet":
        """Versions that stand for ever at their address."""
        return self.filter(published_at__isnull=False)

    def editable_by(self, user: "User") -> "PublishedQuerySet":
        """Versions of the unions whose conditions this person enters."""
        return self.filter(union__in=_unions().entered_by(user))


def _unions() -> UnionQuerySet:
    unions: UnionQuerySet = apps.get_model("organizations", "Union")._default_manager.all()
    return unions

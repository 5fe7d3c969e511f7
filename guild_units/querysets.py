"""Who sees which guild unit."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from accounts.models import User


class GuildUnitQuerySet(QuerySet[Any]):
    """Guild units."""

    def present(self) -> "GuildUnitQuerySet":
        """Those their owner has not removed."""
        return self.filter(removed_at=None)

    def visible_to(self, user: "User") -> "GuildUnitQuerySet":
        """The one answer to: which units may this person see? Owners their own that stand; staff have no desk for
        units yet and see none."""
        if not user.is_active or user.is_staff or user.person_id is None:
            return self.none()
        return self.present().filter(owner_id=user.person_id)

    def with_licence(self) -> "GuildUnitQuerySet":
        """With what `is_valid` and the county's name need, in the same statement."""
        return self.select_related("licence", "county__province")


class RegistrationDraftQuerySet(QuerySet[Any]):
    """Registrations under way."""

    def visible_to(self, user: "User") -> "RegistrationDraftQuerySet":
        """A person's own, on whatever device it was begun."""
        if not user.is_active or user.is_staff or user.person_id is None:
            return self.none()
        return self.filter(person_id=user.person_id)

"""Who sees which guild unit."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from accounts.models import User


class GuildUnitQuerySet(QuerySet[Any]):
    """Guild units."""

    def present(self) -> "GuildUnitQuerySet":
        """Units that were not removed by their owner."""
        return self.filter(removed_at=None)

    def visible_to(self, user: User) -> "GuildUnitQuerySet":
        """The one answer to: which units may this person see? Owners their own that stand; staff have no desk for
        units yet and see none."""
        if not user.is_active or user.is_staff or user.person_id is None:
            return self.none()
        return self.present().filter(owner_id=user.person_id)

    def with_licence(self) -> "GuildUnitQuerySet":
        """With what `is_valid` and the county's name need, in the same statement; not the drawing on each licence."""
        return self.select_related("licence", "county__province").defer("licence__qr_svg")


class RegistrationDraftQuerySet(QuerySet[Any]):
    """Registrations under way."""

    def visible_to(self, user: User) -> "RegistrationDraftQuerySet":
        """A person's own, on whatever device it was begun."""
        if not user.is_active or user.is_staff or user.person_id is None:
            return self.none()
        return self.filter(person_id=user.person_id)


class QrCodeQuerySet(QuerySet[Any]):
    """QR codes of units."""

    def active(self) -> "QrCodeQuerySet":
        """Codes in force, one for each unit."""
        return self.filter(revoked_at=None)

    def visible_to(self, user: User) -> "QrCodeQuerySet":
        """The one answer to: which codes may this person take? Owners the active ones of their own units."""
        if not user.is_active or user.is_staff or user.person_id is None:
            return self.none()
        return self.active().filter(unit__owner_id=user.person_id, unit__removed_at=None)

    def behind(self, token: str) -> "QrCodeQuerySet":
        """The code with this token and what its public page says, in one statement: `staff` at work, and when people
        `came` and `went` last. No column of the owner is read."""
        people = "unit__personnel"  # the relation comes from the app above; its people are only counted here
        found: QrCodeQuerySet = (
            self.filter(token=token)
            .select_related("unit__licence", "unit__county")
            .only(*_SCANNED)
            .annotate(
                staff=Count(people, filter=Q(unit__personnel__left_at=None)),
                came=Max(f"{people}__created_at"),
                went=Max(f"{people}__left_at"),
            )
        )
        return found


#: All that is read for the public page.
_SCANNED = (
    "revoked_at",
    "unit__unit_name",
    "unit__category_name",
    "unit__county__name",
    "unit__issued_on",
    "unit__valid_to",
    "unit__told_on",
    "unit__registered_at",
    "unit__removed_at",
    "unit__licence__state",
    "unit__licence__issued_on",
    "unit__licence__valid_to",
)

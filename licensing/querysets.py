"""Who sees which request and licence."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from licensing.rules import CLOSED, Status
from organizations.querysets import bodies_as, within
from organizations.rules import Role

if TYPE_CHECKING:
    from accounts.models import User


class LicenceRequestQuerySet(QuerySet[Any]):
    """Requests."""

    def visible_to(self, user: "User") -> "LicenceRequestQuerySet":
        """The one answer to: which requests may this person see?

        Applicants see their own; staff those of the unions they work for or oversee, never drafts.
        """
        if not user.is_active:
            return self.none()
        if user.is_staff:
            return self.filter(within(user, "union__")).exclude(status=Status.DRAFT)
        return self.filter(applicant_id=user.person_id)

    def open(self) -> "LicenceRequestQuerySet":
        """Those that are not over yet."""
        return self.exclude(status__in=CLOSED)

    def after(self, submitted_at: datetime, pk: int) -> "LicenceRequestQuerySet":
        """The next page of a list ordered newest first, behind this row (keyset)."""
        return self.filter(submitted_at__lte=submitted_at).filter(
            Q(submitted_at__lt=submitted_at) | Q(submitted_at=submitted_at, pk__lt=pk)
        )


class LicenceQuerySet(QuerySet[Any]):
    """Issued licences."""

    def visible_to(self, user: "User") -> "LicenceQuerySet":
        """Holders see their own; staff those of the unions they work for or oversee."""
        if not user.is_active:
            return self.none()
        if user.is_staff:
            return self.filter(within(user, "union__"))
        return self.filter(holder_id=user.person_id)


class OfRequestQuerySet(QuerySet[Any]):
    """Rows that hang on a request by a key named `request`."""

    def visible_to(self, user: "User") -> "OfRequestQuerySet":
        """Rows whose request this person may see."""
        requests = self.model._meta.get_field("request").related_model._default_manager
        return self.filter(request__in=requests.visible_to(user).values("pk"))


class DocumentQuerySet(OfRequestQuerySet):
    """The papers of requests."""

    def current(self) -> "DocumentQuerySet":
        """Those nothing was sent in place of."""
        return self.filter(is_current=True)


class InquiryQuerySet(QuerySet[Any]):
    """Inquiries at other bodies."""

    def visible_to(self, user: "User") -> "InquiryQuerySet":
        """Those of the requests a person may see; a body sees what was sent to it online, and nothing else."""
        if not user.is_active:
            return self.none()
        if not user.is_staff:
            return self.filter(request__applicant_id=user.person_id)
        asked = bodies_as(user, Role.INQUIRY_BODY)
        return self.filter(
            within(user, "request__union__")
            | Q(office__in=asked, channel="ONLINE", delivered_at__isnull=False)
        )


class LetterBatchQuerySet(QuerySet[Any]):
    """Printed letters."""

    def visible_to(self, user: "User") -> "LetterBatchQuerySet":
        """Only whoever printed them: a batch holds letters of several people."""
        return self.filter(made_by=user) if user.is_active else self.none()

"""Who sees which inquiry and letter."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from organizations.roles.querysets import bodies_as, within
from organizations.roles.states import Role


class InquiryQuerySet(QuerySet[Any]):
    """Inquiries at other bodies."""

    def visible_to(self, user: User) -> "InquiryQuerySet":
        """Those of the requests a person may see; a body sees what was sent to it online, and nothing else."""
        if not user.is_active:
            return self.none()
        if not user.is_staff:
            return self.filter(case__applicant_id=user.person_id)
        scope = within(user, "union__")
        if asked := list(bodies_as(user, Role.INQUIRY_BODY).values_list("body_id", flat=True)):
            scope |= Q(office__in=asked, channel="ONLINE", delivered_at__isnull=False)
        return self.filter(scope)


class LetterBatchQuerySet(QuerySet[Any]):
    """Printed letters."""

    def visible_to(self, user: User) -> "LetterBatchQuerySet":
        """Only whoever printed them: a batch holds letters of several people."""
        return self.filter(made_by=user) if user.is_active else self.none()

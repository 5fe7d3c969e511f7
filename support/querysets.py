"""Who sees which ticket, and in which order."""

from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from accounts.models import User
from accounts.querysets import rows_of_number
from core.searching import parts_of, typed_number
from core.uploads.models import ScanState
from organizations.roles.querysets import bodies_as
from organizations.roles.states import Role
from support.states import TicketState


def answers_tickets(user: User) -> bool:
    """Whether this person works for support today."""
    return bodies_as(user, Role.SUPPORT_STAFF).exists()


class TicketQuerySet(QuerySet[Any]):
    """Tickets."""

    def visible_to(self, user: User) -> "TicketQuerySet":
        """The one answer to: which tickets may this person see? A citizen's own; all of them for support."""
        if not user.is_active:
            return self.none()
        if user.is_staff:
            return self.all() if answers_tickets(user) else self.none()
        return self.filter(author_id=user.person_id)

    def waiting(self) -> "TicketQuerySet":
        """Tickets that wait for an answer, the longest first."""
        return self.filter(state=TicketState.OPEN).order_by("waiting_since", "pk")

    def waiting_after(self, moment: datetime, pk: int) -> "TicketQuerySet":
        """Those that come after this place of the queue."""
        return self.filter(Q(waiting_since__gt=moment) | Q(waiting_since=moment, pk__gt=pk))

    def open_first(self) -> "TicketQuerySet":
        """Open tickets before closed ones, the newest of each first."""
        closed = Case(
            When(state=TicketState.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField()
        )
        ordered: TicketQuerySet = self.annotate(is_over=closed).order_by("is_over", "-pk")
        return ordered

    def open_first_after(self, is_over: int, pk: int) -> "TicketQuerySet":
        """Those that come after this place of `open_first`."""
        return self.open_first().filter(Q(is_over=is_over, pk__lt=pk) | Q(is_over__gt=is_over))

    def matching(self, text: str) -> "TicketQuerySet":
        """The tickets of this number, about this tracking code, or of the person with this national code or mobile.

        Anything else are words, each in the subject or in the name of the author or of the colleague who holds it.
        """
        number = typed_number(text)
        if not number:
            staff = self.model._meta.get_field("held_by").related_model._default_manager.filter(is_staff=True)
            return self.filter(parts_of(text, "search", {"held_by": (staff, "person__name_search")}))
        about = Q(tracking_code=number) & ~Q(tracking_code="")
        return self.filter(Q(number=number) | about | rows_of_number(self.model, number, "author__"))


class OfTicketQuerySet(QuerySet[Any]):
    """Attachments: whoever sees the ticket sees its files."""

    def visible_to(self, user: User) -> "OfTicketQuerySet":
        """Files of the tickets this person may see."""
        if not user.is_active:
            return self.none()
        if user.is_staff:
            return self.all() if answers_tickets(user) else self.none()
        return self.filter(post__ticket__author_id=user.person_id)

    def scanned(self) -> "OfTicketQuerySet":
        """Files the virus scanner found clean; the others do not exist for anybody."""
        return self.filter(scan=ScanState.CLEAN)

"""Who sees which session."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from licensing.cases.querysets import OfCaseQuerySet
from organizations.roles.querysets import bodies_as
from organizations.roles.states import Role


class SessionQuerySet(QuerySet[Any]):
    """Sessions of boards."""

    def visible_to(self, user: User) -> "SessionQuerySet":
        """Only those of the unions one works for; bodies above read counts beside a decision, not the session."""
        return self.filter(union__in=bodies_as(user, Role.UNION_OPERATOR, Role.UNION_BOARD))

    def before(self, held_on: date, pk: int) -> "SessionQuerySet":
        """The next page of a list ordered newest first, behind this row (keyset)."""
        return self.filter(held_on__lte=held_on).filter(
            Q(held_on__lt=held_on) | Q(held_on=held_on, pk__lt=pk)
        )


class AgendaQuerySet(OfCaseQuerySet):
    """Files on agendas."""

    def open(self) -> "AgendaQuerySet":
        """Those that are not settled yet."""
        return self.filter(result="OPEN")

    def standing(self) -> "AgendaQuerySet":
        """Those that were not taken off."""
        return self.exclude(result="REMOVED")

    def removed(self) -> "AgendaQuerySet":
        """Those that were taken off, with a reason."""
        return self.filter(result="REMOVED")

"""Who sees which request and licence."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.querysets import rows_of_number
from core.numbers import number_in
from core.searching import parts_of, typed_number
from core.text import search_key
from licensing.cases.states import CLOSED, FOR_BOARDS, FOR_OPERATORS, LISTS_NEEDS, ON_AGENDA, Status
from organizations.roles.querysets import within

TRACKING_CODE_LENGTH = 16


class LicenceRequestQuerySet(QuerySet[Any]):
    """Requests."""

    def visible_to(self, user: User) -> "LicenceRequestQuerySet":
        """The one answer to: which requests may this person see?

        Applicants see their own; staff those of the unions they work for or oversee, never drafts.
        """
        if not user.is_active:
            return self.none()
        if user.is_staff:
            return self.filter(within(user, "union__")).exclude(status=Status.DRAFT)
        return self.filter(applicant_id=user.person_id)

    def open(self) -> "LicenceRequestQuerySet":
        return self.exclude(status__in=CLOSED)

    def without_place(self, **where: Any) -> "LicenceRequestQuerySet":
        """Drafts that name no premises yet; `where` says whose, for which trade, in which county."""
        return self.filter(status=Status.DRAFT, postal_code="", **where)

    def twins_of(self, request: Any) -> "LicenceRequestQuerySet":
        """Other open requests of the same person for the same trade in the same premises."""
        return (
            self.open()
            .filter(
                applicant=request.applicant_id,
                category=request.category_id,
                postal_code=request.postal_code,
            )
            .exclude(pk=request.pk)
        )

    def beside(self, request: Any) -> "LicenceRequestQuerySet":
        """Other requests, drafts aside, of the same person or for the same premises; newest first."""
        same = Q(applicant=request.applicant_id)
        if request.postal_code:
            same |= Q(postal_code=request.postal_code)
        return self.filter(same).exclude(status=Status.DRAFT).exclude(pk=request.pk).order_by("-pk")

    def after(self, submitted_at: datetime, pk: int) -> "LicenceRequestQuerySet":
        """The next page of a list ordered newest first, behind this row (keyset)."""
        return self.filter(submitted_at__lte=submitted_at).filter(
            Q(submitted_at__lt=submitted_at) | Q(submitted_at=submitted_at, pk__lt=pk)
        )

    def finishable(self, unions: Iterable[int], boards: Iterable[int]) -> "LicenceRequestQuerySet":
        """Files whose next step is the union's: of `unions` for its operators, of `boards` also what boards decide.

        Args:
            unions, boards: ids of bodies.
        """
        documents = self.model._meta.get_field("documents").related_model._default_manager
        not_compared = documents.filter(case=OuterRef("pk"), is_current=True, matched_at__isnull=True)
        waits_for_board = Q(status=Status.DOCS_COMPLETE) & Exists(not_compared)
        return self.filter(
            Q(union__in=unions, status__in=FOR_OPERATORS) & ~waits_for_board
            | Q(union__in=boards, status__in=FOR_BOARDS)
            | Q(union__in=boards, status__in=LISTS_NEEDS, needs_met_at__isnull=False)
        )

    def for_agenda(self) -> "LicenceRequestQuerySet":
        """Files a board can decide on that stand on no open agenda; what falls due soonest first, then the oldest."""
        return (
            self.filter(status__in=ON_AGENDA)
            .exclude(agenda_items__result="OPEN")
            .order_by(F("due_at").asc(nulls_last=True), "submitted_at", "pk")
        )

    def awaiting_second_look(self) -> "LicenceRequestQuerySet":
        """Files accepted on conditions or sent back, whose applicant says that the needs are met."""
        return self.filter(status__in=LISTS_NEEDS, needs_met_at__isnull=False)

    def untouched_drafts(self, since: datetime) -> "LicenceRequestQuerySet":
        """Drafts nobody has changed since a moment."""
        old = Q(touched_at__lt=since) | Q(touched_at=None)
        return self.filter(old, status=Status.DRAFT, created_at__lt=since)

    def received_after(self, submitted_at: datetime, pk: int) -> "LicenceRequestQuerySet":
        """The next page of a list in order of receipt, behind this row (keyset)."""
        return self.filter(submitted_at__gte=submitted_at).filter(
            Q(submitted_at__gt=submitted_at) | Q(submitted_at=submitted_at, pk__gt=pk)
        )

    def matching(self, typed: str) -> "LicenceRequestQuerySet":
        """Those a member of staff means by what was typed.

        A number is a tracking code, a receipt number, or the applicant's national code or mobile; written with a word
        before it («ردیف ۷») it is nothing else, without one it may stand in the name of the unit too. Anything else
        are words, each in the name of the unit, the person, the trade, the county or the colleague who holds the file.
        """
        number = typed_number(typed)
        if not number:
            return self.filter(parts_of(typed, "search", self._short_tables()))
        if len(number) == TRACKING_CODE_LENGTH:
            return self.filter(tracking_code=number)
        meant = rows_of_number(self.model, number, "applicant__")
        if number == search_key(typed):
            meant |= parts_of(typed, "search", self._short_tables())
        receipt = number_in(number)
        if receipt is not None:
            meant |= Q(receipt_number=receipt)
        return self.filter(meant)

    def _short_tables(self) -> dict[str, tuple[QuerySet[Any], str]]:
        """The names a file is found by that do not stand on the file itself."""
        rows = {
            name: _related(self.model, name)._default_manager for name in ("category", "county", "held_by")
        }
        return {
            "category": (rows["category"].all(), "name_search"),
            "county": (rows["county"].all(), "name_search"),
            "held_by": (rows["held_by"].filter(is_staff=True), "person__name_search"),
        }


def _related(model: Any, key: str) -> Any:
    return model._meta.get_field(key).related_model


class OfCaseQuerySet(QuerySet[Any]):
    """Rows that hang on a request by a key named `request`."""

    def visible_to(self, user: User) -> "OfCaseQuerySet":
        """Rows whose request this person may see."""
        requests = self.model._meta.get_field("case").related_model._default_manager
        return self.filter(case__in=requests.visible_to(user).values("pk"))

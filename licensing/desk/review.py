"""The review desk: the page of one file, gathered from the steps and cards of the nouns."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import User
from accounts.requests import StaffRequest
from core.private_files import send_private
from core.text import to_persian_digits
from licensing.billing import desk as billing
from licensing.cards import desk as guild_cards
from licensing.cases.desk import READERS
from licensing.cases.models import LicenceRequest
from licensing.cases.rows import present_term
from licensing.cases.stale import changed_since
from licensing.decisions import desk as decisions
from licensing.decisions import minute_request_desk, needs_desk
from licensing.desk import checklist_desk, context_cards, holding, inbox
from licensing.inquiries import case_desk as inquiries
from licensing.intake import paper_file_desk
from licensing.interviews import desk as interviews
from licensing.licences import desk as licences
from licensing.notes import desk as notes
from licensing.papers import desk as papers
from organizations.desk.base import View
from organizations.desk.cards import Card, Row
from organizations.desk.pages import Desk
from organizations.desk.steps import Offer


@admin.register(LicenceRequest)
class CaseDesk(Desk):
    """Inbox and review desk; a case is never added or edited here, only moved by its services."""

    read_roles = READERS
    names = "licensing_request"
    page_template = "admin/licensing/desk.html"
    steps = (
        *decisions.STEPS,
        *billing.STEPS,
        *licences.STEPS,
        *interviews.STEPS,
        *needs_desk.STEPS,
        *papers.STEPS,
        inquiries.STEP,
        *guild_cards.STEPS,
        checklist_desk.STEP,
        notes.STEP,
        minute_request_desk.STEP,
        *inbox.STEPS,
    )
    views = (
        *inbox.VIEWS,
        *paper_file_desk.VIEWS,
        View("<number:pk>/silence-letter/", "licensing_request_silence_letter", "silence_letter_view"),
        View("<number:pk>/papers/<number:document>/file/", "licensing_paper_file", "paper_view"),
        View("<number:pk>/papers/<number:document>/small/", "licensing_paper_small", "small_paper_view"),
    )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return inbox.inbox_view(self, cast("StaffRequest", request))

    def title_of(self, row: LicenceRequest) -> str:
        return f"درخواست {to_persian_digits(str(row))}"

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        related = (
            "applicant",
            "category",
            "county__province",
            "union",
            "special_conditions",
            "general_conditions",
            "held_by__person",
            "silence_letter",
            "guild_card",
            "invoice",
            "licence",
            "refund__payee",
            "refund__booked_by__person",
            "refund__approved_by__person",
            "refund__paid_by__person",
        )
        found: QuerySet[Any] = self.get_queryset(request).select_related(*related)
        return found.prefetch_related("invoice__lines")

    def opened(self, row: LicenceRequest, user: User) -> None:
        holding.mark_read(row, by=user)

    def draw_row(self, request: StaffRequest, row: LicenceRequest, refused: Any = None) -> HttpResponse:
        row.remember_actors(request.user)
        row.explanation = present_term(row)  # type: ignore[attr-defined]  # of this page
        row.visible = self.get_queryset(request)  # type: ignore[attr-defined]
        return super().draw_row(request, row, refused)

    def cards(self, row: Any, user: User) -> list[Card]:
        return [
            *needs_desk.cards(row, user),
            *billing.refund_cards(row, user),
            *interviews.cards(row, user),
            *context_cards.agenda_cards(row, user),
            *context_cards.letter_cards(row),
            *licences.cards(row),
            *context_cards.facts_cards(row, row.visible),
            *papers.cards(row, user),
            *checklist_desk.cards(row),
            *inquiries.cards(row, user),
            *billing.cards(row, user),
            *guild_cards.cards(row, user),
            *context_cards.decision_cards(row, user),
            *context_cards.note_cards(row, user),
            context_cards.history_card(row, user, row.explanation),
        ]

    def more(self, request: StaffRequest, row: Any, offers: Mapping[str, Offer]) -> Row:
        return context_cards.head(row, row.explanation) | {
            "case": row,
            "holding": inbox.holding(row, request.user),
            "is_idle": _is_idle(row, request.user, offers),
            "answers": [offers[step.name] for step in decisions.ANSWERS if step.name in offers],
        }

    def changes_since(self, row: LicenceRequest, seen: int) -> Card:
        events = row.events.select_related("by__person")
        return Card("admin/licensing/_changed.html", {"changed": changed_since(row, events, seen)})

    def silence_letter_view(self, request: StaffRequest, pk: int) -> HttpResponse:
        """The letter of an acceptance by silence as a file."""
        letter = getattr(self.find(request, pk), "silence_letter", None)
        if letter is None:
            raise Http404
        return send_private(letter.document, name=f"letter-{letter.case.tracking_code}")

    def paper_view(self, request: StaffRequest, pk: int, document: int) -> HttpResponse:
        return send_private(
            papers.document_of(self.find(request, pk), document).file, name=f"paper-{document}"
        )

    def small_paper_view(self, request: StaffRequest, pk: int, document: int) -> HttpResponse:
        row = papers.document_of(self.find(request, pk), document)
        return send_private(row.thumbnail, name=f"paper-{document}-small")


def _is_idle(case: LicenceRequest, user: User, offers: Mapping[str, Offer]) -> bool:
    awaits = ("interview_result", "needs_settle", "needs_again")
    has_step = any(offer.step.is_panel or name in awaits for name, offer in offers.items())
    opens = not offers["open"].why or papers.waits_for_comparison(case, user)
    return not has_step and not opens and not hasattr(case, "refund") and not hasattr(case, "licence")

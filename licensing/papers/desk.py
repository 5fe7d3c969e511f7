"""The papers on the review desk: looked at one by one, and compared with their originals before issue (R78)."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from accounts.models import User
from core.numbers import numbers_in
from core.refusals import RuleBroken, why_not
from licensing.cases.desk import refusal_by
from licensing.cases.models import LicenceRequest
from licensing.papers import paper_list, rules, services, texts
from licensing.papers.models import DocumentType, RequestDocument
from licensing.papers.states import APPLICANTS, REASONS_OF_UNION, DocumentState
from organizations.desk.cards import Card, Place
from organizations.desk.scope import ListForReaders
from organizations.desk.steps import Step
from organizations.roles.states import Role

TONES = {
    DocumentState.SENT: "info",
    DocumentState.ACCEPTED: "success",
    DocumentState.REJECTED: "danger",
    DocumentState.REPLACE: "warning",
}
VERDICTS = {
    DocumentState.ACCEPTED: "می‌پذیرم",
    DocumentState.REPLACE: "فقط همین دوباره فرستاده شود",
    DocumentState.REJECTED: "نمی‌پذیرم",
}


def document_of(case: LicenceRequest, pk: int) -> RequestDocument:
    """A paper of a case. Raises Http404 when it is another's."""
    found: RequestDocument = get_object_or_404(case.documents.select_related("type", "case"), pk=pk)
    return found


def _give_verdict(
    case: LicenceRequest, *, document: int, state: str, reason: str, by: User
) -> RequestDocument:
    row = document_of(case, document)
    if state not in VERDICTS or reason not in {"", *REASONS_OF_UNION}:
        raise RuleBroken(texts.NO_CHOICE, code="no_choice")
    services.give_verdict(row, state=state, reason=reason, by=by)
    return row


def _envelope(sent: QueryDict) -> Mapping[str, Any]:
    ticked = sent.getlist("type")
    kinds = [kind for kind in paper_list.kinds_asked_of(paper_list.NATURAL) if kind.code in ticked]
    return {"kinds": kinds, "postal_number": sent.get("postal_number", "")}


def _match_originals(case: LicenceRequest, *, ticked: set[int], by: User) -> list[RequestDocument]:
    rows = [document for document in case.documents.current() if document.pk in ticked]
    return services.match_originals(case, rows, by=by)


STEPS = (
    Step(
        name="paper_verdict",
        path="papers/<number:document>/verdict",
        service=_give_verdict,
        button="ثبت نظر",
        done=lambda row: f"نظر دربارهٔ «{row.type.title}» ثبت شد.",
        why=refusal_by(rules.check_may_look),
        reads=lambda sent, document: {
            "document": document,
            "state": sent.get("state", ""),
            "reason": sent.get("reason", ""),
        },
        anchor="papers",
        is_panel=False,
    ),
    Step(
        name="paper_posted",
        path="papers/posted",
        service=services.receive_posted,
        button="ثبت مدارک پستی",
        done="مدارک پستی ثبت و پذیرفته شد.",
        why=refusal_by(rules.check_may_look),
        reads=_envelope,
        anchor="papers",
        is_panel=False,
    ),
    Step(
        name="paper_originals",
        path="papers/originals",
        service=_match_originals,
        button="ثبت تطبیق",
        done="تطبیق با اصل ثبت شد.",
        why=refusal_by(rules.check_may_compare),
        reads=lambda sent: {"ticked": set(numbers_in(sent.getlist("document")))},
        anchor="papers",
        is_panel=False,
    ),
)


def waits_for_comparison(case: LicenceRequest, user: User) -> bool:
    """Whether this person has originals to see now."""
    may = not why_not(rules.check_may_compare, case, user)
    return may and case.documents.current().filter(matched_at=None).exists()


def cards(case: LicenceRequest, user: User) -> list[Card]:
    """That originals wait to be compared, and every paper with its documents."""
    found = paper_list.papers_of(case)
    documents = [(paper, document) for paper in found for document in paper.documents]
    may_compare = not why_not(rules.check_may_compare, case, user)
    compare = [document for _, document in documents if may_compare and document.matched_at is None]
    shown: list[dict[str, Any]] = [
        {"paper": paper, "row": document, "tone": TONES[DocumentState(document.state)]}
        for paper, document in documents
    ]
    known: dict[str, Any] = {
        "now": [one for one in shown if one["row"].state != DocumentState.ACCEPTED],
        "done": [one for one in shown if one["row"].state == DocumentState.ACCEPTED],
        "awaited": [paper for paper in found if paper.needed and not paper.documents],
        "other": [paper for paper in found if not paper.needed and not paper.documents],
        "look": not why_not(rules.check_may_look, case, user),
        "compare": compare,
        "reasons": [(reason.value, reason.label) for reason in REASONS_OF_UNION],
        "verdicts": [(state.value, label) for state, label in VERDICTS.items()],
        "case": case,
    }
    hint = [Card("admin/licensing/_compare.html", {"count": len(compare)}, Place.STEPS)] if compare else []
    return [*hint, Card("admin/licensing/_documents.html", known, anchor="papers", tab="مدارک")]


@admin.register(DocumentType)
class DocumentTypeAdmin(ListForReaders):
    """The list of papers; the law's own, so the secretariat keeps it."""

    read_roles = (Role.UNION_BOARD, Role.UNION_OPERATOR, Role.CHAMBER_OPERATOR, Role.NATIONAL_CHAMBER)
    write_roles = (Role.SECRETARIAT,)
    list_display = ("title", "applicants", "needed", "is_active")
    list_filter = ("needed", "is_active")
    text_search, choice_search = ("title", "code"), ("needed",)
    readonly_fields = ("code",)

    @admin.display(description="برای")
    def applicants(self, row: DocumentType) -> str:
        return "، ".join(APPLICANTS.get(kind, kind) for kind in row.applies.split())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new paper needs a law, and then a seed."""
        return False

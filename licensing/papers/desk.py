"""The papers on the review desk: looked at one by one, and compared with their originals before issue (R78)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.numbers import numbers_in
from core.private_files import send_private
from core.refusals import RuleBroken, why_not
from licensing.cases.models import LicenceRequest
from licensing.papers import paper_list, rules
from licensing.papers import services as papers
from licensing.papers.models import DocumentType, RequestDocument
from licensing.papers.states import APPLICANTS, REASONS_OF_UNION, DocumentState
from organizations.desk.scope import ListForReaders, ScopedAdmin
from organizations.rules import Role

if TYPE_CHECKING:
    _Desk = ScopedAdmin
else:
    _Desk = object

TONES = {
    DocumentState.SENT: "info",
    DocumentState.ACCEPTED: "success",
    DocumentState.REJECTED: "danger",
    DocumentState.REPLACE: "warning",
}

VERDICTS = (DocumentState.ACCEPTED, DocumentState.REPLACE, DocumentState.REJECTED)

VERDICT_LABELS = {
    DocumentState.ACCEPTED: "می‌پذیرم",
    DocumentState.REPLACE: "فقط همین دوباره فرستاده شود",
    DocumentState.REJECTED: "نمی‌پذیرم",
}


class PapersDesk(_Desk):
    """What the review desk shows and does about papers."""

    if TYPE_CHECKING:

        def _find(self, request: HttpRequest, pk: int) -> LicenceRequest: ...

        def _back(self, case: LicenceRequest) -> HttpResponseRedirect: ...

    def papers_urls(self) -> list[URLPattern]:
        """Addresses of papers, all under their request."""
        acts: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("<number:document>/verdict/", "verdict", require_POST(self.verdict_view)),
            ("posted/", "posted", require_POST(self.posted_view)),
            ("originals/", "originals", require_POST(self.originals_view)),
            ("<number:document>/file/", "file", require_safe(self.file_view)),
            ("<number:document>/small/", "small", require_safe(self.small_view)),
        ]
        return [
            path(
                f"<number:pk>/papers/{address}",
                self.admin_site.admin_view(view),
                name=f"licensing_paper_{name}",
            )
            for address, name, view in acts
        ]

    def papers_context(self, request: HttpRequest, case: LicenceRequest) -> dict[str, Any]:
        """Every paper with its documents, and which buttons this person gets."""
        user = cast("User", request.user)
        may_compare = not why_not(rules.check_may_compare, case, user)
        found = paper_list.papers_of(case)
        shown = [_shown(paper, document) for paper in found for document in paper.documents]
        return {
            "papers_now": [one for one in shown if one["row"].state != DocumentState.ACCEPTED],
            "papers_done": [one for one in shown if one["row"].state == DocumentState.ACCEPTED],
            "papers_awaited": [paper for paper in found if paper.needed and not paper.documents],
            "papers_other": [paper for paper in found if not paper.needed and not paper.documents],
            "papers_look": not why_not(rules.check_may_look, case, user),
            "papers_compare": [
                document
                for paper in found
                for document in paper.documents
                if may_compare and document.matched_at is None
            ],
            "paper_reasons": [(reason.value, reason.label) for reason in REASONS_OF_UNION],
            "paper_verdicts": [(state.value, VERDICT_LABELS[state]) for state in VERDICTS],
        }

    def _document(self, request: HttpRequest, pk: int, document: int) -> RequestDocument:
        """A paper of a request this person may see."""
        rows = self._find(request, pk).documents.select_related("type", "case")
        found: RequestDocument = get_object_or_404(rows, pk=document)
        return found

    def _do(
        self, request: HttpRequest, case: LicenceRequest, act: Callable[[], object], done: str
    ) -> HttpResponse:
        try:
            act()
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return HttpResponseRedirect(f"{self._back(case).url}#papers")

    def verdict_view(self, request: HttpRequest, pk: int, document: int) -> HttpResponse:
        """Accept one paper, or give it back with a coded reason."""
        row = self._document(request, pk, document)
        state, reason = request.POST.get("state", ""), request.POST.get("reason", "")

        def act() -> object:
            if state not in VERDICTS or reason not in {"", *REASONS_OF_UNION}:
                raise RuleBroken("یکی از گزینه‌ها را انتخاب کنید.", code="no_choice")
            return papers.give_verdict(row, state=state, reason=reason, by=cast("User", request.user))

        return self._do(request, row.case, act, f"نظر دربارهٔ «{row.type.title}» ثبت شد.")

    def posted_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Papers out of an envelope, accepted together."""
        case = self._find(request, pk)
        ticked = request.POST.getlist("type")
        kinds = [kind for kind in paper_list.kinds_asked_of(paper_list.NATURAL) if kind.code in ticked]
        number = request.POST.get("postal_number", "")

        def act() -> object:
            return papers.receive_posted(case, kinds, postal_number=number, by=cast("User", request.user))

        return self._do(request, case, act, "مدارک پستی ثبت و پذیرفته شد.")

    def originals_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The originals of the ticked papers match (R78)."""
        case = self._find(request, pk)
        ticked = set(numbers_in(request.POST.getlist("document")))
        rows = [document for document in case.documents.current() if document.pk in ticked]

        def act() -> object:
            return papers.match_originals(case, rows, by=cast("User", request.user))

        return self._do(request, case, act, "تطبیق با اصل ثبت شد.")

    def file_view(self, request: HttpRequest, pk: int, document: int) -> HttpResponse:
        """The file of a paper."""
        return send_private(self._document(request, pk, document).file, name=f"paper-{document}")

    def small_view(self, request: HttpRequest, pk: int, document: int) -> HttpResponse:
        """Its small picture."""
        return send_private(self._document(request, pk, document).thumbnail, name=f"paper-{document}-small")


def _shown(paper: paper_list.Paper, document: RequestDocument) -> dict[str, Any]:
    return {"paper": paper, "row": document, "tone": TONES[DocumentState(document.state)]}


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
        """The kinds of applicant it is asked of, in words."""
        return "، ".join(APPLICANTS.get(kind, kind) for kind in row.applies.split())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new paper needs a law, and then a seed."""
        return False

"""Lists and review page of the union. Buttons come from the table of moves; each calls one service."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.billing import services as billing
from licensing.billing.desk import PaymentViews
from licensing.billing.desk_forms import BillForm, PaymentForm, bill_context
from licensing.cards.desk import GuildCardViews
from licensing.cases import rules as cases_rules
from licensing.cases import terms
from licensing.cases.desk import READERS
from licensing.cases.desk_forms import MinuteForm, StepForm
from licensing.cases.models import CaseEvent, LicenceRequest
from licensing.cases.stale import changed_since, stands_again, status_of, typed_rows, with_version
from licensing.cases.states import ON_AGENDA, Status
from licensing.decisions import services as decisions
from licensing.decisions.desk import AnswerViews
from licensing.decisions.letter_desk import LetterViews
from licensing.decisions.needs_desk import NeedsViews
from licensing.decisions.rows import decision_rows
from licensing.desk import holding
from licensing.desk.checklist_desk import ChecklistViews
from licensing.desk.context_cards import AroundViews
from licensing.desk.holding import handovers_of, sees_handovers
from licensing.desk.inbox import InboxViews
from licensing.desk.offers import refusal_of_step
from licensing.inquiries.case_desk import InquiriesOfCase
from licensing.intake.paper_file_desk import PaperFileViews
from licensing.interviews.desk import InterviewViews
from licensing.licences import services as licences
from licensing.licences.desk import DeliveryViews
from licensing.licences.desk_forms import IssueForm
from licensing.papers.desk import PapersDesk
from licensing.sessions.ballots import ballots_of
from organizations.desk.scope import ScopedAdmin, row_key

#: How many lines of the history stand unfolded.
RECENT = 3

#: What each step is called on its button, and what the page says before it.
STEPS: dict[Status, tuple[str, str]] = {
    Status.ACCEPTED: ("ثبت پذیرش", "پذیرش اولیه با صورتجلسهٔ هیأت مدیره"),
    Status.AWAITING_PAYMENT: ("صدور صورتحساب", "پس از تطبیق اصل مدارک، از روی تعرفهٔ منتشرشدهٔ اتحادیه"),
    Status.READY: ("تأیید پرداخت‌ها", "شمارهٔ فیش‌هایی را که دیده‌اید بنویسید؛ بقیه می‌ماند"),
    Status.ISSUED: ("صدور پروانه", "صدور پروانه با صورتجلسهٔ هیأت مدیره"),
}


@admin.register(LicenceRequest)
class LicenceRequestAdmin(
    AnswerViews,
    AroundViews,
    InterviewViews,
    DeliveryViews,
    LetterViews,
    ChecklistViews,
    InboxViews,
    PaperFileViews,
    PapersDesk,
    InquiriesOfCase,
    NeedsViews,
    PaymentViews,
    GuildCardViews,
    ScopedAdmin,
):
    """Review desk and, beside it, the inbox; a request is never added or edited here, only moved by its services."""

    read_roles = READERS

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Applicants make requests, not the desk."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """State fields are never edited."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The review page and one address per step."""
        steps: list[tuple[str, Callable[..., HttpResponse]]] = [
            ("open", self.open_view),
            ("accept", self.accept_view),
            ("bill", self.bill_view),
            ("issue", self.issue_view),
        ]
        own = [
            path(
                f"<number:pk>/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"licensing_request_{name}",
            )
            for name, view in steps
        ]
        return (
            own
            + self.answer_urls()
            + self.around_urls()
            + self.interview_urls()
            + self.delivery_urls()
            + self.letter_urls()
            + self.inbox_urls()
            + self.checklist_urls()
            + self.papers_urls()
            + self.inquiry_urls()
            + self.paper_file_urls()
            + self.card_urls()
            + self.needs_urls()
            + self.payment_urls()
            + super().get_urls()
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The review desk in place of Django's form."""
        case = self._find(request, row_key(object_id))
        holding.mark_read(case, by=cast("User", request.user))
        return self._desk(request, case)

    def _find(self, request: HttpRequest, pk: int) -> LicenceRequest:
        """The request if this person may see it; another union's is a 404."""
        if not self.has_view_permission(request):
            raise Http404
        rows = self.get_queryset(request).select_related(
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
        )
        return cast("LicenceRequest", get_object_or_404(rows.prefetch_related("invoice__lines"), pk=pk))

    def _desk(
        self,
        request: HttpRequest,
        case: LicenceRequest,
        bound: StepForm | None = None,
        refusal: RuleBroken | None = None,
    ) -> HttpResponse:
        user = cast("User", request.user)
        case.remember_actors(user)
        moves = cases_rules.moves_open_to(case, user)
        steps = [self._step(case, to, user, bound) for to in moves if to in STEPS]
        if Status.DELIVERED in moves:
            why = refusal_of_step(case, Status.DELIVERED, user)
            steps.append(self.delivery_step(case, bound) | {"why": why})
        context = self.admin_site.each_context(request) | {
            "title": f"درخواست {to_persian_digits(str(case))}",
            "trail": [
                {"label": self.admin_site.index_title, "url": reverse("admin:index")},
                {
                    "label": self.model._meta.verbose_name_plural,
                    "url": reverse("admin:licensing_licencerequest_changelist"),
                },
                {"label": to_persian_digits(str(case)), "url": ""},
            ],
            "case": case,
            "term": terms.of_case(case),
            "steps": steps,
            "answers": self.answer_links(case, moves, user),
            "interviews": self.interviews_of(case, cast("User", request.user), bound),
            "decisions": decision_rows(case),
            "ballots": ballots_of(case, cast("User", request.user)),
            "agenda": self._agenda(case, user),
            "letter_url": self.letter_url(case),
            "holding": self.holding(case, cast("User", request.user)),
            "checklist": self.checklist_of(case, cast("User", request.user), bound),
            "handovers": handovers_of(case) if sees_handovers(case, cast("User", request.user)) else (),
            "guild_card": self.card_of(case, cast("User", request.user), bound),
            "may_open": Status.UNDER_REVIEW in moves and not refusal_of_step(case, Status.UNDER_REVIEW, user),
            "open_url": reverse("admin:licensing_request_open", args=[case.pk]),
            "history": _history(list(case.events.select_related("by__person"))),
            "licence": getattr(case, "licence", None),
            **self.papers_context(request, case),
            **self.inquiries_context(case, user),
            **self.around_context(request, case, bound),
            **self.needs_context(case, user, bound),
            **self.payment_context(case, user, bound),
        }
        context |= self._refused(case, context, bound, refusal)
        return render(request, "admin/licensing/desk.html", context, status=context["status"])

    def _refused(
        self, case: LicenceRequest, desk: dict[str, Any], bound: StepForm | None, refusal: RuleBroken | None
    ) -> dict[str, Any]:
        """What the desk says of a form that was refused: what changed since, and what was typed if its step is gone."""
        if bound is None:
            return {"status": 200}
        parts = [
            desk["note_form"],
            desk["needs_settle"],
            desk["needs_again"],
            *(
                part and part["form"]
                for part in (desk["interviews"], desk["checklist"], desk["slip_refusal"], desk["refund"])
            ),
        ]
        card = desk["guild_card"]
        steps = [*desk["steps"], *(card["steps"] if card else ())]
        stands = stands_again(bound, [*parts, *(step["form"] for step in steps if not step.get("why"))])
        seen = getattr(bound, "cleaned_data", {}).get("seen_version")
        is_old = seen is not None and seen != case.version
        return {
            "status": status_of(refusal.code if refusal else "", stands=stands),
            "changed": changed_since(case, desk["history"]["all"], seen) if is_old else None,
            "typed": () if stands else typed_rows(bound),
            "why": "" if stands or refusal is None else str(refusal),
        }

    def _agenda(self, case: LicenceRequest, user: User) -> dict[str, Any] | None:
        """The session this file is on, or the way to put it on one; None when no board of this person decides on it."""
        if case.status not in ON_AGENDA or not case.actors_of(user):
            return None
        item = case.agenda_items.open().select_related("session").first()
        removed = case.agenda_items.removed().select_related("session", "removed_by__person")
        choose = f"{reverse('admin:licensing_session_choose')}?pick={case.pk}"
        return {
            "session": item.session if item else None,
            "removed": None if item else removed.order_by("-removed_at").first(),
            "url": choose,
        }

    def _step(self, case: LicenceRequest, to: Status, user: User, bound: StepForm | None) -> dict[str, Any]:
        """Button, address and form of one step, or why it is not open; a form just refused stands as typed."""
        button, hint = STEPS[to]
        name, form = self._form(case, to)
        if bound is not None and type(bound) is type(form):
            form = bound
        return {
            "button": button,
            "hint": hint,
            "form": form,
            "bill": bill_context(form.bill) if isinstance(form, BillForm) else None,
            "why": refusal_of_step(case, to, user),
            "url": reverse(f"admin:licensing_request_{name}", args=[case.pk]),
        }

    def _form(self, case: LicenceRequest, to: Status) -> tuple[str, StepForm]:
        initial = {"seen_version": case.version}
        if to is Status.ACCEPTED:
            return "accept", MinuteForm(initial=initial, case=case)
        if to is Status.ISSUED:
            return "issue", IssueForm(initial=initial, case=case)
        if to is Status.READY:
            return "pay", PaymentForm(initial=initial, invoice=case.invoice)
        return "bill", BillForm(initial=initial, bill=billing.bill_awaiting(case))

    def _act(
        self, request: HttpRequest, case: LicenceRequest, form: StepForm, act: Callable[[], object], done: str
    ) -> HttpResponse:
        """Run one service; a refusal or a bad field shows the desk again with everything typed."""
        if form.is_valid():
            try:
                act()
            except RuleBroken as refusal:
                return self._not_done(request, case, form, refusal)
            messages.success(request, done)
            return self._back(case)
        return self._desk(request, case, bound=form)

    def _not_done(
        self, request: HttpRequest, case: LicenceRequest, form: StepForm, refusal: RuleBroken
    ) -> HttpResponse:
        """The desk as it is now with the refused form: as typed and ready to be sent again, or as a card."""
        now = self._find(request, case.pk)
        if refusal.code == "stale":
            with_version(form, now)
        else:
            form.add_error(None, str(refusal))
        return self._desk(request, now, bound=form, refusal=refusal)

    def _back(self, case: LicenceRequest) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:licensing_licencerequest_change", args=[case.pk]))

    def open_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open the request and hand it to the board."""
        case = self._find(request, pk)
        try:
            decisions.open_review(case, by=cast("User", request.user))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        return self._back(case)

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept with a board minute."""
        case = self._find(request, pk)
        form = MinuteForm(request.POST, case=case)

        def act() -> object:
            return decisions.accept(case, by=cast("User", request.user), **form.cleaned_data)

        return self._act(request, case, form, act, "پذیرش ثبت و به متقاضی اعلام شد.")

    def bill_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the bill."""
        case = self._find(request, pk)
        form = BillForm(request.POST, bill=billing.bill_awaiting(case))

        def act() -> object:
            return billing.send_invoice(
                case,
                by=cast("User", request.user),
                costs=form.costs(),
                seen_version=form.cleaned_data["seen_version"],
            )

        return self._act(request, case, form, act, "صورتحساب صادر و به متقاضی اعلام شد.")

    def issue_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Issue the licence."""
        case = self._find(request, pk)
        form = IssueForm(request.POST, case=case)

        def act() -> object:
            return licences.issue(case, by=cast("User", request.user), **form.cleaned_data)

        return self._act(request, case, form, act, "پروانه صادر شد. فایل چاپی تا لحظاتی دیگر آماده است.")


def _history(events: list[CaseEvent]) -> dict[str, list[CaseEvent]]:
    """The newest lines are seen, the older ones folded."""
    return {"all": events, "older": events[:-RECENT], "recent": events[-RECENT:]}

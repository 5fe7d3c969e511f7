"""Inquiries at the desk: printed together, found by the code on the letter, answered by union or body."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.bidi import isolate_code, shown_code
from core.forms import PersianForm
from core.jalali import format_date
from core.private_files import send_private
from core.refusals import RuleBroken
from core.text import to_persian_digits
from core.uploads.checking import read_upload
from licensing.cases.desk import READERS
from licensing.inquiries import corrections, reminders, rules, services, texts
from licensing.inquiries.desk_forms import (
    AnswerForm,
    CodeForm,
    CorrectionForm,
    DeliveryForm,
    RegisteredPostForm,
)
from licensing.inquiries.models import Inquiry, InquiryBody, InquiryNeed, InquiryOffice, LetterBatch
from licensing.inquiries.states import ANSWERED_BY_BODY, InquiryActor, InquiryState
from organizations.desk.scope import ListForReaders, ScopedAdmin, row_key
from organizations.roles.states import Role

TONES = {
    InquiryState.POSITIVE: "success",
    InquiryState.DEEMED_POSITIVE: "success",
    InquiryState.NEGATIVE: "danger",
    InquiryState.CONDITIONAL: "warning",
}


@admin.register(Inquiry)
class InquiryAdmin(ScopedAdmin):
    """The list one prints from, and the page of one inquiry; nothing is edited, each button calls one service."""

    read_roles = (*READERS, Role.INQUIRY_BODY)
    list_display = ("body", "case", "state", "channel", "due", "reminded", "letter_code")
    list_filter = ("state", "channel", "body")
    list_select_related = ("body", "case")
    key_search, choice_search, person_search = (), ("state", "channel"), ("case__applicant__",)
    ordering, sortable_by = ("-id",), ()
    actions = ("print_action",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Acceptance prepares inquiries, not the desk."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """State fields are never edited."""
        return False

    @admin.display(description="درخواست")
    def case(self, row: Inquiry) -> str:
        """The tracking code."""
        return shown_code(str(row.case))

    @admin.display(description="رمز نامه", ordering="code")
    def letter_code(self, row: Inquiry) -> str:
        """The code as it is printed on the letter."""
        return isolate_code(row.code_in_groups)

    @admin.display(description="مهلت پاسخ", ordering="due_at")
    def due(self, row: Inquiry) -> str:
        """Jalali last day."""
        return format_date(row.due_at) if row.due_at else "—"

    @admin.display(description="یادآوری")
    def reminded(self, row: Inquiry) -> str:
        """Jalali day of the newest reminder, while there is no answer."""
        return format_date(row.reminded_at) if row.reminded_at and row.is_open else "—"  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The visible rows, each with the moment of its newest reminder."""
        rows: QuerySet[Any] = super().get_queryset(request).annotate(reminded_at=reminders.REMINDED_AT)
        return rows

    @admin.action(description="چاپ نامه‌های انتخاب‌شده در یک فایل")
    def print_action(self, request: HttpRequest, chosen: QuerySet[Inquiry]) -> HttpResponse | None:
        """One PDF of all that were ticked."""
        return self._print(request, chosen.select_related("body", "case"))

    def get_urls(self) -> list[URLPattern]:
        """Finding by code, and one address per step."""
        acts: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("find/", "find", require_safe(self.find_view)),
            ("letters/<number:pk>/", "letters", require_safe(self.letters_view)),
            ("letters/<number:pk>/pdf/", "letters_pdf", require_safe(self.letters_pdf_view)),
            ("<number:pk>/print/", "print", require_POST(self.print_view)),
            ("<number:pk>/remind/", "remind", require_POST(self.remind_view)),
            ("<number:pk>/post/", "post", require_POST(self.post_view)),
            ("<number:pk>/delivery/", "delivery", require_POST(self.delivery_view)),
            ("<number:pk>/online/", "online", require_POST(self.online_view)),
            ("<number:pk>/answer/", "answer", require_POST(self.answer_view)),
            ("<number:pk>/correct/", "correct", require_POST(self.correct_view)),
            ("<number:pk>/slip/", "slip", require_safe(self.slip_view)),
        ]
        own = [
            path(address, self.admin_site.admin_view(view), name=f"licensing_inquiry_{name}")
            for address, name, view in acts
        ]
        return own + super().get_urls()

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one inquiry in place of Django's form."""
        return self._page(request, self._find(request, row_key(object_id)))

    def _find(self, request: HttpRequest, pk: int) -> Inquiry:
        if not self.has_view_permission(request):
            raise Http404
        rows = self.get_queryset(request).select_related(
            "body",
            "office",
            "postal_check",
            "case__applicant",
            "case__union",
            "case__category",
            "case__county",
        )
        return cast("Inquiry", get_object_or_404(rows, pk=pk))

    def _page(self, request: HttpRequest, row: Inquiry, bound: PersianForm | None = None) -> HttpResponse:
        user = cast("User", request.user)
        held = row.actors_of(user)
        moves = rules.moves_open_to(row, held)
        sent = [reminder for reminder in row.reminders.all() if reminder.sent_at]
        context = self._frame(request, f"استعلام {row.body.name}") | {
            "row": row,
            "tone": TONES.get(InquiryState(row.state), "info"),
            "forms": [_step(row, name, form, bound) for name, form in _forms(row, moves, user)],
            "corrections": row.corrections.select_related("corrected_by"),
            "may_print": InquiryActor.UNION in held and row.is_open and services.may_print(row.case, user),
            "may_send_online": bool(row.office_id)
            and row.state == InquiryState.PREPARED
            and InquiryActor.UNION in held
            and services.may_print(row.case, user),
            "of_union": InquiryActor.BODY not in held,
            "postal": getattr(row, "postal_check", None),
            "reminders": sent,
            "may_remind": bool(sent)
            and row.state == InquiryState.DELIVERED
            and InquiryActor.UNION in held
            and services.may_print(row.case, user),
        }
        return render(request, "admin/licensing/inquiry.html", context, status=400 if bound else 200)

    def _frame(self, request: HttpRequest, title: str) -> dict[str, Any]:
        trail = [
            {"label": self.admin_site.index_title, "url": reverse("admin:index")},
            {
                "label": self.model._meta.verbose_name_plural,
                "url": reverse("admin:licensing_inquiry_changelist"),
            },
            {"label": title, "url": ""},
        ]
        return self.admin_site.each_context(request) | {"title": title, "trail": trail}

    def _back(self, row: Inquiry) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:licensing_inquiry_change", args=[row.pk]))

    def _act(
        self, request: HttpRequest, row: Inquiry, form: PersianForm, act: Callable[[], object], done: str
    ) -> HttpResponse:
        """Run one service; a refusal or a bad field shows the page again with everything typed."""
        if form.is_valid():
            try:
                act()
            except RuleBroken as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, done)
                return self._back(row)
        return self._page(request, row, bound=form)

    def _print(
        self, request: HttpRequest, chosen: "QuerySet[Inquiry] | list[Inquiry]"
    ) -> HttpResponse | None:
        try:
            batch = services.print_letters(chosen, by=cast("User", request.user))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return None
        return HttpResponseRedirect(reverse("admin:licensing_inquiry_letters", args=[batch.pk]))

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """Scan or type the code of a letter; the page of its inquiry opens."""
        if not self.has_view_permission(request):
            raise Http404
        form = CodeForm(request.GET if "code" in request.GET else None)
        if form.is_bound and form.is_valid():
            row = self.get_queryset(request).filter(code=form.cleaned_data["code"]).first()
            if row is not None:
                return self._back(cast("Inquiry", row))
            form.add_error("code", texts.NO_SUCH_CODE)
        context = self._frame(request, "ثبت پاسخ با رمز نامه") | {"form": form}
        return render(request, "admin/licensing/inquiry_find.html", context)

    def _batch(self, request: HttpRequest, pk: int) -> LetterBatch:
        batches = LetterBatch.objects.visible_to(cast("User", request.user))
        return cast("LetterBatch", get_object_or_404(batches, pk=pk))

    def letters_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Letters that are being drawn, or are ready."""
        batch = self._batch(request, pk)
        rows = batch.inquiries.select_related("body", "case")
        title = "نامه‌های استعلام" if rows else "فرم اصناف کارت"
        context = self._frame(request, title) | {"batch": batch, "rows": rows}
        return render(request, "admin/licensing/letters.html", context)

    def letters_pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The PDF of the letters."""
        return send_private(self._batch(request, pk).document, name=f"letters-{pk}")

    def slip_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The picture of the second slip."""
        return send_private(self._find(request, pk).slip, name=f"slip-{pk}")

    def print_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Print one letter."""
        row = self._find(request, pk)
        return self._print(request, [row]) or self._back(row)

    def remind_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Print a letter that reminds the body."""
        row = self._find(request, pk)
        try:
            batch = reminders.print_reminder(row, by=cast("User", request.user))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return self._back(row)
        return HttpResponseRedirect(reverse("admin:licensing_inquiry_letters", args=[batch.pk]))

    def post_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The first slip."""
        row, form = self._find(request, pk), RegisteredPostForm(request.POST)

        def act() -> object:
            return services.record_post(row, by=cast("User", request.user), **form.cleaned_data)

        return self._act(request, row, form, act, "شمارهٔ پست سفارشی ثبت شد.")

    def delivery_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The second slip."""
        row, form = self._find(request, pk), DeliveryForm(request.POST, request.FILES)

        def act() -> object:
            file = form.cleaned_data["slip"]
            return services.record_delivery(
                row,
                delivered_on=form.cleaned_data["delivered_on"],
                slip_number=form.cleaned_data["slip_number"],
                slip=read_upload(file.read(), by=cast("User", request.user)) if file else None,
                by=cast("User", request.user),
            )

        return self._act(request, row, form, act, "رسیدن نامه ثبت شد؛ مهلت پاسخ آغاز شد.")

    def online_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To the body's own desk."""
        row = self._find(request, pk)
        try:
            services.send_online(row, by=cast("User", request.user))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "استعلام به کارتابل دستگاه رفت.")
        return self._back(row)

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The body's answer."""
        row, form = self._find(request, pk), AnswerForm(request.POST)

        def act() -> object:
            return services.record_answer(row, by=cast("User", request.user), **form.cleaned_data)

        return self._act(request, row, form, act, "پاسخ ثبت و به متقاضی اعلام شد.")

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A wrongly recorded answer."""
        row, form = self._find(request, pk), CorrectionForm(request.POST)

        def act() -> object:
            return corrections.correct_answer(row, by=cast("User", request.user), **form.cleaned_data)

        return self._act(request, row, form, act, "پاسخ تصحیح شد و علت آن در سابقهٔ پرونده آمد.")


def _forms(row: Inquiry, moves: list[InquiryState], user: User) -> list[tuple[str, PersianForm]]:
    """The forms of the steps that are open to this person."""
    found: list[tuple[str, PersianForm]] = []
    if InquiryState.SENT in moves:
        found.append(("post", RegisteredPostForm()))
    if InquiryState.DELIVERED in moves and row.state != InquiryState.PREPARED:
        found.append(("delivery", DeliveryForm()))
    if set(moves) & set(ANSWERED_BY_BODY):
        found.append(("answer", AnswerForm()))
    if corrections.may_correct(row, user):
        recorded = {
            "answer": row.state,
            "reasons": row.reasons,
            "number": to_persian_digits(row.answer_number),
        }
        found.append(("correct", CorrectionForm(initial=recorded | {"seen": row.corrections.count()})))
    return found


_TITLES = {
    "post": "ثبت پست سفارشی",
    "delivery": "ثبت رسیدن نامه",
    "answer": "ثبت پاسخ",
    "correct": "تصحیح پاسخ",
}


def _step(row: Inquiry, name: str, form: PersianForm, bound: PersianForm | None) -> dict[str, Any]:
    if bound is not None and type(bound) is type(form):
        form = bound
    return {
        "title": _TITLES[name],
        "is_folded": name == "correct" and not form.is_bound,
        "form": form,
        "url": reverse(f"admin:licensing_inquiry_{name}", args=[row.pk]),
    }


class _ReferenceAdmin(ListForReaders):
    read_roles = (Role.UNION_BOARD, Role.UNION_OPERATOR, Role.CHAMBER_OPERATOR, Role.NATIONAL_CHAMBER)
    write_roles = (Role.SECRETARIAT,)


@admin.register(InquiryBody)
class InquiryBodyAdmin(_ReferenceAdmin):
    """The bodies of annexes 15–20 and the others."""

    list_display = ("name", "title", "form_no", "needed_when", "is_active")


@admin.register(InquiryNeed)
class InquiryNeedAdmin(_ReferenceAdmin):
    """Which trade and county needs which body (R108)."""

    list_display = ("body", "category", "county", "is_needed")
    list_select_related = ("body", "category", "county")
    raw_id_fields = ("category", "county")


@admin.register(InquiryOffice)
class InquiryOfficeAdmin(_ReferenceAdmin):
    """Which office answers online in a county."""

    list_display = ("body", "county", "office")
    list_select_related = ("body", "county", "office")
    raw_id_fields = ("county", "office")

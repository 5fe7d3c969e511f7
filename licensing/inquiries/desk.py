"""Inquiries at the desk: printed together, found by the code on the letter, answered by union or body."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.bidi import isolate_code, shown_code
from core.jalali import format_date
from core.private_files import send_private
from core.refusals import RuleBroken, why_not
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
from licensing.inquiries.states import InquiryActor, InquiryState
from organizations.desk.base import View
from organizations.desk.cards import Row
from organizations.desk.pages import Desk
from organizations.desk.scope import ListForReaders
from organizations.desk.steps import Offer, Step
from organizations.roles.states import Role

TONES = {
    InquiryState.POSITIVE: "success",
    InquiryState.DEEMED_POSITIVE: "success",
    InquiryState.NEGATIVE: "danger",
    InquiryState.CONDITIONAL: "warning",
}


def _print(row: Inquiry, *, by: User) -> LetterBatch:
    return services.print_letters([row], by=by)


def _letters_of(row: Inquiry | None, batch: LetterBatch) -> str:
    return reverse("admin:licensing_inquiry_letters", args=[batch.pk])


def _why_not(to: InquiryState) -> Callable[[Any, User], str]:
    """Why an inquiry does not take this step with this person."""
    return lambda row, user: why_not(rules.check_move, row, to, row.actors_of(user))


#: Buttons are drawn by the page itself; who is late learns why from the service.
STEPS = (
    Step(name="print", service=_print, button="چاپ نامه", goes_to=_letters_of),
    Step(name="remind", service=reminders.print_reminder, button="چاپ نامهٔ یادآوری", goes_to=_letters_of),
    Step(
        name="online",
        service=services.send_online,
        button="فرستادن به کارتابل دستگاه",
        done="استعلام به کارتابل دستگاه رفت.",
    ),
    Step(
        name="post",
        form=RegisteredPostForm,
        service=services.record_post,
        button="ثبت پست سفارشی",
        done="شمارهٔ پست سفارشی ثبت شد.",
        why=_why_not(InquiryState.SENT),
    ),
    Step(
        name="delivery",
        form=DeliveryForm,
        service=services.record_delivery,
        button="ثبت رسیدن نامه",
        done="رسیدن نامه ثبت شد؛ مهلت پاسخ آغاز شد.",
        offered=lambda row, user: row.state != InquiryState.PREPARED,
        why=_why_not(InquiryState.DELIVERED),
    ),
    Step(
        name="answer",
        form=AnswerForm,
        service=services.record_answer,
        button="ثبت پاسخ",
        done="پاسخ ثبت و به متقاضی اعلام شد.",
        why=_why_not(InquiryState.NEGATIVE),
    ),
    Step(
        name="correct",
        form=CorrectionForm,
        service=corrections.correct_answer,
        button="تصحیح پاسخ",
        done="پاسخ تصحیح شد و علت آن در سابقهٔ پرونده آمد.",
        kind="secondary",
        initial=lambda row, user: CorrectionForm.initial_of(row),
        why=lambda row, user: why_not(corrections.check_may_correct, row, user),
    ),
)


@admin.register(Inquiry)
class InquiryAdmin(Desk):
    """The list one prints from, and the page of one inquiry; acceptance prepares inquiries, not the desk."""

    read_roles = (*READERS, Role.INQUIRY_BODY)
    list_display = ("body", "tracking_code", "state", "channel", "due", "reminded", "letter_code")
    list_filter = ("state", "channel", "body")
    list_select_related = ("body", "case")
    key_search, choice_search, person_search = (), ("state", "channel"), ("case__applicant__",)
    ordering, sortable_by = ("-id",), ()
    actions = ("print_action",)
    page_template = "admin/licensing/inquiry.html"
    form_template = "admin/licensing/form.html"
    steps = STEPS
    views = (
        View("find/", "licensing_inquiry_find", "find_view"),
        View("letters/<number:pk>/", "licensing_inquiry_letters", "letters_view"),
        View("letters/<number:pk>/pdf/", "licensing_inquiry_letters_pdf", "letters_pdf_view"),
        View("<number:pk>/slip/", "licensing_inquiry_slip", "slip_view"),
    )

    @admin.display(description="درخواست")
    def tracking_code(self, row: Inquiry) -> str:
        """The tracking code of the case."""
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
    def print_action(self, request: StaffRequest, chosen: QuerySet[Inquiry]) -> HttpResponse | None:
        """One PDF of all that were ticked."""
        try:
            batch = services.print_letters(chosen.select_related("body", "case"), by=request.user)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return None
        return redirect(_letters_of(None, batch))

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return self.get_queryset(request).select_related(
            "body",
            "office",
            "postal_check",
            "case__applicant",
            "case__union",
            "case__category",
            "case__county",
        )

    def find(self, request: HttpRequest, pk: int) -> Any:
        """The inquiry; in which parts this person may act on its request is asked once."""
        row = super().find(request, pk)
        row.case.remember_actors(request.user)
        return row

    def title_of(self, row: Inquiry) -> str:
        return f"استعلام {row.body.name}"

    def more(self, request: StaffRequest, row: Inquiry, offers: Mapping[str, Offer]) -> Row:
        """What is known of the inquiry, and the buttons and forms that are open to this person."""
        held = row.actors_of(request.user)
        may_print = row.is_open and services.may_print(row.case, request.user)
        reminded = [reminder for reminder in row.reminders.all() if reminder.sent_at]
        return {
            "tone": TONES.get(InquiryState(row.state), "info"),
            "forms": [offer for offer in offers.values() if offer.form and not offer.why],
            "corrections": row.corrections.select_related("corrected_by"),
            "may_print": may_print,
            "may_send_online": may_print and bool(row.office_id) and row.state == InquiryState.PREPARED,
            "of_union": InquiryActor.BODY not in held,
            "postal": getattr(row, "postal_check", None),
            "reminders": reminded,
            "may_remind": may_print and bool(reminded) and row.state == InquiryState.DELIVERED,
        }

    def find_view(self, request: StaffRequest) -> HttpResponse:
        """Scan or type the code of a letter; the page of its inquiry opens."""
        if not self.has_view_permission(request):
            raise Http404
        form = CodeForm(request.GET if "code" in request.GET else None)
        if form.is_bound and form.is_valid():
            row = self.get_queryset(request).filter(code=form.cleaned_data["code"]).first()
            if row is not None:
                return redirect(self.url_of(row))
            form.add_error("code", texts.NO_SUCH_CODE)
        context = self.context(request, "ثبت پاسخ با رمز نامه") | {
            "form": form,
            "hint": "رمز روی نامه را با دستگاه بارکدخوان بخوانید یا بنویسید.",
            "submit_label": "یافتن استعلام",
        }
        return render(request, self.form_template, context)

    def letters_view(self, request: StaffRequest, pk: int) -> HttpResponse:
        """Letters that are being drawn, or are ready."""
        batch = _batch(request, pk)
        rows = batch.inquiries.select_related("body", "case")
        title = "نامه‌های استعلام" if rows else "فرم اصناف کارت"
        context = self.context(request, title) | {"batch": batch, "rows": rows}
        return render(request, "admin/licensing/letters.html", context)

    def letters_pdf_view(self, request: StaffRequest, pk: int) -> HttpResponse:
        """The PDF of the letters."""
        return send_private(_batch(request, pk).document, name=f"letters-{pk}")

    def slip_view(self, request: StaffRequest, pk: int) -> HttpResponse:
        """The picture of the second slip."""
        return send_private(self.find(request, pk).slip, name=f"slip-{pk}")


def _batch(request: StaffRequest, pk: int) -> LetterBatch:
    found: LetterBatch = get_object_or_404(LetterBatch.objects.visible_to(request.user), pk=pk)
    return found


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

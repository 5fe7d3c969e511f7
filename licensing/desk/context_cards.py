"""What stands around a file on the review desk: the clock's ledger, twins of person or premises, messages (R73)."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from core.forms import PersianForm, PersianTextField
from core.jalali import format_date
from core.references import group_tracking_code
from core.refusals import RuleBroken, why_not
from core.text import to_persian_digits
from deadlines import services as deadlines
from deadlines.explanation import Explanation
from licensing.cases.desk_forms import MinuteForm, StepForm
from licensing.cases.models import LicenceRequest
from licensing.cases.rows import left_in_words
from licensing.cases.rules import check_impartial, check_works_on, turn_in_words
from licensing.cases.states import TURN_CHANGES, Actor
from licensing.decisions.minute_request_models import LONGEST_MINUTE_REQUEST
from licensing.decisions.minute_requests import ask_for_minute
from licensing.notes import services as notes
from licensing.notes.models import LONGEST_NOTE

TWINS = 10

ALREADY_THERE = "همین شخص، همین محل", "همین شخص", "همین محل"


class NoteForm(MinuteForm):
    """A message to the applicant, under the minute that holds it."""

    text = PersianTextField(
        label="متن پیام", max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": "4"})
    )
    field_order = ("seen_version", "text", "minute")


class AskMinuteForm(PersianForm):
    """What the board is asked to put into a minute."""

    text = PersianTextField(
        label="آنچه باید در صورتجلسه بیاید",
        max_length=LONGEST_MINUTE_REQUEST,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class AroundViews:
    """Ledger, twins and messages, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any
        _find: Any
        _act: Any
        _back: Any

        def get_queryset(self, request: HttpRequest) -> Any: ...

    def around_urls(self) -> list[URLPattern]:
        """Where a message, and a request for a minute, are sent to."""
        note = self.admin_site.admin_view(require_POST(self.note_view))
        ask = self.admin_site.admin_view(require_POST(self.ask_minute_view))
        return [
            path("<number:pk>/note/", note, name="licensing_request_note"),
            path("<number:pk>/ask-minute/", ask, name="licensing_request_ask_minute"),
        ]

    def around_context(
        self, request: HttpRequest, case: LicenceRequest, bound: StepForm | None
    ) -> dict[str, Any]:
        """Seven statements whatever the file holds; a refused message is shown again as typed."""
        deadline = deadlines.present(case)
        explanation = deadlines.explain(deadline) if deadline else None
        held = case.actors_of(cast("User", request.user))
        return {
            "explanation": explanation,
            "turn": turn_in_words(case, explanation.turn_name if explanation else ""),
            "waits_for": _waits_for(case, explanation),
            "left": left_in_words(explanation.left if explanation else None),
            "twins": self._twins(request, case),
            "notes": list(case.notes.select_related("minute", "posted_by__person")),
            "note_form": self._note_form(case, cast("User", request.user), bound),
            "note_url": reverse("admin:licensing_request_note", args=[case.pk]),
            "minute_requests": self._minute_requests(case, held),
        }

    def _twins(self, request: HttpRequest, case: LicenceRequest) -> list[dict[str, str]]:
        """Requests of the same person or premises that this officer may see, and what they share."""
        rows = self.get_queryset(request).beside(case).select_related("category", "applicant")[:TWINS]
        return [
            {
                "url": reverse("admin:licensing_licencerequest_change", args=[row.pk]),
                "label": f"{row.unit_name}، {row.category.name}",
                "code": to_persian_digits(group_tracking_code(row.tracking_code or "")),
                "status": row.get_status_display(),
                "day": format_date(row.submitted_at),
                "shares": _shares(case, row),
            }
            for row in rows
        ]

    def _note_form(self, case: LicenceRequest, user: User, bound: StepForm | None) -> StepForm | None:
        if why_not(check_works_on, case, user) or why_not(check_impartial, case, user):
            return None
        if isinstance(bound, NoteForm):
            return bound
        return NoteForm(initial={"seen_version": case.version}, auto_id="note_%s", case=case)

    def _minute_requests(self, case: LicenceRequest, held: set[str]) -> dict[str, Any] | None:
        """What was asked of the board about this file, and for its operators the way to ask; None for other bodies."""
        if not held & {Actor.UNION_OPERATOR, Actor.UNION_BOARD}:
            return None
        rows = list(case.minute_requests.select_related("asked_by__person", "minute", "answered_by__person"))
        may_ask = not case.is_over and not any(row.is_open for row in rows)
        asks = may_ask and Actor.UNION_BOARD not in held
        return {
            "rows": rows,
            "form": AskMinuteForm(auto_id="ask_%s") if asks else None,
            "url": reverse("admin:licensing_request_ask_minute", args=[case.pk]),
        }

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Post the message; the applicant is told at once."""
        case = self._find(request, pk)
        form = NoteForm(request.POST, auto_id="note_%s", case=case)

        def act() -> object:
            return notes.post_note(case, by=cast("User", request.user), **form.cleaned_data)

        return cast("HttpResponse", self._act(request, case, form, act, "پیام برای متقاضی فرستاده شد."))

    def ask_minute_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask the board for a minute."""
        case = self._find(request, pk)
        try:
            ask_for_minute(
                case,
                text=request.POST.get("text", "")[:LONGEST_MINUTE_REQUEST],
                by=cast("User", request.user),
            )
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "درخواست صورتجلسه به هیأت مدیره رسید.")
        return cast("HttpResponse", self._back(case))


def _waits_for(case: LicenceRequest, explanation: Explanation | None) -> str:
    """What keeps the file from going on, in the words of its ledger, where that changes within a state."""
    if explanation is None or case.status not in TURN_CHANGES or not explanation.turns:
        return ""
    return explanation.turns[-1].reason


def _shares(case: LicenceRequest, other: LicenceRequest) -> str:
    both, person, place = ALREADY_THERE
    if other.applicant_id != case.applicant_id:
        return place
    return both if other.postal_code == case.postal_code else person

"""What stands around a file on the review desk: the clock's ledger, twins of person or premises, messages (R73)."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from core.forms import JalaliDateField, PersianTextField
from core.jalali import format_date, tehran_today
from core.references import group_tracking_code
from core.text import to_persian_digits
from deadlines import services as deadlines
from deadlines.models import Deadline
from licensing.admin.forms import StepForm
from licensing.models import LicenceRequest
from licensing.models.notes import LONGEST_NOTE
from licensing.rules import Actor
from licensing.services import notes

TWINS = 10
ALREADY_THERE = "همین شخص، همین محل", "همین شخص", "همین محل"


class NoteForm(StepForm):
    """A message to the applicant; operators name the minute that holds it."""

    text = PersianTextField(
        label="متن پیام", max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": "4"})
    )
    minute_number = PersianTextField(label="شمارهٔ صورتجلسه", max_length=30, required=False)
    minute_date = JalaliDateField(label="تاریخ صورتجلسه", max_value=tehran_today, required=False)

    def clean(self) -> dict[str, Any]:
        """Number and date of a minute come together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("minute_number")) != bool(cleaned.get("minute_date")) and not (
            {"minute_number", "minute_date"} & set(self.errors)
        ):
            missing = "minute_date" if cleaned.get("minute_number") else "minute_number"
            self.add_error(missing, "شماره و تاریخ صورتجلسه را با هم بنویسید.")
        return cleaned


class AroundViews:
    """Ledger, twins and messages, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any
        _find: Any
        _act: Any

        def get_queryset(self, request: HttpRequest) -> Any: ...

    def around_urls(self) -> list[URLPattern]:
        """The address a message is sent to."""
        view = self.admin_site.admin_view(require_POST(self.note_view))
        return [path("<int:pk>/note/", view, name="licensing_request_note")]

    def around_context(
        self, request: HttpRequest, case: LicenceRequest, bound: StepForm | None
    ) -> dict[str, Any]:
        """Five statements whatever the file holds; a refused message is shown again as typed."""
        deadline = Deadline.objects.of(case).live().first()
        return {
            "explanation": deadlines.explain(deadline) if deadline else None,
            "twins": self._twins(request, case),
            "notes": list(case.notes.select_related("minute", "posted_by__person")),
            "note_form": self._note_form(request, case, bound),
            "note_url": reverse("admin:licensing_request_note", args=[case.pk]),
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

    def _note_form(
        self, request: HttpRequest, case: LicenceRequest, bound: StepForm | None
    ) -> StepForm | None:
        held = case.actors_of(cast("User", request.user))
        if case.is_over or not held & {Actor.UNION_OPERATOR, Actor.UNION_BOARD}:
            return None
        if isinstance(bound, NoteForm):
            return bound
        return NoteForm(initial={"seen_version": case.version}, auto_id="note_%s")

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Post the message; the applicant is told at once."""
        case = self._find(request, pk)
        form = NoteForm(request.POST, auto_id="note_%s")

        def act() -> object:
            return notes.post_note(case, by=cast("User", request.user), **form.cleaned_data)

        return cast("HttpResponse", self._act(request, case, form, act, "پیام برای متقاضی فرستاده شد."))


def _shares(case: LicenceRequest, other: LicenceRequest) -> str:
    both, person, place = ALREADY_THERE
    if other.applicant_id != case.applicant_id:
        return place
    return both if other.postal_code == case.postal_code else person

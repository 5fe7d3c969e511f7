"""«ثبت پروندهٔ کاغذی زمان قطعی»: two pages of the union's desk (R222-R224)."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core.jalali import format_date, format_datetime
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.intake import paper_file_texts as texts
from licensing.intake import paper_files
from licensing.intake.forms import PlaceForm, PlatformForm
from licensing.intake.paper_file_forms import (
    JoinedForms,
    PaperOfficesForm,
    PaperPersonForm,
    SignedForm,
    TakenForm,
)
from licensing.intake.paper_files import Applicant, Taken, answer_was_due, unions_of

#: The field beside which a refusal of the second page is told; others stand above the form.
PLACES = {
    "identity_mismatch": "birth_date",
    "identity_unknown": "birth_date",
    "under_age": "birth_date",
    "deceased": "national_code",
    "own_file": "national_code",
    "isargar": "is_isargar",
    "mismatch": "mobile",
    "neutral": "mobile",
    "unknown": "mobile",
}

REFUSALS = {
    "identity_mismatch": "تاریخ تولد با کد ملی متقاضی در ثبت احوال نمی‌خواند.",
    "mismatch": "این سیم‌کارت به نام متقاضی نیست.",
}


class PaperFileViews:
    """Entering a paper file, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any

        def _inbox(self) -> str: ...
        def _page(self, title: str, *, below: bool = False) -> dict[str, Any]: ...

        url_of: Any

    def paper_file_urls(self) -> list[URLPattern]:
        """The address of both pages."""
        view = require_http_methods(["GET", "HEAD", "POST"])(self.paper_file_view)
        return [
            path("paper/", self.admin_site.admin_view(view, cacheable=False), name="licensing_paper_intake")
        ]

    def paper_file_url(self, user: User) -> str:
        """Where a paper file is entered, for people of a union's desk."""
        return reverse("admin:licensing_paper_intake") if unions_of(user).exists() else ""

    def paper_file_view(self, request: HttpRequest) -> HttpResponse:
        """Where and when stand in the address; the second page asks the rest."""
        user = cast("User", request.user)
        if not unions_of(user).exists():
            raise PermissionDenied
        form = TakenForm(request.GET or None, by=user)
        if not form.is_valid():
            return self._when_page(request, form)
        try:
            taken = paper_files.check_taken(by=user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return self._when_page(request, form)
        file = _forms(request, taken)
        if request.method == "POST" and file.is_valid():
            try:
                case = _enter(taken, file.cleaned_data, user)
            except RuleBroken as refusal:
                file.add_error(PLACES.get(refusal.code), REFUSALS.get(refusal.code, str(refusal)))
            else:
                messages.success(request, texts.DONE)
                return HttpResponseRedirect(self.url_of(case))
        return self._file_page(request, taken, file)

    def _when_page(self, request: HttpRequest, form: TakenForm) -> HttpResponse:
        context = self._page(texts.TITLE, below=True) | {"form": form, "inbox_url": self._inbox()}
        return render(
            request, "admin/licensing/paper_when.html", context, status=400 if form.is_bound else 200
        )

    def _file_page(self, request: HttpRequest, taken: Taken, form: JoinedForms) -> HttpResponse:
        was_due = answer_was_due(taken)
        context = self._page(texts.TITLE, below=True) | {
            "facts": [
                {"key": "رسته", "value": taken.category.name},
                {"key": "شهرستان", "value": taken.county.name},
                {"key": "گرفته‌شده در", "value": format_datetime(taken.at)},
                {"key": "رسید کاغذی", "value": to_persian_digits(taken.receipt)},
                {"key": "ضوابط آن روز", "value": to_persian_digits(str(taken.special))},
            ],
            "late_title": texts.LATE_TITLE,
            "late": texts.LATE.format(day=format_date(was_due)) if was_due else "",
            "form": form,
            "again_url": reverse("admin:licensing_paper_intake"),
        }
        bound = request.method == "POST"
        return render(request, "admin/licensing/paper_file.html", context, status=400 if bound else 200)


def _forms(request: HttpRequest, taken: Taken) -> JoinedForms:
    """The applicant's own forms for this trade, and the signature."""
    typed = request.POST if request.method == "POST" else None
    blank = LicenceRequest(category=taken.category)
    online = [PlatformForm(typed, case=blank)] if taken.category.is_online else []
    place, offices = PlaceForm(typed, case=blank), PaperOfficesForm(typed, case=blank)
    return JoinedForms(PaperPersonForm(typed), place, *online, offices, SignedForm(typed))


def _enter(taken: Taken, told: dict[str, Any], user: User) -> LicenceRequest:
    applicant = Applicant(told.pop("national_code"), told.pop("birth_date"), told.pop("mobile"))
    is_isargar, signed = told.pop("is_isargar"), told.pop("signed")
    return paper_files.enter_paper_file(
        taken, applicant, details=told, is_isargar=is_isargar, signed=signed, by=user
    )

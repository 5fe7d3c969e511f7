"""«ثبت پروندهٔ کاغذی زمان قطعی»: two pages of the union's desk (R222-R224)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
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
from organizations.desk.base import DeskBase, View

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


def paper_file_url(user: User) -> str:
    """Where a paper file is entered, for people of a union's desk."""
    return reverse("admin:licensing_paper_intake") if unions_of(user).exists() else ""


def paper_file_view(desk: DeskBase, request: StaffRequest) -> HttpResponse:
    """Where and when stand in the address; the second page asks the rest."""
    if not unions_of(request.user).exists():
        raise PermissionDenied
    form = TakenForm(request.GET or None, by=request.user)
    if not form.is_valid():
        return _when_page(desk, request, form)
    try:
        taken = paper_files.check_taken(by=request.user, **form.cleaned_data)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return _when_page(desk, request, form)
    file = _forms(request, taken)
    if request.method == "POST" and file.is_valid():
        try:
            case = _enter(taken, file.cleaned_data, request.user)
        except RuleBroken as refusal:
            file.add_error(PLACES.get(refusal.code), REFUSALS.get(refusal.code, str(refusal)))
        else:
            messages.success(request, texts.DONE)
            return redirect(desk.url_of(case))
    return _file_page(desk, request, taken, file)


VIEWS = (View("paper/", "licensing_paper_intake", paper_file_view, ("GET", "HEAD", "POST")),)


def _when_page(desk: DeskBase, request: StaffRequest, form: TakenForm) -> HttpResponse:
    context = desk.context(request, texts.TITLE) | {
        "form": form,
        "hint": texts.WHEN,
        "submit_label": "ادامه",
        "cancel_url": reverse(desk.name_of("changelist")),
        "cancel_label": "بازگشت به کارتابل",
    }
    return render(request, "admin/licensing/form.html", context, status=400 if form.is_bound else 200)


def _file_page(desk: DeskBase, request: StaffRequest, taken: Taken, form: JoinedForms) -> HttpResponse:
    was_due = answer_was_due(taken)
    context = desk.context(request, texts.TITLE) | {
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

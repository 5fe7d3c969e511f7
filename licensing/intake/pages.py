"""Forms of a draft, its submission and withdrawal (annexes 6–8, 13)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.forms import PersianForm
from core.jalali import format_date, format_datetime
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases import rows
from licensing.cases.models import LicenceRequest
from licensing.cases.pages import _typed, form_page, own_case, own_draft, user_of
from licensing.intake import guide, rules, texts
from licensing.intake import rows as intake_rows
from licensing.intake import services as intake
from licensing.intake.forms import OfficesForm, PersonForm, PlaceForm, PlatformForm, UndertakingForm
from licensing.intake.rules import AlreadyOpen
from licensing.papers import paper_list


def _step(current: int) -> dict[str, Any]:
    return {"steps": texts.STEPS, "current": current}


@form_page
@own_draft
def request_person(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """Birth date in, name from the civil registry out (R2)."""
    person = case.applicant
    initial = {"birth_date": person.birth_date, "is_isargar": case.is_isargar}
    form = PersonForm(_typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            known = intake.confirm_identity(person, form.cleaned_data["birth_date"], by=user_of(request))
            intake.declare_isargar(case, form.cleaned_data["is_isargar"], by=user_of(request))
        except RuleBroken as refusal:
            form.add_error("birth_date", str(refusal))
        else:
            messages.success(request, texts.IDENTITY_FOUND.format(name=known.full_name))
            return redirect(case)
    return _form(request, case, form, texts.PERSON)


@form_page
@own_draft
def request_place(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    return _details(request, case, PlaceForm(_typed(request), case=case), texts.PLACE)


@form_page
@own_draft
def request_offices(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """What the offices are told of the applicant and the premises (annex 7)."""
    return _details(request, case, OfficesForm(_typed(request), case=case), texts.OFFICES)


@form_page
@own_draft
def request_platform(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """The platform of an online business (R204); other trades have no such page."""
    if not case.category.is_online:
        return redirect(case)
    return _details(request, case, PlatformForm(_typed(request), case=case), texts.PLATFORM)


def _details(request: HttpRequest, case: LicenceRequest, form: PersianForm, title: str) -> HttpResponse:
    """Keep what a form says and go back to the list; on any refusal nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            intake.save_details(case, form.cleaned_data, by=user_of(request))
        except AlreadyOpen as refusal:
            form.add_error("postal_code", texts.ALREADY_OPEN)
            return _form(request, case, form, title, first=refusal.first)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, texts.SAVED.format(part=title))
            return redirect(case)
    return _form(request, case, form, title)


def _form(
    request: HttpRequest,
    case: LicenceRequest,
    form: PersianForm,
    title: str,
    first: LicenceRequest | None = None,
) -> HttpResponse:
    """A form of the draft; `first` is the request that is open already for the same premises."""
    context = {"case": case, "form": form, "title": title, "first": first} | _step(texts.STEP_FORMS)
    return render(request, "licensing/request_form.html", context)


@form_page
@own_case
def request_check(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """All answers once more, the undertaking, and the button that gives the tracking code (R64, R83)."""
    if case.tracking_code:  # pressed twice, or back again
        return redirect("request_code", pk=case.pk)
    form = UndertakingForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            intake.submit(case, undertaking=form.cleaned_data["undertaking"], by=user_of(request))
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("request_code", pk=case.pk)
    context = {
        "case": case,
        "form": form,
        "facts": rows.facts_of_case(case),
        "answers": intake_rows.answers(case),
        "missing": intake.missing_parts(case),
        "waits": rules.waits_as_isargar(case),
    }
    return render(request, "licensing/request_check.html", context | _step(texts.STEP_SEND))


@require_safe
@own_case
def request_code(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """The tracking code to keep or print (annex 8)."""
    if not case.tracking_code or not case.submitted_at:
        return redirect(case)
    context = {
        "case": case,
        "code": rows.tracking_code(case),
        "sent_at": format_datetime(case.submitted_at),
        "due": format_date(case.due_at) if case.due_at else "",
        "postal_code": to_persian_digits(case.special_conditions.union_postal_code),
        "papers": guide.required_papers(paper_list.NATURAL),
        "next_step": rows.next_step(case, has_needs=False),
    }
    return render(request, "licensing/request_code.html", context)

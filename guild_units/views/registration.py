"""Registration of a guild unit, page by page, and what to have at hand before (seed 000 §1.5–1.8 and §11)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import next_page
from accounts.decorators import citizen_required
from accounts.requests import CitizenRequest
from accounts.services.people import citizen_person
from core.checks import branch_fits_workshop
from core.forms import PersianForm
from core.jalali import format_date
from core.refusals import RuleBroken
from guild_units import rows, rules, texts
from guild_units.forms import ConfirmForm, KindForm, LicenceForm, WorkshopForm
from guild_units.models import GuildUnit, RegistrationDraft
from guild_units.rules import ORDER, Step
from guild_units.services import drafts, finding, registering

PAGES = {
    Step.LICENCE: "unit_licence",
    Step.FORM: "unit_form",
    Step.WORKSHOP: "unit_workshop",
    Step.PEOPLE: "unit_people",
}
#: Where the answer to a refusal stands; what is not here stands above the form.
FIELDS = {
    "licence_not_found": "licence_number",
    "licence_attached": "licence_number",
    "licence_void": "licence_number",
    "identity_mismatch": "birth_date",
    "under_age": "birth_date",
    "deceased": "birth_date",
    "workshop_not_found": "workshop_code",
}
#: Refusals that are nobody's mistake: the page says "try later" and keeps everything.
TROUBLES = ("register_unavailable", "identity_unknown", "rate_limited")

Page = Callable[[CitizenRequest, RegistrationDraft], HttpResponse]


@require_safe
def prerequisites(request: HttpRequest) -> HttpResponse:
    """«اطلاعات و مدارک پیش‌نیاز»: the six items, before anything is typed."""
    return render(request, "guild_units/prerequisites.html", {"items": texts.PREREQUISITES})


@require_safe
@never_cache
@citizen_required
def add_unit(request: CitizenRequest) -> HttpResponse:
    """To the page where this person's registration stopped, on whatever device that was."""
    return redirect(PAGES[rules.step_of(drafts.draft_of(request.user))])


@require_POST
@never_cache
@citizen_required
def no_licence(request: CitizenRequest) -> HttpResponse:
    """«پروانه ندارم»: on as an applicant, to where the person was going when they signed in, else to the dashboard."""
    drafts.continue_without_licence(by=request.user)
    messages.info(request, texts.SKIPPED)
    return redirect(next_page.pop(request) or "dashboard")


def step_page(step: Step) -> Callable[[Page], Callable[[HttpRequest], HttpResponse]]:
    """A page of the registration; who comes too early is led to the page whose answer is missing."""

    def guard(view: Page) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(view)
        @sensitive_post_parameters()
        @require_http_methods(["GET", "HEAD", "POST"])
        @never_cache
        @citizen_required
        def page(request: CitizenRequest, /) -> HttpResponse:
            draft = drafts.draft_of(request.user)
            if request.method != "POST" and ORDER.index(step) > ORDER.index(rules.step_of(draft)):
                return redirect("add_unit")
            return view(request, draft)

        return page

    return guard


@step_page(Step.LICENCE)
def unit_licence(request: CitizenRequest, draft: RegistrationDraft) -> HttpResponse:
    """Step 3: number of the licence and birth date."""
    person = citizen_person(request.user)
    kept = {"licence_number": draft.licence_number, "birth_date": draft.birth_date}
    form = LicenceForm(_typed(request), initial=kept, ask_birth_date=person.birth_date is None)
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            finding.look_up_licence(
                number=form.cleaned_data["licence_number"],
                birth_date=form.cleaned_data.get("birth_date"),
                by=request.user,
            )
        except RuleBroken as refusal:
            trouble = _place(form, refusal)
        else:
            return redirect("unit_form")
    return _draw(request, draft, Step.LICENCE, {"form": form, "trouble": trouble})


@step_page(Step.FORM)
def unit_form(request: CitizenRequest, draft: RegistrationDraft) -> HttpResponse:
    """Step 4: the licence found is shown and confirmed with the type of the user."""
    adding = _has_unit(request)
    kept = {"employment_form": draft.employment_form or ("FORMAL" if adding else ""), **_seen(draft)}
    form = KindForm(_typed(request), initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            unit = registering.choose_form(
                form.cleaned_data["employment_form"],
                guild_id=form.cleaned_data["guild_id"],
                seen_version=form.cleaned_data["version"],
                by=request.user,
            )
        except RuleBroken as refusal:
            return _begin_again(request, refusal)
        return _done(request, unit, adding=adding) if unit else redirect("unit_workshop")
    return _draw(request, draft, Step.FORM, {"form": form} | _shown(draft))


@step_page(Step.WORKSHOP)
def unit_workshop(request: CitizenRequest, draft: RegistrationDraft) -> HttpResponse:
    """Step 5: the codes of the workshop."""
    kept = {"workshop_code": draft.workshop_code, "branch_code": draft.branch_code}
    form = WorkshopForm(_typed(request), initial=kept)
    trouble = warning = help_text = ""
    if request.method == "POST" and form.is_valid():
        warning = _branch_warning(**form.cleaned_data)
        try:
            finding.list_insured(**form.cleaned_data, by=request.user)
        except RuleBroken as refusal:
            if refusal.code == "too_early":
                return _begin_again(request, refusal)
            trouble = _place(form, refusal)
            help_text = texts.WORKSHOP_HELP if refusal.code == "workshop_not_found" else ""
        else:
            return redirect("unit_people")
    context = {"form": form, "trouble": trouble, "warning": warning, "help_text": help_text}
    return _draw(request, draft, Step.WORKSHOP, context)


@step_page(Step.PEOPLE)
def unit_people(request: CitizenRequest, draft: RegistrationDraft) -> HttpResponse:
    """The people insured in the workshop, for confirmation; only then the unit is stored (R32)."""
    adding = _has_unit(request)
    form = ConfirmForm(_typed(request), initial=_seen(draft))
    if request.method == "POST" and form.is_valid():
        try:
            unit = registering.register_unit(
                guild_id=form.cleaned_data["guild_id"],
                seen_version=form.cleaned_data["version"],
                by=request.user,
            )
        except RuleBroken as refusal:
            return _begin_again(request, refusal)
        return _done(request, unit, adding=adding)
    people = registering.insured_of(draft)
    warning = _branch_warning(draft.workshop_code, draft.branch_code)
    context = {
        "form": form,
        "columns": texts.INSURED_COLUMNS,
        "rows": rows.insured_rows(people),
        "warning": warning and warning + texts.BRANCH_SURE,
    }
    return _draw(request, draft, Step.PEOPLE, context | _shown(draft))


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was sent; a form sent empty is judged too."""
    return request.POST if request.method == "POST" else None


def _has_unit(request: CitizenRequest) -> bool:
    return bool(GuildUnit.objects.visible_to(request.user).exists())


def _seen(draft: RegistrationDraft) -> dict[str, Any]:
    return {"guild_id": draft.found.get("guild_id", ""), "version": draft.version}


def _shown(draft: RegistrationDraft) -> dict[str, Any]:
    if not draft.found:
        return {}
    unit = registering.preview(draft)
    day = format_date(unit.valid_until)
    return {
        "facts": rows.named_licence_facts(unit),
        "unit": unit,
        "expired": "" if unit.is_valid else texts.EXPIRED.format(day=day),
    }


def _branch_warning(workshop_code: str, branch_code: str) -> str:
    """The soft warning of handbook 4, never an error."""
    if branch_fits_workshop(branch_code, workshop_code):
        return ""
    return texts.BRANCH_USUALLY.format(expected=texts.expected_branch(workshop_code))


def _place(form: PersianForm, refusal: RuleBroken) -> str:
    """Put a refusal where it belongs; what is nobody's mistake is returned, for a notice."""
    if refusal.code in TROUBLES:
        return str(refusal)
    field = FIELDS.get(refusal.code)
    form.add_error(field if field in form.fields else None, str(refusal))
    return ""


def _begin_again(request: HttpRequest, refusal: RuleBroken) -> HttpResponse:
    """Say why, and go on from where the draft stands now."""
    messages.warning(request, str(refusal))
    return redirect("unit_licence" if refusal.code.startswith("licence") else "add_unit")


def _done(request: HttpRequest, unit: GuildUnit, *, adding: bool) -> HttpResponse:
    messages.success(request, (texts.ADDED if adding else texts.REGISTERED).format(unit=unit))
    return redirect("my_units" if adding else "dashboard")


def _draw(
    request: CitizenRequest, draft: RegistrationDraft, step: Step, context: dict[str, Any]
) -> HttpResponse:
    adding = _has_unit(request)
    settled = adding or draft.skipped_at is not None
    before = ORDER.index(step) - 1
    frame = {
        "frame": "panel.html" if settled else "base.html",
        "settled": settled,
        "words": texts.ADDING if adding else texts.REGISTERING,
        "current": ORDER.index(step) + 1
        if adding
        else min(ORDER.index(step) + 3, len(texts.REGISTERING["steps"])),
        "back_url": reverse(PAGES[ORDER[before]]) if before >= 0 else "",
        "person": request.user.person,
    }
    return render(request, f"guild_units/{PAGES[step]}.html", frame | context)

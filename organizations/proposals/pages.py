"""A trade that is not in the list: the form, its code, and its answer, for everybody (R62, annex 3)."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import citizen_required
from accounts.lookups import looked_up
from accounts.models import Person, User
from accounts.requests import CitizenRequest
from core.addresses import client_address
from core.jalali import format_date
from core.paging import newest_first
from core.refusals import RuleBroken
from core.text import normalise, to_persian_digits
from organizations.places.models import County
from organizations.proposals import suggestions, texts
from organizations.proposals.forms import SuggestForm, SuggestionCodeForm
from organizations.proposals.models import CategorySuggestion

MADE, TRACKED = "suggestion_made", "suggestion_tracked"
SHOWN = 25

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@never_cache
def suggest_category(request: HttpRequest) -> HttpResponse:
    """Describe the trade; the answer comes from the chamber of the county."""
    person = _citizen(request)
    if request.method != "POST":
        county = County.objects.filter(code=normalise(request.GET.get("county", ""))[:10]).first()
        return _draw(request, SuggestForm(person=person, initial={"county": county} if county else None))
    if "refresh_captcha" in request.POST:  # without JavaScript: a new picture, nothing judged
        return _draw(request, SuggestForm(person=person, initial=request.POST.dict()))
    form = SuggestForm(request.POST, person=person)
    row = _sent_before(form) or (_keep(request, form, person) if form.is_valid() else None)
    if row is None:
        return _draw(request, form)
    request.session[MADE] = row.pk
    return redirect("suggestion_sent")


def _draw(request: HttpRequest, form: SuggestForm) -> HttpResponse:
    context = {"form": form, "signs_in": _citizen(request) is None}
    return render(request, "organizations/suggest.html", context)


def _citizen(request: HttpRequest) -> Person | None:
    """The signed-in citizen; staff write as anybody does."""
    user: User | AnonymousUser = request.user
    return user.person if isinstance(user, User) and user.is_active and not user.is_staff else None


def _sent_before(form: SuggestForm) -> CategorySuggestion | None:
    """The suggestion this very form made before: its captcha is used up, its work is done."""
    field = form.fields["form_key"]
    try:
        key = field.clean(form.data.get(form.add_prefix("form_key"), ""))
    except ValidationError:
        return None
    return suggestions.made_with(key)


def _keep(request: HttpRequest, form: SuggestForm, person: Person | None) -> CategorySuggestion | None:
    told = form.cleaned_data
    try:
        return suggestions.suggest_category(
            contact_name=told["contact_name"],
            mobile=told.get("mobile", ""),
            county=told["county"],
            text=told["text"],
            person=person,
            address=client_address(request.META),
            form_key=told["form_key"],
        )
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return None


@require_safe
@never_cache
def suggestion_sent(request: HttpRequest) -> HttpResponse:
    """The code, to copy and to print."""
    row = CategorySuggestion.objects.filter(pk=request.session.get(MADE, 0)).first()
    if row is None:
        return redirect("suggest_category")
    context = {
        "code": to_persian_digits(row.grouped_code),
        "plain": row.code,
        "county": row.county,
        "sent_on": format_date(row.created_at),
        "by_citizen": row.person_id is not None,
    }
    return render(request, "organizations/suggestion_sent.html", context)


@form_page
@never_cache
def track_suggestion(request: HttpRequest) -> HttpResponse:
    """Code and captcha; an unknown code gets the page of a mistyped one."""
    suggestions = CategorySuggestion.objects
    form, code = looked_up(request, SuggestionCodeForm, lambda code: suggestions.filter(code=code).exists())
    if not code:
        return render(request, "organizations/track_suggestion.html", {"form": form})
    request.session[TRACKED] = code
    return redirect("suggestion_status")


@require_safe
@never_cache
def suggestion_status(request: HttpRequest) -> HttpResponse:
    """State, answer and the trade it led to; nothing of what the person wrote about themselves."""
    rows = CategorySuggestion.objects.select_related("county", "category")
    row = rows.filter(code=request.session.get(TRACKED) or "").first()
    if row is None:
        return redirect("track_suggestion")
    return render(request, "organizations/suggestion.html", _standing(row))


@require_safe
@never_cache
@citizen_required
def my_suggestions(request: CitizenRequest) -> HttpResponse:
    """A citizen's own suggestions, newest first."""
    shown, beside = newest_first(_own(request), request.GET, address=reverse("my_suggestions"), size=SHOWN)
    context = {
        "columns": texts.SUGGESTION_COLUMNS,
        "rows": [
            [
                {"text": _short(row.text), "url": reverse("my_suggestion", args=[row.pk])},
                row.county.name,
                format_date(row.created_at),
                {"text": row.get_state_display(), "tone": texts.TONES[row.state]},
            ]
            for row in shown
        ],
    }
    return render(request, "organizations/my_suggestions.html", context | beside)


@require_safe
@never_cache
@citizen_required
def my_suggestion(request: CitizenRequest, pk: int) -> HttpResponse:
    """One of them, with the person's own words."""
    row = get_object_or_404(_own(request), pk=pk)
    return render(
        request, "organizations/suggestion.html", _standing(row) | {"words": row.text, "mine": True}
    )


def _own(request: CitizenRequest) -> Any:
    return CategorySuggestion.objects.of_citizen(request.user).select_related("county", "category")


def _short(text: str) -> str:
    words = to_persian_digits(" ".join(text.split()))
    return words if len(words) <= 60 else f"{words[:60].rsplit(' ', 1)[0]}…"


def _standing(row: CategorySuggestion) -> dict[str, Any]:
    start = ""
    if row.category is not None:
        choices = {"county": row.county.code, "category": row.category.isic_code}
        start = f"{reverse('new_request')}?{urlencode(choices)}"
    return {
        "row": row,
        "code": to_persian_digits(row.grouped_code),
        "tone": texts.TONES[row.state],
        "next_step": texts.NEXT_STEP[row.state],
        "start_url": start,
    }

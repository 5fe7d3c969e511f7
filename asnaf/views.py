"""Pages that gather several apps: the landing page and the dashboard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import citizen_required
from accounts.requests import CitizenRequest
from accounts.services.people import citizen_person
from asnaf import dashboard as page
from asnaf.context import remember_counts
from guild_units.services import registering


def home(request: HttpRequest) -> HttpResponse:
    """The landing page: what one can do here, for people and for the public."""
    return render(request, "asnaf/home.html")


@require_safe
@never_cache
@citizen_required
def dashboard(request: CitizenRequest) -> HttpResponse:
    """The person's own page; who has nothing here yet begins with registration (R11)."""
    found = page.gather(request.user)
    return redirect("add_unit") if found.is_newcomer else _draw(request, found, shown_in_full=False)


@require_POST
@never_cache
@citizen_required
def show_national_code(request: CitizenRequest) -> HttpResponse:
    """The same page with the person's own national code in full; the showing is written down (R352)."""
    registering.record_reveal(citizen_person(request.user), by=request.user)
    return _draw(request, page.gather(request.user), shown_in_full=True)


def _draw(request: CitizenRequest, found: page.Gathered, *, shown_in_full: bool) -> HttpResponse:
    remember_counts(request, found.counts)
    context = {
        "person": request.user.person,
        "shown_in_full": shown_in_full,
        "tasks": page.tasks(found),
        "units": page.unit_cards(found.units),
        "more_units": found.more_units,
        "requests": page.case_cards(found),
        "issued": found.issued,
        "news": page.news(found.messages),
    }
    return render(request, "asnaf/dashboard.html", context)

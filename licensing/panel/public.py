"""Pages for everybody: guide, tracking, licence check (R65, security bar 2)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.lookups import looked_up
from core.decorators import page_of_a_scan
from core.frames import render_in_frame
from core.jalali import format_date, format_datetime, tehran_today
from core.text import to_persian_digits
from core.tokens import is_token
from licensing.cases import rows
from licensing.cases.models import LicenceRequest
from licensing.decisions.needs import needs_of
from licensing.intake import guide
from licensing.intake import rows as intake_rows
from licensing.licences import rows as licences_rows
from licensing.licences import texts as licences_texts
from licensing.licences.models import Licence
from licensing.licences.verification import answer_of
from licensing.panel.forms import TrackForm
from licensing.papers import paper_list

TRACKED = "tracked_code"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def request_guide(request: HttpRequest) -> HttpResponse:
    """What a licence request is, what to have at hand, and where it begins (annex 1)."""
    papers = guide.required_papers(paper_list.NATURAL)
    return render(
        request, "licensing/request_guide.html", {"papers": papers, "term": intake_rows.answer_term()}
    )


@form_page
@never_cache
def track(request: HttpRequest) -> HttpResponse:
    """Tracking code and captcha; an unknown code gets the page of a mistyped one."""
    cases = LicenceRequest.objects
    form, code = looked_up(request, TrackForm, lambda code: cases.filter(tracking_code=code).exists())
    if not code:
        return render(request, "licensing/track.html", {"form": form})
    request.session[TRACKED] = code
    return redirect("track_status")


@require_safe
@never_cache
def track_status(request: HttpRequest) -> HttpResponse:
    """Where the file stands: step, dates, whose turn, what to do. Nothing about a person (security bar 2)."""
    case = LicenceRequest.objects.filter(tracking_code=request.session.get(TRACKED) or "").first()
    if case is None:
        return redirect("track")
    return render(request, "licensing/track_status.html", _standing(case))


def _standing(case: LicenceRequest) -> dict[str, Any]:
    explanation = rows.present_term(case)
    return {
        "code": rows.tracking_code(case),
        "status": rows.status_of(case),
        "next_step": rows.next_step(case, explanation, has_needs=bool(needs_of(case))),
        "explanation": explanation,
        "timeline": rows.timeline(case, case.events.all(), sentences=False),
        "sent_on": format_datetime(case.submitted_at) if case.submitted_at else "",
    }


@page_of_a_scan
def verify_licence(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a licence's QR: one statement, no session, no cookie; the same for everybody."""
    licence = _licence_of(token)
    if licence is None:
        return render(request, "licensing/verify_unknown.html", status=404)
    context = {
        "paper": licences_texts.LICENCE_CHECK,
        "heading": to_persian_digits(licence.unit_name),
        "verdict": licences_rows.verdict(licence.validity),
        "facts": licences_rows.facts_of_licence(answer_of(licence)),
        "checked_on": format_date(tehran_today()),
        "checked_line": licences_rows.told_line(licence.validity),
    }
    return HttpResponse(render_in_frame("licensing/verify_licence.html", "_checked.html", context))


def _licence_of(token: str) -> Licence | None:
    """The licence with this token; what cannot be a token of ours is not looked up."""
    if not is_token(token):
        return None
    related = ("union", "category", "county__province")
    found: Licence | None = Licence.objects.select_related(*related).filter(token=token).first()
    return found

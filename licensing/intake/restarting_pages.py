"""Once more with the same answers, after a lapse or a withdrawal (R63, R68)."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from core.refusals import RuleBroken
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.pages import form_page, own_case
from licensing.intake import condition_rows, guide, restarting, rows, texts
from licensing.intake.forms import AcceptForm
from licensing.intake.guide import Offer
from licensing.intake.rules import AlreadyOpen
from organizations.conditions.models import GeneralConditions, SpecialConditions


@form_page
@own_case
def restart_request(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """The conditions of today, what changed in them, and one tick: then a filled-in draft."""
    user = cast(User, request.user)
    if not cases_rules.may_start_again(case, user):
        return redirect(case)
    try:
        found = guide.offer(case.county, case.category)
    except RuleBroken as refusal:
        asked = guide.body_to_ask(case.county, case.category)
        context = {"case": case, "refusal": str(refusal), "asked": asked}
        return render(request, "licensing/request_restart.html", context)
    if request.method == "POST":
        return _start(request, case, found)
    return _page(request, case, found)


def _start(request: HttpRequest, case: LicenceRequest, found: Offer) -> HttpResponse:
    """Accepted: open the draft, or lead to the one that is open already."""
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, case, found, form)
    seen = (form.cleaned_data["general"], form.cleaned_data["special"])
    try:
        draft = restarting.start_again(case, by=cast(User, request.user), seen=seen)
    except AlreadyOpen as refusal:
        messages.info(request, texts.ALREADY_OPEN)
        return redirect(refusal.first)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return _page(request, case, found)
    messages.success(request, texts.STARTED_AGAIN)
    return redirect(draft)


def _page(
    request: HttpRequest, case: LicenceRequest, found: Offer, form: AcceptForm | None = None
) -> HttpResponse:
    seen = {"general": found.general.pk, "special": found.special.pk}
    context = {
        "case": case,
        "offer": found,
        "other_union": found.union if found.union.pk != case.union_id else None,
        "form": form or AcceptForm(initial=seen),
        "texts": [
            _text(case.general_conditions, found.general),
            _text(case.special_conditions, found.special),
        ],
        "answers": rows.without_links(rows.answers(case)),
    }
    return render(request, "licensing/request_restart.html", context)


Conditions = GeneralConditions | SpecialConditions


def _text(accepted: Conditions, present: Conditions) -> dict[str, Any]:
    """A text in force now, beside what was accepted for the closed request."""
    return {
        "present": present,
        "accepted": accepted,
        "is_new": accepted.pk != present.pk,
        "changes": condition_rows.changes(accepted, present),
        "articles": condition_rows.articles(present),
    }

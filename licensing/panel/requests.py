"""A person's own requests and where each stands (R64–R66, R72, R83)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import citizen_required
from core.numbers import number_in
from core.paging import newest_first
from core.refusals import RuleBroken
from licensing.billing import payments
from licensing.billing import rows as bill_rows
from licensing.billing.turns import slips_sent
from licensing.cases import rows
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.pages import form_page, own_case, user_of
from licensing.cases.states import Status
from licensing.decisions import needs
from licensing.decisions.rows import decision_rows
from licensing.inquiries import letter_pages as letters
from licensing.intake import rows as intake_rows
from licensing.intake import rules as intake_rules
from licensing.intake import services as intake
from licensing.intake import task_list, texts
from licensing.intake.pages import _step
from licensing.interviews import rows as interviews_rows
from licensing.interviews import services as interviews
from licensing.notes.services import notes_of
from licensing.panel import rows as panel_rows
from licensing.panel.rows import CASE_COLUMNS
from licensing.papers import paper_list

SHOWN = 25


@require_safe
@never_cache
@citizen_required
def my_requests(request: HttpRequest) -> HttpResponse:
    """All of a person's requests, newest first, 25 a page."""
    mine = LicenceRequest.objects.visible_to(user_of(request)).select_related("category", "union")
    shown, beside = newest_first(mine, request.GET, address=reverse("my_requests"), size=SHOWN)
    context = {
        "columns": CASE_COLUMNS,
        "rows": panel_rows.case_rows(shown),
    }
    return render(request, "licensing/my_requests.html", context | beside)


@require_safe
@own_case
def request_page(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """A draft shows what is still to fill in; a submitted request shows where it stands (R72)."""
    if case.tracking_code is None:
        context = {
            "case": case,
            "tasks": task_list.of_draft(case),
            "facts": rows.facts_of_case(case),
            "waits": intake_rules.waits_as_isargar(case),
        }
        return render(request, "licensing/draft.html", context | _step(texts.STEP_FORMS))
    context = _standing(request, case) | _letters(request, case) | {"moves": _moves(request, case)}
    return render(request, "licensing/request.html", context)


def _moves(request: HttpRequest, case: LicenceRequest) -> dict[str, bool]:
    user = user_of(request)
    return {
        "withdraw": Status.WITHDRAWN in cases_rules.moves_open_to(case, user),
        "again": cases_rules.may_start_again(case, user),
    }


def _letters(request: HttpRequest, case: LicenceRequest) -> dict[str, Any]:
    found = letters.letters_of(case, user_of(request))
    batch = found["letters"]
    return found | {
        "print_url": reverse("request_letters", args=[case.pk]),
        "file_url": reverse("letters_document", args=[batch.pk]) if batch else "",
    }


def _standing(request: HttpRequest, case: LicenceRequest) -> dict[str, Any]:
    explanation = rows.present_term(case)
    events = case.events.select_related("minute")
    invoice = getattr(case, "invoice", None)
    bill = invoice and bill_rows.bill(invoice)
    decisions = decision_rows(case)
    open_needs = needs.needs_of(case) if decisions else []  # a need stands in a decision
    return {
        "case": case,
        "status": rows.status_of(case),
        "code": rows.tracking_code(case),
        "next_step": rows.next_step(case, explanation, has_needs=bool(open_needs)),
        "needs": open_needs,
        "newer": intake_rows.newer_conditions(case),
        "decisions": decisions,
        "notes": notes_of(case),
        "papers_to_send": paper_list.to_do(case),
        "explanation": explanation,
        "turn": rows.turn_of(explanation.turn_name if explanation else case.turn),
        "pays": payments.may_hand_in(case, user_of(request)),
        "slips_sent": invoice is not None and slips_sent(case),
        "now": panel_rows.matters_now(case, has_needs=bool(open_needs)),
        "timeline": rows.timeline(case, events, sentences=True),
        "facts": rows.facts_of_case(case),
        "answers": intake_rows.without_links(intake_rows.answers(case)),
        "invoice": bill,
        "refund": bill_rows.refund(getattr(case, "refund", None)),
        "licence": getattr(case, "licence", None),
        "letter": getattr(case, "silence_letter", None),
        "interview": interviews_rows.interview(case, interviews.ahead(case))
        if case.status == Status.INTERVIEW
        else None,
    }


@form_page
@own_case
def withdraw_request(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """Asks first; only the answer «بله» (POST) closes the file."""
    if request.method != "POST":
        return render(request, "licensing/request_withdraw.html", {"case": case} | _moves(request, case))
    seen = number_in(request.POST.get("version"))
    try:
        intake.withdraw(case, by=user_of(request), seen_version=seen or 0)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, texts.DONE_WITHDRAWN)
    return redirect(case)

"""From the tracking page to the whole file: captcha, a code to the mobile, thirty minutes (security bar 2)."""

import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import browsers, ceilings
from accounts.forms import CodeForm
from core.addresses import client_address
from core.private_files import send_private
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.billing import rows as bill_rows
from licensing.cases import rows
from licensing.cases.models import LicenceRequest
from licensing.decisions.needs import needs_of
from licensing.decisions.rows import decision_rows
from licensing.inquiries import letter_pages as letters
from licensing.notes.services import notes_of
from licensing.panel import opening_code as opening
from licensing.panel.forms import OpenForm
from licensing.panel.public import TRACKED

PENDING, OPENED = "opening_code", "opened_case"
OPEN_SECONDS = 30 * 60
RELATED = ("applicant", "union", "category", "county__province", "invoice", "licence", "silence_letter")
Page = Callable[[HttpRequest, LicenceRequest], HttpResponse]
form_page = require_http_methods(["GET", "HEAD", "POST"])


def tracked_case(view: Page) -> Callable[[HttpRequest], HttpResponse]:
    """A page of the request whose tracking code this browser gave; without one it leads to the look-up."""

    @wraps(view)
    @never_cache
    def page(request: HttpRequest) -> HttpResponse:
        cases = LicenceRequest.objects.select_related(*RELATED)
        case = cases.filter(tracking_code=request.session.get(TRACKED) or "").first()
        return view(request, case) if case else redirect("track")

    return page


@form_page
@tracked_case
def track_open(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """Captcha, then a code goes to the applicant's mobile."""
    if _is_open(request, case):
        return redirect("track_details")
    hard = ceilings.captcha_is_hard(client_address(request.META))
    if request.method != "POST" or "refresh_captcha" in request.POST:
        return _ask(request, case, OpenForm(hard_captcha=hard))
    form = OpenForm(request.POST, hard_captcha=hard)
    if form.is_valid() and _send(request, case, form):
        return redirect("track_code")
    return _ask(request, case, form)


def _ask(request: HttpRequest, case: LicenceRequest, form: OpenForm) -> HttpResponse:
    pending: dict[str, Any] = request.session.get(PENDING) or {}
    context = {"form": form, "sent": pending.get("case") == case.pk}
    return render(request, "licensing/track_open.html", context)


def _send(request: HttpRequest, case: LicenceRequest, form: OpenForm) -> bool:
    token = secrets.token_urlsafe(24)
    try:
        challenge = opening.send_code(
            case,
            session_token=token,
            address=client_address(request.META),
            browser=browsers.citizen_mark(request, case.applicant.national_code),
        )
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return False
    request.session[PENDING] = {"token": token, "challenge": challenge.pk, "case": case.pk}
    return True


@sensitive_post_parameters()
@form_page
@tracked_case
def track_code(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """The code from the SMS opens this request in this browser."""
    pending: dict[str, Any] = request.session.get(PENDING) or {}
    if pending.get("case") != case.pk:
        return redirect("track_open")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opening.use_code(
                case,
                challenge_id=pending["challenge"],
                session_token=pending["token"],
                code=form.cleaned_data["code"],
            )
        except RuleBroken as refusal:
            form.add_error("code", str(refusal))
        else:
            _open(request, case)
            return redirect("track_details")
    ending = to_persian_digits(case.applicant.mobile[-2:])  # its owner knows it again, a stranger does not
    return render(request, "licensing/track_code.html", {"form": form, "ending": ending})


def _open(request: HttpRequest, case: LicenceRequest) -> None:
    """Note that this browser may see this request for half an hour, under a new session key."""
    request.session.cycle_key()
    del request.session[PENDING]
    request.session[OPENED] = {"case": case.pk, "until": time.time() + OPEN_SECONDS}


def _is_open(request: HttpRequest, case: LicenceRequest) -> bool:
    opened: dict[str, Any] = request.session.get(OPENED) or {}
    return bool(opened.get("case") == case.pk and opened["until"] > time.time())


def opened_case(view: Page) -> Callable[[HttpRequest], HttpResponse]:
    """A page of the request this browser has opened by a code; before that it leads to asking for one."""

    @tracked_case
    @wraps(view)
    def page(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
        return view(request, case) if _is_open(request, case) else redirect("track_open")

    return page


@require_safe
@opened_case
def track_details(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """Every message of the union with its minute, letters to print, the clock, the bill and the licence."""
    explanation = rows.present_term(case)
    invoice = getattr(case, "invoice", None)
    context = {
        "case": case,
        "code": rows.tracking_code(case),
        "status": rows.status_of(case),
        "next_step": rows.next_step(case, explanation, has_needs=bool(needs_of(case))),
        "explanation": explanation,
        "timeline": rows.timeline(case, case.events.select_related("minute"), sentences=True),
        "facts": rows.facts_of_case(case),
        "notes": notes_of(case),
        "decisions": decision_rows(case),
        "invoice": invoice and bill_rows.bill(invoice),
        "refund": bill_rows.refund(getattr(case, "refund", None)),
        "licence": getattr(case, "licence", None),
        "letter": getattr(case, "silence_letter", None),
        **letters.letters_of(case, opening.account_of_applicant(case)),
    }
    return render(request, "licensing/track_details.html", context)


@require_POST
@opened_case
def track_letters(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """Ask for the inquiry letters and the guild card form (R102)."""
    account = opening.account_of_applicant(case)
    if account is None:
        raise Http404
    letters.ask_for_letters(request, case, by=account)
    return redirect("track_details")


@require_safe
@opened_case
def track_letters_file(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    batch = letters.letters_of(case, opening.account_of_applicant(case))["letters"]
    if batch is None:
        raise Http404
    return send_private(batch.document, name=f"letters-{batch.pk}")


@require_safe
@opened_case
def track_silence_letter(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    letter = getattr(case, "silence_letter", None)
    if letter is None:
        raise Http404
    return send_private(letter.document, name="silence-letter")

"""Changing one's mobile number, and asking for it when the old SIM is lost."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import texts
from accounts.decorators import citizen_required
from accounts.forms import CodeForm, LostSimForm, NewMobileForm
from accounts.models import MobileChange
from accounts.requests import CitizenRequest
from accounts.services import mobiles
from accounts.services.people import citizen_person
from accounts.states import Purpose
from accounts.views import code_pages
from core.addresses import client_address
from core.checks import mask_mobile
from core.jalali import format_date
from core.refusals import RuleBroken

PENDING = "pending_mobile"


@citizen_required
@never_cache
@sensitive_post_parameters()
def change_mobile(request: CitizenRequest) -> HttpResponse:
    """The new number; its SIM is checked and gets a code."""
    form = code_pages.form_with_captcha(NewMobileForm, request)
    if request.method == "POST" and form.is_bound and form.is_valid() and _start(request, form):
        return redirect("change_mobile_code")
    mobile = citizen_person(request.user).mobile
    return render(
        request, "accounts/change_mobile.html", {"form": form, "mobile": mobile and mask_mobile(mobile)}
    )


def _start(request: CitizenRequest, form: NewMobileForm) -> bool:
    token = secrets.token_urlsafe(24)
    try:
        change, challenge = mobiles.start_own_change(
            request.user,
            new_mobile=form.cleaned_data["mobile"],
            session_token=token,
            address=client_address(request.META),
        )
    except RuleBroken as refusal:
        form.add_error("mobile" if refusal.code == "same_mobile" else None, str(refusal))
        return False
    request.session[PENDING] = {
        "token": token,
        "challenge": challenge.pk,
        "change": change.pk,
        "mobile": challenge.mobile,
        "national_code": challenge.national_code,
    }
    return True


@citizen_required
@never_cache
@sensitive_post_parameters()
def change_mobile_code(request: CitizenRequest) -> HttpResponse:
    """The code that reached the new SIM completes the change."""
    pending: dict[str, Any] | None = request.session.get(PENDING)
    if not pending:
        return redirect("change_mobile")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mobiles.finish_own_change(
                pending["change"],
                challenge_id=pending["challenge"],
                session_token=pending["token"],
                code=form.cleaned_data["code"],
                by=request.user,
                keep_session=request.session.session_key or "",
            )
        except RuleBroken as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[PENDING]
            messages.success(request, texts.MOBILE_CHANGED)
            return redirect("dashboard")
    return render(request, "accounts/change_mobile_code.html", {"form": form} | code_pages.waiting(pending))


@citizen_required
@never_cache
@require_POST
def resend_mobile_code(request: CitizenRequest) -> HttpResponse:
    """«ارسال مجدد» for the new number."""
    return code_pages.resend(
        request, PENDING, Purpose.CHANGE_MOBILE, first_page="change_mobile", code_page="change_mobile_code"
    )


@never_cache
@sensitive_post_parameters()
def lost_sim(request: HttpRequest) -> HttpResponse:
    """«به سیم‌کارت قبلی دسترسی ندارم»: a request with a reference number for the union or support."""
    form = code_pages.form_with_captcha(LostSimForm, request)
    if request.method == "POST" and form.is_bound and form.is_valid():
        try:
            change = mobiles.ask_after_lost_sim(
                national_code=form.cleaned_data["national_code"],
                new_mobile=form.cleaned_data["mobile"],
                **code_pages.asker(request, form.cleaned_data["national_code"]),
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "accounts/lost_sim_done.html", _asked(change))
    return render(request, "accounts/lost_sim.html", {"form": form})


def _asked(change: MobileChange) -> dict[str, Any]:
    return {
        "reference": f"{change.reference[:5]} {change.reference[5:]}",
        "plain": change.reference,
        "until": format_date(change.ends_at),
    }

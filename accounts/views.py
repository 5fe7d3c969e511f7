"""The citizen's way in and out."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import services, texts
from accounts.forms import CodeForm, SignInForm
from accounts.middleware import pop_ended_notice
from accounts.models import OtpChallenge
from accounts.rules import Purpose
from core.checks import mask_mobile
from core.refusals import RuleBroken

PENDING = "pending_sign_in"


@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Step 1: mobile, national code, captcha; sends the code (R1–R5)."""
    if request.user.is_authenticated and not request.user.is_staff:
        return redirect(settings.LOGIN_REDIRECT_URL)
    pop_ended_notice(request)
    if request.method != "POST":
        return _draw_sign_in(request, SignInForm())
    if "refresh_captcha" in request.POST:  # without JavaScript: a new picture, nothing judged
        return _draw_sign_in(request, SignInForm(initial=request.POST.dict()))
    form = SignInForm(request.POST)
    if form.is_valid() and _send_code(request, form):
        return redirect("sign_in_code")
    return _draw_sign_in(request, form)


def _draw_sign_in(request: HttpRequest, form: SignInForm) -> HttpResponse:
    next_url = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "accounts/sign_in.html", {"form": form, "next": next_url})


def _send_code(request: HttpRequest, form: SignInForm) -> bool:
    token = secrets.token_urlsafe(24)
    try:
        challenge = services.request_code(
            mobile=form.cleaned_data["mobile"],
            national_code=form.cleaned_data["national_code"],
            purpose=Purpose.SIGN_IN,
            session_token=token,
            address=request.META.get("REMOTE_ADDR", ""),
        )
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return False
    request.session[PENDING] = {
        "token": token,
        "challenge": challenge.pk,
        "mobile": challenge.mobile,
        "national_code": challenge.national_code,
        "next": request.POST.get("next", ""),
    }
    return True


@never_cache
@sensitive_post_parameters()
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Step 2: the code from the SMS; opens the session."""
    pending: dict[str, Any] | None = request.session.get(PENDING)
    if not pending:
        return redirect("sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            challenge = services.verify_code(
                challenge_id=pending["challenge"],
                session_token=pending["token"],
                purpose=Purpose.SIGN_IN,
                code=form.cleaned_data["code"],
            )
        except RuleBroken as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[PENDING]
            services.sign_in(request, services.citizen_of(challenge))
            return redirect(_safe_next(request, pending["next"]))
    return render(request, "accounts/sign_in_code.html", {"form": form} | _countdown(pending))


def _countdown(pending: dict[str, Any]) -> dict[str, Any]:
    """What the page says about the code that was sent: to whom, and when another may be asked for."""
    challenge = OtpChallenge.objects.filter(pk=pending["challenge"]).first()
    seconds = 0
    if challenge:
        seconds = max(0, round((challenge.resend_allowed_at - timezone.now()).total_seconds()))
    return {"mobile": mask_mobile(pending["mobile"]), "seconds": seconds}


@never_cache
@require_POST
def resend_code(request: HttpRequest) -> HttpResponse:
    """«ارسال مجدد»: a fresh code after 120 seconds; the old one dies (R6)."""
    pending: dict[str, Any] | None = request.session.get(PENDING)
    if not pending:
        return redirect("sign_in")
    try:
        challenge = services.request_code(
            mobile=pending["mobile"],
            national_code=pending["national_code"],
            purpose=Purpose.SIGN_IN,
            session_token=pending["token"],
            address=request.META.get("REMOTE_ADDR", ""),
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        request.session[PENDING] = pending | {"challenge": challenge.pk}
        messages.success(request, "کد تازه فرستاده شد. کد پیشین دیگر کار نمی‌کند.")
    return redirect("sign_in_code")


def _safe_next(request: HttpRequest, next_url: str) -> str:
    """Where the person wanted to go, if that is a page of ours."""
    if next_url and url_has_allowed_host_and_scheme(
        next_url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return next_url
    return reverse(settings.LOGIN_REDIRECT_URL)


@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """«خروج»: asks first; only «بله» (POST) ends the session (R12)."""
    if request.method == "POST":
        auth.logout(request)
        messages.success(request, texts.SIGNED_OUT)
        return redirect("home")
    return render(request, "accounts/sign_out.html")


@require_POST
def keep_session(request: HttpRequest) -> HttpResponse:
    """Asked by the page two minutes before the session ends: the person is still there."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)

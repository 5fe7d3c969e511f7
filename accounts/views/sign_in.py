"""Signing in and out for citizens."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import browsers, interrupted_forms, next_page, texts
from accounts.forms import CodeForm, SignInForm
from accounts.middleware import pop_ended_notice, prolong
from accounts.services import codes, people, sessions
from accounts.states import Purpose
from accounts.views import code_pages
from core.refusals import RuleBroken

PENDING = "pending_sign_in"


@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Step 1: mobile, national code, captcha; sends the code (R1–R5)."""
    if request.user.is_authenticated and not request.user.is_staff:
        return redirect(settings.LOGIN_REDIRECT_URL)
    pop_ended_notice(request)
    form = code_pages.form_with_captcha(SignInForm, request)
    if request.method == "POST" and form.is_bound and form.is_valid() and _send_code(request, form):
        return redirect("sign_in_code")
    next_url = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "accounts/sign_in.html", {"form": form, "next": next_url})


def _send_code(request: HttpRequest, form: SignInForm) -> bool:
    token = secrets.token_urlsafe(24)
    try:
        challenge = codes.request_code(
            mobile=form.cleaned_data["mobile"],
            national_code=form.cleaned_data["national_code"],
            purpose=Purpose.SIGN_IN,
            session_token=token,
            **code_pages.asker(request, form.cleaned_data["national_code"]),
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
            return _open(request, pending, form.cleaned_data["code"])
        except RuleBroken as refusal:
            if refusal.code in {"other_mobile", "account_closed"}:
                return _turned_away(request, refusal)
            form.add_error("code", str(refusal))
    return render(request, "accounts/sign_in_code.html", {"form": form} | code_pages.waiting(pending))


def _open(request: HttpRequest, pending: dict[str, Any], code: str) -> HttpResponse:
    challenge = codes.verify_code(
        challenge_id=pending["challenge"],
        session_token=pending["token"],
        purpose=Purpose.SIGN_IN,
        code=code,
    )
    user = people.citizen_of(challenge)
    del request.session[PENDING]
    sessions.sign_in(request, user)
    next_page.remember(request, pending["next"])
    page = redirect(where_to_go(request, pending["next"], settings.LOGIN_REDIRECT_URL))
    owner = browsers.citizen(challenge.national_code)
    return browsers.remember(page, request, settings.CITIZEN_BROWSER_COOKIE, owner)


def _turned_away(request: HttpRequest, refusal: RuleBroken) -> HttpResponse:
    """The code was right, but this number does not open the account."""
    del request.session[PENDING]
    messages.warning(request, str(refusal))
    return redirect("lost_sim" if refusal.code == "other_mobile" else "sign_in")


@never_cache
@require_POST
def resend_code(request: HttpRequest) -> HttpResponse:
    """«ارسال مجدد»: a fresh code after 120 seconds; the old one dies (R6)."""
    return code_pages.resend(
        request, PENDING, Purpose.SIGN_IN, first_page="sign_in", code_page="sign_in_code"
    )


def where_to_go(request: HttpRequest, next_url: str, home: str) -> str:
    """After sign-in: back to a form that was being filled in, or where the person wanted to go, or `home`."""
    page = interrupted_forms.hand_over(request)
    if page:
        messages.info(request, texts.FORM_KEPT)
        return page
    return next_url if next_page.is_own_address(request, next_url) else reverse(home)


@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """«خروج»: asks first; only «بله» (POST) ends the session (R12)."""
    staff = request.user.is_authenticated and request.user.is_staff
    if request.method == "POST":
        auth.logout(request)
        messages.success(request, texts.SIGNED_OUT)
        return redirect("admin:login" if staff else "home")
    back_url = reverse("admin:index" if staff else settings.LOGIN_REDIRECT_URL)
    frame = "panel.html" if request.user.is_authenticated and not staff else "base.html"
    return render(request, "accounts/sign_out.html", {"back_url": back_url, "frame": frame})


@never_cache
@require_POST
def keep_session(request: HttpRequest) -> HttpResponse:
    """Asked by the page two minutes before the session ends: the person is still there. Answers with the seconds
    the session lives from now on."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    return HttpResponse(str(prolong(request)), content_type="text/plain")

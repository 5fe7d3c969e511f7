"""Signing in for staff: password, second factor and its set-up, backup codes, changing the password."""

import time
from base64 import b32encode
from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import browsers, ceilings, rules, texts
from accounts.forms import PasswordForm, StaffSignInForm, TokenForm
from accounts.middleware import pop_ended_notice
from accounts.models import User
from accounts.requests import StaffRequest
from accounts.services import staff
from accounts.views.sign_in import where_to_go
from core.addresses import client_address
from core.qr import qr_svg
from core.refusals import RuleBroken

SETUP = "staff_setup"
SETUP_SECONDS = 900


@never_cache
@sensitive_post_parameters()
def staff_sign_in(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """User name, password and token on one page. Without a device yet, the password leads to the set-up alone."""
    user: Any = request.user  # django-otp adds `is_verified`
    if user.is_authenticated and user.is_staff and user.is_verified():
        return redirect("admin:index")
    pop_ended_notice(request)
    form, trouble = _staff_form(request), ""
    if form.is_bound and form.is_valid():
        try:
            return _let_in(request, form)
        except RuleBroken as refusal:
            if refusal.code == "captcha_needed":
                typed, trouble = {"username": form.cleaned_data["username"]}, str(refusal)
                form = StaffSignInForm(initial=typed, with_captcha=True, hard_captcha=_is_hard(request))
            else:
                form.add_error(None, str(refusal))
    next_url = request.POST.get("next") or request.GET.get("next", "")
    return render(
        request, "admin/sign_in.html", context | {"form": form, "next": next_url, "trouble": trouble}
    )


def _staff_form(request: HttpRequest) -> StaffSignInForm:
    """The form as it was sent, with the captcha if it had one; another picture judges nothing."""
    if request.method != "POST":
        return StaffSignInForm()
    if "refresh_captcha" in request.POST:
        typed = {"username": request.POST.get("username", "")}
        return StaffSignInForm(initial=typed, with_captcha=True, hard_captcha=_is_hard(request))
    has_captcha = "captcha_0" in request.POST
    return StaffSignInForm(request.POST, with_captcha=has_captcha, hard_captcha=_is_hard(request))


def _is_hard(request: HttpRequest) -> bool:
    return ceilings.captcha_is_hard(client_address(request.META))


def _let_in(request: HttpRequest, form: StaffSignInForm) -> HttpResponse:
    name = form.cleaned_data["username"]
    entry = staff.staff_credentials(
        request,
        username=name,
        password=form.cleaned_data["password"],
        token=form.cleaned_data["otp_token"],
        address=client_address(request.META),
        browser=browsers.mark_of(request, settings.STAFF_BROWSER_COOKIE, name),
        captcha_solved="captcha" in form.cleaned_data,
    )
    next_url = request.POST.get("next", "")
    if entry.device is None:
        request.session.cycle_key()
        request.session[SETUP] = {"user": entry.user.pk, "at": time.time(), "next": next_url}
        return redirect("admin:second_factor")
    staff.sign_in_staff(request, entry.user, entry.device)
    few = staff.few_backup_codes(entry.user)
    if few:
        messages.warning(request, few)
    return _remember(redirect(where_to_go(request, next_url, "admin:index")), request, entry.user)


def _remember(response: HttpResponse, request: HttpRequest, user: User) -> HttpResponse:
    return browsers.remember(response, request, settings.STAFF_BROWSER_COOKIE, user.username)


@never_cache
@sensitive_post_parameters()
def second_factor(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Set up the authenticator at the first sign-in: QR and secret, confirmed by a code; then the backup codes."""
    try:
        user = _setting_up(request)
        device = staff.second_factor_to_set_up(user)
    except RuleBroken as refusal:
        messages.info(request, str(refusal))
        return redirect("admin:login")
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _finish_setup(request, user, form.cleaned_data["otp_token"], context)
        except RuleBroken as refusal:
            form.add_error("otp_token", str(refusal))
    secret = b32encode(device.bin_key).decode()
    shown = {
        "form": form,
        "qr": qr_svg(device.config_url, title="کد QR راه‌اندازی برنامهٔ رمزساز"),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "plain_secret": secret,
        "username": user.username,
    }
    return render(request, "admin/second_factor.html", context | shown)


def _setting_up(request: HttpRequest) -> User:
    """The account whose password was right a moment ago, in this browser."""
    pending: dict[str, Any] = request.session.get(SETUP) or {"user": 0, "at": 0}
    user = User.objects.filter(pk=pending["user"], is_staff=True, is_active=True).first()
    if user is None or time.time() - pending["at"] > SETUP_SECONDS:
        raise RuleBroken(texts.SETUP_EXPIRED, code="setup_expired")
    return user


def _finish_setup(request: HttpRequest, user: User, token: str, context: dict[str, Any]) -> HttpResponse:
    device, codes = staff.confirm_second_factor(user, token)
    next_url = request.session.pop(SETUP)["next"]
    staff.sign_in_staff(request, user, device)
    shown = {
        "codes": codes,
        "next_url": where_to_go(request, next_url, "admin:index"),
        "done": texts.FACTOR_SET_UP,
    }
    return _remember(render(request, "admin/backup_codes.html", context | shown), request, user)


@never_cache
@sensitive_post_parameters()
def backup_codes(request: StaffRequest, context: dict[str, Any]) -> HttpResponse:
    """How many backup codes are left; ten new ones for whoever holds the authenticator, shown this once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = staff.renew_backup_codes(request.user, form.cleaned_data["otp_token"])
        except RuleBroken as refusal:
            form.add_error("otp_token", str(refusal))
        else:
            shown = {"codes": codes, "next_url": reverse("admin:index"), "done": texts.BACKUP_CODES_RENEWED}
            return render(request, "admin/backup_codes.html", context | shown)
    left = {"left": staff.backup_codes_left(request.user), "few": rules.FEW_BACKUP_CODES}
    return render(request, "admin/own_backup_codes.html", context | left | {"form": form})


@never_cache
@sensitive_post_parameters()
def own_password(request: StaffRequest, context: dict[str, Any]) -> HttpResponse:
    """A password of one's own; forced while somebody else made the present one."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = staff.change_password(
                request.user, old=form.cleaned_data["old_password"], new=form.cleaned_data["new_password"]
            )
        except RuleBroken as refusal:
            field = (
                "old_password" if refusal.code in {"wrong_password", "staff_wait", "busy"} else "new_password"
            )
            form.add_error(field, str(refusal))
        else:
            auth.update_session_auth_hash(request, changed)
            messages.success(request, texts.PASSWORD_CHANGED)
            return redirect("admin:index")
    return render(
        request,
        "admin/own_password.html",
        context | {"form": form, "forced": request.user.must_change_password},
    )

"""Steps shared by the pages that send a one-time code: captcha, resending, waiting."""

from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts import browsers, ceilings, texts
from accounts.forms import NewMobileForm, SignInForm
from accounts.models import OtpChallenge
from accounts.services import codes, mobiles
from core.addresses import client_address
from core.checks import mask_mobile
from core.refusals import RuleBroken

CaptchaForm = TypeVar("CaptchaForm", SignInForm, NewMobileForm)


def form_with_captcha(form_class: type[CaptchaForm], request: HttpRequest) -> CaptchaForm:
    """The form of a page with a captcha, bound when it was sent.

    «به‌روزرسانی» without JavaScript sends the form too: then it is drawn again as typed, with a new picture and
    nothing judged.
    """
    hard = ceilings.captcha_is_hard(client_address(request.META))
    if request.method != "POST":
        return form_class(hard_captcha=hard)
    if "refresh_captcha" in request.POST:
        return form_class(initial=request.POST.dict(), hard_captcha=hard)
    return form_class(request.POST, hard_captcha=hard)


def asker(request: HttpRequest, national_code: str) -> dict[str, str]:
    """Who asks, as limits count them: the address, and the mark of a session or browser that is known to be this
    citizen's."""
    user = request.user
    if user.is_authenticated and user.person and user.person.national_code == national_code:
        mark = mobiles.asker_of(user)
    else:
        mark = browsers.citizen_mark(request, national_code)
    return {"address": client_address(request.META), "browser": mark}


def waiting(pending: dict[str, Any]) -> dict[str, Any]:
    """What a code page says about the code that was sent: to whom, when another may be asked for, and the way back."""
    challenge = OtpChallenge.objects.filter(pk=pending["challenge"]).first()
    seconds = 0
    if challenge:
        seconds = max(0, round((challenge.resend_allowed_at - timezone.now()).total_seconds()))
    aim = pending.get("next", "")
    again = f"{reverse('sign_in')}?{urlencode({'next': aim})}" if aim else reverse("sign_in")
    return {"mobile": mask_mobile(pending["mobile"]), "seconds": seconds, "again_url": again}


def resend(request: HttpRequest, key: str, purpose: str, *, first_page: str, code_page: str) -> HttpResponse:
    """Send a fresh code for the step that the session keeps under `key`, and go back to the page of the code."""
    pending: dict[str, Any] | None = request.session.get(key)
    if not pending:
        return redirect(first_page)
    try:
        challenge = codes.request_code(
            mobile=pending["mobile"],
            national_code=pending["national_code"],
            purpose=purpose,
            session_token=pending["token"],
            **asker(request, pending["national_code"]),
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, texts.CODE_SENT_AGAIN)
        request.session[key] = pending | {"challenge": challenge.pk}
    return redirect(code_page)

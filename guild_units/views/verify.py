"""«استعلام پروانه»: two numbers from the paper lead to what is known of the licence, issued here or before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.lookups import may_look
from core.jalali import format_date, tehran_today
from core.refusals import RuleBroken
from core.text import to_persian_digits
from guild_units.services import verifying
from licensing.licences import rows
from licensing.licences import texts as licences_texts
from licensing.licences.verification import LicenceAnswer
from licensing.panel import texts as panel_texts
from licensing.panel.forms import VerifyForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """A licence issued here leads to the page its QR leads to; one of the register is shown at once."""
    if request.method != "POST":
        return _ask_numbers(request, VerifyForm())
    if "refresh_captcha" in request.POST:  # without JavaScript: a new picture, nothing judged
        return _ask_numbers(request, VerifyForm(initial=request.POST.dict()))
    form = VerifyForm(request.POST)
    if form.is_valid() and may_look(request, form, form.cleaned_data["guild_id"]):
        return _answer(request, form)
    return _ask_numbers(request, form)


def _answer(request: HttpRequest, form: VerifyForm) -> HttpResponse:
    known = {"guild_id": form.cleaned_data["guild_id"], "number": form.cleaned_data["number"]}
    try:
        answer = verifying.find_licence(**known)
    except RuleBroken as refusal:
        return _ask_numbers(request, VerifyForm(initial=known), trouble=str(refusal))
    if answer is None:
        form.add_error(None, panel_texts.WRONG_LICENCE)
        return _ask_numbers(request, form)
    return redirect(answer.page) if answer.page else _show(request, answer)


def _ask_numbers(request: HttpRequest, form: VerifyForm, trouble: str = "") -> HttpResponse:
    return render(request, "licensing/verify.html", {"form": form, "trouble": trouble})


def _show(request: HttpRequest, answer: LicenceAnswer) -> HttpResponse:
    context = {
        "paper": licences_texts.LICENCE_CHECK,
        "heading": to_persian_digits(answer.unit_name or answer.category_name),
        "verdict": rows.verdict(answer.validity),
        "facts": rows.facts_of_licence(answer),
        "checked_on": format_date(tehran_today()),
        "checked_line": rows.told_line(answer.validity),
    }
    return render(request, "licensing/verify_answer.html", context)

"""The public pages on which anybody types a code: each look-up is counted, whichever page it is."""

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpRequest  # noqa: TID251 - the visitor's address, for the web layer

from accounts import ceilings
from core.addresses import client_address
from core.refusals import RuleBroken


def may_look(request: HttpRequest, form: BaseForm, typed: str) -> bool:
    """Count one look-up of `typed` by this visitor; above the limits the form says when the next is possible."""
    try:
        ceilings.look_up(client_address(request.META), typed)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def looked_up(
    request: HttpRequest, form_type: Callable[..., BaseForm], is_known: Callable[[str], bool]
) -> tuple[BaseForm, str]:
    """The form of a page on which a tracking code is typed, and the code once it is known; empty until then.

    The form has a captcha and a `TrackingCodeField` named `code`: an unknown code gets the page of a mistyped one.
    """
    if request.method != "POST":
        return form_type(), ""
    if "refresh_captcha" in request.POST:  # without JavaScript: a new picture, nothing judged
        return form_type(initial=request.POST.dict()), ""
    form = form_type(request.POST)
    if form.is_valid() and may_look(request, form, form.cleaned_data["code"]):
        code: str = form.cleaned_data["code"]
        if is_known(code):
            return form, code
        form.add_error("code", form.fields["code"].unknown)  # type: ignore[attr-defined]
    return form, ""

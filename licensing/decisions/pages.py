"""The letter of acceptance by silence."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from core.private_files import send_private
from licensing.cases.models import LicenceRequest
from licensing.cases.pages import own_case
from licensing.decisions import texts


@require_safe
@own_case
def silence_letter(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    letter = getattr(case, "silence_letter", None)
    if letter is None:
        raise Http404
    if not letter.document:
        messages.info(request, texts.LETTER_NOT_READY)
        return redirect(case)
    return send_private(letter.document, name=f"letter-{case.tracking_code}")

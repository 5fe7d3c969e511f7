"""One's own licence and label as files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import citizen_required
from core.private_files import send_private
from licensing.cases.pages import user_of
from licensing.licences import texts
from licensing.licences.models import Licence


@require_safe
@never_cache
@citizen_required
def licence_document(request: HttpRequest, pk: int) -> HttpResponse:
    licence = get_object_or_404(Licence.objects.visible_to(user_of(request)), pk=pk)
    if not licence.document:
        messages.info(request, texts.PDF_NOT_READY)
        return redirect("request", pk=licence.case_id)
    return send_private(licence.document, name=f"licence-{licence.guild_id}")


@require_safe
@never_cache
@citizen_required
def licence_label(request: HttpRequest, pk: int) -> HttpResponse:
    """The guild label of its holder, to print and stick on the door."""
    licence = get_object_or_404(Licence.objects.visible_to(user_of(request)), pk=pk)
    if not licence.label:
        messages.info(request, texts.LABEL_NOT_READY)
        return redirect("request", pk=licence.case_id)
    return send_private(licence.label, name=f"label-{licence.guild_id}")

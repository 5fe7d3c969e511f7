"""Inquiry letters an applicant prints (R102, R104)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import citizen_required
from core.private_files import send_private
from licensing.cases.models import LicenceRequest
from licensing.cases.pages import own_case, user_of
from licensing.inquiries import letter_pages as letters
from licensing.inquiries import texts
from licensing.inquiries.models import LetterBatch


@require_POST
@own_case
def request_letters(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """Print one's own letters and the guild card form (annexes 15–21, R102, R104)."""
    letters.ask_for_letters(request, case, by=user_of(request))
    return redirect(case)


@require_safe
@never_cache
@citizen_required
def letters_document(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(LetterBatch.objects.visible_to(user_of(request)), pk=pk)
    if not batch.document:
        messages.info(request, texts.LETTERS_NOT_READY)
        return redirect("request", pk=batch.card_of_id)
    return send_private(batch.document, name=f"letters-{batch.pk}")

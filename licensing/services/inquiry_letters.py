"""Letters of inquiry and the guild card form as one PDF, drawn in the worker (annexes 14–21)."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import timezone

from core.pdf import render_pdf
from core.qr import qr_data_uri
from core.sweeps import each
from licensing.models import LetterBatch


def draw_up_letters(batch_id: int) -> bool:
    """Draw the PDF of a batch and keep it; returns False when it exists already.

    Two workers may draw at once; the conditional update keeps one file and removes the other.
    """
    batch = LetterBatch.objects.filter(pk=batch_id, document="").first()
    if batch is None:
        return False
    content = render_pdf(letters_html(batch))
    storage = batch.document.storage
    name = storage.save(
        batch.document.field.generate_filename(batch, f"letters-{batch.pk}.pdf"), ContentFile(content)
    )
    kept = LetterBatch.objects.filter(pk=batch_id, document="").update(document=name)
    if not kept:
        storage.delete(name)
    return bool(kept)


def letters_html(batch: LetterBatch) -> str:
    """The pages as HTML: a letter each, its code as QR and in words; the card form last."""
    rows = batch.inquiries.select_related(
        "body", "office", "request__applicant", "request__union", "request__category", "request__county__province"
    ).order_by("request_id", "pk")  # fmt: skip
    letters = [{"inquiry": inquiry, "qr": qr_data_uri(inquiry.code)} for inquiry in rows]
    context = {
        "letters": letters,
        "card": batch.card_of,
        "made_at": batch.made_at,
        "reminds": batch.reminds,
    }
    return render_to_string("licensing/pdf/inquiry_letter.html", context)


def sweep_letters() -> int:
    """Draw what a lost message or a stopped worker left undrawn; returns how many were drawn."""
    late = LetterBatch.objects.filter(document="", made_at__lt=timezone.now() - timedelta(minutes=1))
    return each(draw_up_letters, late.order_by("made_at").values_list("pk", flat=True)[:20])

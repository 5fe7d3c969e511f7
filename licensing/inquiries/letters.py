"""Letters of inquiry and the guild card form as one PDF, drawn in the worker (annexes 14–21)."""

from django.template.loader import render_to_string
from django.utils import timezone

from core.generated_files import store_once
from core.jalali import day_of, format_date
from core.pdf import render_pdf
from core.qr import qr_data_uri
from core.queue import sweep_grace
from core.sweeps import run_each_logging_errors
from core.text import to_persian_digits
from deadlines.services.terms import term_in_words
from deadlines.states import Key
from licensing.inquiries import texts
from licensing.inquiries.models import Inquiry, LetterBatch
from licensing.inquiries.states import ASKED, Fact


def draw_up_letters(batch_id: int) -> bool:
    """Draw the PDF of a batch and keep it; returns False when it exists already."""
    undrawn = LetterBatch.objects.filter(document="")
    batch = undrawn.filter(pk=batch_id).first()
    if batch is None:
        return False
    content = render_pdf(letters_html(batch))
    return store_once(undrawn, batch, "document", content, name=f"letters-{batch.pk}.pdf")


def letters_html(batch: LetterBatch) -> str:
    """The pages as HTML: a letter each, its code as QR and in words; the card form last."""
    rows = batch.inquiries.select_related(
        "body", "office", "case__applicant", "case__union", "case__category", "case__county__province"
    ).order_by("case_id", "pk")  # fmt: skip
    letters = [
        {"inquiry": inquiry, "qr": qr_data_uri(inquiry.code), "facts": facts_for(inquiry)} for inquiry in rows
    ]
    context = {
        "letters": letters,
        "card": batch.card_of,
        "made_at": batch.made_at,
        "reminds": batch.reminds,
        "term": term_in_words(Key.T4_INQUIRY, on=day_of(batch.made_at)),
    }
    return render_to_string("licensing/pdf/inquiry_letter.html", context)


def facts_for(inquiry: Inquiry) -> list[tuple[str, str]]:
    """What this body needs beside the common facts, from the form of annex 7; unanswered ones are left out."""
    case = inquiry.case
    person = case.applicant
    staff = "" if case.staff_count is None else texts.STAFF_COUNT.format(count=case.staff_count)
    facts = {
        Fact.FATHER: person.father_name,
        Fact.BIRTH_DATE: format_date(person.birth_date) if person.birth_date else "",
        Fact.BIRTH_CERTIFICATE: case.birth_certificate_no,
        Fact.ISSUED_AT: case.birth_certificate_place,
        Fact.USE: case.get_building_use_display(),
        Fact.TENURE: case.get_tenure_display(),
        Fact.AREA: texts.SQUARE_METRES.format(area=case.area_m2) if case.area_m2 else "",
        Fact.MUNICIPAL_CODE: case.municipal_code,
        Fact.TAX_CODE: case.tax_code,
        Fact.STAFF: staff,
    }
    asked = ASKED.get(inquiry.body.code, ())
    return [(fact.label, to_persian_digits(facts[fact])) for fact in asked if facts[fact]]


def sweep_letters() -> int:
    """Draw what a lost message or a stopped worker left undrawn; returns how many were drawn."""
    late = LetterBatch.objects.filter(document="", made_at__lt=timezone.now() - sweep_grace())
    return run_each_logging_errors(
        draw_up_letters, late.order_by("made_at").values_list("pk", flat=True)[:20]
    )

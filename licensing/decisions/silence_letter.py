"""The letter of an acceptance by silence: drawn up after the move, outside request and transaction (R66)."""

from django.template.loader import render_to_string
from django.utils import timezone

from core.generated_files import store_once
from core.jalali import day_of
from core.pdf import render_pdf
from core.queue import sweep_grace
from core.sweeps import run_each_logging_errors
from deadlines.services.terms import term_in_words
from deadlines.states import Key
from licensing.decisions.silence_models import SilenceLetter

RELATED = (
    "case__applicant",
    "case__category",
    "case__county__province",
    "case__union",
    "decision",
)


def draw_up_silence_letter(letter_id: int) -> bool:
    """Draw one letter's PDF and keep it; returns False when it exists already."""
    undrawn = SilenceLetter.objects.filter(document="")
    letter = undrawn.select_related(*RELATED).filter(pk=letter_id).first()
    if letter is None:
        return False
    content = render_pdf(silence_letter_html(letter))
    name = f"silence-{letter.case.tracking_code}.pdf"
    return store_once(undrawn, letter, "document", content, name=name, document_at=timezone.now())


def silence_letter_html(letter: SilenceLetter) -> str:
    """The printed page as HTML; the terms it names are those that ran, and that began, on the days it tells of."""
    case, decided = letter.case, day_of(letter.decision.decided_at)
    submitted = day_of(case.submitted_at) if case.submitted_at else decided
    context = {
        "letter": letter,
        "case": case,
        "answer_term": term_in_words(Key.T1_UNION_ANSWER, on=submitted),
        "papers_term": term_in_words(Key.T2_DOCUMENTS, on=decided),
    }
    return render_to_string("licensing/pdf/silence_letter.html", context)


def sweep_silence_letters() -> int:
    """Draw what a lost message or a stopped worker left undrawn; returns how many were drawn."""
    late = SilenceLetter.objects.filter(document="", created_at__lt=timezone.now() - sweep_grace())
    return run_each_logging_errors(
        draw_up_silence_letter, late.order_by("created_at").values_list("pk", flat=True)[:50]
    )

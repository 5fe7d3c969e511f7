"""Timed and background entry points of licensing."""

from celery import shared_task

from licensing.cases import clock
from licensing.decisions import lapsing, refusals, silence, silence_letter
from licensing.decisions import services as decisions
from licensing.desk import holding
from licensing.inquiries import (
    letters as inquiry_letters,
)
from licensing.inquiries import (
    postal,
    reminders,
)
from licensing.inquiries import (
    scanning as inquiries_scanning,
)
from licensing.inquiries import (
    services as inquiries,
)
from licensing.intake import drafts
from licensing.licences import documents
from licensing.papers import scanning, unseen


@shared_task(name="licensing.draw_up_licence", time_limit=60, soft_time_limit=45)
def draw_up_licence(licence_id: int) -> None:
    documents.draw_up_licence(licence_id)


@shared_task(name="licensing.draw_up_label", time_limit=60, soft_time_limit=45)
def draw_up_label(licence_id: int) -> None:
    documents.draw_up_label(licence_id)


@shared_task(name="licensing.sweep_documents", time_limit=120)
def sweep_documents() -> None:
    """Draw the PDFs that were missed."""
    documents.sweep_documents()
    documents.sweep_labels()
    silence_letter.sweep_silence_letters()


@shared_task(name="licensing.draw_up_silence_letter", time_limit=60, soft_time_limit=45)
def draw_up_silence_letter(letter_id: int) -> None:
    silence_letter.draw_up_silence_letter(letter_id)


@shared_task(name="licensing.warn_of_silence", time_limit=600)
def warn_of_silence() -> None:
    silence.warn_of_silence()


@shared_task(name="licensing.tell_moved_terms", time_limit=300)
def tell_moved_terms() -> None:
    """Tell applicants, by day, of the ends of terms that the calendar has moved."""
    clock.tell_moved()


@shared_task(name="licensing.accept_by_silence", time_limit=120)
def accept_by_silence() -> None:
    """Accept by law what the unions did not answer in time."""
    decisions.accept_overdue()


@shared_task(name="licensing.lapse", time_limit=120)
def lapse() -> None:
    """Close the requests whose three months for documents or payment are over, and the times to object that passed."""
    lapsing.lapse_overdue()
    refusals.end_objection_times()


@shared_task(name="licensing.warn_of_lapse", time_limit=600)
def warn_of_lapse() -> None:
    lapsing.warn_of_lapse()


@shared_task(name="licensing.name_unseen_papers", time_limit=600)
def name_unseen_papers() -> None:
    """Name the papers a union has not looked at in time to its board and the inspectors."""
    unseen.name_unseen_papers()


@shared_task(name="licensing.delete_old_drafts", time_limit=600)
def delete_old_drafts() -> None:
    """Delete the drafts nobody touched for thirty days; their owners are told a week before."""
    drafts.delete_old_drafts()


@shared_task(name="licensing.draw_up_letters", time_limit=120, soft_time_limit=90)
def draw_up_letters(batch_id: int) -> None:
    inquiry_letters.draw_up_letters(batch_id)


@shared_task(name="licensing.sweep_letters", time_limit=120)
def sweep_letters() -> None:
    """Draw the letters that were missed."""
    inquiry_letters.sweep_letters()


@shared_task(name="licensing.deem_inquiries_positive", time_limit=120)
def deem_inquiries_positive() -> None:
    """Count as positive by law what a body did not answer in time."""
    inquiries.deem_overdue()


@shared_task(name="licensing.ask_post", time_limit=60, soft_time_limit=45)
def ask_post(check_id: int) -> None:
    """Ask the post register about the premises of one request."""
    postal.ask_post(check_id)


@shared_task(name="licensing.sweep_postal_codes", time_limit=600)
def sweep_postal_codes() -> None:
    """Ask the post register again where it did not answer."""
    postal.sweep_checks()


@shared_task(name="licensing.free_left_files", time_limit=600)
def free_left_files() -> None:
    """Put back the files of people whose role ended by its date."""
    holding.free_left_files()


@shared_task(name="licensing.remind_bodies", time_limit=600)
def remind_bodies() -> None:
    reminders.remind_bodies()


@shared_task(name="licensing.scan_paper", time_limit=60, soft_time_limit=45)
def scan_paper(document_id: int) -> None:
    scanning.scan_paper(document_id)


@shared_task(name="licensing.scan_slip", time_limit=60, soft_time_limit=45)
def scan_slip(inquiry_id: int) -> None:
    inquiries_scanning.scan_slip(inquiry_id)


@shared_task(name="licensing.scan_papers", time_limit=600)
def scan_papers() -> None:
    """Have the papers and slips looked through that are still held."""
    scanning.scan_held()
    inquiries_scanning.scan_held()

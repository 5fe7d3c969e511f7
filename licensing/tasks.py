"""Timed and background entry points of licensing: each task and the service that does its work."""

from celery import shared_task

from licensing.cases import clock
from licensing.decisions import lapsing, refusals, services, silence, silence_letter
from licensing.desk import holding
from licensing.inquiries import letters, postal, reminders
from licensing.inquiries import scanning as slips
from licensing.inquiries import services as inquiries
from licensing.intake import drafts
from licensing.licences import documents
from licensing.papers import scanning as papers
from licensing.papers import unseen


def sweep_documents() -> None:
    """Draw the PDFs that were missed."""
    documents.sweep_documents()
    documents.sweep_labels()
    silence_letter.sweep_silence_letters()


def lapse() -> None:
    """Close the requests whose three months for documents or payment are over, and the times to object that passed."""
    lapsing.lapse_overdue()
    refusals.end_objection_times()


def scan_papers() -> None:
    """Have the papers and slips looked through that are still held."""
    papers.scan_held()
    slips.scan_held()


#: Work on one row, asked for with the commit that wrote it, and the seconds it may take.
ROWS = {
    "draw_up_licence": (documents.draw_up_licence, 60),
    "draw_up_label": (documents.draw_up_label, 60),
    "draw_up_silence_letter": (silence_letter.draw_up_silence_letter, 60),
    "draw_up_letters": (letters.draw_up_letters, 120),
    "ask_post": (postal.ask_post, 60),
    "scan_paper": (papers.scan_paper, 60),
    "scan_slip": (slips.scan_slip, 60),
}
#: Work by the timetable, and the seconds it may take.
SWEEPS = {
    "sweep_documents": (sweep_documents, 120),
    "sweep_letters": (letters.sweep_letters, 120),
    "accept_by_silence": (services.accept_overdue, 120),
    "lapse": (lapse, 120),
    "deem_inquiries_positive": (inquiries.deem_overdue, 120),
    "tell_moved_terms": (clock.tell_moved, 300),
    "warn_of_silence": (silence.warn_of_silence, 600),
    "warn_of_lapse": (lapsing.warn_of_lapse, 600),
    "name_unseen_papers": (unseen.name_unseen_papers, 600),
    "delete_old_drafts": (drafts.delete_old_drafts, 600),
    "sweep_postal_codes": (postal.sweep_checks, 600),
    "free_left_files": (holding.free_left_files, 600),
    "remind_bodies": (reminders.remind_bodies, 600),
    "scan_papers": (scan_papers, 600),
}

for name, (work, seconds) in ROWS.items():  # warned at three quarters, so that what is half done is put away
    shared_task(name=f"licensing.{name}", time_limit=seconds, soft_time_limit=seconds * 3 // 4)(work)
for name, (sweep, seconds) in SWEEPS.items():
    shared_task(name=f"licensing.{name}", time_limit=seconds)(sweep)

"""Every write of licensing: one verb, one transaction, one trace."""

from licensing.services.agenda import add_to_agenda, take_off_agenda
from licensing.services.billing import Cost, bill_awaiting, send_invoice
from licensing.services.checklist import tick_checklist
from licensing.services.decisions import (
    accept_conditionally,
    end_objection_times,
    refuse_to_issue,
    reject,
    return_for_completion,
)
from licensing.services.delivery import deliver
from licensing.services.desk import (
    forget_filter,
    free_files_of,
    free_left_files,
    mark_read,
    open_many,
    release,
    save_filter,
    take,
    take_next,
)
from licensing.services.documents import draw_up_label, draw_up_licence, sweep_documents, sweep_labels
from licensing.services.intake import find_union, save_details, start_request, submit, withdraw
from licensing.services.interviews import invite, record_interview
from licensing.services.issuing import issue
from licensing.services.lapsing import lapse, lapse_overdue, warn_of_lapse
from licensing.services.letters import draw_up_silence_letter, sweep_letters
from licensing.services.paper_intake import check_taken, enter_paper_file
from licensing.services.payments import confirm_payments
from licensing.services.publishing import preview, publish
from licensing.services.restarting import start_again
from licensing.services.review import (
    accept,
    accept_by_silence,
    accept_overdue,
    open_review,
)
from licensing.services.sessions import (
    Entry,
    cancel_session,
    lawful_seats,
    plan_session,
    present_in,
    record_votes,
    save_sheet,
    seats_of,
    set_attendance,
    set_grounds,
    set_outcome,
)
from licensing.services.silence import warn_of_silence
from licensing.services.unseen_papers import name_unseen_papers

__all__ = [
    "Cost",
    "Entry",
    "accept",
    "accept_by_silence",
    "accept_conditionally",
    "accept_overdue",
    "add_to_agenda",
    "bill_awaiting",
    "cancel_session",
    "check_taken",
    "confirm_payments",
    "deliver",
    "draw_up_label",
    "draw_up_licence",
    "draw_up_silence_letter",
    "end_objection_times",
    "enter_paper_file",
    "find_union",
    "forget_filter",
    "free_files_of",
    "free_left_files",
    "invite",
    "issue",
    "lapse",
    "lapse_overdue",
    "lawful_seats",
    "mark_read",
    "name_unseen_papers",
    "open_many",
    "open_review",
    "plan_session",
    "present_in",
    "preview",
    "publish",
    "record_interview",
    "record_votes",
    "refuse_to_issue",
    "reject",
    "release",
    "return_for_completion",
    "save_details",
    "save_filter",
    "save_sheet",
    "seats_of",
    "send_invoice",
    "set_attendance",
    "set_grounds",
    "set_outcome",
    "start_again",
    "start_request",
    "submit",
    "sweep_documents",
    "sweep_labels",
    "sweep_letters",
    "take",
    "take_next",
    "take_off_agenda",
    "tick_checklist",
    "warn_of_lapse",
    "warn_of_silence",
    "withdraw",
]

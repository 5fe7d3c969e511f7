"""Every write of licensing: one verb, one transaction, one trace."""

from licensing.services.billing import confirm_payments, send_invoice
from licensing.services.documents import draw_up_licence, sweep_documents
from licensing.services.intake import find_union, save_details, start_request, submit, withdraw
from licensing.services.issuing import issue
from licensing.services.restarting import start_again
from licensing.services.review import (
    accept,
    accept_by_silence,
    accept_overdue,
    complete_documents,
    lapse,
    lapse_overdue,
    open_review,
)

__all__ = [
    "accept",
    "accept_by_silence",
    "accept_overdue",
    "complete_documents",
    "confirm_payments",
    "draw_up_licence",
    "find_union",
    "issue",
    "lapse",
    "lapse_overdue",
    "open_review",
    "save_details",
    "send_invoice",
    "start_again",
    "start_request",
    "submit",
    "sweep_documents",
    "withdraw",
]

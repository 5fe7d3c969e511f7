"""Inquiries as values for templates."""

from collections.abc import Iterable

from core.jalali import format_date
from licensing.cases.rows import Row
from licensing.inquiries import texts
from licensing.inquiries.models import Inquiry
from licensing.inquiries.states import ANSWERED_BY_BODY, InquiryState

ANSWERED = (*ANSWERED_BY_BODY, InquiryState.DEEMED_POSITIVE)


def inquiries(rows: Iterable[Inquiry]) -> Row:
    """What was asked of whom and what came back, for the applicant."""
    shown: list[Row] = [
        {
            "name": row.body.name,
            "state": row.get_state_display(),
            "tone": texts.INQUIRY_TONES.get(row.state, "neutral"),
            "reasons": row.reasons,
            "until": format_date(row.due_at) if row.due_at and row.is_open else "",
            "answered": row.state in ANSWERED,
        }
        for row in rows
    ]
    return {"rows": shown, "answered": sum(row["answered"] for row in shown)}

"""Decisions of the commissions as people read them."""

from core.jalali import format_numeric
from core.text import to_persian_digits
from organizations.approvals.models import CommissionApproval
from organizations.approvals.states import ApprovalState


def approval_state(row: CommissionApproval) -> dict[str, str]:
    """What the body it names has said of a decision, as a chip; a chamber's entry is called so until then."""
    if row.state == ApprovalState.ENTERED:
        return {"text": "ثبت اتاق اصناف، در انتظار تأیید کمیسیون", "tone": "warning"}
    tone = "success" if row.state == ApprovalState.CONFIRMED else "danger"
    return {"text": row.get_state_display(), "tone": tone}


def approval_words(approval: CommissionApproval) -> str:
    """Number and day of an approval."""
    return to_persian_digits(f"{approval.number} مورخ {format_numeric(approval.approved_on)}")

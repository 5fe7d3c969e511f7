"""Requests as rows of the panel."""

from collections.abc import Iterable
from typing import Any

from core.jalali import format_date
from licensing.cases.models import LicenceRequest
from licensing.cases.rows import Row, tone, tracking_code
from licensing.cases.states import Status

REQUEST_COLUMNS = ["رسته", "وضعیت", "اتحادیه", "کد رهگیری", "تاریخ"]


def matters_now(request: LicenceRequest, *, has_needs: bool) -> Row:
    """Which sections of a request's page stand open before its way; the others are past and lie in folds.

    `has_needs`: whether the board still needs something of the applicant.
    """
    card = getattr(request, "guild_card", None)
    return {
        "answers": has_needs or request.status in (Status.CONDITIONAL, Status.REJECTED, Status.REFUSED),
        "inquiries": request.status == Status.IN_PROGRESS,
        "bill": request.status == Status.AWAITING_PAYMENT,
        "card": card is not None and not card.card_last_four and not request.is_over,
        "papers": "primary" if request.status in (Status.SUBMITTED, Status.IN_PROGRESS) else "secondary",
    }


def request_rows(requests: Iterable[LicenceRequest]) -> list[list[Any]]:
    """Cells of the list of one's own requests."""
    return [
        [
            {"text": request.category.name, "url": request.get_absolute_url()},
            {"text": Status(request.status).label, "tone": tone(request.status)},
            request.union.name,
            {"text": tracking_code(request), "ltr": True},
            format_date(request.submitted_at or request.created_at),
        ]
        for request in requests
    ]

"""Requests as rows of the panel."""

from collections.abc import Iterable
from typing import Any

from core.jalali import format_date
from licensing.cases.models import LicenceRequest
from licensing.cases.rows import Row, tone, tracking_code
from licensing.cases.states import Status

CASE_COLUMNS = ["رسته", "وضعیت", "اتحادیه", "کد رهگیری", "تاریخ"]


def matters_now(case: LicenceRequest, *, has_needs: bool) -> Row:
    """Which sections of a request's page stand open before its way; the others are past and lie in folds.

    `has_needs`: whether the board still needs something of the applicant.
    """
    card = getattr(case, "guild_card", None)
    return {
        "answers": has_needs or case.status in (Status.CONDITIONAL, Status.REJECTED, Status.REFUSED),
        "inquiries": case.status == Status.IN_PROGRESS,
        "bill": case.status == Status.AWAITING_PAYMENT,
        "card": card is not None and not card.card_last_four and not case.is_over,
        "papers": "primary" if case.status in (Status.SUBMITTED, Status.IN_PROGRESS) else "secondary",
    }


def case_rows(requests: Iterable[LicenceRequest]) -> list[list[Any]]:
    return [
        [
            {"text": case.category.name, "url": case.get_absolute_url()},
            {"text": Status(case.status).label, "tone": tone(case.status)},
            case.union.name,
            {"text": tracking_code(case), "ltr": True},
            format_date(case.submitted_at or case.created_at),
        ]
        for case in requests
    ]

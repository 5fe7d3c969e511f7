"""The bill, its slips and the money that goes back, as their owner reads them."""

from django.db.models import prefetch_related_objects

from core.jalali import format_date, format_datetime
from core.rials import format_rials
from core.text import to_persian_digits
from licensing.billing import texts
from licensing.billing.models import Invoice, InvoiceLine
from licensing.billing.refund_models import Refund
from licensing.cases.rows import Row


def bill(invoice: Invoice) -> Row:
    """A bill as it was billed, whatever the tariff says today (R137), and where the slip of each line stands."""
    prefetch_related_objects([invoice], "lines__slip_refusals")
    lines = list(invoice.lines.all())
    return {
        "rows": [
            [
                line.title,
                format_rials(line.amount),
                line.account,
                line.approval,
                _paid(line),
                to_persian_digits(line.evidence),
                _refused(line),
            ]
            for line in lines
        ],
        "withheld": invoice.withheld,
        "total": format_rials(sum(line.amount for line in lines)),
        "billed_at": format_datetime(invoice.billed_at),
    }


def _paid(line: InvoiceLine) -> Row:
    if not line.slip_number:
        return {"text": "پرداخت نشده", "tone": "warning"}
    if line.verified_at is None:
        return {"text": to_persian_digits(f"فیش {line.slip_number}، در انتظار تأیید"), "tone": "info"}
    return {"text": to_persian_digits(f"فیش {line.slip_number}"), "tone": "success"}


def _refused(line: InvoiceLine) -> str:
    found = list(line.slip_refusals.all()) if not line.slip_number else []
    if not found:
        return ""
    return to_persian_digits(f"فیش {found[0].slip_number} پذیرفته نشد: {found[0].get_reason_display()}")


def refund(found: Refund | None) -> Row | None:
    if found is None:
        return None
    done = found.paid_at is not None
    return {
        "amount": format_rials(found.amount),
        "payee": found.payee.full_name,
        "reason": to_persian_digits(found.reason),
        "booked": format_date(found.booked_at),
        "state": texts.REFUNDED
        if done
        else texts.REFUND_APPROVED
        if found.approved_at
        else texts.REFUND_BOOKED,
        "tone": "success" if done else "warning",
        "paid": format_date(found.paid_at) if found.paid_at else "",
        "number": to_persian_digits(found.transfer_number),
    }

"""Bill and payment: only lawful lines of the union's published tariff (R120–R138)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.jalali import format_numeric
from core.refusals import RuleBroken
from core.rials import format_rials
from core.text import to_persian_digits
from deadlines.rules import Key
from licensing import rules, texts
from licensing.models import Invoice, InvoiceLine, LicenceRequest
from licensing.rules import Status
from licensing.services import clock, interviews
from licensing.services.moves import lock, move
from messaging import services as messaging
from organizations import services as organizations
from organizations.models import FeeItem


@transaction.atomic
def send_invoice(request: LicenceRequest, *, by: User, seen_version: int | None = None) -> Invoice:
    """Bill the lines of the tariff in force today; later changes do not touch this bill (R137).

    Raises:
        RuleBroken: "no_fees" for a union without published conditions (R126), "interview_open", "stale", moves.
    """
    case = lock(request, seen_version=seen_version)
    rules.check_move(case, Status.AWAITING_PAYMENT, by)
    interviews.check_settled(case)
    fees = list(organizations.fees_in_force(case.union, kind=case.kind))
    if organizations.conditions_in_force(case.union, case.category) is None or not fees:
        raise RuleBroken(texts.NO_FEES, code="no_fees")
    invoice = Invoice.objects.create(request=case, billed_by=by)
    InvoiceLine.objects.bulk_create(_line(invoice, fee) for fee in fees if fee.amount is not None)
    clock.wait_for_applicant(
        case, Key.T3_ISSUE, by=by, reason=texts.AWAITING_PAYMENT, legal_basis=texts.PAYMENT_BASIS
    )
    total = format_rials(invoice.total)
    move(case, Status.AWAITING_PAYMENT, by=by, text=texts.BILLED.format(total=total))
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M16",
        subject=texts.SUBJECT_INVOICE,
        body=texts.BODY_INVOICE.format(total=total),
        sms_text=texts.SMS_INVOICE.format(total=total),
    )
    return invoice


def _line(invoice: Invoice, fee: FeeItem) -> InvoiceLine:
    """A line with everything R125 asks for, copied so that it stays as it was billed."""
    account = fee.account
    approval = to_persian_digits(f"{fee.approval.number} مورخ {format_numeric(fee.approval.approved_on)}")
    return InvoiceLine(
        invoice=invoice,
        fee=fee,
        title=fee.title,
        amount=fee.amount or 0,
        account=f"{account.bank}، حساب {to_persian_digits(account.number)} به نام {account.body.name}",
        approval=approval,
    )


@transaction.atomic
def confirm_payments(
    request: LicenceRequest, slips: Mapping[int, str], *, by: User, seen_version: int | None = None
) -> LicenceRequest:
    """The union saw a deposit slip for every line (R134, R138); the file is ready for issue.

    Args:
        slips: slip number by the line's primary key; every line needs one.

    Raises:
        RuleBroken: "slips_missing", "stale", moves.
    """
    case = lock(request, seen_version=seen_version)
    rules.check_move(case, Status.READY, by)
    lines = list(case.invoice.lines.select_for_update())
    if not all(slips.get(line.pk, "").strip() for line in lines):
        raise RuleBroken(texts.SLIPS_MISSING, code="slips_missing")
    now = timezone.now()
    for line in lines:
        line.slip_number = slips[line.pk].strip()
        line.verified_at, line.verified_by = now, by
        line.save(update_fields=["slip_number", "verified_at", "verified_by"])
    clock.go_on(case, Key.T3_ISSUE, by=by)
    move(case, Status.READY, by=by, text=texts.PAID)
    return case

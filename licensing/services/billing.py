"""Bill and payment: only lawful lines of the union's published tariff (R120–R138)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.refusals import RuleBroken
from core.rials import format_rials
from deadlines.rules import Key
from licensing import rules, texts
from licensing.models import Invoice, InvoiceLine, LicenceRequest
from licensing.rules import Status
from licensing.services import clock, interviews
from licensing.services.moves import lock, move
from messaging import services as messaging
from organizations import services as organizations
from organizations.pages import account_words, approval_words
from organizations.services import Bill, Charge


@dataclass(frozen=True, slots=True)
class Cost:
    """What the union paid out for the applicant, in rials, and the receipt that shows it (R135)."""

    amount: int
    evidence: str


def bill_awaiting(case: LicenceRequest) -> Bill:
    """The lines a bill of this request would have today."""
    return organizations.bill_of(case.union, case.category, kind=case.kind)


@transaction.atomic
def send_invoice(
    request: LicenceRequest,
    *,
    by: User,
    costs: Mapping[int, Cost] = MappingProxyType({}),
    seen_version: int | None = None,
) -> Invoice:
    """Bill the lines of the tariff in force today; later changes do not touch this bill (R137).

    Args:
        costs: what was paid out, by the primary key of the at-cost line of the tariff; lines without are not billed.

    Raises:
        RuleBroken: "no_fees" for a union without published conditions (R126), "no_e_services" (R129), "not_at_cost",
            "no_evidence" for a cost without its receipt (R135), "interview_open", "stale", moves.
    """
    case = lock(request, seen_version=seen_version)
    rules.check_move(case, Status.AWAITING_PAYMENT, by)
    interviews.check_settled(case)
    bill = bill_awaiting(case)
    if bill.refusal is not None:
        raise bill.refusal
    _check_costs(bill, costs)
    withheld = [{"title": charge.fee.title, "reason": charge.obstacle} for charge in bill.withheld]
    invoice = Invoice.objects.create(request=case, billed_by=by, withheld=withheld)
    lines = (_line(invoice, charge, costs.get(charge.fee.pk)) for charge in bill.charges)
    InvoiceLine.objects.bulk_create(line for line in lines if line is not None)
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


def _check_costs(bill: Bill, costs: Mapping[int, Cost]) -> None:
    """Only lines at cost take an amount, and each with its evidence."""
    at_cost = {charge.fee.pk for charge in bill.charges if charge.amount is None}
    if not at_cost.issuperset(costs):
        raise RuleBroken(texts.NOT_AT_COST, code="not_at_cost")
    if any(cost.amount <= 0 or not cost.evidence.strip() for cost in costs.values()):
        raise RuleBroken(texts.NO_EVIDENCE, code="no_evidence")


def _line(invoice: Invoice, charge: Charge, cost: Cost | None) -> InvoiceLine | None:
    """A line with everything R125 asks for, copied so that it stays as it was billed; None for a cost not paid out."""
    amount = cost.amount if cost else charge.amount
    if amount is None:
        return None
    fee = charge.fee
    return InvoiceLine(
        invoice=invoice,
        fee=fee,
        title=fee.title,
        amount=amount,
        account=account_words(charge.account),
        approval=approval_words(fee.approval),
        is_at_cost=cost is not None,
        evidence=cost.evidence.strip() if cost else "",
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

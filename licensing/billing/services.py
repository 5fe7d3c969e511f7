"""The bill: only lawful lines of the union's published tariff, after the originals were compared (R78, R120–R137)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from django.db import transaction

from accounts.models import User
from core.refusals import RuleBroken
from core.rials import format_rials
from deadlines.states import Key
from licensing.billing import texts
from licensing.billing.models import Invoice, InvoiceLine
from licensing.cases import clock, turns
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock, move
from licensing.cases.states import Status
from licensing.inquiries import services as inquiries
from licensing.interviews import services as interviews
from licensing.papers.rules import check_originals
from messaging import services as messaging
from organizations.approvals.rows import approval_words
from organizations.tariffs import charges
from organizations.tariffs.charges import Bill, Charge
from organizations.tariffs.models import PayeeAccount
from organizations.tariffs.rows import account_words


@dataclass(frozen=True, slots=True)
class Cost:
    """What the union paid out for the applicant, in rials, and the receipt that shows it (R135)."""

    amount: int
    evidence: str


def bill_awaiting(case: LicenceRequest) -> Bill:
    """The lines a bill of this request would have today."""
    return charges.bill_of(case.union, case.category, kind=case.kind)


@transaction.atomic
def send_invoice(
    case: LicenceRequest,
    *,
    by: User,
    costs: Mapping[int, Cost] = MappingProxyType({}),
    seen_version: int | None = None,
) -> Invoice:
    """Bill the lines of the tariff in force today; later changes do not touch this bill (R137).

    A file that came back after payment keeps its paid bill: nothing is asked for twice.

    Args:
        costs: what was paid out, by the primary key of the at-cost line of the tariff; lines without are not billed.

    Raises:
        RuleBroken: as `check_may_bill`; "not_at_cost", "no_evidence" for a cost without its receipt (R135), "stale".
    """
    case = lock(case, seen_version=seen_version)
    check_may_bill(case, by)
    paid = paid_bill(case)
    if paid is not None:
        move(case, Status.AWAITING_PAYMENT, by=by, text=texts.PAID_BEFORE)
        move(case, Status.READY, by=by, text=texts.PAID)
        return paid
    bill = bill_awaiting(case)
    _check_costs(bill, costs)
    withheld = [{"title": charge.fee.title, "reason": charge.obstacle} for charge in bill.withheld]
    invoice = Invoice.objects.create(case=case, billed_by=by, withheld=withheld)
    lines = (_line(invoice, charge, costs.get(charge.fee.pk)) for charge in bill.charges)
    InvoiceLine.objects.bulk_create(line for line in lines if line is not None)
    clock.start(case, Key.T22_PAYMENT, by=by)
    due = clock.due_in_words(case)
    total = format_rials(invoice.total)
    move(case, Status.AWAITING_PAYMENT, by=by, text=texts.BILLED.format(total=total))
    turns.settle(case, by=by)
    _tell(case, invoice, total=total, due=due)
    return invoice


def check_may_bill(case: LicenceRequest, by: User) -> None:
    """A bill goes out when the board has seen the originals and every open question is answered (R78, R107, R126).

    Raises:
        RuleBroken: "originals", "interview_open", "negative_needs_board", "no_fees" for a union without published
            conditions (R126), "no_e_services" (R129), "own_file", "unknown_officer", moves.
    """
    cases_rules.check_may_lead(case, Status.AWAITING_PAYMENT, by)
    interviews.check_settled(case)
    inquiries.check_judged(case, by)
    check_originals(case.documents.current().select_related("type"))
    if paid_bill(case) is None and (refusal := bill_awaiting(case).refusal) is not None:
        raise refusal


def paid_bill(case: LicenceRequest) -> Invoice | None:
    """The bill of a file that came back after its payment."""
    found: Invoice | None = Invoice.objects.filter(case=case).first()
    return found


def _tell(case: LicenceRequest, invoice: Invoice, *, total: str, due: str) -> None:
    """M16: every line with its account and approval, and until when."""
    lines = "\n".join(
        texts.INVOICE_LINE.format(
            title=line.title, amount=format_rials(line.amount), account=line.account, approval=line.approval
        )
        for line in invoice.lines.all()
    )
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M16",
        subject=texts.SUBJECT_INVOICE,
        body=texts.BODY_INVOICE.format(category=case.category.name, total=total, lines=lines, due=due),
        sms_text=texts.SMS_INVOICE.format(total=total, due=due),
    )


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
    fee, account = charge.fee, cast("PayeeAccount", charge.account)  # a charge without an account is withheld
    return InvoiceLine(
        invoice=invoice,
        fee=fee,
        title=fee.title,
        amount=amount,
        account=account_words(account),
        paid_into=account,
        approval=approval_words(fee.approval),
        is_at_cost=cost is not None,
        evidence=cost.evidence.strip() if cost else "",
    )

"""Money that goes back: booked when a paid file ends without a licence, returned by two people of the union.

Shown to the applicant and at the desk. Two people: security bar 2.
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.refusals import NotYourTurn, RuleBroken
from core.rials import format_rials
from core.text import normalise, to_ascii_digits, to_persian_digits
from licensing.billing import texts
from licensing.billing.models import Invoice
from licensing.billing.refund_models import Refund
from licensing.cases.models import LicenceRequest
from licensing.cases.rules import check_impartial
from licensing.cases.states import Actor
from messaging import services as messaging


def book(case: LicenceRequest, *, reason: str, by: User | None) -> Refund | None:
    """Book what was verified on the bill of a locked file that ends; nothing when nothing was paid.

    Args:
        reason: the sentence of the file's history that ended it.
        by: who ended it; None when the law did.
    """
    invoice = Invoice.objects.filter(case=case).first()
    if invoice is None:
        return None
    amount = sum(line.amount for line in invoice.lines.exclude(verified_at=None))
    if not amount:
        return None
    refund: Refund = Refund.objects.create(
        case=case, invoice=invoice, payee=case.applicant, amount=amount, reason=reason[:500], booked_by=by
    )
    audit.record(case, "refund booked", by=by, after={"amount": amount})
    _tell(refund, texts.SUBJECT_REFUND, texts.BODY_REFUND, texts.SMS_REFUND)
    return refund


@transaction.atomic
def approve(refund: Refund, *, by: User) -> Refund:
    """The board agrees that the money goes back: the first of the two people.

    Raises:
        RuleBroken: "not_your_turn", "own_file", "unknown_officer", "approved_already".
    """
    row = _locked(refund)
    check_may_approve(row, by)
    row.approved_at, row.approved_by = timezone.now(), by
    row.save(update_fields=["approved_at", "approved_by"])
    audit.record(row.case, "refund approved", by=by, after={"amount": row.amount})
    return row


@transaction.atomic
def record_transfer(refund: Refund, *, transfer_number: str, by: User) -> Refund:
    """The money was sent back: the second person writes the number of the bank's document; the applicant is told.

    Raises:
        RuleBroken: "not_your_turn", "own_file", "unknown_officer", "not_approved", "same_person", "paid_already",
            "no_number".
    """
    row = _locked(refund)
    check_may_transfer(row, by)
    row.transfer_number = to_ascii_digits(normalise(transfer_number))[:40]
    if not row.transfer_number:
        raise RuleBroken(texts.NO_TRANSFER_NUMBER, code="no_number")
    row.paid_at, row.paid_by = timezone.now(), by
    row.save(update_fields=["paid_at", "paid_by", "transfer_number"])
    audit.record(row.case, "refund paid", by=by, after={"amount": row.amount, "number": row.transfer_number})
    _tell(row, texts.SUBJECT_REFUNDED, texts.BODY_REFUNDED, texts.SMS_REFUNDED)
    return row


def check_may_approve(refund: Refund, by: User) -> None:
    check_impartial(refund.case, by)
    if Actor.UNION_BOARD not in refund.case.actors_of(by):
        raise RuleBroken(texts.BOARD_APPROVES, code="not_your_turn")
    if refund.approved_at is not None:
        raise RuleBroken(texts.APPROVED_ALREADY, code="approved_already")


def check_may_transfer(refund: Refund, by: User) -> None:
    check_impartial(refund.case, by)
    if Actor.UNION_OPERATOR not in refund.case.actors_of(by):
        raise NotYourTurn
    if refund.paid_at is not None:
        raise RuleBroken(texts.PAID_ALREADY, code="paid_already")
    if refund.approved_by is None:
        raise RuleBroken(texts.NOT_APPROVED, code="not_approved")
    if by.person_id == refund.approved_by.person_id:
        raise RuleBroken(texts.SAME_PERSON, code="same_person")


def _locked(refund: Refund) -> Refund:
    rows = Refund.objects.select_for_update(of=("self",))
    found: Refund = rows.select_related("case__applicant", "case__category", "approved_by").get(pk=refund.pk)
    return found


def _tell(refund: Refund, subject: str, body: str, sms: str) -> None:
    words = {
        "category": refund.case.category.name,
        "amount": format_rials(refund.amount),
        "reason": refund.reason,
        "number": to_persian_digits(refund.transfer_number),
    }
    messaging.notify(
        refund.payee,
        link=refund.case.get_absolute_url(),
        kind=texts.KIND_REFUND,
        subject=subject,
        body=body.format(**words),
        sms_text=sms.format(**words),
    )

"""The bill at the desk: sent, its slips verified or refused, and money that goes back (R134, R138, M17)."""

from typing import Any

from accounts.models import User
from core.refusals import why_not
from licensing.billing import payments, refunds, services
from licensing.billing.desk_forms import (
    ApprovalForm,
    BillForm,
    PaymentForm,
    SlipRefusalForm,
    TransferForm,
    bill_context,
    slips_to_see,
)
from licensing.billing.refund_models import Refund
from licensing.cases.desk import allowed_by, leads_to, refusal_by
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from organizations.desk.cards import Card, Place
from organizations.desk.steps import Step


def _refund_of(case: LicenceRequest) -> Refund | None:
    found: Refund | None = getattr(case, "refund", None)
    return found


def _may_approve(case: LicenceRequest, user: User) -> bool:
    refund = _refund_of(case)
    return refund is not None and not why_not(refunds.check_may_approve, refund, user)


def _may_transfer(case: LicenceRequest, user: User) -> bool:
    refund = _refund_of(case)
    return refund is not None and not why_not(refunds.check_may_transfer, refund, user)


STEPS = (
    Step(
        name="bill",
        service=services.send_invoice,
        form=BillForm,
        button="صدور صورتحساب",
        hint="پس از تطبیق اصل مدارک، از روی تعرفهٔ منتشرشدهٔ اتحادیه",
        done="صورتحساب صادر و به متقاضی اعلام شد.",
        offered=leads_to(Status.AWAITING_PAYMENT),
        why=refusal_by(services.check_may_bill),
        template="admin/licensing/_bill_awaiting.html",
        values=lambda case, user, form: {"bill": bill_context(form.bill)},
    ),
    Step(
        name="pay",
        service=payments.confirm_payments,
        form=PaymentForm,
        button="تأیید پرداخت‌ها",
        hint="شمارهٔ فیش‌هایی را که دیده‌اید بنویسید؛ بقیه می‌ماند",
        done="فیش‌ها تأیید و به متقاضی اعلام شد.",
        offered=leads_to(Status.READY),
        why=refusal_by(payments.check_may_confirm),
    ),
    Step(
        name="refuse_slip",
        path="refuse/slip",
        service=payments.refuse_slip,
        form=SlipRefusalForm,
        button="اعلام به متقاضی",
        done="نپذیرفتن فیش به متقاضی اعلام شد.",
        offered=lambda case, user: (
            allowed_by(payments.check_may_confirm)(case, user) and bool(slips_to_see(case))
        ),
        kind="secondary",
        is_panel=False,
    ),
    Step(
        name="refund_approve",
        path="refund/approve",
        service=lambda case, **told: refunds.approve(case.refund, **told),
        form=ApprovalForm,
        button="تأیید بازگشت وجه",
        done="بازگشت وجه تأیید شد.",
        offered=_may_approve,
        is_panel=False,
    ),
    Step(
        name="refund_transfer",
        path="refund/transfer",
        service=lambda case, **told: refunds.record_transfer(case.refund, **told),
        form=TransferForm,
        button="ثبت بازگشت وجه",
        done="بازگشت وجه ثبت و به متقاضی اعلام شد.",
        offered=_may_transfer,
        is_panel=False,
    ),
)


def refund_cards(case: LicenceRequest, user: User) -> list[Card]:
    """The money that goes back, with the acts its rules allow this person now, or why none is."""
    refund = _refund_of(case)
    if refund is None:
        return []
    waits = not _may_approve(case, user) and refund.paid_at is None
    why = why_not(refunds.check_may_transfer, refund, user) if waits else ""
    return [Card("admin/licensing/_refund.html", {"refund": refund, "why": why}, Place.STEPS)]


def cards(case: LicenceRequest, user: User) -> list[Card]:
    invoice = getattr(case, "invoice", None)
    if invoice is None:
        return []
    paid: dict[str, Any] = {
        "invoice": invoice,
        "is_paid": all(line.verified_at for line in invoice.lines.all()),
    }
    return [
        Card("admin/licensing/_slip_refusal.html", {}, Place.AFTER),
        Card("admin/licensing/_invoice.html", paid, anchor="invoice", tab="صورتحساب"),
    ]

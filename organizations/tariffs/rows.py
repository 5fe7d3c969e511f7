"""Fees and bills as people read them, for the components."""

from collections.abc import Iterable
from typing import Any

from core.jalali import format_date
from core.rials import format_rials
from core.text import to_persian_digits
from organizations.approvals.rows import approval_words
from organizations.desk.cards import Row
from organizations.tariffs.charges import Bill, Charge
from organizations.tariffs.models import FeeItem, PayeeAccount
from organizations.tariffs.states import REQUEST_KINDS

NATIONAL = "همهٔ کشور"


def account_state(row: PayeeAccount) -> Row:
    """Open or closed, as a chip."""
    return {"text": "باز", "tone": "success"} if row.is_active else {"text": "بسته", "tone": "neutral"}


FEE_COLUMNS = ["بابت", "مبلغ", "برای", "شمارهٔ مصوبه", "حساب"]
BILL_COLUMNS = ["بابت", "مبلغ", "شمارهٔ مصوبه", "حساب"]
AT_COST = "به میزان واقعی"
CHAMBERS_OWN = "حساب اتاق اصناف شهرستانِ هر اتحادیه"


def amount_words(amount: int | None) -> str:
    """The amount, or that it is at cost."""
    return AT_COST if amount is None else format_rials(amount)


def account_words(account: PayeeAccount | None) -> str:
    """Bank, number and holder of an account, or that it is each chamber's own."""
    if account is None:
        return CHAMBERS_OWN
    return f"{account.bank}، {to_persian_digits(account.number)} به نام {account.body.name}"


def kinds_words(fee: FeeItem) -> str:
    """«صدور، تمدید»."""
    return "، ".join(REQUEST_KINDS.get(kind, kind) for kind in fee.applies_to)


def validity_words(fee: FeeItem) -> str:
    """«از ۱ فروردین ۱۴۰۰» or «از … تا …»."""
    begins = f"از {format_date(fee.valid_from)}"
    return f"{begins} تا {format_date(fee.valid_to)}" if fee.valid_to else begins


def charge_amount(charge: Charge) -> Row | str:
    """The amount of a charge, or why it may not be charged."""
    if charge.obstacle:
        return {"text": f"گرفته نمی‌شود: {charge.obstacle}", "tone": "warning"}
    return amount_words(charge.amount)


def bill_rows(bill: Bill) -> list[list[Any]]:
    """Cells of a bill that has not gone out yet, the lines that may not be charged last (R125, R128)."""
    return [
        [
            charge.fee.title,
            charge_amount(charge),
            approval_words(charge.fee.approval),
            account_words(charge.account),
        ]
        for charge in (*bill.charges, *bill.withheld)
    ]


def fee_rows(charges: Iterable[Charge]) -> list[list[Any]]:
    """Cells of the published charges: everything R125 and R128 ask for."""
    return [
        [
            charge.fee.title,
            charge_amount(charge),
            kinds_words(charge.fee),
            approval_words(charge.fee.approval),
            account_words(charge.account),
        ]
        for charge in charges
    ]

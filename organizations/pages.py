"""Rows for the components: what the bodies publish, as people read it. No page is chosen here."""

from collections.abc import Iterable
from typing import Any

from core.checks import postal_code_note
from core.jalali import format_date, format_numeric
from core.rials import format_rials
from core.text import to_persian_digits
from organizations import articles as texts
from organizations.models import (
    CommissionApproval,
    FeeItem,
    GeneralConditions,
    PayeeAccount,
    SpecialConditions,
)
from organizations.rules import REQUEST_KINDS
from organizations.services import Bill, Charge

Row = dict[str, Any]
FEE_COLUMNS = ["بابت", "مبلغ", "برای", "شمارهٔ مصوبه", "حساب"]
BILL_COLUMNS = ["بابت", "مبلغ", "شمارهٔ مصوبه", "حساب"]
AT_COST = "به میزان واقعی"
CHAMBERS_OWN = "حساب اتاق اصناف شهرستانِ هر اتحادیه"


def articles(conditions: GeneralConditions | SpecialConditions) -> list[Row]:
    """The articles of a text with the headings they are printed under."""
    return [article_row(article) for article in conditions.content.get("articles", [])]


def article_row(article: Row) -> Row:
    """One article for `organizations/_articles.html`."""
    return {
        "heading": texts.heading(article),
        "text": article.get("text", ""),
        "basis": article.get("basis", ""),
        "items_listed": [item | {"notes": _notes(item)} for item in article.get("items", [])],
        "notes": _notes(article),
    }


def _notes(holder: Row) -> list[Row]:
    return [{"head": texts.note_head(note), "text": note["text"]} for note in holder.get("notes", [])]


def size_words(conditions: GeneralConditions | SpecialConditions) -> str:
    """«۷ ماده و ۸ تبصره»."""
    found, notes = texts.count(conditions.content.get("articles", []))
    words = f"{found} ماده و {notes} تبصره" if notes else f"{found} ماده"
    return to_persian_digits(words)


def amount_words(amount: int | None) -> str:
    """The amount, or that it is at cost."""
    return AT_COST if amount is None else format_rials(amount)


def account_words(account: PayeeAccount | None) -> str:
    """Bank, number and holder of an account, or that it is each chamber's own."""
    if account is None:
        return CHAMBERS_OWN
    return f"{account.bank}، {to_persian_digits(account.number)} به نام {account.body.name}"


def approval_words(approval: CommissionApproval) -> str:
    """Number and day of an approval."""
    return to_persian_digits(f"{approval.number} مورخ {format_numeric(approval.approved_on)}")


def postal_fact(key: str, code: str) -> Row:
    """A postal code for whoever wrote it or judges it, with a soft warning if its form is unusual (R103)."""
    return {"key": key, "value": to_persian_digits(code), "ltr": True, "note": postal_code_note(code)}


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

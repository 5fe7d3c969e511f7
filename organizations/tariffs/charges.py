"""Which lines a bill has on a day, from which rows of the tariff: the one answer for pages, totals and bills
(R120–R135)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.jalali import tehran_today
from core.refusals import RuleBroken
from core.text import to_persian_digits
from organizations.approvals.states import ApprovalState
from organizations.bodies.models import Union
from organizations.categories.models import Category
from organizations.conditions.published import conditions_in_force
from organizations.law.services import legal_value
from organizations.tariffs import rules
from organizations.tariffs.models import FeeItem, PayeeAccount
from organizations.tariffs.rules import (
    E_SERVICES_AMOUNT,
    ENTRY_CEILING,
    ENTRY_MULTIPLE,
    NEW_LICENCE,
    Membership,
)
from organizations.tariffs.states import FeeKind

NO_FEES = "ضوابط خاص و تعرفه‌های این اتحادیه منتشر نشده است؛ اتحادیه مجاز به دریافت هیچ وجهی نیست."
NO_E_SERVICES = (
    "دبیرخانه هزینهٔ خدمات الکترونیکی را در تعرفهٔ سراسری وارد نکرده است؛ این سطر در هر صورتحسابی لازم است."
)
NO_CHAMBER_ACCOUNT = "اتاق اصناف شهرستان هنوز حسابی اعلام نکرده است."
CLOSED_ACCOUNT = "حساب این سطر بسته شده است."
DISPUTED = "مرجع، مصوبهٔ شمارهٔ {number} را از آنِ خود نمی‌داند."


@dataclass(frozen=True, slots=True)
class Charge:
    """A line of the tariff on a day. `amount` is in rials, None at cost; `obstacle` says why it may not be charged."""

    fee: FeeItem
    amount: int | None
    account: PayeeAccount | None
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """What a request is charged on a day, the lines of the tariff that may not be charged, and why no bill may go
    out at all: "no_fees" for a union without published conditions or lines of its own (R126), "no_e_services" while
    the line every bill must have is missing (R129)."""

    charges: tuple[Charge, ...]
    withheld: tuple[Charge, ...]
    refusal: RuleBroken | None = None

    @property
    def known_total(self) -> int:
        """Sum in rials of the charges whose amount is known beforehand."""
        return sum(charge.amount or 0 for charge in self.charges)


def bill_of(union: Union, category: Category, *, kind: str, on: date | None = None) -> Bill:
    """The bill of a request of this kind (NEW, RENEWAL, EXCHANGE) on a day, today when omitted."""
    lines = charges_on(union, kind=kind, on=on)
    charged = tuple(line for line in lines if not line.obstacle)
    refusal = None
    if conditions_in_force(union, category) is None or not any(line.fee.union_id for line in lines):
        refusal = RuleBroken(NO_FEES, code="no_fees")
    elif not any(line.fee.kind == FeeKind.E_SERVICES for line in charged):
        refusal = RuleBroken(NO_E_SERVICES, code="no_e_services")
    return Bill(charged, tuple(line for line in lines if line.obstacle), refusal)


def charges_on(union: Union, *, kind: str = "", on: date | None = None) -> list[Charge]:
    """The union's lines of the tariff in force on a day, those of the whole country among them, in the order of 6.7.

    Args:
        kind: only those for this kind of request; every line when omitted.
        on: the day, today when omitted.
    """
    day = on or tehran_today()
    order = {value: place for place, value in enumerate(FeeKind.values)}
    rows = FeeItem.objects.in_force(day).of_union(union).select_related("account__body", "approval__body")
    fees = sorted(rows, key=lambda fee: (order[fee.kind], fee.pk))
    too_much = _above_first_year([fee for fee in fees if not _is_disputed(fee)], day, kind)
    charges = [_charge(fee, union, day, too_much.get(fee.kind, "")) for fee in fees]
    return [charge for charge in charges if not kind or kind in charge.fee.applies_to]


def lawful_amount(fee: FeeItem, on: date | None = None) -> int | None:
    """The line's amount in rials on a day, today when omitted; None for what is charged at cost (R129, R135)."""
    if fee.kind == FeeKind.E_SERVICES:
        return legal_value(E_SERVICES_AMOUNT, on)
    return fee.amount


def membership_of(fees: Iterable[FeeItem]) -> Membership:
    """The membership lines among those in force on one day."""
    found = {fee.kind: fee for fee in fees}
    entry, annual = found.get(FeeKind.MEMBERSHIP_ENTRY), found.get(FeeKind.MEMBERSHIP_ANNUAL)
    return Membership(
        entry=entry.amount if entry else None,
        annual=annual.amount if annual else None,
        annual_for_new=annual is not None and NEW_LICENCE in annual.applies_to,
    )


def check_first_year_on(fees: Iterable[FeeItem], day: date) -> None:
    """Hold the membership lines of one day against that day's numbers of the law.

    Raises:
        RuleBroken: "no_annual", "above_ceiling", "above_multiple", "no_legal_value".
    """
    rules.check_first_year(
        membership_of(fees),
        multiple=legal_value(ENTRY_MULTIPLE, day),
        ceiling=legal_value(ENTRY_CEILING, day),
    )


def _above_first_year(fees: list[FeeItem], day: date, kind: str) -> dict[str, str]:
    """Why a membership line may not be charged, by its kind: the entry fee goes first, then the annual fee of a new
    licence when it alone is too much (R121)."""
    found: dict[str, str] = {}
    without_entry = [fee for fee in fees if fee.kind != FeeKind.MEMBERSHIP_ENTRY]
    cases = [(FeeKind.MEMBERSHIP_ENTRY, fees)]
    if kind == NEW_LICENCE:
        cases.append((FeeKind.MEMBERSHIP_ANNUAL, without_entry))
    for left_out, lines in cases:
        try:
            check_first_year_on(lines, day)
        except RuleBroken as refusal:
            found[left_out] = str(refusal)
    return found


def _charge(fee: FeeItem, union: Union, day: date, too_much: str) -> Charge:
    account = fee.account if fee.kind != FeeKind.CHAMBER_SHARE else _account_of_chamber(union)
    return Charge(fee, lawful_amount(fee, day), account, _obstacle(fee, account, too_much))


def _is_disputed(fee: FeeItem) -> bool:
    return fee.approval.state == ApprovalState.DISPUTED


def _obstacle(fee: FeeItem, account: PayeeAccount | None, too_much: str) -> str:
    if _is_disputed(fee):
        return DISPUTED.format(number=to_persian_digits(fee.approval.number))
    if account is None:
        return NO_CHAMBER_ACCOUNT
    return too_much if account.is_active else CLOSED_ACCOUNT


def _account_of_chamber(union: Union) -> PayeeAccount | None:
    """The newest open account of the body above the union, which its share goes to (R128, R130)."""
    accounts = PayeeAccount.objects.filter(body=union.parent_id, is_active=True).select_related("body")
    return accounts.order_by("-pk").first()

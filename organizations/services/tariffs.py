"""Tariffs: every line has title, amount, account, approval and validity; a new amount is a new version (R120–R137)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from core.jalali import format_date, tehran_today
from core.refusals import RuleBroken
from core.rials import format_rials
from organizations import rules
from organizations.models import Body, FeeItem, PayeeAccount, Union
from organizations.querysets import holds
from organizations.rules import PAYEE_OF_KIND, BodyKind, FeeKind, Payee, Role
from organizations.services import trail
from organizations.services.approvals import approval_for
from organizations.services.competence import enters_for, in_body, require
from organizations.services.published import legal_value

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """What is typed for a line of the tariff. `amount` is in rials, None only for postage at cost (R135)."""

    title: str
    amount: int | None
    account: PayeeAccount
    applies_to: Iterable[str]
    approval_number: str
    approved_on: date
    valid_from: date


@transaction.atomic
def enter_tariff(union: Union, kind: str, line: Line, *, by: User) -> FeeItem:
    """Enter the first line of a kind, or one after the last has ended.

    Raises:
        RuleBroken: "not_your_office", "open_line" when a line of the kind is open, "begins_within_older",
            "before_approval", "other_account", the ceilings of R121, R122, R124, R129, those of `approval_for`.
        ValidationError: by field.
    """
    _lock(union, by)
    lines = FeeItem.objects.filter(union=union, kind=kind, withdrawn_at__isnull=True)
    if lines.filter(valid_to__isnull=True).exists():
        raise RuleBroken("برای همین نوع تعرفهٔ بازی هست؛ از همان ردیف نسخهٔ تازه بسازید.", code="open_line")
    last = lines.aggregate(last=Max("valid_to"))["last"]
    if last is not None and line.valid_from <= last:
        raise RuleBroken(
            f"تعرفهٔ پیشین تا {format_date(last)} اعتبار دارد؛ این یکی پس از آن آغاز شود.",
            code="begins_within_older",
        )
    return _insert(union, kind, line, by, action="entered")


@transaction.atomic
def new_tariff_version(fee: FeeItem, line: Line, *, by: User) -> FeeItem:
    """Replace an open line from a day on: the old one ends the day before (R137). Bills keep the amount they had.

    Raises:
        RuleBroken: as `enter_tariff`; "closed" when the line has ended; "begins_too_early" for a day before today or
            not after the old line's first day.
    """
    _lock(fee.union, by)
    old: FeeItem = trail.locked(fee)
    if old.valid_to is not None or old.withdrawn_at is not None:
        raise RuleBroken("این تعرفه پایان یافته است؛ نسخهٔ تازه از تعرفهٔ باز ساخته می‌شود.", code="closed")
    earliest = max(old.valid_from + ONE_DAY, tehran_today())
    if line.valid_from < earliest:
        raise RuleBroken(
            f"نسخهٔ تازه زودتر از {format_date(earliest)} آغاز نمی‌شود؛ تعرفه به گذشته برنمی‌گردد.",
            code="begins_too_early",
        )
    values = {"valid_to": line.valid_from - ONE_DAY}
    trail.change(old, values, by=by, action="replaced", unchecked=["union", "account", "approval"])
    return _insert(old.union, old.kind, line, by, action="entered")


@transaction.atomic
def withdraw_tariff(fee: FeeItem, *, by: User, note: str) -> FeeItem:
    """Declare a line void that was entered by mistake or has no lawful ground any more (R133).

    Raises:
        RuleBroken: "not_your_office", "withdrawn".
    """
    _lock(fee.union, by)
    row: FeeItem = trail.locked(fee)
    if row.withdrawn_at is not None:
        raise RuleBroken("این تعرفه پیش‌تر باطل شده است.", code="withdrawn")
    values = {"withdrawn_at": timezone.now(), "withdrawn_by": by}
    unchecked = ["union", "account", "approval"]
    trail.change(row, values, by=by, action="withdrawn", note=note, unchecked=unchecked)
    return row


def accounts_for(union: Union, kind: str) -> "list[int]":
    """Ids of the bodies whose account may receive this kind of fee: each share goes to its own (R128, R130)."""
    payee = PAYEE_OF_KIND[kind]
    if payee == Payee.UNION:
        return [union.pk]
    if payee == Payee.CHAMBER:
        return [union.parent_id] if union.parent_id else []
    body_kind = BodyKind.SECRETARIAT if payee == Payee.SECRETARIAT else BodyKind.NATIONAL_CHAMBER
    return list(Body.objects.filter(kind=body_kind).values_list("pk", flat=True))


@transaction.atomic
def open_account(*, body: Body, bank: str, branch: str, number: str, by: User) -> PayeeAccount:
    """Write down an account that fees are paid into.

    Raises:
        RuleBroken: "not_your_office".
        ValidationError: by field; the number is known at this bank.
    """
    require(_keeps_accounts_of(body, by))
    row = PayeeAccount(body=body, bank=bank, branch=branch, number=number)
    trail.insert(row, by=by, action="opened")
    return row


@transaction.atomic
def close_account(account: PayeeAccount, *, by: User, note: str) -> PayeeAccount:
    """Nothing new is paid into this account. Raises RuleBroken "not_your_office", "in_use" while a line names it."""
    row: PayeeAccount = trail.locked(account)
    require(_keeps_accounts_of(row.body, by))
    if FeeItem.objects.in_force(tehran_today()).filter(account=row).exists():
        raise RuleBroken(
            "تعرفه‌ای که اعتبار دارد این حساب را نام برده است؛ نخست آن را عوض کنید.", code="in_use"
        )
    trail.change(row, {"is_active": False}, by=by, action="closed", note=note, unchecked=["body"])
    return row


def _keeps_accounts_of(body: Body, by: User) -> bool:
    """The chamber for itself and its unions, the secretariat for itself, the Iran Chamber and national unions."""
    if body.kind in (BodyKind.SECRETARIAT, BodyKind.NATIONAL_CHAMBER):
        return holds(by, Role.SECRETARIAT)
    if body.kind == BodyKind.UNION:
        return Union.objects.entered_by(by).filter(pk=body.pk).exists()
    return in_body(by, body.pk, Role.CHAMBER_OPERATOR)


def _lock(union: Union, by: User) -> None:
    require(enters_for(by, union), "تعرفه را اتاق اصناف وارد می‌کند و برای اتحادیهٔ کشوری، دبیرخانه.")
    Union.objects.select_for_update(of=("self",)).get(pk=union.pk)


def _insert(union: Union, kind: str, line: Line, by: User, *, action: str) -> FeeItem:
    applies_to = [value for value in rules.REQUEST_KINDS if value in set(line.applies_to)]
    rules.check_applies_to(kind, applies_to)
    _check_amount(union, kind, line)
    _check_account(union, kind, line.account)
    approval = approval_for(
        union, number=line.approval_number, approved_on=line.approved_on, subject=line.title, by=by
    )
    if line.valid_from < approval.approved_on:
        raise RuleBroken("اعتبار تعرفه پیش از تاریخ مصوبه آغاز نمی‌شود.", code="before_approval")
    versions = FeeItem.objects.filter(union=union, kind=kind).aggregate(newest=Max("version"))
    row = FeeItem(
        union=union,
        kind=kind,
        title=line.title,
        amount=line.amount,
        payee=PAYEE_OF_KIND[kind],
        account=line.account,
        applies_to=applies_to,
        approval=approval,
        version=(versions["newest"] or 0) + 1,
        valid_from=line.valid_from,
    )
    trail.insert(row, by=by, action=action)
    return row


def _check_account(union: Union, kind: str, account: PayeeAccount) -> None:
    if not account.is_active or account.body_id not in accounts_for(union, kind):
        raise RuleBroken("این حساب به نام گیرندهٔ این وجه نیست.", code="other_account")


def _check_amount(union: Union, kind: str, line: Line) -> None:
    """The ceilings and fixed amounts of the law on the first day of the line."""
    if line.amount is None:
        if kind != FeeKind.POSTAGE:
            raise RuleBroken("مبلغ را بنویسید؛ فقط هزینهٔ پست به میزان واقعی است.", code="no_amount")
        return
    if kind == FeeKind.MEMBERSHIP_ENTRY:
        _check_entry(line.amount, _annual(union, line.valid_from), line.valid_from)
    elif kind == FeeKind.MEMBERSHIP_ANNUAL:
        entry = _amount_on(union, FeeKind.MEMBERSHIP_ENTRY, line.valid_from)
        if entry is not None:
            _check_entry(entry, line.amount, line.valid_from)
    elif kind == FeeKind.E_SERVICES:
        fixed = legal_value("e_services_amount", line.valid_from)
        if line.amount != fixed:
            raise RuleBroken(f"هزینهٔ خدمات الکترونیکی ثابت و {format_rials(fixed)} است.", code="fixed_amount")


def _check_entry(amount: int, annual: int, on: date) -> None:
    rules.check_entry_fee(
        amount,
        annual=annual,
        multiple=legal_value(rules.ENTRY_MULTIPLE, on),
        ceiling=legal_value(rules.ENTRY_CEILING, on),
    )


def _annual(union: Union, on: date) -> int:
    annual = _amount_on(union, FeeKind.MEMBERSHIP_ANNUAL, on)
    if annual is None:
        raise RuleBroken(
            "سقف حق ورودی از روی حق عضویت سالانه حساب می‌شود؛ نخست حق عضویت سالانه را ثبت کنید.",
            code="no_annual",
        )
    return annual


def _amount_on(union: Union, kind: str, on: date) -> int | None:
    rows = FeeItem.objects.in_force(on).filter(union=union, kind=kind)
    amount: int | None = rows.order_by("-version").values_list("amount", flat=True).first()
    return amount

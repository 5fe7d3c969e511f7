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
from organizations.approvals.models import CommissionApproval
from organizations.approvals.services import approval_for, approval_on_server
from organizations.bodies.models import Body, Union
from organizations.bodies.rules import enters_for, in_body
from organizations.law.models import LegalValue
from organizations.law.services import legal_value
from organizations.roles import trail
from organizations.roles.querysets import holds
from organizations.roles.rules import require
from organizations.roles.states import BodyKind, Role
from organizations.tariffs import rules
from organizations.tariffs.charges import check_first_year_on
from organizations.tariffs.models import FeeItem, PayeeAccount
from organizations.tariffs.rules import E_SERVICES_AMOUNT, ENTRY_CEILING, ENTRY_MULTIPLE, MEMBERSHIP_KINDS
from organizations.tariffs.states import NATIONAL_KINDS, PAYEE_OF_KIND, REQUEST_KINDS, FeeKind, Payee

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """What is typed for a line of the tariff. `amount` is in rials; None for postage, which is at cost, and for
    electronic services, whose amount the law sets (R129, R135). `account` is None for the share of the chambers."""

    title: str
    amount: int | None
    account: PayeeAccount | None
    applies_to: Iterable[str]
    approval_number: str
    approved_on: date
    valid_from: date


@transaction.atomic
def enter_tariff(union: Union | None, kind: str, line: Line, *, by: User) -> FeeItem:
    """Enter the first line of a kind, or one after the last has ended.

    Args:
        union: None for a line of the whole country, which rests on the high board's decision (R130).

    Raises:
        RuleBroken: "not_your_office", "national_kind" and "kind_of_union" for a kind entered elsewhere, "open_line"
            when a line of the kind is open, "begins_within_older", "before_approval", "other_account", the limits of
            R121, R122, R124, R129, R135, those of `approval_for`.
        ValidationError: by field.
    """
    _lock(union, by)
    _check_kind(union, kind)
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
def enter_national_on_server(kind: str, line: Line) -> FeeItem:
    """Enter a line of the whole country by whoever runs the installation, where none of its kind was ever entered:
    from then on it is the secretariat's (R130).

    Raises:
        RuleBroken: "open_line"; as `enter_tariff`, but for "not_your_office".
        ValidationError: by field.
    """
    _lock_national()
    _check_kind(None, kind)
    if FeeItem.objects.filter(union=None, kind=kind).exists():
        raise RuleBroken("این تعرفهٔ سراسری پیش‌تر وارد شده است و از آنِ دبیرخانه است.", code="open_line")
    return _insert(None, kind, line, None, action="entered")


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


def accounts_for(union: Union | None, kind: str) -> "list[int]":
    """Ids of the bodies whose account may receive this kind of fee; none for the share of the chambers, which goes
    to each union's own chamber (R128, R130)."""
    payee = PAYEE_OF_KIND[kind]
    if payee == Payee.UNION:
        return [union.pk] if union else []
    if payee == Payee.CHAMBER:
        return []
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


def _lock(union: Union | None, by: User) -> None:
    """One change at a time to a union's tariff; to the lines of the whole country, by the secretariat's row."""
    if union is None:
        require(holds(by, Role.SECRETARIAT), "تعرفهٔ سراسری را دبیرخانه وارد می‌کند.")
        _lock_national()
        return
    require(enters_for(by, union), "تعرفه را اتاق اصناف وارد می‌کند و برای اتحادیهٔ کشوری، دبیرخانه.")
    Union.objects.select_for_update(of=("self",)).get(pk=union.pk)


def _lock_national() -> None:
    list(Body.objects.select_for_update().filter(kind=BodyKind.SECRETARIAT))


def _check_kind(union: Union | None, kind: str) -> None:
    is_national = kind in NATIONAL_KINDS
    if union is not None and is_national:
        raise RuleBroken(
            "این سطر برای همهٔ کشور یکی است و دبیرخانه آن را با مصوبهٔ هیأت عالی نظارت وارد می‌کند.",
            code="national_kind",
        )
    if union is None and not is_national:
        raise RuleBroken("این سطر از آنِ هر اتحادیه است؛ نخست اتحادیه را انتخاب کنید.", code="kind_of_union")


def _insert(union: Union | None, kind: str, line: Line, by: User | None, *, action: str) -> FeeItem:
    """Check and store a line; without `by` it is one of the whole country that is entered on the server."""
    applies_to = [value for value in REQUEST_KINDS if value in set(line.applies_to)]
    rules.check_applies_to(kind, applies_to)
    amount = _checked_amount(kind, line)
    _check_account(union, kind, line.account)
    approval = _approval(union, line, by)
    if line.valid_from < approval.approved_on:
        raise RuleBroken("اعتبار تعرفه پیش از تاریخ مصوبه آغاز نمی‌شود.", code="before_approval")
    versions = FeeItem.objects.filter(union=union, kind=kind).aggregate(newest=Max("version"))
    row = FeeItem(
        union=union,
        kind=kind,
        title=line.title,
        amount=amount,
        payee=PAYEE_OF_KIND[kind],
        account=line.account,
        applies_to=applies_to,
        approval=approval,
        version=(versions["newest"] or 0) + 1,
        valid_from=line.valid_from,
    )
    if kind in MEMBERSHIP_KINDS:
        _check_membership(row)
    trail.insert(row, by=by, action=action)
    return row


def _approval(union: Union | None, line: Line, by: User | None) -> CommissionApproval:
    number, on = line.approval_number, line.approved_on
    if by is None:
        return approval_on_server(number=number, approved_on=on, subject=line.title)
    return approval_for(union, number=number, approved_on=on, subject=line.title, by=by)


def _check_account(union: Union | None, kind: str, account: PayeeAccount | None) -> None:
    if kind == FeeKind.CHAMBER_SHARE:
        if account is not None:
            raise RuleBroken(
                "این سهم به حساب اتاق اصناف شهرستانِ هر اتحادیه می‌رود؛ حساب را خالی بگذارید.",
                code="other_account",
            )
    elif account is None or not account.is_active or account.body_id not in accounts_for(union, kind):
        raise RuleBroken("این حساب به نام گیرندهٔ این وجه نیست.", code="other_account")


def _checked_amount(kind: str, line: Line) -> int | None:
    """The amount to store: none where the law sets it or it is at cost (R129, R135)."""
    if kind == FeeKind.POSTAGE:
        if line.amount is not None:
            raise RuleBroken(
                "هزینهٔ پست و استعلام به میزان واقعی و با رسید گرفته می‌شود؛ مبلغ را خالی بگذارید.",
                code="at_cost",
            )
        return None
    if kind == FeeKind.E_SERVICES:
        fixed = legal_value(E_SERVICES_AMOUNT, line.valid_from)
        if line.amount not in (None, fixed):
            raise RuleBroken(f"هزینهٔ خدمات الکترونیکی ثابت و {format_rials(fixed)} است.", code="fixed_amount")
        return None
    if line.amount is None:
        raise RuleBroken("مبلغ را بنویسید؛ فقط هزینهٔ پست به میزان واقعی است.", code="no_amount")
    return line.amount


def _check_membership(new: FeeItem) -> None:
    """Hold the union's membership lines and the new one against R121 on every day from its first on: what is due
    changes only on a day when a line begins or has ended, or when a number of the law changes."""
    stored = FeeItem.objects.filter(union=new.union, kind__in=MEMBERSHIP_KINDS, withdrawn_at__isnull=True)
    fees, since = [*stored, new], new.valid_from
    numbers = LegalValue.objects.filter(key__in=[ENTRY_MULTIPLE, ENTRY_CEILING])
    days = {since, *numbers.values_list("valid_from", flat=True)}
    for fee in fees:
        days |= {fee.valid_from} | ({fee.valid_to + ONE_DAY} if fee.valid_to else set())
    for day in sorted(day for day in days if day >= since):
        in_force = [
            fee for fee in fees if fee.valid_from <= day and (not fee.valid_to or fee.valid_to >= day)
        ]
        try:
            check_first_year_on(in_force, day)
        except RuleBroken as refusal:
            if day == since:
                raise
            raise RuleBroken(f"از {format_date(day)}: {refusal}", code=refusal.code) from refusal

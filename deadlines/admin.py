"""The staff's desk of the clock: days off, closures, outages, terms and the ledger of every deadline."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.utils import timezone

from accounts.models import User
from core.jalali import format_date, format_datetime
from core.text import to_persian_digits
from deadlines import texts
from deadlines.forms import (
    BasisForm,
    ClosureForm,
    HolidayChangeForm,
    HolidayForm,
    NoteForm,
    OutageEndForm,
    OutageForm,
    TermForm,
)
from deadlines.models import Closure, Deadline, Holiday, OutageNotice, Term
from deadlines.services import closures, explaining, holidays, limits, notices, previewing, terms
from deadlines.services.previewing import Preview
from organizations.desk.cards import Card, Row, facts_card
from organizations.desk.forms import DeskForm
from organizations.desk.pages import NarrowDesk
from organizations.desk.steps import Step
from organizations.roles.states import Role

OVERSEERS = (Role.COMMISSION_COUNTY, Role.COMMISSION_PROVINCE, Role.NATIONAL_CHAMBER, Role.SECRETARIAT)
READERS = (*OVERSEERS, Role.UNION_OPERATOR, Role.UNION_BOARD, Role.CHAMBER_OPERATOR, Role.CHAMBER_INSPECTOR)
COMMISSIONS = (Role.COMMISSION_COUNTY, Role.COMMISSION_PROVINCE)


def _moment(value: datetime | None) -> str:
    return format_datetime(value) if value else "—"


def _words(found: Preview) -> str:
    return texts.preview(found.count, found.first, found.last, is_all=found.is_all)


def _preview_of(row: Closure) -> Preview:
    return previewing.preview_closure(
        county=row.county,
        province=row.province,
        date_from=row.date_from,
        date_to=row.date_to,
        reason=row.reason,
    )


def _second(row: Closure | Holiday, effect: Callable[[], Preview]) -> list[Row]:
    if not row.needs_second:
        return []
    if not row.awaits_second:
        return [{"key": "تأیید نفر دوم", "value": f"{row.confirmed_by}، {_moment(row.confirmed_at)}"}]
    return [
        {"key": "اثر", "value": _words(effect())},
        {"key": "تأیید نفر دوم", "value": texts.NOT_CONFIRMED_YET},
    ]


def _what_moves(values: Mapping[str, Any], run: Callable[[], object]) -> str:
    return _words(previewing.preview_act(run))


def _what_a_holiday_moves(values: Mapping[str, Any], run: Callable[[], object]) -> str:
    found = previewing.preview_holiday(date=values["date"], title=values["title"])
    waits = holidays.holiday_needs_second(values["date"])
    return f"{_words(found)} {texts.HOLIDAY_NEEDS_SECOND}" if waits else _words(found)


def _what_a_closure_moves(values: Mapping[str, Any], run: Callable[[], object]) -> str:
    place_and_days = {name: values[name] for name in ("county", "province", "date_from", "date_to")}
    found = previewing.preview_closure(reason=values["reason"], **place_and_days)
    second = f" {texts.NEEDS_SECOND}" if closures.needs_second(**place_and_days) else ""
    return _words(found) + second


def _what_an_outage_moves(values: Mapping[str, Any], run: Callable[[], object]) -> str:
    moved = _what_moves(values, run)
    if values["to_at"]:
        return moved
    return f"{moved} {texts.outage_ends_by_itself(limits.latest_end(values['from_at']))}"


def _said_of_holiday(row: Holiday) -> str:
    if row.awaits_second:
        return f"تعطیلی ثبت شد. {texts.HOLIDAY_NEEDS_SECOND}"
    return "تعطیلی ثبت شد؛ مهلت‌های باز جابه‌جا می‌شوند."


def _said_of_closure(row: Closure) -> str:
    if row.awaits_second:
        return f"تعطیلی ثبت شد. {texts.NEEDS_SECOND}"
    return "تعطیلی محلی ثبت شد؛ مهلت‌های باز همان‌جا جابه‌جا می‌شوند."


def _said_of_outage(row: OutageNotice) -> str:
    said = "قطعی اعلام شد؛ شمارش مهلت‌های شهرستان متوقف می‌شود."
    return said if row.is_end_announced else f"{said} {texts.outage_ends_by_itself(row.to_at)}"


@admin.register(Holiday)
class HolidayAdmin(NarrowDesk):
    """The table of official holidays; the secretariat edits it."""

    read_roles = READERS
    write_roles = (Role.SECRETARIAT,)
    list_display = ("day", "title", "source", "is_estimated", "in_force")
    list_display_links = ("day",)
    list_filter = ("is_estimated", "source")
    text_search, choice_search = ("title",), ("source",)
    adds = Step(
        name="add",
        form=HolidayForm,
        service=holidays.declare_holiday,
        button="ادامه",
        done=_said_of_holiday,
        preview=_what_a_holiday_moves,
    )
    steps = (
        Step(
            name="confirm",
            button="تأیید نفر دوم",
            hint="این تعطیلی با روزهای پیاپی خود دراز است و با تأیید کسی جز ثبت‌کننده برقرار می‌شود.",
            done="تعطیلی برقرار شد؛ مهلت‌های باز جابه‌جا می‌شوند.",
            form=DeskForm,
            service=holidays.confirm_holiday,
            offered=lambda row, user: row.awaits_second and row.cancelled_at is None,
        ),
        Step(
            name="settle",
            button="تأیید تاریخ قمری",
            hint="اگر تعطیلی در همین روز است، اعلام آن را بنویسید؛ از آن پس تخمینی نیست.",
            done="تاریخ تعطیلی قطعی شد.",
            form=BasisForm,
            service=holidays.settle_estimate,
            offered=lambda row, user: row.is_estimated and row.cancelled_at is None,
            preview=_what_moves,
        ),
        Step(
            name="correct",
            button="اصلاح",
            hint="اگر تاریخ قمری جابه‌جا شده است، تاریخ درست را بنویسید.",
            done="اصلاح ثبت شد.",
            form=HolidayChangeForm,
            service=holidays.change_holiday,
            offered=lambda row, user: row.cancelled_at is None,
            initial=lambda row, user: {
                "date": row.date,
                "title": row.title,
                "legal_basis": row.legal_basis,
                "basis_number": row.basis_number,
                "basis_on": row.basis_on,
                "is_estimated": row.is_estimated,
            },
            preview=_what_moves,
        ),
        Step(
            name="cancel",
            button="لغو این تعطیلی",
            hint="این روز دوباره روز کاری می‌شود.",
            done="تعطیلی لغو شد؛ مهلت‌های باز جابه‌جا می‌شوند.",
            form=NoteForm,
            service=holidays.cancel_holiday,
            offered=lambda row, user: row.cancelled_at is None,
            kind="danger",
            preview=_what_moves,
        ),
    )

    def facts(self, row: Holiday, user: User) -> list[Row]:
        return [
            {"key": "تاریخ", "value": format_date(row.date)},
            {"key": "مناسبت", "value": row.title},
            {"key": "منبع", "value": row.get_source_display()},
            {"key": "مبنا", "value": texts.basis(row.legal_basis, row.basis_number, row.basis_on)},
            *_second(row, lambda: previewing.preview_holiday(date=row.date, title=row.title)),
            {"key": "لغو در", "value": _moment(row.cancelled_at)},
        ]

    @admin.display(description="تاریخ", ordering="date")
    def day(self, row: Holiday) -> str:
        """The Jalali date."""
        return format_date(row.date)

    @admin.display(description="برقرار", boolean=True)
    def in_force(self, row: Holiday) -> bool:
        """Whether it has not been cancelled and waits for nobody."""
        return row.cancelled_at is None and not row.awaits_second


@admin.register(Closure)
class ClosureAdmin(NarrowDesk):
    """Local closures, announced by the commission of the place or the secretariat."""

    read_roles = READERS
    write_roles = (*COMMISSIONS, Role.SECRETARIAT)
    list_display = ("place", "days", "reason", "standing")
    list_display_links = ("place",)
    list_select_related = ("county", "province")
    name_search, text_search = ("county__name_search", "province__name_search"), ("reason",)
    adds = Step(
        name="add",
        form=ClosureForm,
        service=closures.declare_closure,
        button="ادامه",
        done=_said_of_closure,
        preview=_what_a_closure_moves,
    )
    steps = (
        Step(
            name="confirm",
            button="تأیید نفر دوم",
            hint="این تعطیلی دراز است و با تأیید کسی جز ثبت‌کننده برقرار می‌شود.",
            done="تعطیلی برقرار شد؛ مهلت‌های باز همان‌جا جابه‌جا می‌شوند.",
            form=DeskForm,
            service=closures.confirm_closure,
            offered=lambda row, user: row.awaits_second and row.withdrawn_at is None,
        ),
        Step(
            name="withdraw",
            button="لغو این تعطیلی",
            hint="این روزها دوباره روز کاری می‌شوند.",
            done="تعطیلی محلی لغو شد.",
            form=NoteForm,
            service=closures.withdraw_closure,
            offered=lambda row, user: row.withdrawn_at is None,
            kind="danger",
            preview=_what_moves,
        ),
    )

    def facts(self, row: Closure, user: User) -> list[Row]:
        return [
            {"key": "کجا", "value": str(row.county or row.province)},
            {"key": "روزها", "value": self.days(row)},
            {"key": "علت", "value": row.reason},
            {"key": "مبنای قانونی", "value": texts.basis(row.legal_basis, row.basis_number, row.basis_on)},
            {"key": "نهاد اعلام‌کننده", "value": str(row.announced_by)},
            {"key": "ثبت‌کننده", "value": str(row.declared_by)},
            {"key": "ثبت در", "value": _moment(row.announced_at)},
            *_second(row, lambda: _preview_of(row)),
            {"key": "لغو در", "value": _moment(row.withdrawn_at)},
        ]

    @admin.display(description="کجا")
    def place(self, row: Closure) -> str:
        """County or province."""
        return str(row.county or row.province)

    @admin.display(description="روزها", ordering="date_from")
    def days(self, row: Closure) -> str:
        """First and last Jalali day."""
        return f"{format_date(row.date_from)} تا {format_date(row.date_to)}"

    @admin.display(description="وضعیت")
    def standing(self, row: Closure) -> str:
        """Whether it holds: confirmed where a second person is needed, and not withdrawn."""
        if row.withdrawn_at:
            return "لغوشده"
        return "منتظر تأیید نفر دوم" if row.awaits_second else "برقرار"


@admin.register(OutageNotice)
class OutageNoticeAdmin(NarrowDesk):
    """Outages, announced by the commission of the county (R223)."""

    read_roles = READERS
    write_roles = COMMISSIONS
    list_display = ("county", "begins", "ends", "reason", "in_force")
    list_select_related = ("county",)
    name_search, text_search = ("county__name_search",), ("reason",)
    adds = Step(
        name="add",
        form=OutageForm,
        service=notices.announce_outage,
        button="ادامه",
        done=_said_of_outage,
        preview=_what_an_outage_moves,
    )
    steps = (
        Step(
            name="end",
            button="ثبت پایان قطعی",
            hint="شمارش مهلت‌ها از سر گرفته می‌شود.",
            done="پایان قطعی ثبت شد.",
            form=OutageEndForm,
            service=notices.end_outage,
            offered=lambda row, user: row.withdrawn_at is None and row.to_at > timezone.now(),
            preview=_what_moves,
        ),
        Step(
            name="withdraw",
            button="لغو این اعلام",
            hint="انگار قطعی اعلام نشده بود.",
            done="اعلام قطعی لغو شد.",
            form=NoteForm,
            service=notices.withdraw_outage,
            offered=lambda row, user: row.withdrawn_at is None,
            kind="danger",
            preview=_what_moves,
        ),
    )

    def facts(self, row: OutageNotice, user: User) -> list[Row]:
        return [
            {"key": "شهرستان", "value": str(row.county)},
            {"key": "کمیسیون", "value": str(row.commission)},
            {"key": "از", "value": _moment(row.from_at)},
            {
                "key": "تا",
                "value": _moment(row.to_at)
                if row.is_end_announced
                else texts.outage_ends_by_itself(row.to_at),
            },
            {"key": "علت", "value": row.reason},
            {"key": "اعلام‌کننده", "value": str(row.announced_by)},
            {"key": "اعلام در", "value": _moment(row.announced_at)},
            {"key": "لغو در", "value": _moment(row.withdrawn_at)},
        ]

    @admin.display(description="از", ordering="from_at")
    def begins(self, row: OutageNotice) -> str:
        """The Jalali moment it begins."""
        return _moment(row.from_at)

    @admin.display(description="تا", ordering="to_at")
    def ends(self, row: OutageNotice) -> str:
        """The Jalali moment it ends."""
        return _moment(row.to_at)

    @admin.display(description="برقرار", boolean=True)
    def in_force(self, row: OutageNotice) -> bool:
        """Whether it has not been withdrawn."""
        return row.withdrawn_at is None


@admin.register(Term)
class TermAdmin(NarrowDesk):
    """The statutory terms; the secretariat adds a new row when the law changes."""

    read_roles = READERS
    write_roles = (Role.SECRETARIAT,)
    list_display = ("title", "variant", "length", "at_end", "since", "confidence")
    list_filter = ("key",)
    steps = (
        Step(
            name="set",
            button="مدت تازه",
            hint="مهلت‌هایی که پیش از این روز آغاز شده‌اند، مدت پیشین خود را نگه می‌دارند.",
            done="مدت تازه ثبت شد.",
            form=TermForm,
            service=terms.set_term,
            initial=lambda row, user: {"amount": row.amount, "unit": row.unit},
        ),
    )

    def facts(self, row: Term, user: User) -> list[Row]:
        return [
            {"key": "مدت", "value": self.length(row)},
            {"key": "برعهدهٔ", "value": row.get_owner_display()},
            {"key": "در پایان", "value": row.get_at_end_display()},
            {"key": "مبنای قانونی", "value": row.legal_basis},
            {"key": "اطمینان از منبع", "value": row.get_confidence_display()},
            {"key": "اعتبار از", "value": format_date(row.valid_from)},
            {"key": "اعتبار تا", "value": format_date(row.valid_to) if row.valid_to else "—"},
        ]

    @admin.display(description="مدت")
    def length(self, row: Term) -> str:
        """Amount and unit."""
        most = f" تا {row.amount_max}" if row.amount_max else ""
        return to_persian_digits(f"{row.amount}{most} {row.get_unit_display()}")

    @admin.display(description="اعتبار از", ordering="valid_from")
    def since(self, row: Term) -> str:
        """The Jalali day it begins to hold."""
        return format_date(row.valid_from)


@admin.register(Deadline)
class DeadlineAdmin(NarrowDesk):
    """Every deadline of the places a person oversees, with its ledger; nothing is changed here."""

    read_roles = READERS
    list_display = ("key", "county", "state", "begins", "due")
    list_select_related = ("county",)
    list_filter = ("state", "key")
    ordering, sortable_by = ("-pk",), ()

    def facts(self, row: Deadline, user: User) -> list[Row]:
        return [
            {"key": "شهرستان", "value": str(row.county or "—")},
            {"key": "برعهدهٔ", "value": row.get_owner_display()},
            {"key": "وضعیت", "value": row.get_state_display()},
        ]

    def cards(self, row: Deadline, user: User) -> list[Card]:
        ledger = Card("deadlines/_ledger_card.html", {"explanation": explaining.explain(row)})
        return [facts_card(self.facts(row, user)), ledger]

    @admin.display(description="آغاز", ordering="started_at")
    def begins(self, row: Deadline) -> str:
        """The Jalali moment of receipt."""
        return _moment(row.started_at)

    @admin.display(description="پایان مهلت", ordering="due_at")
    def due(self, row: Deadline) -> str:
        """The Jalali due moment, empty while the clock stands still."""
        return _moment(row.due_at)

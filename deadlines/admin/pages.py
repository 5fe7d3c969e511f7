"""The staff's desk of the clock: days off, closures, outages, terms and the ledger of every deadline."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from core.jalali import format_date, format_datetime
from core.text import to_persian_digits
from deadlines import services, texts
from deadlines.admin.desk import Act, ServiceDesk
from deadlines.forms import (
    BasisForm,
    ClosureForm,
    DeskForm,
    HolidayChangeForm,
    HolidayForm,
    NoteForm,
    OutageEndForm,
    OutageForm,
    TermForm,
)
from deadlines.models import Closure, Deadline, Holiday, OutageNotice, Term
from organizations.rules import Role

if TYPE_CHECKING:
    from accounts.models import User

OVERSEERS = (Role.COMMISSION_COUNTY, Role.COMMISSION_PROVINCE, Role.NATIONAL_CHAMBER, Role.SECRETARIAT)
READERS = (*OVERSEERS, Role.UNION_OPERATOR, Role.UNION_BOARD, Role.CHAMBER_OPERATOR, Role.CHAMBER_INSPECTOR)
COMMISSIONS = (Role.COMMISSION_COUNTY, Role.COMMISSION_PROVINCE)


def _moment(value: datetime | None) -> str:
    return format_datetime(value) if value else "—"


def _words(found: services.Preview) -> str:
    return texts.preview(found.count, found.first, found.last, is_all=found.is_all)


def _preview_of(row: Closure) -> services.Preview:
    return services.preview_closure(
        county=row.county,
        province=row.province,
        date_from=row.date_from,
        date_to=row.date_to,
        reason=row.reason,
    )


def _second(row: Closure | Holiday, effect: Callable[[], services.Preview]) -> list[tuple[str, str]]:
    """Who confirmed days off that needed it, or what they would move once confirmed."""
    if not row.needs_second:
        return []
    if not row.awaits_second:
        return [("تأیید نفر دوم", f"{row.confirmed_by}، {_moment(row.confirmed_at)}")]
    return [("اثر", _words(effect())), ("تأیید نفر دوم", texts.NOT_CONFIRMED_YET)]


class CalendarDesk(ServiceDesk):
    """Days off and outages: before an act is done, its page says which deadlines it moves."""

    def preview_of_act(self, run: Callable[[], object]) -> str:
        """How many deadlines move, from when to when."""
        return _words(services.preview_act(run))


@admin.register(Holiday)
class HolidayAdmin(CalendarDesk):
    """The table of official holidays; the secretariat edits it."""

    read_roles = READERS
    write_roles = (Role.SECRETARIAT,)
    list_display = ("day", "title", "source", "is_estimated", "in_force")
    list_display_links = ("day",)
    list_filter = ("is_estimated", "source")
    text_search, choice_search = ("title",), ("source",)
    add_form = HolidayForm
    added = "تعطیلی ثبت شد؛ مهلت‌های باز جابه‌جا می‌شوند."
    acts = {
        "confirm": Act(
            label="تأیید نفر دوم",
            hint="این تعطیلی با روزهای پیاپی خود دراز است و با تأیید کسی جز ثبت‌کننده برقرار می‌شود.",
            done="تعطیلی برقرار شد؛ مهلت‌های باز جابه‌جا می‌شوند.",
            form=DeskForm,
            run=services.confirm_holiday,
            offered=lambda row: row.awaits_second and row.cancelled_at is None,
        ),
        "settle": Act(
            label="تأیید تاریخ قمری",
            hint="اگر تعطیلی در همین روز است، اعلام آن را بنویسید؛ از آن پس تخمینی نیست.",
            done="تاریخ تعطیلی قطعی شد.",
            form=BasisForm,
            run=services.settle_estimate,
            offered=lambda row: row.is_estimated and row.cancelled_at is None,
        ),
        "change": Act(
            label="اصلاح",
            hint="اگر تاریخ قمری جابه‌جا شده است، تاریخ درست را بنویسید.",
            done="اصلاح ثبت شد.",
            form=HolidayChangeForm,
            run=services.change_holiday,
            offered=lambda row: row.cancelled_at is None,
            initial=lambda row: {
                "date": row.date,
                "title": row.title,
                "legal_basis": row.legal_basis,
                "basis_number": row.basis_number,
                "basis_on": row.basis_on,
                "is_estimated": row.is_estimated,
            },
        ),
        "cancel": Act(
            label="لغو این تعطیلی",
            hint="این روز دوباره روز کاری می‌شود.",
            done="تعطیلی لغو شد؛ مهلت‌های باز جابه‌جا می‌شوند.",
            form=NoteForm,
            run=services.cancel_holiday,
            offered=lambda row: row.cancelled_at is None,
            kind="danger",
        ),
    }

    def preview(self, values: dict[str, Any], run: Callable[[], object]) -> str:
        """What the new holiday would move, and whether it waits for a second person."""
        found = services.preview_holiday(date=values["date"], title=values["title"])
        waits = services.holiday_needs_second(values["date"])
        return f"{_words(found)} {texts.HOLIDAY_NEEDS_SECOND}" if waits else _words(found)

    def added_words(self, row: Holiday) -> str:
        """Whether it holds already."""
        return f"تعطیلی ثبت شد. {texts.HOLIDAY_NEEDS_SECOND}" if row.awaits_second else self.added

    def add_row(self, user: "User", values: dict[str, Any]) -> object:
        """A new official holiday."""
        return services.declare_holiday(by=user, **values)

    def facts(self, row: Holiday) -> list[tuple[str, str]]:
        """The holiday in words."""
        return [
            ("تاریخ", format_date(row.date)),
            ("مناسبت", row.title),
            ("منبع", row.get_source_display()),
            ("مبنا", texts.basis(row.legal_basis, row.basis_number, row.basis_on)),
            *_second(row, lambda: services.preview_holiday(date=row.date, title=row.title)),
            ("لغو در", _moment(row.cancelled_at)),
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
class ClosureAdmin(CalendarDesk):
    """Local closures, announced by the commission of the place or the secretariat."""

    read_roles = READERS
    write_roles = (*COMMISSIONS, Role.SECRETARIAT)
    list_display = ("place", "days", "reason", "standing")
    list_display_links = ("place",)
    list_select_related = ("county", "province")
    name_search, text_search = ("county__name_search", "province__name_search"), ("reason",)
    add_form = ClosureForm
    added = "تعطیلی محلی ثبت شد؛ مهلت‌های باز همان‌جا جابه‌جا می‌شوند."
    acts = {
        "confirm": Act(
            label="تأیید نفر دوم",
            hint="این تعطیلی دراز است و با تأیید کسی جز ثبت‌کننده برقرار می‌شود.",
            done="تعطیلی برقرار شد؛ مهلت‌های باز همان‌جا جابه‌جا می‌شوند.",
            form=DeskForm,
            run=services.confirm_closure,
            offered=lambda row: row.awaits_second and row.withdrawn_at is None,
        ),
        "withdraw": Act(
            label="لغو این تعطیلی",
            hint="این روزها دوباره روز کاری می‌شوند.",
            done="تعطیلی محلی لغو شد.",
            form=NoteForm,
            run=services.withdraw_closure,
            offered=lambda row: row.withdrawn_at is None,
            kind="danger",
        ),
    }

    def preview(self, values: dict[str, Any], run: Callable[[], object]) -> str:
        """What the new closure would move."""
        place_and_days = {name: values[name] for name in ("county", "province", "date_from", "date_to")}
        found = services.preview_closure(reason=values["reason"], **place_and_days)
        second = f" {texts.NEEDS_SECOND}" if services.needs_second(**place_and_days) else ""
        return _words(found) + second

    def added_words(self, row: Closure) -> str:
        """Whether it holds already."""
        return f"تعطیلی ثبت شد. {texts.NEEDS_SECOND}" if row.awaits_second else self.added

    def add_row(self, user: "User", values: dict[str, Any]) -> object:
        """A new closure."""
        return services.declare_closure(by=user, **values)

    def facts(self, row: Closure) -> list[tuple[str, str]]:
        """The closure in words."""
        return [
            ("کجا", str(row.county or row.province)),
            ("روزها", self.days(row)),
            ("علت", row.reason),
            ("مبنای قانونی", texts.basis(row.legal_basis, row.basis_number, row.basis_on)),
            ("نهاد اعلام‌کننده", str(row.announced_by)),
            ("ثبت‌کننده", str(row.declared_by)),
            ("ثبت در", _moment(row.announced_at)),
            *_second(row, lambda: _preview_of(row)),
            ("لغو در", _moment(row.withdrawn_at)),
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
class OutageNoticeAdmin(CalendarDesk):
    """Outages, announced by the commission of the county (R223)."""

    read_roles = READERS
    write_roles = COMMISSIONS
    list_display = ("county", "begins", "ends", "reason", "in_force")
    list_select_related = ("county",)
    name_search, text_search = ("county__name_search",), ("reason",)
    add_form = OutageForm
    added = "قطعی اعلام شد؛ شمارش مهلت‌های شهرستان متوقف می‌شود."
    acts = {
        "end": Act(
            label="ثبت پایان قطعی",
            hint="شمارش مهلت‌ها از سر گرفته می‌شود.",
            done="پایان قطعی ثبت شد.",
            form=OutageEndForm,
            run=services.end_outage,
            offered=lambda row: row.withdrawn_at is None and row.to_at > timezone.now(),
        ),
        "withdraw": Act(
            label="لغو این اعلام",
            hint="انگار قطعی اعلام نشده بود.",
            done="اعلام قطعی لغو شد.",
            form=NoteForm,
            run=services.withdraw_outage,
            offered=lambda row: row.withdrawn_at is None,
            kind="danger",
        ),
    }

    def preview(self, values: dict[str, Any], run: Callable[[], object]) -> str:
        """What the outage would move, and when one without an end ends by itself."""
        moved = _words(services.preview_act(run))
        if values["to_at"]:
            return moved
        return f"{moved} {texts.outage_ends_by_itself(services.latest_end(values['from_at']))}"

    def add_row(self, user: "User", values: dict[str, Any]) -> object:
        """A new outage."""
        return services.announce_outage(by=user, **values)

    def added_words(self, row: OutageNotice) -> str:
        """When one without an end ends by itself."""
        return (
            self.added if row.is_end_announced else f"{self.added} {texts.outage_ends_by_itself(row.to_at)}"
        )

    def facts(self, row: OutageNotice) -> list[tuple[str, str]]:
        """The outage in words."""
        return [
            ("شهرستان", str(row.county)),
            ("کمیسیون", str(row.commission)),
            ("از", _moment(row.from_at)),
            ("تا", _moment(row.to_at) if row.is_end_announced else texts.outage_ends_by_itself(row.to_at)),
            ("علت", row.reason),
            ("اعلام‌کننده", str(row.announced_by)),
            ("اعلام در", _moment(row.announced_at)),
            ("لغو در", _moment(row.withdrawn_at)),
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
class TermAdmin(ServiceDesk):
    """The statutory terms; the secretariat adds a new row when the law changes."""

    read_roles = READERS
    write_roles = (Role.SECRETARIAT,)
    list_display = ("title", "variant", "length", "at_end", "since", "confidence")
    list_filter = ("key",)
    acts = {
        "set": Act(
            label="مدت تازه",
            hint="مهلت‌هایی که پیش از این روز آغاز شده‌اند، مدت پیشین خود را نگه می‌دارند.",
            done="مدت تازه ثبت شد.",
            form=TermForm,
            run=services.set_term,
            offered=lambda row: True,
            initial=lambda row: {"amount": row.amount, "unit": row.unit},
        )
    }

    def facts(self, row: Term) -> list[tuple[str, str]]:
        """The term in words."""
        return [
            ("مدت", self.length(row)),
            ("برعهدهٔ", row.get_owner_display()),
            ("در پایان", row.get_at_end_display()),
            ("مبنای قانونی", row.legal_basis),
            ("اطمینان از منبع", row.get_confidence_display()),
            ("اعتبار از", format_date(row.valid_from)),
            ("اعتبار تا", format_date(row.valid_to) if row.valid_to else "—"),
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
class DeadlineAdmin(ServiceDesk):
    """Every deadline of the places a person oversees, with its ledger; nothing is changed here."""

    read_roles = READERS
    list_display = ("key", "county", "state", "begins", "due")
    list_select_related = ("county",)
    list_filter = ("state", "key")
    ordering, sortable_by = ("-pk",), ()

    def facts(self, row: Deadline) -> list[tuple[str, str]]:
        """Where the deadline belongs."""
        return [
            ("شهرستان", str(row.county or "—")),
            ("برعهدهٔ", row.get_owner_display()),
            ("وضعیت", row.get_state_display()),
        ]

    def more_context(self, row: Any) -> dict[str, Any]:
        """The ledger."""
        return {"explanation": services.explain(row)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Deadlines begin in the services of the cases they belong to."""
        return False

    @admin.display(description="آغاز", ordering="started_at")
    def begins(self, row: Deadline) -> str:
        """The Jalali moment of receipt."""
        return _moment(row.started_at)

    @admin.display(description="پایان مهلت", ordering="due_at")
    def due(self, row: Deadline) -> str:
        """The Jalali due moment, empty while the clock stands still."""
        return _moment(row.due_at)

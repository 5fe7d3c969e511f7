"""Roles, boards, minutes and authorisations."""

from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.checks import mask_national_code
from core.jalali import format_date, format_datetime, tehran_today
from core.private_files import send_private
from core.text import to_persian_digits
from organizations.bodies.desk_forms import ReasonForm
from organizations.bodies.rules import enters_for, in_body
from organizations.desk.base import View
from organizations.desk.cards import Card, Cells, Row, facts_card, notice, state_fact
from organizations.desk.filters import choice, yes_no
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.law import services as law
from organizations.members import boards, minutes, services
from organizations.members.desk_forms import (
    AuthorizationForm,
    EndSeatForm,
    GrantForm,
    MinuteFileForm,
    MinuteForm,
    SeatForm,
)
from organizations.members.models import BoardAuthorization, BoardMember, BoardMinute, Membership
from organizations.members.services import may_grant
from organizations.members.states import BoardRole
from organizations.roles.groups import CHAIN, COMMISSIONS, ENTERING
from organizations.roles.states import Role

HELD = "در حال بررسی؛ پس از ویروس‌یابی نشان داده می‌شود"
HELD_LONG = "در حال بررسی؛ ویروس‌یاب هنوز پاسخ نداده است، فایل نگه داشته شده و دوباره بررسی می‌شود"
INFECTED = "فایل این صورتجلسه آلوده به ویروس بود و برداشته شد. هیأت مدیره می‌تواند فایل سالم را دوباره بفرستد."


def _until(day: Any) -> str:
    return format_date(day) if day else "پایان نامعین"


def _may_withdraw(row: Membership, user: User) -> bool:
    own = row.user_id == user.pk or (user.person_id is not None and row.user.person_id == user.person_id)
    return row.withdrawn_at is None and not own and may_grant(user, row.role, row.body)


@admin.register(Membership)
class MembershipAdmin(Desk):
    """Roles in bodies: granted and withdrawn by the body above, never by oneself."""

    read_roles = CHAIN
    write_roles = (Role.SECRETARIAT, *COMMISSIONS, Role.CHAMBER_OPERATOR, Role.NATIONAL_CHAMBER)
    columns = ("کاربر", "نقش", "نهاد", "از", "وضعیت")
    list_select_related = ("user__person", "body")
    ordering = ("withdrawn_at", "body__name_sort", "pk")
    name_search, person_search = ("body__name_search",), ("user__person__",)
    code_search, choice_search = ("user__username",), ("role",)
    list_filter = (
        choice("نقش", "role", Role.choices),
        yes_no("وضعیت", "withdrawn", "پس گرفته", "جاری", lambda: Q(withdrawn_at__isnull=False)),
    )
    search_hint = "نهاد، نام همکار یا نام کاربری"
    add_label = "نقش تازه"
    intro = "هیچ‌کس به خودش نقش نمی‌دهد. نقش پس‌گرفته از نخستین درخواست بعدی آن کاربر دیگر کار نمی‌کند."
    adds = Step(
        name="add",
        form=GrantForm,
        service=services.grant_role,
        button="ثبت",
        hint="نقش‌های هر نهاد را نهاد بالادست آن می‌دهد: دبیرخانه، کمیسیون، اتاق و سپس اتحادیه.",
        initial=lambda row, user: {"valid_from": tehran_today()},
    )
    steps = (
        Step(
            name="withdraw",
            form=ReasonForm,
            service=services.withdraw_role,
            title="پس گرفتن نقش",
            button="پس گرفتن",
            done="نقش پس گرفته شد.",
            kind="danger",
            offered=_may_withdraw,
        ),
    )

    def cells(self, row: Membership, user: User) -> Cells:
        return [
            str(row.user),
            row.get_role_display(),
            row.body.name,
            format_date(row.valid_from),
            _state(row),
        ]

    def facts(self, row: Membership, user: User) -> list[Row]:
        return [
            {"key": "نام کاربری", "value": row.user.username, "ltr": True},
            {"key": "نقش", "value": row.get_role_display()},
            {"key": "نهاد", "value": row.body.name},
            {"key": "اعتبار", "value": f"{format_date(row.valid_from)} تا {_until(row.valid_to)}"},
            {"key": "اعطاکننده", "value": str(row.granted_by or "راه‌انداز سامانه")},
            state_fact(_state(row)),
        ]


def _state(row: Membership | BoardAuthorization) -> dict[str, str]:
    today = tehran_today()
    if row.withdrawn_at is not None:
        return {"text": "پس گرفته", "tone": "danger"}
    if row.valid_to is not None and row.valid_to < today:
        return {"text": "پایان‌یافته", "tone": "neutral"}
    if row.valid_from > today:
        return {"text": "هنوز آغاز نشده", "tone": "info"}
    return {"text": "جاری", "tone": "success"}


@admin.register(BoardMember)
class BoardMemberAdmin(Desk):
    """Seats on boards with their terms."""

    read_roles = CHAIN
    write_roles = ENTERING
    columns = ("نام", "سمت", "اتحادیه", "دوره", "وضعیت")
    list_select_related = ("union", "person")
    ordering = ("-to_date", "union__name_sort", "pk")
    name_search, person_search, choice_search = ("union__name_search",), ("person__",), ("role",)
    list_filter = (
        choice("سمت", "role", BoardRole.choices),
        yes_no("دوره", "present", "جاری", "پایان‌یافته", lambda: Q(to_date__gt=tehran_today())),
    )
    search_hint = "نام عضو یا اتحادیه"
    add_label = "عضو تازه"
    adds = Step(
        name="add",
        form=SeatForm,
        service=boards.seat_member,
        button="ثبت",
        hint=lambda row, user: law.with_numbers(
            "هر دوره حداکثر {board_term} سال؛ هر کس حداکثر {board_terms_in_a_row} دورهٔ پیاپی و"
            " {board_terms_in_all} دوره روی‌هم. نام از ثبت احوال می‌آید."
        ),
    )
    steps = (
        Step(
            name="end",
            form=EndSeatForm,
            service=boards.end_seat,
            title="پایان عضویت پیش از موعد",
            button="ثبت پایان عضویت",
            done="پایان عضویت ثبت شد.",
            kind="danger",
            initial=lambda row, user: {"on": tehran_today()},
            offered=lambda row, user: row.to_date > tehran_today() and enters_for(user, row.union),
        ),
    )

    def adding(self, step: Step, request: StaffRequest) -> Step:
        """`?union=` chooses the union."""
        return replace(step, initial=lambda row, user: {"union": request.GET.get("union")})

    def cells(self, row: BoardMember, user: User) -> Cells:
        present = row.from_date <= tehran_today() < row.to_date
        state = (
            {"text": "جاری", "tone": "success"} if present else {"text": "خارج از دوره", "tone": "neutral"}
        )
        return [str(row.person), row.get_role_display(), row.union.name, _term(row), state]

    def facts(self, row: BoardMember, user: User) -> list[Row]:
        code = to_persian_digits(mask_national_code(row.person.national_code))
        return [
            {"key": "نام", "value": str(row.person)},
            {"key": "کد ملی", "value": code, "ltr": True},
            {"key": "سمت", "value": row.get_role_display()},
            {"key": "اتحادیه", "value": row.union.name},
            {"key": "دوره", "value": _term(row)},
        ]


def _term(row: BoardMember) -> str:
    return f"{format_date(row.from_date)} تا {format_date(row.to_date)}"


@admin.register(BoardMinute)
class MinuteAdmin(Desk):
    """Numbered minutes of the boards: a minute stands, but the board may send an infected file again."""

    read_roles = CHAIN
    write_roles = (Role.UNION_BOARD,)
    columns = ("صورتجلسه", "اتحادیه", "تاریخ جلسه", "ثبت‌کننده")
    list_select_related = ("union", "recorded_by__person")
    ordering = ("-held_on", "-pk")
    name_search, code_search = ("union__name_search",), ("number", "recorded_by__username")
    person_search = ("recorded_by__person__",)
    search_hint = "شماره یا اتحادیه"
    add_label = "صورتجلسهٔ تازه"
    intro = "صورتجلسه را هیأت مدیره یک بار ثبت می‌کند و دیگر عوض نمی‌شود. پاسخ‌ها و پیام‌ها از میان همین‌ها انتخاب می‌شوند."
    views = (View("<number:pk>/file/", "organizations_boardminute_file", "file_view"),)
    adds = Step(name="add", form=MinuteForm, service=minutes.enter_minute, button="ثبت")
    steps = (
        Step(
            name="send_again",
            form=MinuteFileForm,
            service=minutes.send_minute_file_again,
            title="فرستادن دوبارهٔ فایل",
            button="فرستادن",
            done="فایل صورتجلسه ثبت شد.",
            offered=lambda row, user: row.was_infected and in_body(user, row.union_id, Role.UNION_BOARD),
        ),
    )

    def adding(self, step: Step, request: StaffRequest) -> Step:
        """`?union=` chooses among several unions."""
        chosen = {"union": request.GET["union"]} if "union" in request.GET else {}
        return replace(step, initial=lambda row, user: chosen)

    def cells(self, row: BoardMinute, user: User) -> Cells:
        return [
            {"text": to_persian_digits(row.number), "ltr": True},
            row.union.name,
            format_date(row.held_on),
            str(row.recorded_by),
        ]

    def facts(self, row: BoardMinute, user: User) -> list[Row]:
        facts: list[Row] = [
            {"key": "اتحادیه", "value": row.union.name},
            {"key": "شماره", "value": to_persian_digits(row.number), "ltr": True},
            {"key": "تاریخ جلسه", "value": format_date(row.held_on)},
            {"key": "متن تصمیم‌ها", "value": to_persian_digits(row.text) or "در فایل صورتجلسه"},
            {"key": "ثبت", "value": f"{format_datetime(row.recorded_at)}، {row.recorded_by}"},
        ]
        if row.awaits_scan and not row.was_infected:
            facts.append({"key": "فایل", "value": HELD_LONG if row.scanner_is_away else HELD, "tone": "info"})
        return facts

    def cards(self, row: BoardMinute, user: User) -> list[Card]:
        warning = [notice(INFECTED, title="فایل آلوده بود", tone="danger")] if row.was_infected else []
        return [*warning, facts_card(self.facts(row, user))]

    def links(self, row: BoardMinute, user: User) -> list[Row]:
        if row.was_infected or row.awaits_scan or not row.file:
            return []
        address = reverse("admin:organizations_boardminute_file", args=[row.pk])
        return [{"label": "دریافت فایل صورتجلسه", "url": address}]

    def file_view(self, request: StaffRequest, pk: int) -> HttpResponse:
        """The file, for whoever may see the minute."""
        return send_private(self.find(request, pk).file, name=f"minute-{pk}")


@admin.register(BoardAuthorization)
class AuthorizationAdmin(Desk):
    """What boards let their operators print (S001 C-5)."""

    read_roles = CHAIN
    write_roles = (Role.UNION_BOARD,)
    columns = ("کاربر", "نوع", "اتحادیه", "صورتجلسه", "وضعیت")
    list_select_related = ("union", "operator__person", "minute")
    ordering = ("-pk",)
    name_search, person_search = ("union__name_search",), ("operator__person__",)
    code_search, choice_search = ("request_reference", "minute__number", "operator__username"), ("kind",)
    search_hint = "نام کاربر، اتحادیه یا کد رهگیری"
    add_label = "مجوز تازه"
    adds = Step(
        name="add",
        form=AuthorizationForm,
        service=boards.authorise_operator,
        button="ثبت",
        hint="هیأت مدیره به کاربر اتحادیه اجازهٔ چاپ استعلام‌ها را می‌دهد: برای همهٔ پرونده‌ها یا یک پرونده.",
    )
    steps = (
        Step(
            name="withdraw",
            form=ReasonForm,
            service=boards.withdraw_authorization,
            title="پس گرفتن مجوز",
            button="پس گرفتن",
            done="مجوز پس گرفته شد.",
            kind="danger",
            offered=lambda row, user: (
                row.withdrawn_at is None and in_body(user, row.union_id, Role.UNION_BOARD)
            ),
        ),
    )

    def cells(self, row: BoardAuthorization, user: User) -> Cells:
        minute = {"text": to_persian_digits(row.minute.number), "ltr": True}
        return [str(row.operator), row.get_kind_display(), row.union.name, minute, _state(row)]

    def facts(self, row: BoardAuthorization, user: User) -> list[Row]:
        return [
            {"key": "کاربر", "value": str(row.operator)},
            {"key": "نوع", "value": row.get_kind_display()},
            {"key": "کد رهگیری", "value": to_persian_digits(row.request_reference), "ltr": True},
            {"key": "صورتجلسه", "value": str(row.minute)},
            {"key": "اعتبار", "value": f"{format_date(row.valid_from)} تا {_until(row.valid_to)}"},
            {"key": "مجوزدهنده", "value": str(row.granted_by)},
            state_fact(_state(row)),
        ]

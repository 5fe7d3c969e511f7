"""Roles, boards, minutes and authorisations."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import admin
from django.db.models import Model, Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from core.checks import mask_national_code
from core.jalali import format_date, format_datetime, tehran_today
from core.private_files import send_private
from core.text import to_persian_digits
from organizations import services
from organizations.admin.base import Cells, Page, Panel, Row, ServiceAdmin
from organizations.admin.desks import CHAIN, COMMISSIONS, ENTERING
from organizations.admin.filters import choice, yes_no
from organizations.forms.bodies import ReasonForm
from organizations.forms.members import (
    AuthorizationForm,
    EndSeatForm,
    GrantForm,
    MinuteFileForm,
    MinuteForm,
    SeatForm,
)
from organizations.models import BoardAuthorization, BoardMember, BoardMinute, Membership
from organizations.rules import BoardRole, Role
from organizations.services.competence import enters_for, in_body
from organizations.services.members import may_grant

HELD = "در حال بررسی؛ پس از ویروس‌یابی نشان داده می‌شود"
HELD_LONG = "در حال بررسی؛ ویروس‌یاب هنوز پاسخ نداده است، فایل نگه داشته شده و دوباره بررسی می‌شود"
INFECTED = "فایل این صورتجلسه آلوده به ویروس بود و برداشته شد. هیأت مدیره می‌تواند فایل سالم را دوباره بفرستد."


def _until(day: Any) -> str:
    return format_date(day) if day else "پایان نامعین"


@admin.register(Membership)
class MembershipAdmin(ServiceAdmin):
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
    add_hint = "نقش‌های هر نهاد را نهاد بالادست آن می‌دهد: دبیرخانه، کمیسیون، اتاق و سپس اتحادیه."
    intro = "هیچ‌کس به خودش نقش نمی‌دهد. نقش پس‌گرفته از نخستین درخواست بعدی آن کاربر دیگر کار نمی‌کند."

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """The roles and bodies this person may choose."""
        return GrantForm(data, by=cast("User", request.user))

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Grant."""
        return services.grant_role(by=by, **values)

    def cells(self, row: Membership, by: User) -> Cells:
        """Who, what, where."""
        return [
            str(row.user),
            row.get_role_display(),
            row.body.name,
            format_date(row.valid_from),
            _state(row),
        ]

    def page(self, row: Membership, by: User) -> Page:
        """Facts; the body above may take the role back."""
        state = _state(row)
        facts: list[Row] = [
            {"key": "نام کاربری", "value": row.user.username, "ltr": True},
            {"key": "نقش", "value": row.get_role_display()},
            {"key": "نهاد", "value": row.body.name},
            {"key": "اعتبار", "value": f"{format_date(row.valid_from)} تا {_until(row.valid_to)}"},
            {"key": "اعطاکننده", "value": str(row.granted_by or "راه‌انداز سامانه")},
            {"key": "وضعیت", "value": state["text"], "tone": state["tone"]},
        ]
        page = Page(facts=facts)
        own = row.user_id == by.pk or (by.person_id is not None and row.user.person_id == by.person_id)
        if row.withdrawn_at is None and not own and may_grant(by, row.role, row.body):
            page.panels.append(
                Panel(
                    name="withdraw",
                    title="پس گرفتن نقش",
                    submit="پس گرفتن",
                    kind="danger",
                    form=ReasonForm(),
                    act=lambda values: services.withdraw_role(row, by=by, **values),
                    done="نقش پس گرفته شد.",
                )
            )
        return page


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
class BoardMemberAdmin(ServiceAdmin):
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
    add_hint = (
        "هر دوره حداکثر {board_term} سال؛ هر کس حداکثر {board_terms_in_a_row} دورهٔ پیاپی و"
        " {board_terms_in_all} دوره روی‌هم. نام از ثبت احوال می‌آید."
    )

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """The seat; `?union=` chooses the union."""
        initial = {"union": request.GET.get("union")}
        return SeatForm(data, by=cast("User", request.user), initial=initial)

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Seat a member."""
        return services.seat_member(by=by, **values)

    def cells(self, row: BoardMember, by: User) -> Cells:
        """Who, which office, where, when."""
        present = row.from_date <= tehran_today() < row.to_date
        state = (
            {"text": "جاری", "tone": "success"} if present else {"text": "خارج از دوره", "tone": "neutral"}
        )
        return [str(row.person), row.get_role_display(), row.union.name, _term(row), state]

    def page(self, row: BoardMember, by: User) -> Page:
        """Facts; who enters the board may shorten the seat."""
        code = to_persian_digits(mask_national_code(row.person.national_code))
        page = Page(
            facts=[
                {"key": "نام", "value": str(row.person)},
                {"key": "کد ملی", "value": code, "ltr": True},
                {"key": "سمت", "value": row.get_role_display()},
                {"key": "اتحادیه", "value": row.union.name},
                {"key": "دوره", "value": _term(row)},
            ]
        )
        if row.to_date > tehran_today() and enters_for(by, row.union):
            page.panels.append(
                Panel(
                    name="end",
                    title="پایان عضویت پیش از موعد",
                    submit="ثبت پایان عضویت",
                    kind="danger",
                    form=EndSeatForm(initial={"on": tehran_today()}),
                    act=lambda values: services.end_seat(row, by=by, **values),
                    done="پایان عضویت ثبت شد.",
                )
            )
        return page


def _term(row: BoardMember) -> str:
    return f"{format_date(row.from_date)} تا {format_date(row.to_date)}"


@admin.register(BoardMinute)
class MinuteAdmin(ServiceAdmin):
    """Numbered minutes of the boards."""

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

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """One's own union's minute; `?union=` chooses among several."""
        chosen = {"union": request.GET["union"]} if "union" in request.GET else {}
        files = request.FILES if data is not None else None
        return MinuteForm(data, files, by=cast("User", request.user), initial=chosen)

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Enter the minute."""
        return services.enter_minute(by=by, **_read(values))

    def cells(self, row: BoardMinute, by: User) -> Cells:
        """Number, union, day."""
        return [
            {"text": to_persian_digits(row.number), "ltr": True},
            row.union.name,
            format_date(row.held_on),
            str(row.recorded_by),
        ]

    def page(self, row: BoardMinute, by: User) -> Page:
        """Facts and the file: a minute stands, but the board may send an infected file again."""
        page = Page(
            facts=[
                {"key": "اتحادیه", "value": row.union.name},
                {"key": "شماره", "value": to_persian_digits(row.number), "ltr": True},
                {"key": "تاریخ جلسه", "value": format_date(row.held_on)},
                {"key": "متن تصمیم‌ها", "value": to_persian_digits(row.text) or "در فایل صورتجلسه"},
                {"key": "ثبت", "value": f"{format_datetime(row.recorded_at)}، {row.recorded_by}"},
            ],
        )
        if row.was_infected:
            page.notices = [{"tone": "danger", "title": "فایل آلوده بود", "text": INFECTED}]
            if in_body(by, row.union_id, Role.UNION_BOARD):
                page.panels = [_send_again(row, by)]
        elif row.is_held:
            page.facts.append(
                {"key": "فایل", "value": HELD_LONG if row.scanner_is_away else HELD, "tone": "info"}
            )
        elif row.file:
            address = reverse("admin:organizations_boardminute_file", args=[row.pk])
            page.links = [{"label": "دریافت فایل صورتجلسه", "url": address}]
        return page

    def get_urls(self) -> list[URLPattern]:
        """The file's address."""
        view = self.admin_site.admin_view(require_safe(self.file_view))
        return [
            path("<str:object_id>/file/", view, name="organizations_boardminute_file"),
            *super().get_urls(),
        ]

    def file_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The file, for whoever may see the minute."""
        row: BoardMinute = self.find(request, object_id)
        return send_private(row.file, name=f"minute-{row.pk}")


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the service takes of a form."""
    file = values["file"]
    return {name: value for name, value in values.items() if name != "file"} | {
        "content": file.read() if file else None
    }


def _send_again(row: BoardMinute, by: User) -> Panel:
    return Panel(
        name="send_again",
        title="فرستادن دوبارهٔ فایل",
        submit="فرستادن",
        form=MinuteFileForm(),
        act=lambda values: services.send_minute_file_again(row, content=values["file"].read(), by=by),
        done="فایل صورتجلسه ثبت شد.",
    )


@admin.register(BoardAuthorization)
class AuthorizationAdmin(ServiceAdmin):
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
    add_hint = "هیأت مدیره به کاربر اتحادیه اجازهٔ چاپ استعلام‌ها را می‌دهد: برای همهٔ پرونده‌ها یا یک پرونده."

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """Operators and minutes of one's own union."""
        return AuthorizationForm(data, by=cast("User", request.user))

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Authorise; the union is the minute's."""
        return services.authorise_operator(union=values["minute"].union, by=by, **values)

    def cells(self, row: BoardAuthorization, by: User) -> Cells:
        """Who, what, by which minute."""
        minute = {"text": to_persian_digits(row.minute.number), "ltr": True}
        return [str(row.operator), row.get_kind_display(), row.union.name, minute, _state(row)]

    def page(self, row: BoardAuthorization, by: User) -> Page:
        """Facts; the board may take it back."""
        state = _state(row)
        page = Page(
            facts=[
                {"key": "کاربر", "value": str(row.operator)},
                {"key": "نوع", "value": row.get_kind_display()},
                {"key": "کد رهگیری", "value": to_persian_digits(row.request_reference), "ltr": True},
                {"key": "صورتجلسه", "value": str(row.minute)},
                {"key": "اعتبار", "value": f"{format_date(row.valid_from)} تا {_until(row.valid_to)}"},
                {"key": "مجوزدهنده", "value": str(row.granted_by)},
                {"key": "وضعیت", "value": state["text"], "tone": state["tone"]},
            ]
        )
        if row.withdrawn_at is None and in_body(by, row.union_id, Role.UNION_BOARD):
            page.panels.append(
                Panel(
                    name="withdraw",
                    title="پس گرفتن مجوز",
                    submit="پس گرفتن",
                    kind="danger",
                    form=ReasonForm(),
                    act=lambda values: services.withdraw_authorization(row, by=by, **values),
                    done="مجوز پس گرفته شد.",
                )
            )
        return page

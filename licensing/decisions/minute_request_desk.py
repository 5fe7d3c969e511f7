"""What operators ask their board to put into a minute: the board's list, and its answers (R73)."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from core.fields import PersianTextField
from core.jalali import format_datetime
from core.text import to_persian_digits
from licensing.cases.desk_forms import MinuteField, offer_minutes
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor
from licensing.decisions.minute_request_models import LONGEST_DECLINE, LONGEST_MINUTE_REQUEST, MinuteRequest
from licensing.decisions.minute_requests import ask_for_minute, decline_minute, give_minute
from organizations.desk.cards import Cells, Row
from organizations.desk.filters import yes_no
from organizations.desk.forms import DeskForm
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.roles.states import Role


class GiveMinuteForm(DeskForm):
    """The minute that holds what was asked for."""

    minute = MinuteField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_minutes(self, self.row.case)


class DeclineForm(DeskForm):
    """Why there is no such minute."""

    because = PersianTextField(
        label="علت", max_length=LONGEST_DECLINE, widget=forms.Textarea(attrs={"rows": "2"})
    )


def _may_answer(row: MinuteRequest, user: User) -> bool:
    return row.is_open and Actor.UNION_BOARD in row.case.actors_of(user)


class AskMinuteForm(DeskForm):
    """What the board is asked to put into a minute."""

    text = PersianTextField(
        label="آنچه باید در صورتجلسه بیاید",
        max_length=LONGEST_MINUTE_REQUEST,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


def _may_ask(case: LicenceRequest, user: User) -> bool:
    """Operators ask, one thing at a time; the board itself enters the minute."""
    held = case.actors_of(user)
    asks = Actor.UNION_OPERATOR in held and Actor.UNION_BOARD not in held and not case.is_over
    return asks and not any(row.is_open for row in case.minute_requests.all())


#: On the review desk of a case.
STEP = Step(
    name="ask_minute",
    path="ask-minute",
    service=ask_for_minute,
    form=AskMinuteForm,
    button="فرستادن به هیأت مدیره",
    done="درخواست صورتجلسه به هیأت مدیره رسید.",
    offered=_may_ask,
    is_panel=False,
)


@admin.register(MinuteRequest)
class MinuteRequestAdmin(Desk):
    """Operators read them, the board answers; they are made on a file's desk."""

    read_roles = (Role.UNION_OPERATOR, Role.UNION_BOARD)
    columns = ("پرونده", "متن", "درخواست‌کننده", "وضعیت")
    list_select_related = ("case", "asked_by__person", "answered_by__person", "minute")
    ordering = ("answered_at", "-pk")
    name_search = ()
    list_filter = (yes_no("وضعیت", "open", "بی‌پاسخ", "پاسخ‌داده", lambda: Q(answered_at__isnull=True)),)
    intro = (
        "کاربر اتحادیه آنچه را باید به متقاضی گفته شود از هیأت مدیره می‌خواهد؛ "
        "هیأت مدیره صورتجلسه‌ای می‌دهد یا علت را می‌گوید."
    )
    steps = (
        Step(
            name="give",
            form=GiveMinuteForm,
            service=give_minute,
            title="صورتجلسه‌ای که این را در بر دارد",
            hint="اگر هنوز ثبت نشده است، نخست «ثبت صورتجلسهٔ تازه» را بزنید.",
            button="دادن صورتجلسه",
            done="صورتجلسه به درخواست بسته و به همکار خبر داده شد.",
            offered=_may_answer,
        ),
        Step(
            name="decline",
            form=DeclineForm,
            service=decline_minute,
            title="صورتجلسه‌ای ثبت نمی‌شود",
            button="نپذیرفتن",
            done="پاسخ ثبت و به همکار خبر داده شد.",
            kind="secondary",
            offered=_may_answer,
        ),
    )

    def cells(self, row: MinuteRequest, user: User) -> Cells:
        """Which file, what is asked, by whom, and how it stands."""
        number = to_persian_digits(str(row.case.receipt_number))
        return [f"ردیف {number}، {row.case.unit_name}", row.text[:80], str(row.asked_by), _state(row)]

    def facts(self, row: MinuteRequest, user: User) -> list[Row]:
        return _facts(row)

    def links(self, row: MinuteRequest, user: User) -> list[Row]:
        desk = reverse("admin:licensing_licencerequest_change", args=[row.case_id])
        links: list[Row] = [{"label": "پرونده", "url": desk}]
        if _may_answer(row, user):
            add = reverse("admin:organizations_boardminute_add")
            back = urlencode({"union": row.case.union_id, "next": self.url_of(row)})
            links.append({"label": "ثبت صورتجلسهٔ تازه", "url": f"{add}?{back}"})
        return links


def _facts(row: MinuteRequest) -> list[Row]:
    state = _state(row)
    facts: list[Row] = [
        {
            "key": "پرونده",
            "value": to_persian_digits(f"ردیف {row.case.receipt_number}، {row.case.unit_name}"),
        },
        {"key": "آنچه باید در صورتجلسه بیاید", "value": to_persian_digits(row.text)},
        {"key": "درخواست", "value": f"{format_datetime(row.asked_at)}، {row.asked_by}"},
        {"key": "وضعیت", "value": state["text"], "tone": state["tone"]},
    ]
    if row.minute:
        facts.append({"key": "صورتجلسه", "value": str(row.minute)})
    if row.declined_because:
        facts.append({"key": "علت", "value": row.declined_because})
    if row.answered_at:
        facts.append({"key": "پاسخ", "value": f"{format_datetime(row.answered_at)}، {row.answered_by}"})
    return facts


def _state(row: MinuteRequest) -> Row:
    tone = "warning" if row.is_open else "success" if row.minute_id else "neutral"
    return {"text": row.state_in_words, "tone": tone}

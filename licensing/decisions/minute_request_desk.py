"""What operators ask their board to put into a minute: the board's list, and its answers (R73)."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from core.forms import PersianTextField
from core.jalali import format_datetime
from core.text import to_persian_digits
from licensing.cases.desk_forms import MinuteField, offer_minutes
from licensing.cases.states import Actor
from licensing.decisions.minute_request_models import LONGEST_DECLINE, MinuteRequest
from licensing.decisions.minute_requests import decline_minute, give_minute
from organizations.admin.base import Cells, Page, Panel, Row, ServiceAdmin
from organizations.admin.filters import yes_no
from organizations.forms.fields import DeskForm
from organizations.rules import Role


class GiveMinuteForm(DeskForm):
    """The minute that holds what was asked for."""

    minute = MinuteField()


class DeclineForm(DeskForm):
    """Why there is no such minute."""

    because = PersianTextField(
        label="علت", max_length=LONGEST_DECLINE, widget=forms.Textarea(attrs={"rows": "2"})
    )


@admin.register(MinuteRequest)
class MinuteRequestAdmin(ServiceAdmin):
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

    def cells(self, row: MinuteRequest, by: User) -> Cells:
        """Which file, what is asked, by whom, and how it stands."""
        number = to_persian_digits(str(row.case.receipt_number))
        return [f"ردیف {number}، {row.case.unit_name}", row.text[:80], str(row.asked_by), _state(row)]

    def page(self, row: MinuteRequest, by: User) -> Page:
        """What was asked, and the board's ways to answer."""
        desk = reverse("admin:licensing_licencerequest_change", args=[row.case_id])
        page = Page(facts=_facts(row), links=[{"label": "پرونده", "url": desk}])
        if not row.is_open or Actor.UNION_BOARD not in row.case.actors_of(by):
            return page
        add = reverse("admin:organizations_boardminute_add")
        back = urlencode({"union": row.case.union_id, "next": self.url_of(row)})
        page.links.append({"label": "ثبت صورتجلسهٔ تازه", "url": f"{add}?{back}"})
        give = GiveMinuteForm()
        offer_minutes(give, row.case)
        page.panels += [
            Panel(
                name="give",
                title="صورتجلسه‌ای که این را در بر دارد",
                submit="دادن صورتجلسه",
                form=give,
                act=lambda values: give_minute(row, by=by, **values),
                done="صورتجلسه به درخواست بسته و به همکار خبر داده شد.",
                hint="اگر هنوز ثبت نشده است، نخست «ثبت صورتجلسهٔ تازه» را بزنید.",
            ),
            Panel(
                name="decline",
                title="صورتجلسه‌ای ثبت نمی‌شود",
                submit="نپذیرفتن",
                kind="secondary",
                form=DeclineForm(),
                act=lambda values: decline_minute(row, by=by, **values),
                done="پاسخ ثبت و به همکار خبر داده شد.",
            ),
        ]
        return page


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

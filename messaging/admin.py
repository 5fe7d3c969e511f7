"""The staff's view of deliveries: what left, what waits, what failed. Numbers masked, no texts. And the desk of
instructions.
"""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.checks import mask_mobile
from core.jalali import format_date, format_datetime
from core.private_files import send_private
from core.text import to_persian_digits
from messaging import rows, services
from messaging.forms import PublishForm, VersionForm
from messaging.models import InstructionDoc, Sms
from messaging.querysets import DELIVERY_DESK
from messaging.states import PUBLISHERS, SmsStatus
from organizations.desk.base import View
from organizations.desk.cards import Card, Cells, Row, facts_card, state_fact, table
from organizations.desk.filters import choice
from organizations.desk.forms import DeskForm
from organizations.desk.pages import Desk
from organizations.desk.steps import Step


@admin.register(Sms)
class SmsAdmin(Desk):
    """Read only: a message is sent again by the sweep, never by hand, so that nobody gets it twice."""

    read_roles = DELIVERY_DESK
    columns = ("نوع پیام", "تلفن همراه", "وضعیت", "در صف از", "فرستاده در", "دفعات", "آخرین خطا")
    list_filter = (choice("وضعیت", "status", SmsStatus.choices),)
    ordering = ("-pk",)

    def cells(self, row: Sms, user: User) -> Cells:
        return [
            to_persian_digits(row.kind),
            {"text": to_persian_digits(mask_mobile(row.mobile)), "ltr": True},
            row.get_status_display(),
            format_datetime(row.queued_at),
            _moment(row.sent_at),
            to_persian_digits(str(row.tries)),
            {"text": row.last_error or "—", "ltr": True},
        ]

    def facts(self, row: Sms, user: User) -> list[Row]:
        """The delivery, without its text."""
        return [
            {"key": "نوع پیام", "value": to_persian_digits(row.kind), "ltr": True},
            {"key": "تلفن همراه", "value": to_persian_digits(mask_mobile(row.mobile)), "ltr": True},
            {"key": "وضعیت", "value": row.get_status_display()},
            {"key": "در صف از", "value": format_datetime(row.queued_at)},
            {"key": "بار بعد", "value": _moment(row.next_try_at)},
            {"key": "فرستاده در", "value": _moment(row.sent_at)},
            {"key": "اعتبار تا", "value": _moment(row.expires_at)},
            {"key": "دفعات", "value": to_persian_digits(str(row.tries))},
            {"key": "شناسهٔ درگاه", "value": row.provider_ref or "—", "ltr": True},
            {"key": "آخرین خطا", "value": row.last_error or "—", "ltr": True},
        ]


def _moment(at: datetime | None) -> str:
    return format_datetime(at) if at else "—"


def _is_publisher(row: InstructionDoc, user: User) -> bool:
    return row.is_present and InstructionDoc.objects.published_by(user).filter(pk=row.pk).exists()


def _publish_version(row: InstructionDoc, *, by: User, **told: Any) -> InstructionDoc:
    return services.publish_instruction(**told, body=row.body, by=by, replaces=row)


@admin.register(InstructionDoc)
class InstructionAdmin(Desk):
    """Instructions are published, replaced by a newer version, and withdrawn; nothing is edited (R262)."""

    write_roles = PUBLISHERS
    columns = ("عنوان", "نسخه", "ناشر", "انتشار", "وضعیت")
    name_search, text_search = ("body__name_search",), ("title",)
    search_hint = "عنوان یا ناشر"
    list_select_related = ("body", "replaced_by")
    ordering = ("-pk",)
    add_label = "دستورالعمل تازه"
    intro = "دستورالعمل‌هایی که صاحبان واحدهای صنفی در پنل می‌بینند؛ نسخه‌های پیشین اینجا می‌مانند."

    views = (View("<number:pk>/file/", "messaging_instruction_file", "file_view"),)
    adds = Step(
        name="add",
        form=PublishForm,
        service=services.publish_instruction,
        button="ثبت",
        hint="پس از ثبت و ویروس‌یابی، صاحبان واحدها آن را در پنل خود می‌بینند. دستورالعمل اتاق برای شهرستان خودش است.",
    )
    steps = (
        Step(
            name="version",
            form=VersionForm,
            service=_publish_version,
            title="نسخهٔ تازه",
            hint="این نسخه پس از ویروس‌یابی نسخهٔ تازه از فهرست صاحبان واحدها برداشته می‌شود و اینجا می‌ماند.",
            button="انتشار نسخهٔ تازه",
            done="نسخهٔ تازه ثبت شد و پس از ویروس‌یابی در فهرست صاحبان واحدها جای این را می‌گیرد.",
            initial=lambda row, user: {
                "title": row.title,
                "summary": row.summary,
                "categories": list(row.categories.all()),
            },
            offered=lambda row, user: not row.awaits_scan and _is_publisher(row, user),
        ),
        Step(
            name="withdraw",
            form=DeskForm,
            service=services.withdraw_instruction,
            title="برداشتن از فهرست",
            hint="صاحبان واحدها دیگر آن را نمی‌بینند.",
            button="برداشتن دستورالعمل",
            done="دستورالعمل از فهرست صاحبان واحدها برداشته شد.",
            kind="danger",
            offered=_is_publisher,
        ),
    )

    def cells(self, row: InstructionDoc, user: User) -> Cells:
        return [
            to_persian_digits(row.title),
            to_persian_digits(str(row.version)),
            row.body.name,
            format_date(row.published_at),
            _state(row),
        ]

    def facts(self, row: InstructionDoc, user: User) -> list[Row]:
        facts: list[Row] = [
            state_fact(_state(row)),
            {"key": "نسخه", "value": to_persian_digits(str(row.version))},
            {"key": "ناشر", "value": row.body.name},
            {"key": "برای", "value": f"{rows.trades_of(row)}، {rows.place_of(row)}"},
            {"key": "چکیده", "value": to_persian_digits(row.summary)},
            {"key": "انتشار", "value": f"{format_datetime(row.published_at)}، {row.published_by}"},
        ]
        if row.was_infected:
            facts.append({"key": "آلودگی", "value": row.infection, "ltr": True})
        if row.withdrawn_at:
            said = f"{format_datetime(row.withdrawn_at)}، {row.withdrawn_by}"
            facts.append({"key": "برداشته شد", "value": said})
        return facts

    def cards(self, row: InstructionDoc, user: User) -> list[Card]:
        facts, versions = facts_card(self.facts(row, user)), _versions(row)
        if len(versions) == 1:
            return [facts]
        return [facts, table("نسخه‌ها", ["نسخه", "انتشار", "وضعیت"], [_version(one) for one in versions])]

    def links(self, row: InstructionDoc, user: User) -> list[Row]:
        if row.was_infected or row.awaits_scan:
            return []
        address = reverse("admin:messaging_instruction_file", args=[row.pk])
        return [{"label": "دریافت PDF", "url": address}]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """With what every page of it names."""
        return super().get_queryset(request).select_related("body", "county", "published_by__person")

    def file_view(self, request: StaffRequest, pk: int) -> HttpResponse:
        """The PDF of any version."""
        return send_private(self.find(request, pk).file, name=f"instruction-{pk}")


def _state(row: InstructionDoc) -> Row:
    if row.withdrawn_at:
        return {"text": "برداشته شده", "tone": "neutral"}
    if row.was_infected:
        return {"text": "آلوده بود و برداشته شد", "tone": "danger"}
    if not row.is_present:
        return {"text": "نسخهٔ پیشین", "tone": "neutral"}
    if row.awaits_scan:
        return {"text": "در حال بررسی", "tone": "info"}
    return {"text": "منتشر شده", "tone": "success"}


def _versions(row: InstructionDoc) -> list[InstructionDoc]:
    """Every version of this instruction, the newest first."""
    versions = [row]
    while hasattr(versions[0], "replaced_by"):
        versions.insert(0, versions[0].replaced_by)
    while versions[-1].replaces:
        versions.append(versions[-1].replaces)
    return versions


def _version(row: InstructionDoc) -> Cells:
    address = reverse("admin:messaging_instructiondoc_change", args=[row.pk])
    label = {"text": f"نسخهٔ {to_persian_digits(str(row.version))}", "url": address}
    return [label, format_date(row.published_at), _state(row)]

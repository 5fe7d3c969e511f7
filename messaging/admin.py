"""The staff's view of deliveries: what left, what waits, what failed. Numbers masked, no texts. And the desk of
instructions.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from core.checks import mask_mobile
from core.jalali import format_date, format_datetime
from core.private_files import send_private
from core.text import to_persian_digits
from messaging import parts, services
from messaging.forms import PublishForm, VersionForm, WithdrawForm
from messaging.models import InstructionDoc, Sms
from messaging.querysets import DELIVERY_DESK
from messaging.states import PUBLISHERS, SmsStatus
from organizations.admin.base import Cells, Page, Panel, Row, Section, ServiceAdmin
from organizations.admin.filters import choice


@admin.register(Sms)
class SmsAdmin(ServiceAdmin):
    """Read only: a message is sent again by the sweep, never by hand, so that nobody gets it twice."""

    read_roles = DELIVERY_DESK
    columns = ("نوع پیام", "تلفن همراه", "وضعیت", "در صف از", "فرستاده در", "دفعات", "آخرین خطا")
    list_filter = (choice("وضعیت", "status", SmsStatus.choices),)
    ordering = ("-pk",)

    def cells(self, row: Sms, by: User) -> Cells:
        """Which message, to whom, and what became of it."""
        return [
            to_persian_digits(row.kind),
            {"text": to_persian_digits(mask_mobile(row.mobile)), "ltr": True},
            row.get_status_display(),
            format_datetime(row.queued_at),
            _moment(row.sent_at),
            to_persian_digits(str(row.tries)),
            {"text": row.last_error or "—", "ltr": True},
        ]

    def page(self, row: Sms, by: User) -> Page:
        """The facts of a delivery, without its text."""
        return Page(
            facts=[
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
        )


def _moment(at: datetime | None) -> str:
    return format_datetime(at) if at else "—"


@admin.register(InstructionDoc)
class InstructionAdmin(ServiceAdmin):
    """Instructions are published, replaced by a newer version, and withdrawn; nothing is edited (R262)."""

    write_roles = PUBLISHERS
    columns = ("عنوان", "نسخه", "ناشر", "انتشار", "وضعیت")
    name_search, text_search = ("body__name_search",), ("title",)
    search_hint = "عنوان یا ناشر"
    list_select_related = ("body", "replaced_by")
    ordering = ("-pk",)
    add_label = "دستورالعمل تازه"
    add_hint = "پس از ثبت و ویروس‌یابی، صاحبان واحدها آن را در پنل خود می‌بینند. دستورالعمل اتاق برای شهرستان خودش است."
    intro = "دستورالعمل‌هایی که صاحبان واحدهای صنفی در پنل می‌بینند؛ نسخه‌های پیشین اینجا می‌مانند."

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """Title, summary, trades and the file."""
        return PublishForm(data, request.FILES if data is not None else None, by=cast("User", request.user))

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Publish."""
        return services.publish_instruction(**_read(values), body=values["body"], by=by)

    def cells(self, row: InstructionDoc, by: User) -> Cells:
        """Title, version, publisher, day, state."""
        return [
            to_persian_digits(row.title),
            to_persian_digits(str(row.version)),
            row.body.name,
            format_date(row.published_at),
            _state(row),
        ]

    def page(self, row: InstructionDoc, by: User) -> Page:
        """Facts, the file, the versions, and what its publisher may do."""
        state = _state(row)
        page = Page(
            facts=[
                {"key": "وضعیت", "value": state["text"], "tone": state["tone"]},
                {"key": "نسخه", "value": to_persian_digits(str(row.version))},
                {"key": "ناشر", "value": row.body.name},
                {"key": "برای", "value": f"{parts.trades_of(row)}، {parts.place_of(row)}"},
                {"key": "چکیده", "value": to_persian_digits(row.summary)},
                {"key": "انتشار", "value": f"{format_datetime(row.published_at)}، {row.published_by}"},
            ],
        )
        if row.was_infected:
            page.facts.append({"key": "آلودگی", "value": row.infection, "ltr": True})
        elif not row.is_held:
            address = reverse("admin:messaging_instruction_file", args=[row.pk])
            page.links = [{"label": "دریافت PDF", "url": address}]
        if row.withdrawn_at:
            said = f"{format_datetime(row.withdrawn_at)}، {row.withdrawn_by}"
            page.facts.append({"key": "برداشته شد", "value": said})
        versions = _versions(row)
        if len(versions) > 1:
            page.sections.append(
                Section("نسخه‌ها", ["نسخه", "انتشار", "وضعیت"], [_version(one) for one in versions])
            )
        if row.is_present and InstructionDoc.objects.published_by(by).filter(pk=row.pk).exists():
            page.panels = (
                [_withdrawal(row, by)] if row.is_held else [_next_version(row, by), _withdrawal(row, by)]
            )
        return page

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """With what every page of it names."""
        return super().get_queryset(request).select_related("body", "county", "published_by__person")

    def get_urls(self) -> list[URLPattern]:
        """The file's address."""
        view = self.admin_site.admin_view(require_safe(self.file_view))
        return [path("<str:object_id>/file/", view, name="messaging_instruction_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The PDF of any version."""
        row: InstructionDoc = self.find(request, object_id)
        return send_private(row.file, name=f"instruction-{row.pk}")


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the service takes of a form."""
    return {name: values[name] for name in ("title", "summary", "categories")} | {
        "content": values["file"].read()
    }


def _next_version(row: InstructionDoc, by: User) -> Panel:
    known = {"title": row.title, "summary": row.summary, "categories": list(row.categories.all())}
    return Panel(
        "version",
        "نسخهٔ تازه",
        "انتشار نسخهٔ تازه",
        VersionForm(initial=known, auto_id="version_%s"),
        lambda values: services.publish_instruction(**_read(values), body=row.body, by=by, replaces=row),
        "نسخهٔ تازه ثبت شد و پس از ویروس‌یابی در فهرست صاحبان واحدها جای این را می‌گیرد.",
        hint="این نسخه پس از ویروس‌یابی نسخهٔ تازه از فهرست صاحبان واحدها برداشته می‌شود و اینجا می‌ماند.",
    )


def _withdrawal(row: InstructionDoc, by: User) -> Panel:
    return Panel(
        "withdraw",
        "برداشتن از فهرست",
        "برداشتن دستورالعمل",
        WithdrawForm(auto_id="withdraw_%s"),
        lambda values: services.withdraw_instruction(row, by=by),
        "دستورالعمل از فهرست صاحبان واحدها برداشته شد.",
        hint="صاحبان واحدها دیگر آن را نمی‌بینند.",
        kind="danger",
    )


def _state(row: InstructionDoc) -> Row:
    if row.withdrawn_at:
        return {"text": "برداشته شده", "tone": "neutral"}
    if row.was_infected:
        return {"text": "آلوده بود و برداشته شد", "tone": "danger"}
    if not row.is_present:
        return {"text": "نسخهٔ پیشین", "tone": "neutral"}
    if row.is_held:
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

"""Files of categories: upload, report of the refused rows, then one decision."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest

from accounts.models import User
from core.jalali import format_datetime
from core.rials import group_digits
from core.text import to_persian_digits
from organizations import services
from organizations.admin.base import Cells, Page, Panel, Row, Section, ServiceAdmin
from organizations.admin.desks import SECRETARIAT
from organizations.forms.proposals import EmptyForm, ModeForm, UploadForm
from organizations.models import CategoryImport
from organizations.rules import ImportMode, ImportState

TONES = {ImportState.CHECKED: "warning", ImportState.DONE: "success", ImportState.DISCARDED: "neutral"}
SHOWN_REFUSED = 500


@admin.register(CategoryImport)
class CategoryImportAdmin(ServiceAdmin):
    """Every file that was brought in or put aside, with its report."""

    write_roles = SECRETARIAT
    columns = ("فایل", "وضعیت", "تازه", "تغییرکرده", "نادرست", "بارگذاری")
    ordering = ("-pk",)
    add_label = "بارگذاری فایل"
    add_hint = "نخست فقط بررسی می‌شود: گزارش ردیف‌های نادرست را می‌بینید و سپس تصمیم می‌گیرید."
    intro = "هر فایل یا یکجا وارد می‌شود یا هیچ؛ هیچ‌گاه نیمه‌کاره نمی‌ماند."

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """The file."""
        return UploadForm(data, request.FILES if data is not None else None)

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Check it."""
        file = values["file"]
        return services.check_file(file_name=file.name, content=file.read(), by=by)

    def cells(self, row: CategoryImport, by: User) -> Cells:
        """Name, state, counts."""
        return [
            row.file_name,
            {"text": row.get_state_display(), "tone": TONES[ImportState(row.state)]},
            group_digits(row.created_count),
            group_digits(row.changed_count),
            group_digits(len(row.refused)),
            format_datetime(row.uploaded_at),
        ]

    def page(self, row: CategoryImport, by: User) -> Page:
        """Counts, the refused rows with line and reason, and the decision."""
        page = Page(facts=_facts(row), sections=[_refused(row), _changes(row)])
        if row.state == ImportState.CHECKED:
            page.panels = [_run_panel(row, by), _discard_panel(row, by)]
        return page

    def get_queryset(self, request: HttpRequest) -> Any:
        """The content of a file is read only when it is brought in."""
        return super().get_queryset(request).defer("content").select_related("uploaded_by__person")


def _facts(row: CategoryImport) -> list[Row]:
    return [
        {"key": "وضعیت", "value": row.get_state_display(), "tone": TONES[ImportState(row.state)]},
        {"key": "رستهٔ تازه", "value": group_digits(row.created_count)},
        {"key": "رستهٔ تغییرکرده", "value": group_digits(row.changed_count)},
        {"key": "بی‌تغییر", "value": group_digits(row.same_count)},
        {"key": "ردیف نادرست", "value": group_digits(len(row.refused))},
        {"key": "شیوه", "value": row.get_mode_display() if row.mode else "—"},
        {"key": "بارگذاری", "value": f"{format_datetime(row.uploaded_at)}، {row.uploaded_by}"},
    ]


def _refused(row: CategoryImport) -> Section:
    return Section(
        caption=f"ردیف‌های نادرست ({group_digits(len(row.refused))})",
        columns=["سطر", "ردیف", "علت"],
        rows=[
            [to_persian_digits(str(refused["line"])), to_persian_digits(refused["shown"]), refused["reason"]]
            for refused in row.refused[:SHOWN_REFUSED]
        ],
        empty="همهٔ ردیف‌ها درست است.",
    )


def _changes(row: CategoryImport) -> Section:
    return Section(
        caption=f"تغییرها ({group_digits(len(row.changes))})",
        columns=["سطر", "رسته", "ستون", "پیش از آن", "پس از آن"],
        rows=[
            [
                to_persian_digits(str(change["line"])),
                to_persian_digits(change["shown"]),
                change["field"],
                change["old"] or "—",
                change["new"] or "—",
            ]
            for change in row.changes[:SHOWN_REFUSED]
        ],
        empty="هیچ رسته‌ای تغییر نمی‌کند.",
    )


def _run_panel(row: CategoryImport, by: User) -> Panel:
    return Panel(
        name="run",
        title="ورود رسته‌ها",
        submit="وارد کردن",
        form=ModeForm(initial={"mode": ImportMode.ALL_OR_NOTHING}),
        act=lambda values: services.run_import(row, values["mode"], by=by),
        done="رسته‌ها وارد شدند.",
    )


def _discard_panel(row: CategoryImport, by: User) -> Panel:
    return Panel(
        name="discard",
        title="کنار گذاشتن فایل",
        submit="کنار گذاشتن",
        kind="secondary",
        form=EmptyForm(),
        act=lambda values: services.discard_import(row, by=by),
        done="فایل کنار گذاشته شد و هیچ رسته‌ای تغییر نکرد.",
    )

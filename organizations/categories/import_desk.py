"""Files of categories: upload, report of the refused rows, then one decision."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User
from core.jalali import format_datetime
from core.rials import group_digits
from core.text import to_persian_digits
from organizations.categories import importing
from organizations.categories.desk_forms import ModeForm, UploadForm
from organizations.categories.import_models import CategoryImport
from organizations.categories.states import ImportState
from organizations.desk.cards import Card, Cells, Row, facts_card, table
from organizations.desk.forms import DeskForm
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.roles.groups import SECRETARIAT

TONES = {ImportState.CHECKED: "warning", ImportState.DONE: "success", ImportState.DISCARDED: "neutral"}
SHOWN_REFUSED = 500


def _is_undecided(row: CategoryImport, user: User) -> bool:
    return row.state == ImportState.CHECKED


@admin.register(CategoryImport)
class CategoryImportAdmin(Desk):
    """Every file that was brought in or put aside, with its report."""

    write_roles = SECRETARIAT
    columns = ("فایل", "وضعیت", "تازه", "تغییرکرده", "نادرست", "بارگذاری")
    ordering = ("-pk",)
    add_label = "بارگذاری فایل"
    adds = Step(
        name="add",
        form=UploadForm,
        service=importing.check_file,
        button="ثبت",
        hint="نخست فقط بررسی می‌شود: گزارش ردیف‌های نادرست را می‌بینید و سپس تصمیم می‌گیرید.",
    )
    steps = (
        Step(
            name="run",
            form=ModeForm,
            service=importing.run_import,
            title="ورود رسته‌ها",
            button="وارد کردن",
            done="رسته‌ها وارد شدند.",
            offered=_is_undecided,
        ),
        Step(
            name="discard",
            form=DeskForm,
            service=importing.discard_import,
            title="کنار گذاشتن فایل",
            button="کنار گذاشتن",
            done="فایل کنار گذاشته شد و هیچ رسته‌ای تغییر نکرد.",
            kind="secondary",
            offered=_is_undecided,
        ),
    )
    intro = "هر فایل یا یکجا وارد می‌شود یا هیچ؛ هیچ‌گاه نیمه‌کاره نمی‌ماند."

    def cells(self, row: CategoryImport, user: User) -> Cells:
        return [
            row.file_name,
            {"text": row.get_state_display(), "tone": TONES[ImportState(row.state)]},
            group_digits(row.created_count),
            group_digits(row.changed_count),
            group_digits(len(row.refused)),
            format_datetime(row.uploaded_at),
        ]

    def facts(self, row: CategoryImport, user: User) -> list[Row]:
        return [
            {"key": "وضعیت", "value": row.get_state_display(), "tone": TONES[ImportState(row.state)]},
            {"key": "رستهٔ تازه", "value": group_digits(row.created_count)},
            {"key": "رستهٔ تغییرکرده", "value": group_digits(row.changed_count)},
            {"key": "بی‌تغییر", "value": group_digits(row.same_count)},
            {"key": "ردیف نادرست", "value": group_digits(len(row.refused))},
            {"key": "شیوه", "value": row.get_mode_display() if row.mode else "—"},
            {"key": "بارگذاری", "value": f"{format_datetime(row.uploaded_at)}، {row.uploaded_by}"},
        ]

    def cards(self, row: CategoryImport, user: User) -> list[Card]:
        return [facts_card(self.facts(row, user)), _refused(row), _changes(row)]

    def get_queryset(self, request: HttpRequest) -> Any:
        """The content of a file is read only when it is brought in."""
        return super().get_queryset(request).defer("content").select_related("uploaded_by__person")


def _refused(row: CategoryImport) -> Card:
    return table(
        caption=f"ردیف‌های نادرست ({group_digits(len(row.refused))})",
        columns=["سطر", "ردیف", "علت"],
        rows=[
            [to_persian_digits(str(refused["line"])), to_persian_digits(refused["shown"]), refused["reason"]]
            for refused in row.refused[:SHOWN_REFUSED]
        ],
        empty="همهٔ ردیف‌ها درست است.",
    )


def _changes(row: CategoryImport) -> Card:
    return table(
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

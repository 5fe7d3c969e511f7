"""Unions at the desk: the page of one gathers what all nouns know of it (annex 22)."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from core.jalali import format_date, tehran_today
from core.text import to_persian_digits
from organizations.bodies import services as bodies
from organizations.bodies.desk import CONTACT, BodyAdmin, active, by_province
from organizations.bodies.desk_forms import (
    CoverForm,
    UnionForm,
    UnitCountForm,
    counties_to_cover,
)
from organizations.bodies.models import Union
from organizations.bodies.rules import enters_for
from organizations.conditions import published
from organizations.desk.cards import Card, Cells, Row, facts_card, notice, state_fact
from organizations.desk.filters import choice, yes_no
from organizations.desk.steps import Step
from organizations.members import boards
from organizations.roles.groups import CHAIN, COMMISSIONS, SECRETARIAT
from organizations.roles.states import Level
from organizations.unions import desk_cards


@admin.register(Union)
class UnionAdmin(BodyAdmin):
    """Unions: the page of one gathers its board, conditions, tariff, accounts and coverage (annex 22)."""

    read_roles = CHAIN
    write_roles = (*COMMISSIONS, *SECRETARIAT)
    columns = ("اتحادیه", "محل", "پذیرش", "ضوابط", "وضعیت")
    list_filter = (
        by_province(),
        choice("سطح", "level", Level.choices),
        yes_no("پذیرش", "electronic", "الکترونیکی", "کاغذی", lambda: Q(electronic_since__isnull=False)),
        yes_no("ضوابط", "published", "منتشرشده", "منتشرنشده", lambda: Q(has_conditions=True)),
    )
    add_label = "اتحادیهٔ تازه"
    intro = "اتحادیه‌ای که ضوابطش منتشر نشده باشد، هیچ وجهی نمی‌تواند بگیرد."
    adds = Step(
        name="add",
        form=UnionForm,
        service=bodies.found_union,
        button="ثبت",
        hint="نهاد بالادست از روی سطح و محل پیدا می‌شود: اتاق شهرستان، اتاق مرکز استان یا اتاق اصناف ایران.",
    )
    steps = (
        CONTACT,
        Step(
            name="cover",
            form=CoverForm,
            service=bodies.cover,
            title="رستهٔ تازه برای این اتحادیه",
            hint="هر رسته در هر شهرستان دقیقاً یک اتحادیهٔ پاسخگو دارد.",
            button="ثبت پوشش",
            done="پوشش ثبت شد؛ درخواست‌های این رسته به همین اتحادیه می‌رسد.",
            offered=lambda row, user: counties_to_cover(row, user).exists(),
        ),
        Step(
            name="units",
            form=UnitCountForm,
            service=boards.count_units,
            title="شمار واحدهای صنفی",
            hint="شمار عضوهای اصلی و علی‌البدل هیأت مدیره از روی همین به دست می‌آید (مادهٔ ۲۲).",
            button="ثبت شمار",
            done="شمار واحدها ثبت شد.",
            offered=lambda row, user: enters_for(user, row),
        ),
    )

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """Scoped, with whether conditions are published."""
        return published.with_publication(cast("QuerySet[Union]", super().get_queryset(request)))

    def cells(self, row: Any, user: User) -> Cells:
        conditions = (
            {"text": "منتشر شده", "tone": "success"}
            if row.has_conditions
            else {"text": "ضوابط منتشر نشده", "tone": "danger"}
        )
        where = str(row.county or row.province or "کشور")
        return [row.name, where, intake(row), conditions, active(row.is_active)]

    def facts(self, row: Any, user: User) -> list[Row]:
        return [
            *super().facts(row, user),
            state_fact(intake(row), "پذیرش درخواست"),
            {"key": "هیأت مدیره به حکم قانون", "value": _size_in_words(row)},
        ]

    def cards(self, row: Any, user: User) -> list[Card]:
        unpublished = notice(
            "تا انتشار ضوابط خاص با شمارهٔ مصوبه، این اتحادیه هیچ وجهی نمی‌تواند بگیرد.",
            title="ضوابط این اتحادیه منتشر نشده است",
            tone="warning",
        )
        warnings = [] if row.has_conditions else [unpublished]
        return [*warnings, facts_card(self.facts(row, user)), *desk_cards.of(row, user)]

    def links(self, row: Any, user: User) -> list[Row]:
        return [{"label": "صفحهٔ عمومی اتحادیه", "url": reverse("union", args=[row.pk])}]


def intake(row: Union) -> Row:
    """Whether requests are taken electronically today."""
    if row.electronic_since is None:
        return {"text": "کاغذی", "tone": "neutral"}
    if row.electronic_since > tehran_today():
        return {"text": f"الکترونیکی از {format_date(row.electronic_since)}", "tone": "info"}
    return {"text": "الکترونیکی", "tone": "success"}


def _size_in_words(row: Union) -> str:
    """How many seats the board has, and the count that decides it."""
    size = boards.board_size(row)
    counted = row.unit_counts.filter(valid_from__lte=tehran_today()).order_by("-valid_from").first()
    why = str(counted) if counted else "شمار واحدها ثبت نشده است"
    return to_persian_digits(f"{size.full} عضو اصلی و {size.substitutes} علی‌البدل ({why})")

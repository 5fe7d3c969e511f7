"""The national list of trades at the desk, with files out and in."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import User
from core.rials import group_digits
from core.text import to_persian_digits
from organizations.categories import files as category_files
from organizations.categories import spreadsheets, synonyms
from organizations.categories.desk_forms import CategoryForm
from organizations.categories.models import Category
from organizations.categories.states import BranchOfTrade
from organizations.categories.synonym_forms import AddSynonymsForm, RemoveSynonymsForm
from organizations.desk.base import View
from organizations.desk.cards import Cells, Row
from organizations.desk.filters import choice, yes_no
from organizations.desk.steps import Step
from organizations.places.desk import ReferenceAdmin, add_step, edit_step, is_secretariat
from organizations.roles.groups import CHAIN
from organizations.roles.querysets import holds
from organizations.roles.states import Role


@admin.register(Category)
class CategoryAdmin(ReferenceAdmin):
    """The national vocabulary of trades, with CSV and Excel in and out."""

    read_roles = CHAIN
    columns = ("رسته", "کد آیسیک", "شاخه", "ویژگی‌ها", "وضعیت")
    name_search, code_search = ("name_search", "synonyms__name_search"), ("isic_code",)
    choice_search = ("branch_of_trade",)
    list_filter = (
        choice("شاخه", "branch_of_trade", BranchOfTrade.choices),
        yes_no("وضعیت", "active", "فعال", "غیرفعال", lambda: Q(is_active=True)),
        yes_no("تخصصی", "specialised", "تخصصی", "عادی", lambda: Q(is_specialised=True)),
    )
    add_label = "رستهٔ تازه"
    search_hint = "نام رسته، نام رایج یا آغاز کد آیسیک"
    intro = "فهرست ملی رسته‌ها. هر نام یک بار و با یک کد؛ رستهٔ کنارگذاشته غیرفعال می‌شود و سابقهٔ آن می‌ماند."
    views = (View("export/<str:kind>/", "organizations_category_export", "export"),)
    adds = add_step(CategoryForm)
    #: The list is the nation's, so its keeper also writes the names people use.
    steps = (
        edit_step(CategoryForm),
        Step(
            name="add_synonyms",
            form=AddSynonymsForm,
            service=synonyms.add_synonyms,
            title="نام‌های رایج تازه",
            hint="مردم رسته را با این نام‌ها هم پیدا می‌کنند.",
            button="افزودن",
            done="نام‌ها ثبت شد؛ از همین حالا با آن‌ها پیدا می‌شود.",
            kind="secondary",
            offered=is_secretariat,
        ),
        Step(
            name="remove_synonyms",
            form=RemoveSynonymsForm,
            service=synonyms.remove_synonyms,
            title="برداشتن نام‌های رایج",
            button="برداشتن",
            done="نام‌ها برداشته شد.",
            kind="secondary",
            offered=lambda row, user: holds(user, Role.SECRETARIAT) and row.synonyms.exists(),
        ),
    )

    def cells(self, row: Category, user: User) -> Cells:
        marks = [
            word
            for word, there in (
                ("تخصصی", row.is_specialised),
                ("بهداشت", row.needs_health_inquiry),
                ("مجازی", row.is_online),
            )
            if there
        ]
        state = (
            {"text": "فعال", "tone": "success"} if row.is_active else {"text": "غیرفعال", "tone": "neutral"}
        )
        code = {"text": to_persian_digits(row.isic_code), "ltr": True}
        return [row.name, code, row.get_branch_of_trade_display(), "، ".join(marks) or "—", state]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """As everywhere; a category with several fitting names stands once."""
        rows, _ = super().get_search_results(request, queryset, search_term)
        return rows, True

    def facts(self, row: Category, user: User) -> list[Row]:
        flags = ("is_specialised", "needs_health_inquiry", "host_customers_on_site", "is_online", "is_active")
        return [
            {"key": "کد آیسیک", "value": to_persian_digits(row.isic_code), "ltr": True},
            {"key": "شاخه", "value": row.get_branch_of_trade_display()},
            {"key": "گروه شغلی کرونا", "value": group_digits(row.covid_job_group)},
            *(
                {
                    "key": str(Category._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
                    "value": "بله" if getattr(row, name) else "خیر",
                }
                for name in flags
            ),
            {"key": "ورود گروهی", "value": str(row.created_in) if row.created_in else "—"},
            {"key": "نام‌های رایج", "value": "، ".join(synonym.name for synonym in row.synonyms.all())},
        ]

    def list_links(self, user: User) -> list[Row]:
        """The files: out for everybody, in for the secretariat."""
        links = [
            {"label": "خروجی اکسل", "url": reverse("admin:organizations_category_export", args=["xlsx"])},
            {"label": "خروجی CSV", "url": reverse("admin:organizations_category_export", args=["csv"])},
        ]
        if holds(user, Role.SECRETARIAT):
            links.append({"label": "ورود از فایل", "url": reverse("admin:organizations_categoryimport_add")})
        return links

    def export(self, request: HttpRequest, kind: str) -> HttpResponse:
        """All categories as a file that can be read in again; no cell becomes a formula."""
        if not self.has_view_permission(request) or kind not in {"csv", "xlsx"}:
            raise Http404
        found = Category.objects.order_by("isic_code").prefetch_related("synonyms")
        rows = category_files.table(found.iterator(chunk_size=2000))
        if kind == "csv":
            content, content_type = spreadsheets.as_csv(rows), "text/csv; charset=utf-8"
        else:
            content, content_type = spreadsheets.as_xlsx("رسته‌ها", rows), spreadsheets.XLSX_TYPE
        disposition = f'attachment; filename="categories.{kind}"'
        headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type=content_type, headers=headers)

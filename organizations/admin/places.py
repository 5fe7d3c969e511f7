"""Reference data of the secretariat."""

from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.jalali import format_date
from core.rials import group_digits
from core.text import to_persian_digits
from organizations import category_files, services, spreadsheets
from organizations.admin.desks import ABOVE_UNIONS, CHAIN, SECRETARIAT
from organizations.desk.base import View
from organizations.desk.cards import Cells, Row
from organizations.desk.filters import choice, pick, yes_no
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.forms.bodies import CategoryForm, CountyForm, LegalValueForm, ProvinceForm
from organizations.forms.synonyms import AddSynonymsForm, RemoveSynonymsForm
from organizations.models import Category, County, LegalValue, Province
from organizations.querysets import holds
from organizations.rules import BranchOfTrade, Role

UNITS = {
    "rials": "ریال",
    "percent": "درصد",
    "times": "برابر یا بار",
    "years": "سال",
    "months": "ماه",
    "days": "روز",
    "members": "عضو",
    "units": "واحد",
    "terms": "دوره",
}


def _is_secretariat(row: Any, user: User) -> bool:
    return holds(user, Role.SECRETARIAT)


def edit_step(form: type[Any]) -> Step:
    """The secretariat corrects a row with the form it was added with."""
    return Step(
        name="edit",
        form=form,
        service=services.redefine,
        title="ویرایش",
        button="ذخیره",
        done="تغییر ثبت شد.",
        offered=_is_secretariat,
    )


def add_step(form: type[Any]) -> Step:
    """The secretariat adds a row."""
    return Step(name="add", form=form, service=services.define, button="ثبت")


class ReferenceAdmin(Desk):
    """Rows that only the secretariat adds and corrects, with one form for both."""

    read_roles: tuple[str, ...] = ABOVE_UNIONS
    write_roles = SECRETARIAT


@admin.register(Province)
class ProvinceAdmin(ReferenceAdmin):
    """The 31 provinces."""

    adds, steps = add_step(ProvinceForm), (edit_step(ProvinceForm),)
    columns = ("استان", "کد", "کد ایزو")
    name_search, code_search = ("name_search",), ("code", "iso")
    add_label = "استان تازه"
    search_hint = "نام یا کد"

    def cells(self, row: Province, user: User) -> Cells:
        return [row.name, to_persian_digits(row.code), {"text": row.iso, "ltr": True}]

    def facts(self, row: Province, user: User) -> list[Row]:
        return [
            {"key": "کد", "value": to_persian_digits(row.code), "ltr": True},
            {"key": "کد ایزو", "value": row.iso, "ltr": True},
            {"key": "شهرستان‌ها", "value": group_digits(row.counties.count())},
        ]


@admin.register(County)
class CountyAdmin(ReferenceAdmin):
    """The counties."""

    adds, steps = add_step(CountyForm), (edit_step(CountyForm),)
    columns = ("شهرستان", "استان", "کد", "مرکز استان")
    name_search, code_search = ("name_search", "province__name_search"), ("code",)
    list_select_related = ("province",)
    add_label = "شهرستان تازه"
    search_hint = "نام شهرستان یا استان، یا کد"

    def cells(self, row: County, user: User) -> Cells:
        return [row.name, row.province.name, to_persian_digits(row.code), "بله" if row.is_centre else "—"]

    def facts(self, row: County, user: User) -> list[Row]:
        return [
            {"key": "استان", "value": row.province.name},
            {"key": "کد", "value": to_persian_digits(row.code), "ltr": True},
            {"key": "مرکز استان", "value": "بله" if row.is_centre else "خیر"},
        ]


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
            service=services.add_synonyms,
            title="نام‌های رایج تازه",
            hint="مردم رسته را با این نام‌ها هم پیدا می‌کنند.",
            button="افزودن",
            done="نام‌ها ثبت شد؛ از همین حالا با آن‌ها پیدا می‌شود.",
            kind="secondary",
            offered=_is_secretariat,
        ),
        Step(
            name="remove_synonyms",
            form=RemoveSynonymsForm,
            service=services.remove_synonyms,
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


@admin.register(LegalValue)
class LegalValueAdmin(Desk):
    """Numbers of the law; a new number is a new row from its day on."""

    read_roles = ABOVE_UNIONS
    write_roles = SECRETARIAT
    columns = ("عنوان", "مقدار", "از روز", "مبنا")
    ordering = ("key", "-valid_from")
    list_filter = (
        pick(
            "عنوان",
            "key",
            lambda: sorted(set(LegalValue.objects.values_list("key", "title"))),
            lambda value: Q(key=value),
        ),
    )
    add_label = "عدد تازه"
    adds = Step(
        name="add",
        form=LegalValueForm,
        service=services.set_legal_value,
        button="ثبت",
        hint="عدد پیشین پاک نمی‌شود: برای روزهای پیش از تاریخ تازه همان می‌ماند.",
    )
    intro = "سقف‌ها، سهم‌ها و مهلت‌هایی که قانون گذاشته است، هر کدام با روز آغاز و مبنا."

    def adding(self, step: Step, request: StaffRequest) -> Step:
        """`?key=` continues a number."""
        known = LegalValue.objects.filter(key=request.GET.get("key", "")).order_by("-valid_from").first()
        initial = {"key": known.key, "title": known.title, "unit": known.unit} if known else {}
        return replace(step, initial=lambda row, user: initial)

    def cells(self, row: LegalValue, user: User) -> Cells:
        return [row.title, _amount(row), format_date(row.valid_from), to_persian_digits(row.basis)]

    def facts(self, row: LegalValue, user: User) -> list[Row]:
        return [
            {"key": "کلید", "value": row.key, "ltr": True},
            {"key": "مقدار", "value": _amount(row)},
            {"key": "اعتبار از", "value": format_date(row.valid_from)},
            {"key": "مبنای قانونی", "value": to_persian_digits(row.basis)},
        ]

    def links(self, row: LegalValue, user: User) -> list[Row]:
        """Another number is another row."""
        if not holds(user, Role.SECRETARIAT):
            return []
        url = f"{reverse('admin:organizations_legalvalue_add')}?key={row.key}"
        return [{"label": "عدد تازه از روزی دیگر", "url": url}]


def _amount(row: LegalValue) -> str:
    return f"{group_digits(row.value)} {UNITS.get(row.unit, row.unit)}"

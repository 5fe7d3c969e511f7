"""Reference data of the secretariat."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from accounts.models import User
from core.jalali import format_date
from core.rials import group_digits
from core.text import to_persian_digits
from organizations import category_files, services, spreadsheets
from organizations.admin.base import Cells, Page, Panel, Row, ServiceAdmin
from organizations.admin.desks import ABOVE_UNIONS, CHAIN, SECRETARIAT
from organizations.admin.filters import choice, pick, yes_no
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


class ReferenceAdmin(ServiceAdmin):
    """Rows that only the secretariat adds and corrects, with one form for both."""

    read_roles: tuple[str, ...] = ABOVE_UNIONS
    write_roles = SECRETARIAT
    form_class: type[Any]

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """The empty form."""
        form: BaseForm = self.form_class(data)
        return form

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Define a row."""
        return services.define(form.instance, by=by)

    def page(self, row: Any, by: User) -> Page:
        """Facts, and the form for the secretariat."""
        page = Page(facts=self.facts(row))
        if holds(by, Role.SECRETARIAT):
            page.panels.append(
                Panel(
                    name="change",
                    title="ویرایش",
                    submit="ذخیره",
                    form=self.form_class(instance=type(row).objects.get(pk=row.pk)),
                    act=lambda values: services.redefine(row, values, by=by),
                    done="تغییر ثبت شد.",
                )
            )
        return page

    def facts(self, row: Any) -> list[Row]:
        """The row in words."""
        raise NotImplementedError


@admin.register(Province)
class ProvinceAdmin(ReferenceAdmin):
    """The 31 provinces."""

    form_class = ProvinceForm
    columns = ("استان", "کد", "کد ایزو")
    name_search, code_search = ("name_search",), ("code", "iso")
    add_label = "استان تازه"
    search_hint = "نام یا کد"

    def cells(self, row: Province, by: User) -> Cells:
        """Name and codes."""
        return [row.name, to_persian_digits(row.code), {"text": row.iso, "ltr": True}]

    def facts(self, row: Province) -> list[Row]:
        """Codes and number of counties."""
        return [
            {"key": "کد", "value": to_persian_digits(row.code), "ltr": True},
            {"key": "کد ایزو", "value": row.iso, "ltr": True},
            {"key": "شهرستان‌ها", "value": group_digits(row.counties.count())},
        ]


@admin.register(County)
class CountyAdmin(ReferenceAdmin):
    """The counties."""

    form_class = CountyForm
    columns = ("شهرستان", "استان", "کد", "مرکز استان")
    name_search, code_search = ("name_search", "province__name_search"), ("code",)
    list_select_related = ("province",)
    add_label = "شهرستان تازه"
    search_hint = "نام شهرستان یا استان، یا کد"

    def cells(self, row: County, by: User) -> Cells:
        """Name, province, code."""
        return [row.name, row.province.name, to_persian_digits(row.code), "بله" if row.is_centre else "—"]

    def facts(self, row: County) -> list[Row]:
        """Place and code."""
        return [
            {"key": "استان", "value": row.province.name},
            {"key": "کد", "value": to_persian_digits(row.code), "ltr": True},
            {"key": "مرکز استان", "value": "بله" if row.is_centre else "خیر"},
        ]


@admin.register(Category)
class CategoryAdmin(ReferenceAdmin):
    """The national vocabulary of trades, with CSV and Excel in and out."""

    read_roles = CHAIN
    form_class = CategoryForm
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

    def cells(self, row: Category, by: User) -> Cells:
        """Name, code, branch, marks."""
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

    def page(self, row: Category, by: User) -> Page:
        """Facts, the form, and the names people use; the list is the nation's, so its keeper writes them."""
        page = super().page(row, by)
        if holds(by, Role.SECRETARIAT):
            page.panels += _synonym_panels(row, by)
        return page

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """As everywhere; a category with several fitting names stands once."""
        rows, _ = super().get_search_results(request, queryset, search_term)
        return rows, True

    def facts(self, row: Category) -> list[Row]:
        """Everything about a trade."""
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

    def list_links(self, by: User) -> list[Row]:
        """The files: out for everybody, in for the secretariat."""
        links = [
            {"label": "خروجی اکسل", "url": reverse("admin:organizations_category_export", args=["xlsx"])},
            {"label": "خروجی CSV", "url": reverse("admin:organizations_category_export", args=["csv"])},
        ]
        if holds(by, Role.SECRETARIAT):
            links.append({"label": "ورود از فایل", "url": reverse("admin:organizations_categoryimport_add")})
        return links

    def get_urls(self) -> list[URLPattern]:
        """The files' address before the rows' own."""
        own = [
            path(
                "export/<str:kind>/",
                self.admin_site.admin_view(self.export),
                name="organizations_category_export",
            )
        ]
        return own + super().get_urls()

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


def _synonym_panels(row: Category, by: User) -> list[Panel]:
    panels = [
        Panel(
            name="add_synonyms",
            title="نام‌های رایج تازه",
            submit="افزودن",
            kind="secondary",
            form=AddSynonymsForm(),
            act=lambda values: services.add_synonyms(row, values["names"], by=by),
            done="نام‌ها ثبت شد؛ از همین حالا با آن‌ها پیدا می‌شود.",
            hint="مردم رسته را با این نام‌ها هم پیدا می‌کنند.",
        )
    ]
    if row.synonyms.exists():
        panels.append(
            Panel(
                name="remove_synonyms",
                title="برداشتن نام‌های رایج",
                submit="برداشتن",
                kind="secondary",
                form=RemoveSynonymsForm(category=row),
                act=lambda values: services.remove_synonyms(row, values["chosen"], by=by),
                done="نام‌ها برداشته شد.",
            )
        )
    return panels


@admin.register(LegalValue)
class LegalValueAdmin(ServiceAdmin):
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
    add_hint = "عدد پیشین پاک نمی‌شود: برای روزهای پیش از تاریخ تازه همان می‌ماند."
    intro = "سقف‌ها، سهم‌ها و مهلت‌هایی که قانون گذاشته است، هر کدام با روز آغاز و مبنا."

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """The form; `?key=` continues a number."""
        known = LegalValue.objects.filter(key=request.GET.get("key", "")).order_by("-valid_from").first()
        initial = {"key": known.key, "title": known.title, "unit": known.unit} if known else {}
        return LegalValueForm(data, initial=initial)

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Set the number."""
        return services.set_legal_value(by=by, **values)

    def cells(self, row: LegalValue, by: User) -> Cells:
        """Title, number, day, basis."""
        return [row.title, _amount(row), format_date(row.valid_from), to_persian_digits(row.basis)]

    def page(self, row: LegalValue, by: User) -> Page:
        """Facts only; another number is another row."""
        facts: list[Row] = [
            {"key": "کلید", "value": row.key, "ltr": True},
            {"key": "مقدار", "value": _amount(row)},
            {"key": "اعتبار از", "value": format_date(row.valid_from)},
            {"key": "مبنای قانونی", "value": to_persian_digits(row.basis)},
        ]
        page = Page(facts=facts)
        if holds(by, Role.SECRETARIAT):
            url = f"{reverse('admin:organizations_legalvalue_add')}?key={row.key}"
            page.links.append({"label": "عدد تازه از روزی دیگر", "url": url})
        return page


def _amount(row: LegalValue) -> str:
    return f"{group_digits(row.value)} {UNITS.get(row.unit, row.unit)}"

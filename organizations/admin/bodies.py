"""Unions, chambers, commissions and coverage."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from core.jalali import format_date, tehran_today
from core.text import to_persian_digits
from organizations import services
from organizations.admin import union_sections
from organizations.admin.base import Cells, Page, Panel, Row, ServiceAdmin
from organizations.admin.desks import ABOVE_UNIONS, CHAIN, COMMISSIONS, SECRETARIAT
from organizations.admin.filters import choice, pick, yes_no
from organizations.forms.bodies import (
    ChamberForm,
    CommissionForm,
    ContactForm,
    CoverForm,
    MoveCoverageForm,
    NameForm,
    ReasonForm,
    UnionForm,
)
from organizations.forms.conditions import PostalCodeForm
from organizations.forms.members import UnitCountForm
from organizations.models import Body, Chamber, Commission, Province, Union, UnionCoverage
from organizations.pages import postal_fact
from organizations.rules import Level
from organizations.services.bodies import may_correct, may_recode, may_rename
from organizations.services.competence import covers, enters_for


def provinces() -> list[tuple[str, str]]:
    """Choices of a filter by province."""
    return [(str(pk), name) for pk, name in Province.objects.values_list("pk", "name")]


def by_province(column: str = "province") -> type[Any]:
    """A filter by province over `column`."""
    return pick("استان", "province", provinces, lambda value: Q(**{column: value}))


class BodyAdmin(ServiceAdmin):
    """What unions, chambers and commissions have in common."""

    write_roles: tuple[str, ...] = SECRETARIAT
    list_select_related = ("county", "province", "parent")
    name_search = ("name_search", "county__name_search", "province__name_search")
    code_search, choice_search = ("phone",), ("level",)
    search_hint = "نام نهاد یا شهرستان"
    form_class: type[Any]

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """The form of the kind of body."""
        form: BaseForm = self.form_class(data)
        return form

    def page(self, row: Any, by: User) -> Page:
        """Facts, and the forms this person's office allows."""
        page = Page(facts=self.facts(row))
        panel = self.contact_panel(row, by)
        if panel:
            page.panels.append(panel)
        return page

    def contact_panel(self, row: Any, by: User) -> Panel | None:
        """Name and contact data for the commission, contact data for the chamber."""
        form_class = _contact_form(row, by)
        if form_class is None:
            return None
        names = ("name", "address", "postal_code", "phone", "is_active")
        return Panel(
            name="contact",
            title=CONTACT_TITLES[form_class],
            submit="ذخیره",
            form=form_class(initial={name: getattr(row, name) for name in names}),
            act=lambda values: services.change_body(row, values, by=by),
            done="مشخصات ذخیره شد.",
        )

    def facts(self, row: Any) -> list[Row]:
        """Level, place, body above, contact."""
        return [
            {"key": "سطح", "value": row.get_level_display()},
            {"key": "محل", "value": place(row)},
            {"key": "نهاد بالادست", "value": str(row.parent or "—")},
            {"key": "نشانی", "value": to_persian_digits(row.address)},
            postal_fact("کد پستی", row.postal_code),
            {"key": "تلفن", "value": to_persian_digits(row.phone), "ltr": True},
            active(row.is_active) | {"key": "وضعیت"},
        ]


#: What each form of a body's page is called.
CONTACT_TITLES: dict[type[BaseForm], str] = {
    NameForm: "نام و نشانی",
    ContactForm: "نشانی و تماس",
    PostalCodeForm: "اصلاح کد پستی",
}


def _contact_form(row: Body, by: User) -> type[BaseForm] | None:
    """As much of a body's data as this person's office may correct."""
    if may_rename(row, by=by):
        return NameForm
    if may_correct(row, by=by):
        return ContactForm
    return PostalCodeForm if may_recode(row, by=by) else None


def place(row: Body) -> str:
    """County and province, or the whole country."""
    if row.county:
        return f"شهرستان {row.county} (استان {row.province})"
    return f"استان {row.province}" if row.province else "سراسر کشور"


def active(is_active: bool) -> Row:
    """A chip for a fact."""
    return {"value": "فعال" if is_active else "غیرفعال", "tone": "success" if is_active else "neutral"}


@admin.register(Union)
class UnionAdmin(BodyAdmin):
    """Unions: the page of one gathers its board, conditions, tariff, accounts and coverage (annex 22)."""

    read_roles = CHAIN
    write_roles = (*COMMISSIONS, *SECRETARIAT)
    form_class = UnionForm
    columns = ("اتحادیه", "محل", "پذیرش", "ضوابط", "وضعیت")
    list_filter = (
        by_province(),
        choice("سطح", "level", Level.choices),
        yes_no("پذیرش", "electronic", "الکترونیکی", "کاغذی", lambda: Q(electronic_since__isnull=False)),
        yes_no("ضوابط", "published", "منتشرشده", "منتشرنشده", lambda: Q(has_conditions=True)),
    )
    add_label = "اتحادیهٔ تازه"
    add_hint = "نهاد بالادست از روی سطح و محل پیدا می‌شود: اتاق شهرستان، اتاق مرکز استان یا اتاق اصناف ایران."
    intro = "اتحادیه‌ای که ضوابطش منتشر نشده باشد، هیچ وجهی نمی‌تواند بگیرد."

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """Scoped, with whether conditions are published."""
        return services.with_publication(cast("QuerySet[Union]", super().get_queryset(request)))

    def cells(self, row: Any, by: User) -> Cells:
        """Name, place, intake, conditions."""
        conditions = (
            {"text": "منتشر شده", "tone": "success"}
            if row.has_conditions
            else {"text": "ضوابط منتشر نشده", "tone": "danger"}
        )
        state = active(row.is_active)
        where = str(row.county or row.province or "کشور")
        return [row.name, where, intake(row), conditions, {"text": state["value"], "tone": state["tone"]}]

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Found a union."""
        return services.found_union(form.instance, by=by)

    def facts(self, row: Any) -> list[Row]:
        """The body's facts and its intake."""
        chip = intake(row)
        return [
            *super().facts(row),
            {"key": "پذیرش درخواست", "value": chip["text"], "tone": chip["tone"]},
            {"key": "هیأت مدیره به حکم قانون", "value": _size_in_words(row)},
        ]

    def page(self, row: Any, by: User) -> Page:
        """Facts, board, conditions, tariff, accounts, coverage."""
        page = super().page(row, by)
        if not row.has_conditions:
            page.notices.append(
                {
                    "tone": "warning",
                    "title": "ضوابط این اتحادیه منتشر نشده است",
                    "text": "تا انتشار ضوابط خاص با شمارهٔ مصوبه، این اتحادیه هیچ وجهی نمی‌تواند بگیرد.",
                }
            )
        page.links.append({"label": "صفحهٔ عمومی اتحادیه", "url": reverse("union", args=[row.pk])})
        page.sections = union_sections.of(row, by)
        page.panels += [panel for panel in (_cover_panel(row, by), _count_panel(row, by)) if panel]
        return page


def intake(row: Union) -> Row:
    """Whether requests are taken electronically today."""
    if row.electronic_since is None:
        return {"text": "کاغذی", "tone": "neutral"}
    if row.electronic_since > tehran_today():
        return {"text": f"الکترونیکی از {format_date(row.electronic_since)}", "tone": "info"}
    return {"text": "الکترونیکی", "tone": "success"}


def _cover_panel(row: Union, by: User) -> Panel | None:
    """A commission gives the union a trade; only where this person covers some county."""
    form = CoverForm(union=row)
    field: Any = form.fields["county"]
    mine = [
        county.pk
        for county in field.queryset
        if covers(by, county_id=county.pk, province_id=county.province_id)
    ]
    if not mine:
        return None
    field.queryset = field.queryset.filter(pk__in=mine)
    return Panel(
        name="cover",
        title="رستهٔ تازه برای این اتحادیه",
        submit="ثبت پوشش",
        form=form,
        act=lambda values: services.cover(union=row, by=by, **values),
        done="پوشش ثبت شد؛ درخواست‌های این رسته به همین اتحادیه می‌رسد.",
        hint="هر رسته در هر شهرستان دقیقاً یک اتحادیهٔ پاسخگو دارد.",
    )


def _size_in_words(row: Union) -> str:
    """How many seats the board has, and the count that decides it."""
    size = services.board_size(row)
    counted = row.unit_counts.filter(valid_from__lte=tehran_today()).order_by("-valid_from").first()
    why = str(counted) if counted else "شمار واحدها ثبت نشده است"
    return to_persian_digits(f"{size.full} عضو اصلی و {size.substitutes} علی‌البدل ({why})")


def _count_panel(row: Union, by: User) -> Panel | None:
    """Whoever enters the board also enters the count that decides its size."""
    if not enters_for(by, row):
        return None
    return Panel(
        name="units",
        title="شمار واحدهای صنفی",
        submit="ثبت شمار",
        form=UnitCountForm(),
        act=lambda values: services.count_units(union=row, by=by, **values),
        done="شمار واحدها ثبت شد.",
        hint="شمار عضوهای اصلی و علی‌البدل هیأت مدیره از روی همین به دست می‌آید (مادهٔ ۲۲).",
    )


@admin.register(Chamber)
class ChamberAdmin(BodyAdmin):
    """Chambers of guilds."""

    read_roles = ABOVE_UNIONS
    form_class = ChamberForm
    columns = ("اتاق", "استان", "تلفن", "وضعیت")
    list_filter = (by_province(),)
    add_label = "اتاق تازه"

    def cells(self, row: Chamber, by: User) -> Cells:
        """Name, province, telephone."""
        state = active(row.is_active)
        phone = {"text": to_persian_digits(row.phone) or "—", "ltr": True}
        return [row.name, str(row.province), phone, {"text": state["value"], "tone": state["tone"]}]

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Register a chamber."""
        return services.found_chamber(form.instance, by=by)


@admin.register(Commission)
class CommissionAdmin(BodyAdmin):
    """Supervision commissions."""

    read_roles = ABOVE_UNIONS
    form_class = CommissionForm
    columns = ("کمیسیون", "سطح", "استان", "وضعیت")
    list_filter = (by_province(), choice("سطح", "level", Level.choices[:2]))
    add_label = "کمیسیون تازه"

    def cells(self, row: Commission, by: User) -> Cells:
        """Name, level, province."""
        state = active(row.is_active)
        level = "مرکز استان" if row.level == Level.PROVINCE else "شهرستان"
        return [row.name, level, str(row.province), {"text": state["value"], "tone": state["tone"]}]

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Register a commission."""
        return services.found_commission(form.instance, by=by)


@admin.register(UnionCoverage)
class CoverageAdmin(ServiceAdmin):
    """Which union answers for which trade in which county; rows are added on the union's page."""

    read_roles = CHAIN
    columns = ("رسته", "شهرستان", "اتحادیه", "وضعیت")
    list_select_related = ("union", "county__province", "category")
    ordering = ("-is_active", "category__name_sort", "county__name_sort")
    name_search = ("category__name_search", "county__name_search", "union__name_search")
    code_search = ("category__isic_code",)
    list_filter = (
        by_province("county__province"),
        yes_no("وضعیت", "active", "جاری", "پایان‌یافته", lambda: Q(is_active=True)),
    )
    search_hint = "رسته، شهرستان یا اتحادیه"
    intro = "هر رسته در هر شهرستان دقیقاً یک اتحادیهٔ پاسخگو دارد. پوشش تازه در صفحهٔ همان اتحادیه ثبت می‌شود."

    def cells(self, row: UnionCoverage, by: User) -> Cells:
        """Trade, county, union."""
        state = (
            {"text": "جاری", "tone": "success"}
            if row.is_active
            else {"text": "پایان‌یافته", "tone": "neutral"}
        )
        return [row.category.name, str(row.county), row.union.name, state]

    def page(self, row: UnionCoverage, by: User) -> Page:
        """Facts; a commission moves or ends it."""
        facts = [
            {"key": "رسته", "value": f"{row.category} ({to_persian_digits(row.category.isic_code)})"},
            {"key": "شهرستان", "value": f"{row.county} (استان {row.county.province})"},
            {"key": "اتحادیه", "value": row.union.name},
            {"key": "وضعیت", "value": "جاری" if row.is_active else "پایان‌یافته"},
        ]
        page = Page(facts=facts)
        if row.is_active and covers(by, county_id=row.county_id, province_id=row.county.province_id):
            page.panels = [
                Panel(
                    name="move",
                    title="اتحادیهٔ دیگری پاسخگو شود",
                    submit="جابه‌جایی",
                    form=MoveCoverageForm(county=row.county, present=row.union_id),
                    act=lambda values: services.move_coverage(row, by=by, **values),
                    done="پوشش جابه‌جا شد.",
                    hint="ردیف پیشین پایان می‌یابد و ردیف تازه در همان لحظه آغاز می‌شود.",
                ),
                Panel(
                    name="end",
                    title="پایان پوشش",
                    submit="پایان دادن",
                    kind="danger",
                    form=ReasonForm(),
                    act=lambda values: services.end_coverage(row, by=by, **values),
                    done="پوشش پایان یافت.",
                    hint="پس از آن هیچ اتحادیه‌ای در این شهرستان پاسخگوی این رسته نیست.",
                ),
            ]
        return page

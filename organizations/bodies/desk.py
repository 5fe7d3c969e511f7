"""Chambers, commissions and coverage at the desk, and what all bodies have in common."""

from typing import Any

from django.contrib import admin
from django.db.models import Q

from accounts.models import User
from accounts.requests import StaffRequest
from core.numbers import number_in
from core.text import to_persian_digits
from organizations.bodies import services
from organizations.bodies.desk_forms import (
    ChamberForm,
    CommissionForm,
    ContactForm,
    MoveCoverageForm,
    NameForm,
    PostalCodeForm,
    ReasonForm,
)
from organizations.bodies.models import Body, Chamber, Commission, Union, UnionCoverage
from organizations.bodies.rows import postal_fact
from organizations.bodies.rules import covers
from organizations.bodies.services import may_correct, may_recode, may_rename
from organizations.desk.cards import Cells, Row, state_fact
from organizations.desk.filters import choice, pick, yes_no
from organizations.desk.forms import DeskForm
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.places.models import Province
from organizations.roles.groups import ABOVE_UNIONS, CHAIN, SECRETARIAT
from organizations.roles.states import Level


def provinces() -> list[tuple[str, str]]:
    """Choices of a filter by province."""
    return [(str(pk), name) for pk, name in Province.objects.values_list("pk", "name")]


def by_province(column: str = "province") -> type[Any]:
    """A filter by province over `column`."""
    return pick("استان", "province", provinces, lambda value: Q(**{column: value}))


#: What each form of a body's data is called.
CONTACT_TITLES: dict[type[DeskForm], str] = {
    NameForm: "نام و نشانی",
    ContactForm: "نشانی و تماس",
    PostalCodeForm: "اصلاح کد پستی",
}


def _contact_form(row: Body, user: User) -> type[DeskForm] | None:
    """As much of a body's data as this person's office may correct."""
    if may_rename(row, by=user):
        return NameForm
    if may_correct(row, by=user):
        return ContactForm
    return PostalCodeForm if may_recode(row, by=user) else None


def _make_contact_form(*args: Any, row: Any, user: User, **kwargs: Any) -> Any:
    return (_contact_form(row, user) or PostalCodeForm)(*args, row=row, user=user, **kwargs)


def _change_body(row: Any, *, by: User, **values: Any) -> Body:
    return services.change_body(row, values, by=by)


def _contact_title(row: Body, user: User) -> str:
    return CONTACT_TITLES[_contact_form(row, user) or PostalCodeForm]


CONTACT = Step(
    name="contact",
    form=_make_contact_form,
    service=_change_body,
    title=_contact_title,
    button="ذخیره",
    done="مشخصات ذخیره شد.",
    initial=lambda row, user: {
        name: getattr(row, name) for name in ("name", "address", "postal_code", "phone", "is_active")
    },
    offered=lambda row, user: _contact_form(row, user) is not None,
)


class BodyAdmin(Desk):
    """What unions, chambers and commissions have in common."""

    write_roles: tuple[str, ...] = SECRETARIAT
    list_select_related = ("county", "province", "parent")
    name_search = ("name_search", "county__name_search", "province__name_search")
    code_search, choice_search = ("phone",), ("level",)
    search_hint = "نام نهاد یا شهرستان"
    steps: tuple[Step, ...] = (CONTACT,)

    def facts(self, row: Any, user: User) -> list[Row]:
        return [
            {"key": "سطح", "value": row.get_level_display()},
            {"key": "محل", "value": place(row)},
            {"key": "نهاد بالادست", "value": str(row.parent or "—")},
            {"key": "نشانی", "value": to_persian_digits(row.address)},
            postal_fact("کد پستی", row.postal_code),
            {"key": "تلفن", "value": to_persian_digits(row.phone), "ltr": True},
            state_fact(active(row.is_active)),
        ]


def place(row: Body) -> str:
    """County and province, or the whole country."""
    if row.county:
        return f"شهرستان {row.county} (استان {row.province})"
    return f"استان {row.province}" if row.province else "سراسر کشور"


def active(is_active: bool) -> dict[str, str]:
    """Whether a body works, as a chip."""
    return {"text": "فعال" if is_active else "غیرفعال", "tone": "success" if is_active else "neutral"}


@admin.register(Chamber)
class ChamberAdmin(BodyAdmin):
    """Chambers of guilds."""

    read_roles = ABOVE_UNIONS
    columns = ("اتاق", "استان", "تلفن", "وضعیت")
    list_filter = (by_province(),)
    add_label = "اتاق تازه"
    adds = Step(name="add", form=ChamberForm, service=services.found_chamber, button="ثبت")

    def cells(self, row: Chamber, user: User) -> Cells:
        phone = {"text": to_persian_digits(row.phone) or "—", "ltr": True}
        return [row.name, str(row.province), phone, active(row.is_active)]


@admin.register(Commission)
class CommissionAdmin(BodyAdmin):
    """Supervision commissions."""

    read_roles = ABOVE_UNIONS
    columns = ("کمیسیون", "سطح", "استان", "وضعیت")
    list_filter = (by_province(), choice("سطح", "level", Level.choices[:2]))
    add_label = "کمیسیون تازه"
    adds = Step(name="add", form=CommissionForm, service=services.found_commission, button="ثبت")

    def cells(self, row: Commission, user: User) -> Cells:
        level = "مرکز استان" if row.level == Level.PROVINCE else "شهرستان"
        return [row.name, level, str(row.province), active(row.is_active)]


def _may_move(row: UnionCoverage, user: User) -> bool:
    return row.is_active and covers(user, county_id=row.county_id, province_id=row.county.province_id)


@admin.register(UnionCoverage)
class CoverageAdmin(Desk):
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
    steps = (
        Step(
            name="move",
            form=MoveCoverageForm,
            service=services.move_coverage,
            title="اتحادیهٔ دیگری پاسخگو شود",
            hint="ردیف پیشین پایان می‌یابد و ردیف تازه در همان لحظه آغاز می‌شود.",
            button="جابه‌جایی",
            done="پوشش جابه‌جا شد.",
            offered=_may_move,
        ),
        Step(
            name="end",
            form=ReasonForm,
            service=services.end_coverage,
            title="پایان پوشش",
            hint="پس از آن هیچ اتحادیه‌ای در این شهرستان پاسخگوی این رسته نیست.",
            button="پایان دادن",
            done="پوشش پایان یافت.",
            kind="danger",
            offered=_may_move,
        ),
    )

    def cells(self, row: UnionCoverage, user: User) -> Cells:
        state = (
            {"text": "جاری", "tone": "success"}
            if row.is_active
            else {"text": "پایان‌یافته", "tone": "neutral"}
        )
        return [row.category.name, str(row.county), row.union.name, state]

    def facts(self, row: UnionCoverage, user: User) -> list[Row]:
        return [
            {"key": "رسته", "value": f"{row.category} ({to_persian_digits(row.category.isic_code)})"},
            {"key": "شهرستان", "value": f"{row.county} (استان {row.county.province})"},
            {"key": "اتحادیه", "value": row.union.name},
            {"key": "وضعیت", "value": "جاری" if row.is_active else "پایان‌یافته"},
        ]


def chosen_union(request: StaffRequest) -> Union | None:
    """The union of `?union=`, if this person enters for it; the only one when there is but one."""
    mine = Union.objects.entered_by(request.user).filter(is_active=True)
    asked = number_in(request.GET.get("union"))
    if asked is not None:
        found: Union | None = mine.filter(pk=asked).first()
        return found
    some: list[Union] = list(mine[:2])
    return some[0] if len(some) == 1 else None

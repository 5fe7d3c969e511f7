"""Provinces and counties at the secretariat's desk."""

from typing import Any

from django.contrib import admin

from accounts.models import User
from core.rials import group_digits
from core.text import to_persian_digits
from organizations.desk.cards import Cells, Row
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.places import services
from organizations.places.desk_forms import CountyForm, ProvinceForm
from organizations.places.models import County, Province
from organizations.roles.groups import ABOVE_UNIONS, SECRETARIAT
from organizations.roles.querysets import holds
from organizations.roles.states import Role


def is_secretariat(row: Any, user: User) -> bool:
    """Offered to the secretariat alone."""
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
        offered=is_secretariat,
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

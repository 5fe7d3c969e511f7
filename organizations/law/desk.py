"""The numbers of the law at the secretariat's desk."""

from dataclasses import replace

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.jalali import format_date
from core.rials import group_digits
from core.text import to_persian_digits
from organizations.desk.cards import Cells, Row
from organizations.desk.filters import pick
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.law import services
from organizations.law.desk_forms import LegalValueForm
from organizations.law.models import LegalValue
from organizations.roles.groups import ABOVE_UNIONS, SECRETARIAT
from organizations.roles.querysets import holds
from organizations.roles.states import Role

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

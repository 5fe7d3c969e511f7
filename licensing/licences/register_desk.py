"""The list of issued licences at the desk, the page of one, and their files."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.jalali import format_date
from core.private_files import send_private
from core.text import to_persian_digits
from licensing.cases import terms
from licensing.cases.desk import READERS
from licensing.licences.models import Licence
from licensing.licences.states import LicenceState
from organizations.desk.base import View
from organizations.desk.cards import Cells, Row, state_fact
from organizations.desk.pages import Desk

TONES = {LicenceState.VALID: "success"}


@admin.register(Licence)
class LicenceAdmin(Desk):
    """Issued licences, to look at and to print; they come from requests and stand as issued."""

    read_roles = READERS
    columns = ("شمارهٔ پروانه", "واحد صنفی", "رسته", "شهرستان", "تاریخ صدور", "اعتبار تا", "وضعیت", "تحویل")
    list_select_related = ("category", "county", "union", "case")
    key_search, choice_search, person_search = ("category", "county"), ("state",), ("holder__",)
    search_hint = "شماره، شناسهٔ صنفی، واحد یا صاحب پروانه"
    ordering = ("-issued_on", "-id")
    views = (
        View("<number:pk>/pdf/", "licensing_licence_document", "pdf_view"),
        View("<number:pk>/label/", "licensing_licence_label", "label_view"),
    )

    def cells(self, row: Licence, user: User) -> Cells:
        return [
            {"text": to_persian_digits(row.number), "ltr": True},
            to_persian_digits(row.unit_name),
            row.category.name,
            row.county.name,
            format_date(row.issued_on),
            format_date(row.valid_to),
            _state(row),
            _delivered(row),
        ]

    def facts(self, row: Licence, user: User) -> list[Row]:
        return [
            {"key": "شمارهٔ پروانه", "value": to_persian_digits(row.number), "ltr": True},
            {"key": "شناسهٔ صنفی", "value": to_persian_digits(row.guild_id), "ltr": True},
            {"key": "صاحب پروانه", "value": row.holder_name},
            {"key": "واحد صنفی", "value": to_persian_digits(row.unit_name)},
            {"key": "رسته", "value": row.category.name},
            {"key": "اتحادیه", "value": row.union.name},
            {"key": "شهرستان", "value": row.county.name},
            {"key": "نشانی", "value": to_persian_digits(row.address)},
            {"key": "کد پستی", "value": to_persian_digits(row.postal_code), "ltr": True},
            {"key": "مدت", "value": terms.in_words(row.term, row.issued_on)},
            {"key": "اعتبار", "value": f"از {format_date(row.issued_on)} تا {format_date(row.valid_to)}"},
            state_fact(_state(row)),
            {"key": "تحویل", "value": _delivered(row)},
        ]

    def links(self, row: Licence, user: User) -> list[Row]:
        address = reverse("admin:licensing_licencerequest_change", args=[row.case_id])
        return [*_files(row), {"label": "پروندهٔ درخواست", "url": address}]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The visible rows without their drawings, two kilobytes each."""
        return super().get_queryset(request).defer("qr_svg")

    def pdf_view(self, request: StaffRequest, pk: int) -> HttpResponse:
        licence = self.find(request, pk)
        return send_private(licence.document, name=licence.number)

    def label_view(self, request: StaffRequest, pk: int) -> HttpResponse:
        licence = self.find(request, pk)
        return send_private(licence.label, name=f"label-{licence.number}")


def _state(row: Licence) -> dict[str, str]:
    return {"text": row.get_state_display(), "tone": TONES.get(LicenceState(row.state), "danger")}


def _delivered(row: Licence) -> str:
    if row.delivered_on is None:
        return "تحویل نشده"
    return f"{row.get_delivery_method_display()}، {format_date(row.delivered_on)}"


def _files(row: Licence) -> list[Row]:
    files = (("document", "دریافت فایل پروانه"), ("label", "دریافت برچسب صنفی"))
    return [
        {"label": label, "url": reverse(f"admin:licensing_licence_{name}", args=[row.pk])}
        for name, label in files
        if getattr(row, name)
    ]

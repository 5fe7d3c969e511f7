"""The list of issued licences at the desk, the page of one, and their files."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse

from accounts.models import User
from core.jalali import format_date
from core.private_files import send_private
from core.text import to_persian_digits
from licensing.cases import terms
from licensing.cases.desk import READERS
from licensing.licences.models import Licence
from licensing.licences.states import LicenceState
from organizations.admin.base import Cells, Page, Row, ServiceAdmin

TONES = {LicenceState.VALID: "success"}


@admin.register(Licence)
class LicenceAdmin(ServiceAdmin):
    """Issued licences, to look at and to print; they come from requests and stand as issued."""

    read_roles = READERS
    columns = ("شمارهٔ پروانه", "واحد صنفی", "رسته", "شهرستان", "تاریخ صدور", "اعتبار تا", "وضعیت", "تحویل")
    list_select_related = ("category", "county", "union", "case")
    key_search, choice_search, person_search = ("category", "county"), ("state",), ("holder__",)
    search_hint = "شماره، شناسهٔ صنفی، واحد یا صاحب پروانه"
    ordering = ("-issued_on", "-id")

    def cells(self, row: Licence, by: User) -> Cells:
        """Number, unit, trade, place, validity, delivery."""
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

    def page(self, row: Licence, by: User) -> Page:
        """What is printed on it, how it left the union, its files and its request."""
        state = _state(row)
        page = Page(
            facts=[
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
                {"key": "وضعیت", "value": state["text"], "tone": state["tone"]},
                {"key": "تحویل", "value": _delivered(row)},
            ]
        )
        address = reverse("admin:licensing_licencerequest_change", args=[row.case_id])
        page.links = [*_files(row), {"label": "پروندهٔ درخواست", "url": address}]
        return page

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The visible rows without their drawings, two kilobytes each."""
        return super().get_queryset(request).defer("qr_svg")

    def get_urls(self) -> list[URLPattern]:
        """The files beside Django's own addresses."""
        files = [
            path(
                "<number:pk>/pdf/",
                self.admin_site.admin_view(self.pdf_view),
                name="licensing_licence_document",
            ),
            path(
                "<number:pk>/label/",
                self.admin_site.admin_view(self.label_view),
                name="licensing_licence_label",
            ),
        ]
        return [*files, *super().get_urls()]

    def pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The printed licence."""
        licence = self._licence(request, pk)
        return send_private(licence.document, name=licence.number)

    def label_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The guild label."""
        licence = self._licence(request, pk)
        return send_private(licence.label, name=f"label-{licence.number}")

    def _licence(self, request: HttpRequest, pk: int) -> Licence:
        """The licence if this person may see it."""
        if not self.has_view_permission(request):
            raise Http404
        rows: QuerySet[Any] = self.get_queryset(request)
        found: Licence = get_object_or_404(rows, pk=pk)
        return found


def _state(row: Licence) -> dict[str, str]:
    return {"text": row.get_state_display(), "tone": TONES.get(LicenceState(row.state), "danger")}


def _delivered(row: Licence) -> str:
    """How and on which day it left the union."""
    if row.delivered_on is None:
        return "تحویل نشده"
    return f"{row.get_delivery_method_display()}، {format_date(row.delivered_on)}"


def _files(row: Licence) -> list[Row]:
    """The files that are drawn already."""
    files = (("document", "دریافت فایل پروانه"), ("label", "دریافت برچسب صنفی"))
    return [
        {"label": label, "url": reverse(f"admin:licensing_licence_{name}", args=[row.pk])}
        for name, label in files
        if getattr(row, name)
    ]

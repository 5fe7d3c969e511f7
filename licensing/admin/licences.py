"""The list of issued licences at the desk, and their files."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from core.bidi import shown, shown_code
from core.jalali import format_date
from core.private_files import send_private
from licensing.admin.desk import READERS
from licensing.models import Licence
from organizations.admin_scope import ScopedAdmin


@admin.register(Licence)
class LicenceAdmin(ScopedAdmin):
    """Issued licences, to look at and to print."""

    read_roles = READERS
    list_display = (
        "shown_number",
        "shown_unit",
        "category",
        "county",
        "issued",
        "until",
        "state",
        "delivered",
    )
    list_select_related = ("category", "county")
    name_search = ("request__unit_search", "category__name_search", "county__name_search")
    code_search, person_search = ("number", "guild_id"), ("holder__",)
    search_help_text = "شمارهٔ پروانه، شناسهٔ صنفی، نام واحد یا صاحب، کد ملی یا تلفن همراه"
    ordering = ("-issued_on", "-id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Licences come from requests."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is issued stands."""
        return False

    @admin.display(description="شمارهٔ پروانه", ordering="number")
    def shown_number(self, row: Licence) -> str:
        """The number in its own order."""
        return shown_code(row.number)

    @admin.display(description="نام واحد صنفی", ordering="unit_name")
    def shown_unit(self, row: Licence) -> str:
        """The name of the unit."""
        return shown(row.unit_name)

    @admin.display(description="تاریخ صدور", ordering="issued_on")
    def issued(self, row: Licence) -> str:
        """Jalali day of issue."""
        return format_date(row.issued_on)

    @admin.display(description="اعتبار تا", ordering="valid_to")
    def until(self, row: Licence) -> str:
        """Jalali last day."""
        return format_date(row.valid_to)

    @admin.display(description="تحویل", empty_value="تحویل نشده")
    def delivered(self, row: Licence) -> str | None:
        """How and on which day it left the union."""
        if row.delivered_on is None:
            return None
        return f"{row.get_delivery_method_display()}، {format_date(row.delivered_on)}"

    def get_urls(self) -> list[URLPattern]:
        """The files beside Django's own addresses."""
        files = [
            path(
                "<int:pk>/pdf/", self.admin_site.admin_view(self.pdf_view), name="licensing_licence_document"
            ),
            path(
                "<int:pk>/label/", self.admin_site.admin_view(self.label_view), name="licensing_licence_label"
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

"""The staff's desk: Django's admin behind a password and a second factor, on every page."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

from accounts.forms import StaffSignInForm


class StaffSite(AdminSite):
    """Only verified staff get in; what they find there is scoped by their roles."""

    site_header = "میز کار سامانه اصناف"
    site_title = "سامانه اصناف"
    index_title = "کارتابل"
    login_form = StaffSignInForm
    login_template = "admin/sign_in.html"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff whose second factor was checked in this session."""
        user: Any = request.user
        return bool(user.is_active and user.is_staff and user.is_verified())

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The sign-in page in Persian, with the second factor beside the password."""
        return super().login(request, extra_context)

"""The staff's desk: Django's admin behind a password and a second factor, on every page."""

from functools import wraps
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse

from accounts import texts
from accounts.middleware import tell_session_ended
from accounts.requests import StaffRequest
from accounts.views import staff
from asnaf.readiness import READERS
from asnaf.readiness.page import readiness_context
from organizations.desk.scope import roles_of

#: Addresses that Django adds to every admin site and this one does not have.
LEFT_OUT = {"view_on_site", "autocomplete"}


def is_ours(model: Any) -> bool:
    return Path(apps.get_app_config(model._meta.app_label).path).parent == settings.BASE_DIR


class StaffSite(AdminSite):
    """Only verified staff with a password of their own get in; what they find there is scoped by their roles."""

    site_header = "میز کار سامانه اصناف"
    site_title = "سامانه اصناف"
    index_title = "کارتابل"
    enable_nav_sidebar = True

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only what our own apps put on the desk: the framework's tables (groups, devices) have no page here."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        ours = [model for model in models if is_ours(model)]
        if ours:
            super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff whose second factor was checked in this session."""
        user: Any = request.user
        return bool(user.is_active and user.is_staff and user.is_verified())

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's guard, and before everything else a password that nobody else knows."""

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            own_page = reverse("admin:password_change")
            if getattr(request.user, "must_change_password", False) and request.path != own_page:
                messages.warning(request, texts.CHANGE_FIRST_PASSWORD)
                return redirect(own_page)
            return view(request, *args, **kwargs)

        inner = super().admin_view(guarded, cacheable)

        @wraps(inner)
        def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.is_authenticated:
                tell_session_ended(request)
            return inner(request, *args, **kwargs)

        return outer

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The set-up of the second factor stands before the guard: it is the way to it.

        Django's «view on site» is left out, since it hands the public token of any object to any member of staff, and
        «autocomplete», which no page of ours uses.
        """
        own: list[URLPattern | URLResolver] = [
            path("second-factor/", self.second_factor, name="second_factor"),
            path("backup-codes/", self.admin_view(self.backup_codes), name="backup_codes"),
            path("readiness/", self.admin_view(self.readiness), name="readiness"),
        ]
        return own + [
            address for address in super().get_urls() if getattr(address, "name", "") not in LEFT_OUT
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return staff.staff_sign_in(request, self._frame("ورود همکاران"))

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        return staff.second_factor(request, self._frame("راه‌اندازی ورود دومرحله‌ای"))

    def backup_codes(self, request: StaffRequest) -> HttpResponse:
        return staff.backup_codes(request, self._frame("کدهای پشتیبان"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return staff.own_password(cast(StaffRequest, request), self._frame("تغییر گذرواژه"))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The lists of the desk, and for those above the unions the way to what is still missing."""
        reads = not roles_of(request).isdisjoint(READERS)
        return super().index(request, (extra_context or {}) | {"reads_readiness": reads})

    def readiness(self, request: StaffRequest) -> HttpResponse:
        """What is still missing before the first union can work."""
        context = self.each_context(request) | readiness_context(request, self)
        return render(request, "admin/readiness.html", context)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("sign_out")

    def _frame(self, title: str) -> dict[str, Any]:
        return {"title": title, "site_header": self.site_header}

"""Accounts of colleagues in the bodies below: opened, closed, opened again; a lost second factor taken away."""

import secrets
import time
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts import rules, texts
from accounts.models import User
from accounts.services import staff
from core.checks import mask_national_code
from core.jalali import format_date, format_datetime
from core.refusals import RuleBroken
from core.text import to_persian_digits
from organizations import services
from organizations.admin.base import Cells, Page, Panel, Row, ServiceAdmin
from organizations.admin.filters import yes_no
from organizations.forms.bodies import ReasonForm
from organizations.forms.fields import DeskForm
from organizations.forms.members import NewColleagueForm, UsernameForm
from organizations.models import Body, Membership
from organizations.querysets import accounts_below
from organizations.rules import GRANTED_BY, Role
from registries.ports import Gender, PersonFacts

GRANTERS = tuple(sorted({Role.SECRETARIAT, *(role for above in GRANTED_BY.values() for role in above)}))
PENDING, PENDING_SECONDS = "new_colleague", 900
#: The field beside which a refusal stands; others stand on top.
FIELD_OF = {
    "wrong_body": "body",
    "not_your_office": "body",
    "own_account": "national_code",
    "has_account": "national_code",
    "has_closed_account": "national_code",
    "identity_mismatch": "birth_date",
    "deceased": "national_code",
    "under_age": "birth_date",
    "bad_username": "username",
    "username_taken": "username",
}
LOOK_AGAIN = "این صفحه کهنه بود. نام همکار را دوباره ببینید و سپس حساب را باز کنید."


@admin.register(User)
class StaffAccountAdmin(ServiceAdmin):
    """Accounts of the bodies below, and a new one for whoever shall work there."""

    read_roles = GRANTERS
    write_roles = GRANTERS
    columns = ("نام کاربری", "نام", "نقش‌ها", "وضعیت")
    list_select_related = ("person",)
    ordering = ("username",)
    code_search, person_search = ("username",), ("person__",)
    list_filter = (yes_no("وضعیت", "closed", "بسته", "باز", lambda: Q(is_active=False)),)
    search_hint = "نام همکار، نام کاربری یا کد ملی"
    add_label = "حساب تازه برای همکار"
    add_submit = "ادامه"
    add_hint = "نام همکار را سامانه از ثبت احوال می‌پرسد. پیش از باز شدن حساب، آن را می‌بینید و تأیید می‌کنید."
    intro = "حساب‌های نهادهای زیر دست شما. حساب بسته از نخستین درخواست بعدی صاحبش دیگر کار نمی‌کند."

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Accounts whose every role is given by this person's body."""
        roles = Prefetch(
            "memberships", Membership.objects.standing().select_related("body"), to_attr="standing_roles"
        )
        return accounts_below(cast("User", request.user)).prefetch_related(roles)

    def get_urls(self) -> list[URLPattern]:
        """The second page of opening an account."""
        confirm = path(
            "add/confirm/", self.admin_site.admin_view(self.confirm_view), name="accounts_user_confirm"
        )
        return [confirm, *super().get_urls()]

    def cells(self, row: Any, by: User) -> Cells:
        """Name, person, roles, whether it is open."""
        roles = "، ".join(f"{role.get_role_display()} ({role.body})" for role in row.standing_roles)
        return [row.username, row.person.full_name if row.person else "", roles or "بدون نقش", _state(row)]

    # Opening --------------------------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Who it is for and with which role; the civil registry tells the name."""
        self._check_may_add(request)
        by = cast("User", request.user)
        form = NewColleagueForm(request.POST if request.method == "POST" else None, by=by)
        if request.method == "POST" and form.is_valid():
            try:
                facts = services.look_up_colleague(**form.cleaned_data, by=by)
            except RuleBroken as refusal:
                form.add_error(FIELD_OF.get(refusal.code), str(refusal))
            else:
                remember(request, facts, role=form.cleaned_data["role"], body=form.cleaned_data["body"])
                return redirect("admin:accounts_user_confirm")
        return self.draw_form(request, form)

    @method_decorator(sensitive_variables("opened"))
    def confirm_view(self, request: HttpRequest) -> HttpResponse:
        """The person as the civil registry named them, and the user name; then the first password, once."""
        self._check_may_add(request)
        pending = request.session.get(PENDING)
        if not pending or time.time() - pending["at"] > PENDING_SECONDS:
            messages.info(request, "زمان این صفحه گذشت. از نو بنویسید.")
            return redirect("admin:accounts_user_add")
        body, facts = Body.objects.get(pk=pending["body"]), facts_of(pending)
        if request.method == "POST" and request.POST.get("mark") != pending["mark"]:
            messages.warning(request, LOOK_AGAIN)
            return redirect("admin:accounts_user_confirm")
        proposal = {"username": services.propose_username(pending["role"], body), "mark": pending["mark"]}
        form = UsernameForm(request.POST if request.method == "POST" else None, initial=proposal)
        if request.method == "POST" and form.is_valid():
            try:
                opened = services.open_colleague(
                    facts,
                    username=form.cleaned_data["username"],
                    role=pending["role"],
                    body=body,
                    by=cast("User", request.user),
                )
            except RuleBroken as refusal:
                field = FIELD_OF.get(refusal.code)
                form.add_error(field if field in form.fields else None, str(refusal))
            else:
                del request.session[PENDING]
                return self._hand_over(request, opened.user, opened.password)
        context = self._context(request, "این همکار است؟") | {
            "form": form,
            "facts": _facts_of_newcomer(facts, pending["role"], body),
        }
        status = 400 if form.errors else 200
        return render(request, "admin/accounts/new_colleague.html", context, status=status)

    def _check_may_add(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    @method_decorator(sensitive_variables("password"))
    def _hand_over(self, request: HttpRequest, account: User, password: str) -> HttpResponse:
        """The page that shows a first password; it is never shown again."""
        until = account.first_password_until
        context = self._context(request, "گذرواژهٔ نخست") | {
            "account": account,
            "password": password,
            "until": format_datetime(until) if until else "",
            "sign_in_url": request.build_absolute_uri(reverse("admin:login")),
            "account_url": self.url_of(account),
        }
        return render(request, "admin/accounts/first_password.html", context)

    # One account ----------------------------------------------------------------------------------------------

    @method_decorator(sensitive_post_parameters())
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The account's page; a fresh first password leads to the page that shows it."""
        if request.method == "POST" and request.GET.get("act") == "first_password":
            account, by = self.find(request, object_id), cast("User", request.user)
            try:
                password = services.renew_first_password(account, by=by)
            except RuleBroken as refusal:
                messages.error(request, str(refusal))
                return redirect(self.url_of(account))
            account.refresh_from_db()
            return self._hand_over(request, account, password)
        return super().change_view(request, object_id, form_url, extra_context)

    def page(self, row: Any, by: User) -> Page:
        """Who the account belongs to and what it may; what the body above can do for it."""
        state = _state(row)
        facts: list[Row] = [
            {"key": "نام کاربری", "value": row.username, "ltr": True},
            {"key": "نام", "value": row.person.full_name if row.person else ""},
            *({"key": role.get_role_display(), "value": str(role.body)} for role in row.standing_roles),
            {"key": "وضعیت", "value": state["text"], "tone": state["tone"]},
        ]
        locked = staff.sign_in_lock(row)
        if locked:
            words = f"تا {format_datetime(locked)}؛ از دستگاه ناآشنا با کد امنیتی"
            facts.append({"key": "قفل ورود", "value": words, "tone": "warning"})
        if row.is_active and row.must_change_password and row.first_password_until:
            facts.append({"key": "مهلت گذرواژهٔ نخست", "value": format_datetime(row.first_password_until)})
        return Page(facts=facts, panels=_panels(row, by))


def _panels(row: User, by: User) -> list[Panel]:
    if not row.is_active:
        return [
            Panel(
                name="reinstate",
                title="باز کردن دوبارهٔ حساب",
                hint="گذرواژه و برنامهٔ رمزساز همان است که بود؛ نقش‌هایی که هنوز جاری‌اند دوباره کار می‌کنند.",
                submit="حساب دوباره باز شود",
                form=ReasonForm(auto_id="reinstate_%s"),
                act=lambda values: _done(services.reinstate(row, by=by, **values)),
                done="حساب دوباره باز شد.",
            )
        ]
    panels = [
        Panel(
            name="reset",
            title="گوشی و کدهای پشتیبان گم شده است",
            hint="نشست‌های این حساب پایان می‌یابد و صاحبش، با گذرواژهٔ خودش، برنامهٔ رمزساز را دوباره راه می‌اندازد."
            " پیش از این کار از هویت او مطمئن شوید.",
            submit="بازنشانی عامل دوم",
            kind="danger",
            form=DeskForm(),
            act=lambda values: _done(staff.reset_second_factor(row, by=by)),
            done=texts.FACTOR_RESET,
        ),
        Panel(
            name="dismiss",
            title="پایان همکاری",
            hint="حساب بسته می‌شود و نشست‌هایش از نخستین درخواست بعدی پایان می‌یابد. هیچ ردیفی پاک نمی‌شود.",
            submit="بستن حساب",
            kind="danger",
            form=ReasonForm(auto_id="dismiss_%s"),
            act=lambda values: _done(services.dismiss(row, by=by, **values)),
            done="حساب بسته شد.",
        ),
    ]
    if staff.sign_in_lock(row):
        panels.insert(0, _unlock_panel(row, by))
    if row.must_change_password:
        panels.insert(0, _first_password_panel())
    return panels


def _unlock_panel(row: User, by: User) -> Panel:
    return Panel(
        name="unlock",
        title="ورود این حساب قفل است",
        hint="چند بار با این نام کاربری گذرواژه یا کد نادرست نوشته شده است. صاحب حساب درخواست می‌کند و شما باز می‌کنید؛"
        " پیش از آن از هویت او مطمئن شوید. گذرواژه و عامل دوم او همان می‌ماند.",
        submit="باز کردن قفل ورود",
        kind="secondary",
        form=DeskForm(),
        act=lambda values: _unlock(row, by),
        done=texts.UNLOCKED,
    )


def _unlock(row: User, by: User) -> bool:
    services.unlock(row, by=by)
    return True


def _first_password_panel() -> Panel:
    days = to_persian_digits(str(rules.FIRST_PASSWORD_WITHIN.days))
    return Panel(
        name="first_password",
        title="گذرواژهٔ نخست گم شده یا مهلتش گذشته است",
        hint=f"گذرواژهٔ تازه‌ای ساخته می‌شود که {days} روز کار می‌کند؛ پیشین از کار می‌افتد. تا صاحب حساب گذرواژهٔ خودش را"
        " نگذاشته باشد، این کار ممکن است.",
        submit="ساختن گذرواژهٔ تازه",
        kind="secondary",
        form=DeskForm(),
        act=lambda values: None,
        done="",
    )


def _done(_: None) -> bool:
    """Panels tell by what they return whether something was done."""
    return True


def _state(account: User) -> dict[str, str]:
    if not account.is_active:
        return {"text": "بسته", "tone": "danger"}
    if account.must_change_password:
        return {"text": "در انتظار نخستین ورود", "tone": "info"}
    return {"text": "باز", "tone": "success"}


def _facts_of_newcomer(facts: PersonFacts, role: str, body: Body) -> list[Row]:
    return [
        {"key": "نام", "value": facts.full_name},
        {"key": "نام پدر", "value": facts.father_name},
        {"key": "تاریخ تولد", "value": format_date(facts.birth_date)},
        {"key": "کد ملی", "value": to_persian_digits(mask_national_code(facts.national_code)), "ltr": True},
        {"key": "نقش", "value": Role(role).label},
        {"key": "نهاد", "value": body.name},
    ]


def remember(request: HttpRequest, facts: PersonFacts, *, role: str, body: Body) -> None:
    """Keep what the civil registry told until the next page is sent; `mark` names this very answer."""
    told = asdict(facts) | {"birth_date": facts.birth_date.isoformat(), "gender": facts.gender.value}
    request.session[PENDING] = {
        "facts": told | {"deceased_on": None},
        "role": role,
        "body": body.pk,
        "at": time.time(),
        "mark": secrets.token_urlsafe(12),
    }


def facts_of(pending: dict[str, Any]) -> PersonFacts:
    """The civil registry's answer as it was remembered."""
    told = pending["facts"]
    return PersonFacts(
        **told | {"birth_date": date.fromisoformat(told["birth_date"]), "gender": Gender(told["gender"])}
    )

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
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables

from accounts import rules, texts
from accounts.models import User
from accounts.requests import StaffRequest
from accounts.services import staff
from core.checks import mask_national_code
from core.jalali import format_date, format_datetime
from core.refusals import RuleBroken
from core.text import to_persian_digits
from organizations.bodies.desk_forms import ReasonForm
from organizations.bodies.models import Body
from organizations.desk.base import View
from organizations.desk.cards import Cells, Row, state_fact
from organizations.desk.filters import yes_no
from organizations.desk.forms import DeskForm, show_refusal
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.members import staff_accounts
from organizations.members.desk_forms import NewColleagueForm, UsernameForm
from organizations.members.models import Membership
from organizations.members.querysets import accounts_below
from organizations.roles.states import GRANTED_BY, Role
from registries.ports import Gender, PersonFacts

GRANTERS = tuple(sorted({Role.SECRETARIAT, *(role for above in GRANTED_BY.values() for role in above)}))
PENDING, PENDING_SECONDS = "new_colleague", 900
LOOK_AGAIN = "این صفحه کهنه بود. نام همکار را دوباره ببینید و سپس حساب را باز کنید."


def _look_up(*, by: User, role: str, body: Body, **told: Any) -> tuple[PersonFacts, str, Body]:
    """Whom the civil registry names, for which role in which body."""
    return staff_accounts.look_up_colleague(**told, role=role, body=body, by=by), role, body


def _is_open(row: User, user: User) -> bool:
    return row.is_active


STEPS = (
    Step(
        name="reinstate",
        form=ReasonForm,
        service=staff_accounts.reinstate,
        title="باز کردن دوبارهٔ حساب",
        hint="گذرواژه و برنامهٔ رمزساز همان است که بود؛ نقش‌هایی که هنوز جاری‌اند دوباره کار می‌کنند.",
        button="حساب دوباره باز شود",
        done="حساب دوباره باز شد.",
        offered=lambda row, user: not row.is_active,
    ),
    Step(
        name="first_password",
        service=staff_accounts.renew_first_password,
        title="گذرواژهٔ نخست گم شده یا مهلتش گذشته است",
        hint=f"گذرواژهٔ تازه‌ای ساخته می‌شود که {to_persian_digits(str(rules.FIRST_PASSWORD_WITHIN.days))} روز کار می‌کند؛"
        " پیشین از کار می‌افتد. تا صاحب حساب گذرواژهٔ خودش را نگذاشته باشد، این کار ممکن است.",
        button="ساختن گذرواژهٔ تازه",
        kind="secondary",
        offered=lambda row, user: row.is_active and row.must_change_password,
    ),
    Step(
        name="unlock",
        form=DeskForm,
        service=staff_accounts.unlock,
        title="ورود این حساب قفل است",
        hint="چند بار با این نام کاربری گذرواژه یا کد نادرست نوشته شده است. صاحب حساب درخواست می‌کند و شما باز می‌کنید؛"
        " پیش از آن از هویت او مطمئن شوید. گذرواژه و عامل دوم او همان می‌ماند.",
        button="باز کردن قفل ورود",
        done=texts.UNLOCKED,
        kind="secondary",
        offered=lambda row, user: row.is_active and staff.sign_in_lock(row) is not None,
    ),
    Step(
        name="reset",
        form=DeskForm,
        service=staff.reset_second_factor,
        title="گوشی و کدهای پشتیبان گم شده است",
        hint="نشست‌های این حساب پایان می‌یابد و صاحبش، با گذرواژهٔ خودش، برنامهٔ رمزساز را دوباره راه می‌اندازد."
        " پیش از این کار از هویت او مطمئن شوید.",
        button="بازنشانی عامل دوم",
        done=texts.FACTOR_RESET,
        kind="danger",
        offered=_is_open,
    ),
    Step(
        name="dismiss",
        form=ReasonForm,
        service=staff_accounts.dismiss,
        title="پایان همکاری",
        hint="حساب بسته می‌شود و نشست‌هایش از نخستین درخواست بعدی پایان می‌یابد. هیچ ردیفی پاک نمی‌شود.",
        button="بستن حساب",
        done="حساب بسته شد.",
        kind="danger",
        offered=_is_open,
    ),
)


@admin.register(User)
class StaffAccountAdmin(Desk):
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
    intro = "حساب‌های نهادهای زیر دست شما. حساب بسته از نخستین درخواست بعدی صاحبش دیگر کار نمی‌کند."
    #: The first of two pages; the civil registry tells the name, which the second shows.
    adds = Step(
        name="add",
        form=NewColleagueForm,
        service=_look_up,
        button="ادامه",
        hint="نام همکار را سامانه از ثبت احوال می‌پرسد. پیش از باز شدن حساب، آن را می‌بینید و تأیید می‌کنید.",
    )
    views = (View("add/confirm/", "accounts_user_confirm", "confirm_view", ("GET", "HEAD", "POST")),)
    steps = STEPS

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Accounts whose every role is given by this person's body."""
        roles = Prefetch(
            "memberships", Membership.objects.standing().select_related("body"), to_attr="standing_roles"
        )
        return accounts_below(cast("User", request.user)).prefetch_related(roles)

    def cells(self, row: Any, user: User) -> Cells:
        roles = "، ".join(f"{role.get_role_display()} ({role.body})" for role in row.standing_roles)
        return [row.username, row.person.full_name if row.person else "", roles or "بدون نقش", _state(row)]

    @method_decorator(sensitive_variables("result"))
    def after(self, request: StaffRequest, step: Step, row: Any, result: Any) -> HttpResponse:
        """A newcomer leads on to the second page, a fresh first password to the page that shows it."""
        if step.name == "add":
            facts, role, body = result
            remember(request, facts, role=role, body=body)
            return redirect("admin:accounts_user_confirm")
        if step.name == "first_password":
            row.refresh_from_db()
            return self._hand_over(request, row, result)
        return super().after(request, step, row, result)

    @method_decorator(sensitive_variables("opened"))
    def confirm_view(self, request: StaffRequest) -> HttpResponse:
        """The person as the civil registry named them, and the user name; then the first password, once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        pending = request.session.get(PENDING)
        if not pending or time.time() - pending["at"] > PENDING_SECONDS:
            messages.info(request, "زمان این صفحه گذشت. از نو بنویسید.")
            return redirect("admin:accounts_user_add")
        body, facts = Body.objects.get(pk=pending["body"]), facts_of(pending)
        if request.method == "POST" and request.POST.get("mark") != pending["mark"]:
            messages.warning(request, LOOK_AGAIN)
            return redirect("admin:accounts_user_confirm")
        proposal = {
            "username": staff_accounts.propose_username(pending["role"], body),
            "mark": pending["mark"],
        }
        form = UsernameForm(
            request.POST if request.method == "POST" else None, user=request.user, initial=proposal
        )
        if request.method == "POST" and form.is_valid():
            try:
                opened = staff_accounts.open_colleague(
                    facts,
                    username=form.cleaned_data["username"],
                    role=pending["role"],
                    body=body,
                    by=request.user,
                )
            except RuleBroken as refusal:
                show_refusal(form, refusal)
            else:
                del request.session[PENDING]
                return self._hand_over(request, opened.user, opened.password)
        context = self.context(request, "این همکار است؟") | {
            "form": form,
            "facts": _facts_of_newcomer(facts, pending["role"], body),
        }
        status = 400 if form.errors else 200
        return render(request, "admin/accounts/new_colleague.html", context, status=status)

    @method_decorator(sensitive_variables("password"))
    def _hand_over(self, request: StaffRequest, account: User, password: str) -> HttpResponse:
        """The page that shows a first password; it is never shown again."""
        until = account.first_password_until
        context = self.context(request, "گذرواژهٔ نخست") | {
            "account": account,
            "password": password,
            "until": format_datetime(until) if until else "",
            "sign_in_url": request.build_absolute_uri(reverse("admin:login")),
            "account_url": self.url_of(account),
        }
        return render(request, "admin/accounts/first_password.html", context)

    def facts(self, row: Any, user: User) -> list[Row]:
        facts: list[Row] = [
            {"key": "نام کاربری", "value": row.username, "ltr": True},
            {"key": "نام", "value": row.person.full_name if row.person else ""},
            *({"key": role.get_role_display(), "value": str(role.body)} for role in row.standing_roles),
            state_fact(_state(row)),
        ]
        if locked := staff.sign_in_lock(row):
            words = f"تا {format_datetime(locked)}؛ از دستگاه ناآشنا با کد امنیتی"
            facts.append({"key": "قفل ورود", "value": words, "tone": "warning"})
        if row.is_active and row.must_change_password and row.first_password_until:
            facts.append({"key": "مهلت گذرواژهٔ نخست", "value": format_datetime(row.first_password_until)})
        return facts


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

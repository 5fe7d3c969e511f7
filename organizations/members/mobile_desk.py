"""The page that gives people their access back after a lost SIM: a new number, once somebody has seen who they are."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts import limits, texts
from accounts.forms import IdentityForm, ReferenceForm, RefusalForm
from accounts.limits import MINUTE, Limit
from accounts.models import MobileChange, Person
from accounts.requests import StaffRequest
from accounts.services import mobiles
from accounts.states import ChangeState
from core.checks import mask_mobile, mask_national_code
from core.jalali import format_date, format_datetime
from core.refusals import RuleBroken
from core.text import to_persian_digits
from organizations.desk.base import View
from organizations.desk.pages import Desk
from organizations.desk.scope import roles_of
from organizations.roles.states import Role

UNION_STAFF = (Role.UNION_OPERATOR, Role.UNION_BOARD)
LOOKUPS_A_MINUTE = 10


@admin.register(MobileChange)
class MobileChangeAdmin(Desk):
    """Support sees all that wait; a union's staff only the one whose reference a person brings to the counter."""

    read_roles = (*UNION_STAFF, Role.SUPPORT_STAFF)
    list_title = "تغییر شماره با بررسی هویت"
    #: The review page is addressed by the reference, never by a number that can be counted up.
    views = (
        View("check/<str:reference>/", "accounts_mobilechange_check", "check_view", ("GET", "HEAD", "POST")),
        View("check/<str:reference>/refuse/", "accounts_mobilechange_refuse", "refuse_view", ("POST",)),
    )

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is no page by primary key."""
        raise Http404

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Nor a history by primary key."""
        raise Http404

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Look up a reference; support sees besides what waits."""
        self._let_in(request)
        form = ReferenceForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._may_look(request, form):
            reference = form.cleaned_data["reference"]
            if MobileChange.objects.filter(reference=reference, lost_sim=True).exists():
                return redirect("admin:accounts_mobilechange_check", reference)
            form.add_error("reference", texts.UNKNOWN_REFERENCE)
        context = self.context(request, self.list_title) | {
            "trail": self.trail(),
            "form": form,
            "columns": ["شمارهٔ مرجع", "زمان درخواست", "مهلت"],
            "rows": [],
        }
        if Role.SUPPORT_STAFF in roles_of(request):
            context["rows"] = [_row(row) for row in MobileChange.objects.awaiting_check(timezone.now())[:50]]
        return render(request, "admin/accounts/mobile_changes.html", context)

    def check_view(self, request: StaffRequest, reference: str) -> HttpResponse:
        """What is asked, and the record of what was seen."""
        change = self._find(request, reference)
        form = IdentityForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                mobiles.confirm_identity(change, **form.cleaned_data, by=request.user)
            except RuleBroken as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, texts.IDENTITY_CONFIRMED)
                return redirect("admin:accounts_mobilechange_changelist")
        return self._draw(request, change, form, RefusalForm(auto_id="refusal_%s"))

    def refuse_view(self, request: StaffRequest, reference: str) -> HttpResponse:
        """Not recognised, or not them."""
        change = self._find(request, reference)
        form = RefusalForm(request.POST, auto_id="refusal_%s")
        if form.is_valid():
            try:
                mobiles.refuse_change(change, note=form.cleaned_data["note"], by=request.user)
            except RuleBroken as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, texts.CHANGE_REFUSED)
                return redirect("admin:accounts_mobilechange_changelist")
        return self._draw(request, change, IdentityForm(), form)

    def _let_in(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise Http404

    def _may_look(self, request: HttpRequest, form: ReferenceForm) -> bool:
        """Ten references a minute: they are short enough to be read out, so nobody may try them all."""
        try:
            limits.check(
                Limit(f"reference:{request.user.pk}", LOOKUPS_A_MINUTE, MINUTE),
                refusal=texts.TOO_MANY_LOOKUPS,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return False
        return True

    def _find(self, request: StaffRequest, reference: str) -> MobileChange:
        """The request with this reference; look-ups by address count like those of the form."""
        self._let_in(request)
        looked_at = Limit(f"reference-page:{request.user.pk}", 3 * LOOKUPS_A_MINUTE, MINUTE)
        if limits.count(looked_at) > looked_at.at_most:
            raise Http404
        return get_object_or_404(MobileChange, reference=reference, lost_sim=True)

    def _draw(
        self, request: StaffRequest, change: MobileChange, form: IdentityForm, refusal: RefusalForm
    ) -> HttpResponse:
        mobiles.show_to_checker(change, by=request.user)
        context = self.context(request, f"درخواست {to_persian_digits(change.reference)}") | {
            "facts": _facts(change),
            "open": change.state == ChangeState.AWAITING_CHECK and change.ends_at > timezone.now(),
            "form": form,
            "refusal": refusal,
            "refuse_url": reverse("admin:accounts_mobilechange_refuse", args=[change.reference]),
        }
        return render(request, "admin/accounts/mobile_change.html", context)


def _row(change: MobileChange) -> list[Any]:
    return [
        {
            "text": to_persian_digits(change.reference),
            "url": reverse("admin:accounts_mobilechange_check", args=[change.reference]),
        },
        format_datetime(change.asked_at),
        format_date(change.ends_at),
    ]


def _facts(change: MobileChange) -> list[dict[str, Any]]:
    """What the checker compares with the papers in hand; the number only as far as its owner knows it again."""
    person = Person.objects.filter(national_code=change.national_code).first()
    facts: list[dict[str, Any]] = [
        {
            "key": "نام در سامانه",
            "value": (person.full_name if person else "") or "هنوز ثبت نشده",
        },
        {"key": "نام پدر", "value": person.father_name if person else ""},
        {
            "key": "تاریخ تولد",
            "value": format_date(person.birth_date) if person and person.birth_date else "",
        },
        {
            "key": "کد ملی",
            "value": to_persian_digits(mask_national_code(change.national_code)),
            "ltr": True,
        },
        {"key": "شمارهٔ تازه", "value": to_persian_digits(mask_mobile(change.new_mobile)), "ltr": True},
        {"key": "وضعیت", "value": change.get_state_display(), "tone": "info"},
        {"key": "زمان درخواست", "value": format_datetime(change.asked_at)},
    ]
    if change.checked_at:
        facts += [
            {"key": "بررسی", "value": f"{change.checked_by}، {format_datetime(change.checked_at)}"},
            {"key": "مدرک دیده‌شده", "value": change.get_seen_display()},
            {"key": "شرح", "value": change.note},
        ]
    return facts

"""The union's inbox in place of Django's list (annex 9): order of receipt, filters, the next file, several at once."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.jalali import format_datetime
from core.numbers import number_in, numbers_in, pairs_in
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor
from licensing.desk import holding as desk_holding
from licensing.desk.inbox_rows import InboxFilter, page_of
from licensing.desk.models import SavedFilter
from licensing.intake.paper_file_desk import paper_file_url
from organizations.desk.base import DeskBase, View
from organizations.desk.scope import roles_of
from organizations.desk.steps import Step
from organizations.roles.states import Role

KEPT = ("q", "status", "category", "again", "overdue", "mine")
TITLE = "کارتابل درخواست‌های پروانه"

STEPS = (
    Step(
        name="take",
        service=desk_holding.take,
        reads=lambda sent: {"from_holder": number_in(sent.get("from"))},
        button="برداشتن پرونده",
        done="پرونده در دست شماست.",
        is_panel=False,
    ),
    Step(
        name="release",
        service=desk_holding.release,
        button="برگرداندن به کارتابل",
        done="پرونده به کارتابل برگشت.",
        is_panel=False,
    ),
)


def inbox_view(desk: DeskBase, request: StaffRequest) -> HttpResponse:
    """The inbox: 25 files in order of receipt."""
    _enter(desk, request)
    user, visible = request.user, desk.get_queryset(request)
    form = InboxFilter(request.GET, user=user)
    wanted = form.narrow(visible, user) if form.is_valid() else visible.none()
    rows, following = page_of(wanted, user, request.GET.get("after", ""))
    query, address = _query(request), _inbox()
    context = desk.context(request, TITLE) | {
        "trail": [*desk.trail()[:-1], {"label": TITLE, "url": ""}],
        "form": form,
        "rows": rows,
        "may_open_any": any(row["may_open"] for row in rows),
        "may_put_any": any(row["may_put"] for row in rows),
        "sessions_url": _sessions(request),
        "query": query,
        "is_later_page": bool(request.GET.get("after")),
        "first_url": f"{address}?{query}" if query else address,
        "next_url": f"{address}?{query}&after={following}".replace("?&", "?") if following else "",
        "saved": [
            {
                "name": saved.name,
                "url": f"{address}?{saved.query}",
                "forget_url": reverse("admin:licensing_inbox_forget_filter", args=[saved.pk]),
                "is_on": saved.query == query,
            }
            for saved in SavedFilter.objects.visible_to(user)
        ],
        "inbox_url": address,
        "paper_file_url": paper_file_url(user),
    }
    return render(request, "admin/licensing/inbox.html", context)


def next_view(desk: DeskBase, request: StaffRequest) -> HttpResponse:
    """Give this person the oldest free file they can finish."""
    _enter(desk, request)
    case = desk_holding.take_next(by=request.user)
    if case is None:
        messages.info(request, "پروندهٔ آزادی که بتوانید تمام کنید نمانده است.")
        return redirect(_inbox())
    messages.success(request, "این پرونده اکنون در دست شماست.")
    return redirect(desk.url_of(case))


def open_many_view(desk: DeskBase, request: StaffRequest) -> HttpResponse:
    """First a preview of what will be opened and what not; then all of them at once."""
    _enter(desk, request)
    if "confirm" not in request.POST:
        return _preview(desk, request)
    try:
        seen = pairs_in(request.POST.getlist("seen"))
    except ValueError as error:
        raise Http404 from error
    try:
        count = desk_holding.open_many(seen, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, f"هیچ پرونده‌ای باز نشد. {refusal}")
    else:
        messages.success(
            request, f"{to_persian_digits(str(count))} پرونده باز شد و در دستور کار هیأت مدیره است."
        )
    return redirect(_inbox())


def _preview(desk: DeskBase, request: StaffRequest) -> HttpResponse:
    picked = numbers_in(request.POST.getlist("pick"))
    if not picked:
        messages.info(request, "نخست پرونده‌ها را در فهرست علامت بزنید.")
        return redirect(_inbox())
    rows, _ = page_of(desk.get_queryset(request).filter(pk__in=picked), request.user, "")
    context = desk.context(request, "باز کردن چند پرونده") | {
        "openable": [row for row in rows if row["may_open"]],
        "others": [row for row in rows if not row["may_open"]],
        "inbox_url": _inbox(),
    }
    return render(request, "admin/licensing/open_many.html", context)


def save_filter_view(desk: DeskBase, request: StaffRequest) -> HttpResponse:
    """Keep the present filter under a name."""
    _enter(desk, request)
    query = request.POST.get("query", "")
    try:
        desk_holding.save_filter(name=request.POST.get("name", ""), query=query, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "پالایه نگه داشته شد.")
    return redirect(f"{_inbox()}?{query}" if query else _inbox())


def forget_filter_view(desk: DeskBase, request: StaffRequest, pk: int) -> HttpResponse:
    """Remove one of one's own filters."""
    _enter(desk, request)
    desk_holding.forget_filter(get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk))
    messages.success(request, "پالایه پاک شد.")
    return redirect(_inbox())


VIEWS = (
    View("inbox/next/", "licensing_inbox_next", next_view, ("POST",)),
    View("inbox/open/", "licensing_inbox_open", open_many_view, ("POST",)),
    View("inbox/filters/", "licensing_inbox_save_filter", save_filter_view, ("POST",)),
    View("inbox/filters/<number:pk>/forget/", "licensing_inbox_forget_filter", forget_filter_view, ("POST",)),
)


def holding(case: LicenceRequest, user: User) -> dict[str, Any] | None:
    """Who holds the file, and the button that changes it; None for people who cannot hold it."""
    if case.is_over or not case.actors_of(user) & {Actor.UNION_OPERATOR, Actor.UNION_BOARD}:
        return None
    mine = case.held_by_id == user.pk
    name = "release" if mine else "take"
    button = (
        "برگرداندن به کارتابل" if mine else "تحویل گرفتن از ایشان" if case.held_by_id else "برداشتن پرونده"
    )
    return {
        "mine": mine,
        "name": str(case.held_by) if case.held_by else "",
        "since": format_datetime(case.held_at) if case.held_at else "",
        "from": case.held_by_id or "",
        "button": button,
        "url": reverse(f"admin:licensing_request_{name}", args=[case.pk]),
    }


def _enter(desk: DeskBase, request: HttpRequest) -> None:
    if not desk.has_view_permission(request):
        raise PermissionDenied


def _inbox() -> str:
    return reverse("admin:licensing_licencerequest_changelist")


def _query(request: HttpRequest) -> str:
    """The filter of this address, without the page."""
    return urlencode([(name, request.GET[name]) for name in KEPT if request.GET.get(name)])


def _sessions(request: HttpRequest) -> str:
    """Where the board's sessions are; empty for people of other bodies."""
    is_of_union = not roles_of(request).isdisjoint((Role.UNION_OPERATOR, Role.UNION_BOARD))
    return reverse("admin:licensing_boardsession_changelist") if is_of_union else ""

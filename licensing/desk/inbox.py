"""The union's inbox in place of Django's list (annex 9): order of receipt, filters, the next file, several at once."""

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from core.jalali import format_datetime
from core.numbers import number_in, numbers_in, pairs_in
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor
from licensing.desk import holding as desk_holding
from licensing.desk.inbox_rows import InboxFilter, page_of
from licensing.desk.models import SavedFilter
from organizations.desk.scope import has_role
from organizations.roles.states import Role

KEPT = ("q", "status", "category", "again", "overdue", "mine")


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _query(request: HttpRequest) -> str:
    """The filter of this address, without the page."""
    return urlencode([(name, request.GET[name]) for name in KEPT if request.GET.get(name)])


class InboxViews:
    """The inbox and what its buttons do, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any

        has_view_permission: Any
        get_queryset: Any
        find: Any

        def paper_file_url(self, user: User) -> str: ...

        url_of: Any

    def inbox_urls(self) -> list[URLPattern]:
        """The addresses of the inbox's buttons."""
        views = (
            ("inbox/next/", self.next_view, "licensing_inbox_next"),
            ("inbox/open/", self.open_many_view, "licensing_inbox_open"),
            ("inbox/filters/", self.save_filter_view, "licensing_inbox_save_filter"),
            ("inbox/filters/<number:pk>/forget/", self.forget_filter_view, "licensing_inbox_forget_filter"),
            ("<number:pk>/take/", self.take_view, "licensing_request_take"),
            ("<number:pk>/release/", self.release_view, "licensing_request_release"),
        )
        return [
            path(address, self.admin_site.admin_view(require_POST(view)), name=name)
            for address, view, name in views
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The inbox: 25 files in order of receipt."""
        self._enter(request)
        user, visible = _user(request), self.get_queryset(request)
        form = InboxFilter(request.GET, user=user)
        wanted = form.narrow(visible, user) if form.is_valid() else visible.none()
        rows, following = page_of(wanted, user, request.GET.get("after", ""))
        query, address = _query(request), self._inbox()
        context = self._page("کارتابل درخواست‌های پروانه") | {
            "form": form,
            "rows": rows,
            "may_open_any": any(row["may_open"] for row in rows),
            "may_put_any": any(row["may_put"] for row in rows),
            "sessions_url": self._sessions(user),
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
            "paper_file_url": self.paper_file_url(user),
        }
        return render(request, "admin/licensing/inbox.html", context)

    def next_view(self, request: HttpRequest) -> HttpResponse:
        """Give this person the oldest free file they can finish."""
        self._enter(request)
        case = desk_holding.take_next(by=_user(request))
        if case is None:
            messages.info(request, "پروندهٔ آزادی که بتوانید تمام کنید نمانده است.")
            return HttpResponseRedirect(self._inbox())
        messages.success(request, "این پرونده اکنون در دست شماست.")
        return HttpResponseRedirect(self.url_of(case))

    def open_many_view(self, request: HttpRequest) -> HttpResponse:
        """First a preview of what will be opened and what not; then all of them at once."""
        self._enter(request)
        if "confirm" not in request.POST:
            return self._preview(request)
        try:
            seen = pairs_in(request.POST.getlist("seen"))
        except ValueError as error:
            raise Http404 from error
        try:
            count = desk_holding.open_many(seen, by=_user(request))
        except RuleBroken as refusal:
            messages.error(request, f"هیچ پرونده‌ای باز نشد. {refusal}")
        else:
            messages.success(
                request, f"{to_persian_digits(str(count))} پرونده باز شد و در دستور کار هیأت مدیره است."
            )
        return HttpResponseRedirect(self._inbox())

    def _preview(self, request: HttpRequest) -> HttpResponse:
        picked = numbers_in(request.POST.getlist("pick"))
        if not picked:
            messages.info(request, "نخست پرونده‌ها را در فهرست علامت بزنید.")
            return HttpResponseRedirect(self._inbox())
        rows, _ = page_of(self.get_queryset(request).filter(pk__in=picked), _user(request), "")
        context = self._page("باز کردن چند پرونده", below=True) | {
            "openable": [row for row in rows if row["may_open"]],
            "others": [row for row in rows if not row["may_open"]],
            "inbox_url": self._inbox(),
        }
        return render(request, "admin/licensing/open_many.html", context)

    def save_filter_view(self, request: HttpRequest) -> HttpResponse:
        """Keep the present filter under a name."""
        self._enter(request)
        query = request.POST.get("query", "")
        try:
            desk_holding.save_filter(name=request.POST.get("name", ""), query=query, by=_user(request))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "پالایه نگه داشته شد.")
        return HttpResponseRedirect(f"{self._inbox()}?{query}" if query else self._inbox())

    def forget_filter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove one of one's own filters."""
        self._enter(request)
        desk_holding.forget_filter(get_object_or_404(SavedFilter.objects.visible_to(_user(request)), pk=pk))
        messages.success(request, "پالایه پاک شد.")
        return HttpResponseRedirect(self._inbox())

    def take_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the file, or take it over from the person the page named."""
        case, holder = self.find(request, pk), number_in(request.POST.get("from"))
        return self._hold(
            request,
            case,
            lambda: desk_holding.take(case, by=_user(request), from_holder=holder),
            "پرونده در دست شماست.",
        )

    def release_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put the file back."""
        case = self.find(request, pk)
        return self._hold(
            request, case, lambda: desk_holding.release(case, by=_user(request)), "پرونده به کارتابل برگشت."
        )

    def _hold(self, request: HttpRequest, case: LicenceRequest, act: Any, done: str) -> HttpResponse:
        try:
            act()
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return HttpResponseRedirect(self.url_of(case))

    def holding(self, case: LicenceRequest, user: User) -> dict[str, Any] | None:
        """Who holds the file, and the button that changes it; None for people who cannot hold it."""
        if case.is_over or not case.actors_of(user) & {Actor.UNION_OPERATOR, Actor.UNION_BOARD}:
            return None
        mine = case.held_by_id == user.pk
        name = "release" if mine else "take"
        button = (
            "برگرداندن به کارتابل"
            if mine
            else "تحویل گرفتن از ایشان"
            if case.held_by_id
            else "برداشتن پرونده"
        )
        return {
            "mine": mine,
            "name": str(case.held_by) if case.held_by else "",
            "since": format_datetime(case.held_at) if case.held_at else "",
            "from": case.held_by_id or "",
            "button": button,
            "url": reverse(f"admin:licensing_request_{name}", args=[case.pk]),
        }

    def _enter(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _inbox(self) -> str:
        return reverse("admin:licensing_licencerequest_changelist")

    def _sessions(self, user: User) -> str:
        """Where the board's sessions are; empty for people of other bodies."""
        of_union = has_role(user, (Role.UNION_OPERATOR, Role.UNION_BOARD))
        return reverse("admin:licensing_boardsession_changelist") if of_union else ""

    def _page(self, title: str, *, below: bool = False) -> dict[str, Any]:
        inbox = [{"label": "درخواست‌های پروانه", "url": self._inbox()}] if below else []
        home = {"label": self.admin_site.index_title, "url": reverse("admin:index")}
        return {"title": title, "trail": [home, *inbox, {"label": title, "url": ""}]}

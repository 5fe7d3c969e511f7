"""The board's sessions at the desk: the list, the sheet of one session, its publication and its printed minutes."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from core.jalali import tehran_today
from core.numbers import number_in, numbers_in
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.sessions import publishing, services
from licensing.sessions.agenda_desk import AgendaViews
from licensing.sessions.desk_forms import PlanForm, PublishForm, SheetForm
from licensing.sessions.desk_rows import agenda_rows, groups_of, items_of, removed_from, tally_of
from licensing.sessions.models import AgendaItem, BoardSession
from licensing.sessions.rules import AgendaRefused, quorum
from licensing.sessions.states import ItemResult
from organizations.bodies.models import Union
from organizations.desk.scope import ScopedAdmin, roles_of, row_key
from organizations.desk.stale import refresh_seen_version as with_version
from organizations.roles.querysets import bodies_as
from organizations.roles.states import Role

PAGE = 25
UNION_STAFF = (Role.UNION_OPERATOR, Role.UNION_BOARD)
TONES = {"PLANNED": "info", "PUBLISHED": "success", "CANCELLED": "neutral"}


def user_of(request: HttpRequest) -> User:
    """The member of staff behind a request of the desk."""
    return cast("User", request.user)


@admin.register(BoardSession)
class BoardSessionAdmin(AgendaViews, ScopedAdmin):
    """Only the union's own staff; every button calls one service."""

    read_roles = UNION_STAFF

    def has_module_permission(self, request: HttpRequest) -> bool:
        """In the index of boards; operators come from their inbox."""
        return Role.UNION_BOARD in roles_of(request)

    def get_urls(self) -> list[URLPattern]:
        """One address per page and step."""
        both = require_http_methods(["GET", "HEAD", "POST"])
        acts: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("choose/", "choose", both(self.choose_view)),
            ("<number:pk>/queue/", "queue", both(self.queue_view)),
            ("<number:pk>/items/<number:item>/reasons/", "reasons", both(self.reasons_view)),
            ("<number:pk>/items/<number:item>/remove/", "remove", require_POST(self.remove_view)),
            ("<number:pk>/publish/", "publish", both(self.publish_view)),
            ("<number:pk>/cancel/", "cancel", both(self.cancel_view)),
            ("<number:pk>/print/", "print", require_safe(self.print_view)),
        ]
        own = [
            path(address, self.admin_site.admin_view(view), name=f"licensing_session_{name}")
            for address, name, view in acts
        ]
        return own + super().get_urls()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The sessions of one's union, newest first."""
        self.enter(request)
        rows = self.get_queryset(request).select_related("union", "minute")
        rows = rows.annotate(files=Count("items", filter=~Q(items__result=ItemResult.REMOVED)))
        key = _parse(request.GET.get("after", ""))
        found: list[Any] = list((rows.before(*key) if key else rows).order_by("-held_on", "-pk")[: PAGE + 1])
        shown = found[:PAGE]
        address = reverse("admin:licensing_boardsession_changelist")
        last = shown[-1] if len(found) > PAGE else None
        context = self.page(request, "جلسه‌های هیأت مدیره") | {
            "rows": [{"session": row, "tone": TONES[row.state]} for row in shown],
            "add_url": reverse("admin:licensing_boardsession_add"),
            "next_url": f"{address}?after={last.held_on.isoformat()}_{last.pk}" if last else "",
            "first_url": address if key else "",
        }
        return render(request, "admin/licensing/sessions.html", context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Plan a session; files picked in the inbox come along."""
        self.enter(request)
        unions = list(Union.objects.filter(pk__in=bodies_as(user_of(request), *UNION_STAFF)))
        picked = numbers_in(request.GET.getlist("pick"))
        form = PlanForm(request.POST or None, unions=unions, initial={"held_on": tehran_today()})
        if request.method == "POST" and form.is_valid():
            try:
                session = services.plan_session(by=user_of(request), **form.cleaned_data)
            except RuleBroken as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "جلسه برنامه‌ریزی شد. پرونده‌ها را در دستور کار بگذارید.")
                if picked:
                    query = QueryDict(mutable=True)
                    query.setlist("pick", map(str, picked))
                    query["session"] = str(session.pk)
                    return redirect(f"{reverse('admin:licensing_session_choose')}?{query.urlencode()}")
                return redirect("admin:licensing_session_queue", session.pk)
        context = self.page(request, "برنامه‌ریزی جلسهٔ هیأت مدیره", below=True) | {"form": form}
        return render(
            request, "admin/licensing/session_plan.html", context, status=400 if form.is_bound else 200
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The sheet of one session: who is there, what is proposed for each file, how each voted."""
        session = self.find(request, row_key(object_id))
        if request.method != "POST":
            return self.sheet(request, session)
        items, seats = self._open_items(session), services.seats_of(session)
        form = SheetForm(request.POST, items=items, seats=seats)
        if form.is_valid():
            try:
                services.save_sheet(
                    session,
                    present=form.cleaned_data["present"],
                    entries=form.entries(),
                    by=user_of(request),
                    seen_version=form.cleaned_data["seen_version"],
                )
            except RuleBroken as refusal:
                form.add_error(None, str(refusal))
                if refusal.code == "stale":
                    with_version(form, session)
            else:
                return self._kept(request, session, form)
        return self.sheet(request, session, form)

    def _kept(self, request: HttpRequest, session: BoardSession, form: SheetForm) -> HttpResponse:
        for item in form.changed_after_vote.values():
            messages.warning(
                request,
                f"نتیجهٔ ردیف {to_persian_digits(str(item.order))} عوض شد و رأی‌های پیشین آن پاک شد؛ "
                "رأی‌ها را دوباره ثبت کنید.",
            )
        messages.success(request, "حاضران، نتیجه‌ها و رأی‌ها نگه داشته شد.")
        if "preview" in request.POST:
            return redirect("admin:licensing_session_publish", session.pk)
        reasons = number_in(request.POST.get("reasons"))
        if reasons is not None:
            return redirect("admin:licensing_session_reasons", session.pk, reasons)
        return redirect(session)

    def _open_items(self, session: BoardSession) -> list[AgendaItem]:
        return [item for item in items_of(session) if item.result == ItemResult.OPEN]

    def sheet(
        self, request: HttpRequest, session: BoardSession, form: SheetForm | None = None
    ) -> HttpResponse:
        """The page of a session; a refused form is shown again as typed, beside what is kept."""
        items, parts = items_of(session), session.actors_of(user_of(request))
        may_decide = session.is_open and "UNION_BOARD" in parts
        rows = agenda_rows(items, services.present_in(session))
        seats = services.seats_of(session)
        lawful = services.lawful_seats(session)
        present = set(session.present.values_list("pk", flat=True))
        if form is None and may_decide:
            form = SheetForm(items=items, seats=seats, initial=SheetForm.initial_of(session, items, present))
        cards = {card["item"].pk: card for card in form.cards()} if form and may_decide else {}
        context = self.session_page(request, session) | {
            "rows": [row | {"card": cards.get(row["item"].pk)} for row in rows],
            "form": form if may_decide else None,
            "may_prepare": session.is_open and "UNION_OPERATOR" in parts,
            "may_decide": may_decide,
            "present": [seat for seat in seats if seat.pk in present],
            "seats": lawful,
            "vacant": lawful - len(seats),
            "quorum": quorum(lawful),
            "tally": tally_of(rows),
            "removed": removed_from(session),
        }
        status = 400 if form is not None and form.is_bound else 200
        return render(request, "admin/licensing/session.html", context, status=status)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First what will be announced to whom, with the number of each outcome; then everything at once."""
        session = self.find(request, pk)
        if not session.is_open or "UNION_BOARD" not in session.actors_of(user_of(request)):
            messages.error(request, "اعلام نتیجه‌ها در اختیار هیأت مدیره و فقط برای جلسهٔ باز است.")
            return redirect(session)
        form = PublishForm(request.POST or None, initial={"seen_version": session.version})
        problems: list[tuple[AgendaItem, str]] = []
        if request.method == "POST" and form.is_valid():
            try:
                publishing.publish(session, by=user_of(request), **form.cleaned_data)
            except AgendaRefused as refusal:
                problems = refusal.problems
            except RuleBroken as refusal:
                form.add_error(None, str(refusal))
                if refusal.code == "stale":
                    session = self.find(request, pk)
                    if not session.is_open:
                        messages.error(request, str(refusal))
                        return redirect(session)
                    with_version(form, session)
            else:
                messages.success(request, "نتیجه‌ها با یک صورتجلسه ثبت و به متقاضیان اعلام شد.")
                return redirect(session)
        items = self._open_items(session)
        ahead = publishing.preview(session, by=user_of(request))
        known = {item.pk: why for item, why in problems} | ahead.problems
        rows = agenda_rows(items, services.present_in(session))
        context = self.session_page(request, session, "پیش‌نمایش آنچه به متقاضیان اعلام می‌شود") | {
            "form": form,
            "refusal": "" if form.errors else ahead.refusal,
            "problems": [{"item": item, "why": known[item.pk]} for item in items if item.pk in known],
            "groups": groups_of(rows),
            "tally": tally_of(rows),
            "session_url": session.get_absolute_url(),
        }
        status = 400 if request.method == "POST" else 200
        return render(request, "admin/licensing/session_publish.html", context, status=status)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then cancel."""
        session = self.find(request, pk)
        if request.method == "POST":
            try:
                services.cancel_session(session, by=user_of(request))
            except RuleBroken as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, "جلسه لغو شد و پرونده‌های آن آزادند.")
            return redirect(session)
        context = self.session_page(request, session, "لغو جلسه") | {
            "session_url": session.get_absolute_url()
        }
        return render(request, "admin/licensing/session_cancel.html", context)

    def print_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Agenda before the session, minutes after it, with a place for signatures."""
        session = self.find(request, pk)
        items = items_of(session)
        present = set(session.present.values_list("pk", flat=True))
        rows = agenda_rows(items, services.present_in(session))
        context = self.session_page(request, session, "صورتجلسهٔ هیأت مدیره") | {
            "rows": rows,
            "seats": [(seat, seat.pk in present) for seat in services.seats_of(session)],
            "tally": tally_of(rows),
        }
        return render(request, "admin/licensing/session_print.html", context)

    def find(self, request: HttpRequest, pk: int) -> BoardSession:
        """The session if it is one's own union's; another's is a 404."""
        if not self.has_view_permission(request):
            raise Http404
        rows: QuerySet[Any] = self.get_queryset(request)
        rows = rows.select_related("union", "minute", "made_by__person", "published_by__person")
        return cast("BoardSession", get_object_or_404(rows, pk=pk))

    def enter(self, request: HttpRequest) -> None:
        """Only people of a union."""
        if not self.has_view_permission(request):
            raise PermissionDenied

    def page(self, request: HttpRequest, title: str, *, below: bool = False) -> dict[str, Any]:
        """Frame and way back of a page that belongs to no session."""
        trail = [{"label": self.admin_site.index_title, "url": reverse("admin:index")}]
        if below:
            trail.append(
                {
                    "label": "جلسه‌های هیأت مدیره",
                    "url": reverse("admin:licensing_boardsession_changelist"),
                }
            )
        context: dict[str, Any] = self.admin_site.each_context(request)
        return context | {"title": title, "trail": [*trail, {"label": title, "url": ""}]}

    def session_page(self, request: HttpRequest, session: BoardSession, title: str = "") -> dict[str, Any]:
        """The same for a page of one session."""
        name = to_persian_digits(str(session))
        frame = self.page(request, title or name, below=True)
        if title:
            frame["trail"].insert(-1, {"label": name, "url": session.get_absolute_url()})
        return frame | {"session": session, "name": name, "tone": TONES[session.state]}


def _parse(after: str) -> tuple[date, int] | None:
    """The key of an address; nonsense begins at the first page."""
    day, _, key = after.partition("_")
    pk = number_in(key)
    if pk is None:
        return None
    try:
        return date.fromisoformat(day), pk
    except ValueError:
        return None

"""Support's desk: the queue, the conversations, and what its buttons do (R263)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.jalali import format_datetime
from core.numbers import number_in, place_in, place_text
from core.private_files import send_private
from core.refusals import RuleBroken
from core.text import to_persian_digits
from organizations.admin_scope import ScopedAdmin, row_key
from organizations.rules import Role
from support import services, texts
from support.forms import AnswerForm, QueueFilter
from support.models import Ticket, TicketAttachment
from support.parts import TONES, posts_page
from support.rules import may_move
from support.states import Side, TicketState

PAGE = 25
KEPT = ("q", "state", "topic", "mine")


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


@admin.register(Ticket)
class TicketAdmin(ScopedAdmin):
    """Queue and conversations in place of Django's list and form; people open tickets, not the desk."""

    read_roles = (Role.SUPPORT_STAFF,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People ask, support answers."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is edited; services act."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The conversation's buttons and files."""
        acts: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("answer/", "answer", require_POST(self.answer_view)),
            ("take/", "take", require_POST(self.take_view)),
            ("release/", "release", require_POST(self.release_view)),
            ("close/", "close", require_POST(self.close_view)),
            ("files/<number:file>/", "file", require_safe(self.file_view)),
            ("files/<number:file>/small/", "small", require_safe(self.small_view)),
        ]
        own = [
            path(f"<number:pk>/{address}", self.admin_site.admin_view(view), name=f"support_ticket_{name}")
            for address, name, view in acts
        ]
        return own + super().get_urls()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The queue: who has waited longest stands first; 25 a page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form, visible = QueueFilter(request.GET), cast(Any, self.get_queryset(request))
        is_queue, place = False, place_in(request.GET.get("after", ""))
        wanted = visible.none()
        if form.is_valid():
            wanted, is_queue = form.narrow(visible, _user(request)), form.is_queue
            if place:
                wanted = _go_on(wanted, place, is_queue=is_queue)
        found = list(wanted.select_related("author", "held_by__person")[: PAGE + 1])
        shown, query = found[:PAGE], _query(request)
        following = _place(shown[-1], is_queue=is_queue) if len(found) > PAGE else ""
        context = self._frame("تیکت‌های پشتیبانی") | {
            "form": form,
            "rows": [_row(row, _user(request)) for row in shown],
            "query": query,
            "list_url": self._list_url(),
            "first_url": f"{self._list_url()}?{query}" if place else "",
            "next_url": f"{self._list_url()}?{query}&after={following}".replace("?&", "?")
            if following
            else "",
        }
        return render(request, "admin/support/queue.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One conversation; that it was looked at is written down."""
        row = self._find(request, row_key(object_id))
        services.record_view(row, by=_user(request))
        return self._conversation(request, row)

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer; a refused form is shown again as typed."""
        row, form = self._find(request, pk), AnswerForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._conversation(request, row, form)
        asked = form.cleaned_data
        try:
            post = services.answer(
                row, text=asked["text"], form_key=asked["key"], content=form.content(), by=_user(request)
            )
        except RuleBroken as refusal:
            form.refuse(str(refusal), refusal.code)
            return self._conversation(request, self._find(request, pk), form)
        if asked["seen"] and row.posts.filter(pk__gt=asked["seen"], pk__lt=post.pk).exists():
            messages.warning(request, texts.ANSWERED_TOO)
        else:
            messages.success(request, texts.ANSWERED.format(name=row.author))
        return self._back(row)

    def take_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the ticket, or take it over from the person the page named."""
        row, holder = self._find(request, pk), number_in(request.POST.get("from"))
        return self._do(
            request, row, lambda: services.take(row, by=_user(request), from_holder=holder), texts.TAKEN
        )

    def release_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand it back to the queue."""
        row = self._find(request, pk)
        return self._do(request, row, lambda: services.release(row, by=_user(request)), texts.RELEASED)

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End an answered conversation."""
        row = self._find(request, pk)
        return self._do(request, row, lambda: services.close(row, by=_user(request)), texts.CLOSED_BY_STAFF)

    def file_view(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """A file of the conversation; that it was opened is written down."""
        attachment = self._attachment(request, pk, file)
        services.record_view(attachment.post.ticket, by=_user(request), what=f"file {file}")
        return send_private(attachment.file, name=f"ticket-{file}")

    def small_view(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """Its small picture, part of the conversation's page."""
        return send_private(self._attachment(request, pk, file).thumbnail, name=f"ticket-{file}-small")

    # Parts

    def _find(self, request: HttpRequest, pk: int) -> Ticket:
        """The ticket, if this person works for support."""
        if not self.has_view_permission(request):
            raise Http404
        rows = self.get_queryset(request).select_related("author", "held_by__person")
        return cast("Ticket", get_object_or_404(rows, pk=pk))

    def _attachment(self, request: HttpRequest, pk: int, file: int) -> TicketAttachment:
        row = self._find(request, pk)
        rows = TicketAttachment.objects.visible_to(_user(request)).looked_through()
        rows = rows.select_related("post__ticket")
        return cast("TicketAttachment", get_object_or_404(rows, pk=file, post__ticket=row))

    def _conversation(
        self, request: HttpRequest, row: Ticket, bound: AnswerForm | None = None
    ) -> HttpResponse:
        user, page = _user(request), posts_page(row, number_in(request.GET.get("before")))
        is_own = user.person_id is not None and user.person_id == row.author_id
        context = self._frame(str(row), below=True) | {
            "ticket": row,
            "tone": TONES[TicketState(row.state)],
            "facts": _facts(row),
            "form": bound or AnswerForm(initial={"seen": page["newest"]}),
            "is_own": is_own,
            "may_answer": bound is not None or (not is_own and not row.is_closed),
            "may_close": not is_own and may_move(row.state, TicketState.CLOSED, Side.SUPPORT_STAFF),
            "is_mine": row.held_by_id == user.pk,
            "held_since": format_datetime(row.held_at) if row.held_at else "",
            **page,
        }
        status = 400 if bound is not None else 200
        return render(request, "admin/support/conversation.html", context, status=status)

    def _do(self, request: HttpRequest, row: Ticket, act: Callable[[], object], done: str) -> HttpResponse:
        try:
            act()
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return self._back(row)

    def _back(self, row: Ticket) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:support_ticket_change", args=[row.pk]))

    def _list_url(self) -> str:
        return reverse("admin:support_ticket_changelist")

    def _frame(self, title: str, *, below: bool = False) -> dict[str, Any]:
        above = [{"label": "تیکت‌های پشتیبانی", "url": self._list_url()}] if below else []
        home = {"label": self.admin_site.index_title, "url": reverse("admin:index")}
        return {"title": title, "trail": [home, *above, {"label": title, "url": ""}]}


def _query(request: HttpRequest) -> str:
    """The filter of this address, without the page."""
    asked = request.GET.copy()
    for name in list(asked):
        if name not in KEPT or not asked[name]:
            del asked[name]
    return asked.urlencode()


def _place(row: Ticket, *, is_queue: bool) -> str:
    """The key the next page goes on from."""
    return place_text(row.waiting_since if is_queue else None, row.pk)


def _go_on(rows: Any, place: tuple[datetime, int], *, is_queue: bool) -> Any:
    """The rows after this place of their list."""
    return rows.waiting_after(*place) if is_queue else rows.filter(pk__lt=place[1])


def _row(row: Ticket, user: User) -> dict[str, Any]:
    return {
        "url": reverse("admin:support_ticket_change", args=[row.pk]),
        "subject": to_persian_digits(row.subject),
        "number": row.shown_number,
        "author": row.author.full_name,
        "topic": row.get_topic_display(),
        "since": format_datetime(row.waiting_since or row.changed_at),
        "state": row.get_state_display(),
        "tone": TONES[TicketState(row.state)],
        "holder": str(row.held_by) if row.held_by else "",
        "is_mine": row.held_by_id == user.pk,
    }


def _facts(row: Ticket) -> list[dict[str, Any]]:
    """What support has to know of the person: a name, no code and no mobile."""
    code = " ".join(row.tracking_code[start : start + 4] for start in range(0, len(row.tracking_code), 4))
    facts: list[dict[str, Any]] = [
        {"key": "نویسنده", "value": str(row.author)},
        {"key": "شماره", "value": row.shown_number, "ltr": True},
        {"key": "بخش", "value": row.get_topic_display()},
        {"key": "ثبت", "value": format_datetime(row.created_at)},
    ]
    if row.waiting_since:
        facts.append({"key": "در انتظار پاسخ از", "value": format_datetime(row.waiting_since)})
    if code:
        facts.append({"key": "کد رهگیری", "value": to_persian_digits(code), "ltr": True})
    return facts

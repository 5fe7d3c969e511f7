"""Support's desk: the queue, the conversations, and what its buttons do (R263)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.jalali import format_datetime
from core.numbers import number_in, place_in, place_text
from core.private_files import send_private
from core.text import to_persian_digits
from organizations.desk.base import View
from organizations.desk.cards import Row
from organizations.desk.pages import Desk
from organizations.desk.steps import Offer, Step
from organizations.roles.states import Role
from support import services, texts
from support.forms import AnswerForm, QueueFilter
from support.models import Ticket, TicketAttachment
from support.rows import TONES, posts_page
from support.rules import may_move
from support.states import Side, TicketState

PAGE = 25
KEPT = ("q", "state", "topic", "mine")


class Answered(NamedTuple):
    """An answer that was sent, and whether a colleague had answered since its page was drawn."""

    author: str
    is_second: bool


def _answer(row: Ticket, *, by: User, seen: int | None, **told: Any) -> Answered:
    post = services.answer(row, by=by, **told)
    is_second = bool(seen) and row.posts.filter(pk__gt=seen, pk__lt=post.pk).exists()
    return Answered(str(row.author), is_second)


#: Drawn by the page's own template; who is late learns why from the service.
STEPS = (
    Step(
        name="answer",
        form=AnswerForm,
        service=_answer,
        button="فرستادن پاسخ",
        done=lambda found: "" if found.is_second else texts.ANSWERED.format(name=found.author),
        warning=lambda found: texts.ANSWERED_TOO if found.is_second else "",
    ),
    Step(
        name="take",
        service=services.take,
        button="برداشتن تیکت",
        done=texts.TAKEN,
        reads=lambda sent: {"from_holder": number_in(sent.get("from"))},
    ),
    Step(name="release", service=services.release, button="برگرداندن به صف", done=texts.RELEASED),
    Step(name="close", service=services.close, button="بستن تیکت", done=texts.CLOSED_BY_STAFF),
)


@admin.register(Ticket)
class TicketAdmin(Desk):
    """Queue and conversations; people open tickets, not the desk."""

    read_roles = (Role.SUPPORT_STAFF,)
    list_title = "تیکت‌های پشتیبانی"
    page_template = "admin/support/conversation.html"
    steps = STEPS
    views = (
        View("<number:pk>/files/<number:file>/", "support_ticket_file", "file_view"),
        View("<number:pk>/files/<number:file>/small/", "support_ticket_small", "small_view"),
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The queue: who has waited longest stands first; 25 a page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        user = cast("StaffRequest", request).user
        form, visible = QueueFilter(request.GET), cast(Any, self.get_queryset(request))
        is_queue, place = False, place_in(request.GET.get("after", ""))
        wanted = visible.none()
        if form.is_valid():
            wanted, is_queue = form.narrow(visible, user), form.is_queue
            if place:
                wanted = _go_on(wanted, place, is_queue=is_queue)
        found = list(wanted.select_related("author", "held_by__person")[: PAGE + 1])
        shown, query = found[:PAGE], _query(request)
        following = _place(shown[-1], is_queue=is_queue) if len(found) > PAGE else ""
        address = reverse(self.name_of("changelist"))
        context = self.context(request, self.list_title) | {
            "trail": self.trail(),
            "form": form,
            "rows": [_row(row, user) for row in shown],
            "query": query,
            "first_url": f"{address}?{query}" if place else "",
            "next_url": f"{address}?{query}&after={following}".replace("?&", "?") if following else "",
        }
        return render(request, "admin/support/queue.html", context)

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return self.get_queryset(request).select_related("author", "held_by__person")

    def opened(self, row: Ticket, user: User) -> None:
        services.record_view(row, by=user)

    def more(self, request: StaffRequest, row: Ticket, offers: Mapping[str, Offer]) -> Row:
        """The messages, and what this person may do."""
        user, page = request.user, posts_page(row, number_in(request.GET.get("before")))
        form = offers["answer"].form
        form.initial.setdefault("seen", page["newest"])
        is_own = user.person_id is not None and user.person_id == row.author_id
        return {
            "ticket": row,
            "tone": TONES[TicketState(row.state)],
            "facts": _facts(row),
            "form": form,
            "is_own": is_own,
            "may_answer": form.is_bound or (not is_own and not row.is_closed),
            "may_close": not is_own and may_move(row.state, TicketState.CLOSED, Side.SUPPORT_STAFF),
            "is_mine": row.held_by_id == user.pk,
            "held_since": format_datetime(row.held_at) if row.held_at else "",
            **page,
        }

    def file_view(self, request: StaffRequest, pk: int, file: int) -> HttpResponse:
        """A file of the conversation; that it was opened is written down."""
        attachment = self._attachment(request, pk, file)
        services.record_view(attachment.post.ticket, by=request.user, what=f"file {file}")
        return send_private(attachment.file, name=f"ticket-{file}")

    def small_view(self, request: StaffRequest, pk: int, file: int) -> HttpResponse:
        """Its small picture, part of the conversation's page."""
        return send_private(self._attachment(request, pk, file).thumbnail, name=f"ticket-{file}-small")

    def _attachment(self, request: StaffRequest, pk: int, file: int) -> TicketAttachment:
        row = self.find(request, pk)
        rows = TicketAttachment.objects.visible_to(request.user).scanned()
        rows = rows.select_related("post__ticket")
        return cast("TicketAttachment", get_object_or_404(rows, pk=file, post__ticket=row))


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

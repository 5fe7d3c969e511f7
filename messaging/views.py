"""The citizen's message box."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import citizen_required
from accounts.requests import CitizenRequest
from core.jalali import format_datetime
from core.numbers import number_in
from core.refusals import RuleBroken
from core.text import to_persian_digits
from messaging import services, texts
from messaging.models import Message
from messaging.querysets import MessageQuerySet
from organizations.categories.spreadsheets import as_csv


@require_safe
@never_cache
@citizen_required
def inbox(request: CitizenRequest) -> HttpResponse:
    """The box, or with ?box=archive what was put away; 25 a page (R260)."""
    mine = _mine(request)
    archive = request.GET.get("box") == "archive"
    page = (mine.archived() if archive else mine.in_box()).page(
        before=number_in(request.GET.get("before")), after=number_in(request.GET.get("after"))
    )
    box = "?box=archive&" if archive else "?"
    context = {
        "archive": archive,
        "tabs": _tabs(archive, mine.counts().total),
        "columns": texts.COLUMNS,
        "rows": [_row(message) for message in page.rows],
        "newer_url": f"{box}after={page.newer}" if page.newer else "",
        "older_url": f"{box}before={page.older}" if page.older else "",
    }
    return render(request, "messaging/inbox.html", context)


@require_safe
@never_cache
@citizen_required
def message(request: CitizenRequest, pk: int) -> HttpResponse:
    """One message in full; opening it marks it read (R261)."""
    found = get_object_or_404(_mine(request), pk=pk)
    services.mark_read(found)
    return render(request, "messaging/message.html", {"message": found, "trail": _trail(found)})


@require_safe
@never_cache
@citizen_required
def message_file(request: CitizenRequest, pk: int) -> HttpResponse:
    """«دانلود»: one message as a text file; it counts as read (R261)."""
    found = get_object_or_404(_mine(request), pk=pk)
    services.mark_read(found)
    head = f"{found.subject}\n{format_datetime(found.created_at)}\n\n"
    return _file(
        f"message-{found.pk}.txt", "text/plain; charset=utf-8", f"{head}{found.body}\n".encode("utf-8-sig")
    )


@require_safe
@never_cache
@citizen_required
def inbox_file(request: CitizenRequest) -> HttpResponse:
    """«دانلود»: the list, box and archive, newest first, as a table (R261)."""
    rows = _mine(request).order_by("-pk").iterator(chunk_size=500)
    table = as_csv([texts.LIST_COLUMNS, *map(_line, rows)])
    return _file("messages.csv", "text/csv; charset=utf-8", table)


def _file(name: str, kind: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _line(message: Message) -> list[str]:
    state = texts.READ if message.read_at else texts.UNREAD
    place = texts.ARCHIVE if message.archived_at else texts.BOX
    return [message.subject, format_datetime(message.created_at), state, place, message.body]


@require_POST
@never_cache
@citizen_required
def archive_message(request: CitizenRequest, pk: int) -> HttpResponse:
    """Put a message away (R264)."""
    found = get_object_or_404(_mine(request), pk=pk)
    try:
        services.archive(found)
    except RuleBroken as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, texts.ARCHIVED)
    return redirect("inbox")


def _mine(request: CitizenRequest) -> MessageQuerySet:
    return Message.objects.visible_to(request.user)


def _tabs(archive: bool, total: int) -> list[dict[str, object]]:
    return [
        {
            "label": texts.BOX,
            "url": reverse("inbox"),
            "current": not archive,
            "count": to_persian_digits(str(total)) if total else "",
        },
        {"label": texts.ARCHIVE, "url": f"{reverse('inbox')}?box=archive", "current": archive},
    ]


def _row(message: Message) -> list[object]:
    state = (
        {"text": texts.READ, "tone": "neutral"} if message.read_at else {"text": texts.UNREAD, "tone": "info"}
    )
    subject = {"text": message.subject, "url": reverse("message", args=[message.pk])}
    return [subject, format_datetime(message.created_at), state]


def _trail(message: Message) -> list[dict[str, str]]:
    return [{"label": texts.BOX_TITLE, "url": reverse("inbox")}, {"label": message.subject}]

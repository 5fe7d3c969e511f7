"""«پشتیبانی»: a person's conversations with support (seed 000 §15)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import citizen_required
from accounts.requests import CitizenRequest
from core.jalali import format_datetime
from core.numbers import number_in
from core.private_files import send_private
from core.refusals import RuleBroken
from core.text import to_persian_digits
from support import services, texts
from support.forms import PostForm, TicketForm
from support.models import Ticket, TicketAttachment
from support.querysets import OfTicketQuerySet, TicketQuerySet
from support.rows import TONES, posts_page
from support.rules import may_move
from support.states import Side, TicketState

PAGE = 25


@require_safe
@never_cache
@citizen_required
def tickets(request: CitizenRequest) -> HttpResponse:
    """Own tickets: those going on first, then the earlier ones; 25 a page (R263)."""
    mine, place = _mine(request), _place(request.GET.get("after", ""))
    rows = mine.open_first_after(*place) if place else mine.open_first()
    found = list(rows[: PAGE + 1])
    shown, address = found[:PAGE], reverse("tickets")
    last = f"{shown[-1].is_over}-{shown[-1].pk}" if len(found) > PAGE else ""
    context = {
        "columns": texts.COLUMNS,
        "rows": [_row(row) for row in shown],
        "is_later_page": bool(place),
        "newer_url": address if place else "",
        "older_url": f"{address}?after={last}" if last else "",
    }
    return render(request, "support/tickets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen_required
def new_ticket(request: CitizenRequest) -> HttpResponse:
    """Ask support something."""
    form = TicketForm(request.POST, request.FILES) if request.method == "POST" else TicketForm()
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            opened = services.open_ticket(
                subject=asked["subject"],
                topic=asked["topic"],
                text=asked["text"],
                tracking_code=asked["tracking_code"],
                form_key=asked["key"],
                content=form.content(),
                by=request.user,
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, texts.OPENED.format(number=opened.shown_number))
            return redirect(opened)
    context = {"form": form, "trail": _trail(texts.NEW_TITLE)}
    return render(request, "support/new_ticket.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen_required
def ticket(request: CitizenRequest, pk: int) -> HttpResponse:
    """One conversation, and the form to write on."""
    found: Ticket = get_object_or_404(_mine(request), pk=pk)
    form = PostForm(request.POST, request.FILES) if request.method == "POST" else PostForm()
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            services.write(
                found, text=asked["text"], form_key=asked["key"], content=form.content(), by=request.user
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, texts.REOPENED if found.is_closed else texts.SENT)
            return redirect(found)
    context = {
        "ticket": found,
        "tone": TONES[TicketState(found.state)],
        "form": form,
        "may_close": may_move(found.state, TicketState.CLOSED, Side.AUTHOR),
        "trail": _trail(found.subject),
        **posts_page(found, number_in(request.GET.get("before"))),
    }
    return render(request, "support/ticket.html", context)


@require_POST
@never_cache
@citizen_required
def close_ticket(request: CitizenRequest, pk: int) -> HttpResponse:
    """Close one's own ticket."""
    found: Ticket = get_object_or_404(_mine(request), pk=pk)
    try:
        services.close(found, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, texts.CLOSED)
    return redirect(found)


@require_safe
@never_cache
@citizen_required
def ticket_file(request: CitizenRequest, pk: int) -> HttpResponse:
    """A file of one's own conversation."""
    return send_private(_attachment(request, pk).file, name=f"ticket-{pk}")


@require_safe
@never_cache
@citizen_required
def ticket_thumbnail(request: CitizenRequest, pk: int) -> HttpResponse:
    """The thumbnail of an attached picture."""
    return send_private(_attachment(request, pk).thumbnail, name=f"ticket-{pk}-small")


def _place(after: str) -> tuple[int, int] | None:
    """Whether the last ticket of the page before is over, and its key; None begins at the first page."""
    over, _, last = after.partition("-")
    is_over, key = number_in(over), number_in(last)
    return None if is_over is None or key is None else (is_over, key)


def _mine(request: CitizenRequest) -> TicketQuerySet:
    return Ticket.objects.visible_to(request.user)


def _attachment(request: CitizenRequest, pk: int) -> TicketAttachment:
    mine: OfTicketQuerySet = TicketAttachment.objects.visible_to(request.user).scanned()
    found: TicketAttachment = get_object_or_404(mine, pk=pk)
    return found


def _row(row: Ticket) -> list[Any]:
    return [
        {"text": to_persian_digits(row.subject), "url": row.get_absolute_url()},
        {"text": row.shown_number, "ltr": True},
        row.get_topic_display(),
        format_datetime(row.changed_at),
        {"text": row.get_state_display(), "tone": TONES[TicketState(row.state)]},
    ]


def _trail(label: str) -> list[dict[str, str]]:
    return [{"label": texts.LIST_TITLE, "url": reverse("tickets")}, {"label": to_persian_digits(label)}]

"""«دستورالعمل‌ها»: instructions for the trades and places of the owner's units (seed 000 §13, R262).

The page stands here because it knows both the owner's units and the instructions.
"""

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import citizen_required
from accounts.requests import CitizenRequest
from asnaf.texts import INSTRUCTIONS, INSTRUCTIONS_ALL, INSTRUCTIONS_MINE
from core.jalali import format_date
from core.paging import newest_first
from core.private_files import send_private
from core.text import to_persian_digits
from guild_units.models import GuildUnit
from messaging.models import InstructionDoc
from messaging.querysets import InstructionQuerySet
from messaging.rows import place_of, size_of, trades_of

PAGE = 20
MINE = "mine"


class Concerns(NamedTuple):
    """The trades and places of the owner's units, as ids."""

    categories: set[int]
    counties: set[int]


@require_safe
@never_cache
@citizen_required
def instructions(request: CitizenRequest) -> HttpResponse:
    """Those of the country and of the owner's counties: all of them, or those of the owner's trades."""
    concerns, mine = _concerns(request), request.GET.get("of") == MINE
    rows = _readable(request, concerns)
    if mine:
        rows = rows.about(concerns.categories) if concerns.categories else rows.none()
    address = reverse("instructions")
    shown, beside = newest_first(
        rows, request.GET, address=f"{address}?of={MINE}" if mine else address, size=PAGE
    )
    context = {
        "cards": [_card(row) for row in shown],
        "tabs": _tabs(address, mine),
        "mine": mine,
        "has_units": bool(concerns.categories or concerns.counties),
    }
    return render(request, "asnaf/instructions.html", context | beside)


@require_safe
@never_cache
@citizen_required
def instruction(request: CitizenRequest, pk: int) -> HttpResponse:
    """One instruction: whom it is for, what it says in short, and its file."""
    row: InstructionDoc = get_object_or_404(_readable(request, _concerns(request)), pk=pk)
    trail = [{"label": INSTRUCTIONS, "url": reverse("instructions")}, {"label": to_persian_digits(row.title)}]
    context = {"card": _card(row), "facts": _facts(row), "trail": trail}
    return render(request, "asnaf/instruction.html", context)


@require_safe
@never_cache
@citizen_required
def instruction_file(request: CitizenRequest, pk: int) -> HttpResponse:
    row: InstructionDoc = get_object_or_404(_readable(request, _concerns(request)), pk=pk)
    return send_private(row.file, name=f"instruction-{row.pk}")


def _concerns(request: CitizenRequest) -> Concerns:
    units = GuildUnit.objects.visible_to(request.user).values_list("category_id", "county_id")
    pairs = list(units.distinct())
    return Concerns(
        {category for category, _ in pairs if category}, {county for _, county in pairs if county}
    )


def _readable(request: CitizenRequest, concerns: Concerns) -> InstructionQuerySet:
    rows = InstructionDoc.objects.visible_to(request.user).in_places(concerns.counties)
    readable: InstructionQuerySet = rows.select_related("body", "county").prefetch_related("categories")
    return readable


def _card(row: InstructionDoc) -> dict[str, Any]:
    return {
        "title": to_persian_digits(row.title),
        "summary": to_persian_digits(row.summary),
        "concerns": f"{trades_of(row)}، {place_of(row)}",
        "published": format_date(row.published_at),
        "size": size_of(row),
        "url": reverse("instruction", args=[row.pk]),
        "file_url": reverse("instruction_file", args=[row.pk]),
    }


def _facts(row: InstructionDoc) -> list[dict[str, Any]]:
    return [
        {"key": "برای", "value": trades_of(row)},
        {"key": "کجا", "value": place_of(row)},
        {"key": "ناشر", "value": row.body.name},
        {"key": "انتشار", "value": format_date(row.published_at)},
        {"key": "نسخه", "value": to_persian_digits(str(row.version))},
        {"key": "فایل", "value": f"PDF، {size_of(row)}"},
    ]


def _tabs(address: str, mine: bool) -> list[dict[str, Any]]:
    return [
        {"label": INSTRUCTIONS_ALL, "url": address, "current": not mine},
        {"label": INSTRUCTIONS_MINE, "url": f"{address}?of={MINE}", "current": mine},
    ]

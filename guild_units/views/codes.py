"""«دریافت QR کد»: the owner's codes with the particulars of each licence, to take, print and replace (seed 000 §12)."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import citizen_required
from accounts.requests import CitizenRequest
from core.numbers import number_in
from core.paging import newest_first
from core.private_files import send_private
from core.qr import png_file, svg_data_uri, svg_file
from core.refusals import RuleBroken
from guild_units import rows, texts
from guild_units.models import GuildUnit, QrCode
from guild_units.services import codes

UNITS_A_PAGE = 5
PNG_MODULE = 24  # pixels: about 1,200 in all, sharp at ten centimetres
SVG_SIDE = 1000


@require_safe
@never_cache
@citizen_required
def my_codes(request: CitizenRequest) -> HttpResponse:
    """Own units, newest first, each with its licence and its own code (R50, R51)."""
    shown, beside = newest_first(_units(request), request.GET, address=reverse("my_codes"), size=UNITS_A_PAGE)
    return render(request, "guild_units/my_codes.html", {"cards": _cards(request, shown)} | beside)


@require_safe
@never_cache
@citizen_required
def unit_code(request: CitizenRequest, pk: int) -> HttpResponse:
    """The code of one unit; printed, this page is what hangs at the entrance."""
    unit = get_object_or_404(_units(request), pk=pk)
    trail = [{"label": "دریافت QR کد", "url": reverse("my_codes")}, {"label": str(unit)}]
    return render(request, "guild_units/unit_code.html", {"card": _cards(request, [unit])[0], "trail": trail})


@require_safe
@never_cache
@citizen_required
def code_poster(request: CitizenRequest, pk: int) -> HttpResponse:
    """The A4 poster to hang up, as PDF."""
    code = _code(request, pk)
    if not code.poster:
        messages.info(request, texts.POSTER_NOT_READY)
        return redirect("unit_code", pk=pk)
    return send_private(code.poster, name=f"qr-{code.unit.guild_id}")


@require_safe
@never_cache
@citizen_required
def code_png(request: CitizenRequest, pk: int) -> HttpResponse:
    """The code as a picture."""
    code = _code(request, pk)
    return _file(
        png_file(codes.drawing_of(code), module=PNG_MODULE), "image/png", f"qr-{code.unit.guild_id}.png"
    )


@require_safe
@never_cache
@citizen_required
def code_svg(request: CitizenRequest, pk: int) -> HttpResponse:
    """The code as a drawing, for a printing house."""
    code = _code(request, pk)
    drawing = svg_file(codes.drawing_of(code), side=SVG_SIDE).encode()
    return _file(drawing, "image/svg+xml", f"qr-{code.unit.guild_id}.svg")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen_required
def reissue_code(request: CitizenRequest, pk: int) -> HttpResponse:
    """«صدور کد تازه»: asks first; only the answer «بله» (POST) makes the code at the entrance void."""
    unit = get_object_or_404(_units(request), pk=pk)
    if request.method != "POST":
        code = QrCode.objects.visible_to(request.user).filter(unit=unit).only("pk").first()
        return render(request, "guild_units/code_reissue.html", {"unit": unit, "code": code})
    try:
        codes.reissue_code(unit, seen=number_in(request.POST.get("seen")), by=request.user)
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, texts.CODE_REPLACED.format(unit=unit))
    return redirect("unit_code", pk=pk)


def _units(request: CitizenRequest) -> QuerySet[GuildUnit]:
    return GuildUnit.objects.visible_to(request.user).with_licence()


def _code(request: CitizenRequest, pk: int) -> QrCode:
    """The active code of this unit; another's unit is a 404."""
    mine = QrCode.objects.visible_to(request.user).select_related("unit")
    code: QrCode = get_object_or_404(mine, unit=pk)
    return code


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _cards(request: CitizenRequest, units: Iterable[GuildUnit]) -> list[dict[str, Any]]:
    """What both pages draw of a unit; its code is missing only when none may be issued."""
    mine = QrCode.objects.visible_to(request.user).filter(unit__in=[unit.pk for unit in units])
    by_unit = {code.unit_id: code for code in mine}
    return [_card(unit, by_unit.get(unit.pk)) for unit in units]


def _card(unit: GuildUnit, code: QrCode | None) -> dict[str, Any]:
    return {
        "unit": unit,
        "facts": rows.code_facts(unit),
        "code": code,
        "image": svg_data_uri(codes.drawing_of(code)) if code else "",
        "alt": texts.CODE_ALT.format(unit=unit),
        "in_force": unit.is_valid,
    }

"""The page a customer's scan opens (handbook 6.4, R54, R55)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.decorators import page_of_a_scan
from core.frames import render_in_frame
from core.jalali import format_date, tehran_today
from core.text import to_persian_digits
from core.tokens import is_token
from guild_units import rows, texts
from guild_units.models import QrCode
from guild_units.services import codes


@page_of_a_scan
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """What stands behind a code at an entrance: one statement to read, one row to note the scan. Judged at the moment
    of reading, so that what was revoked, removed or ran out is void or grey at once."""
    # not first(): the order it adds to a grouped statement is a tenth of the page, and a token is unique
    code: QrCode | None = next(iter(QrCode.objects.behind(token)), None) if is_token(token) else None
    if code is None:
        return render(request, "guild_units/scan_unknown.html", status=404)
    if request.method == "GET":
        codes.record_scan(code)
    if code.is_void:
        return render(request, "guild_units/scan_void.html", status=410)
    today = format_date(tehran_today())
    context = {
        "paper": texts.UNIT_CHECK,
        "heading": to_persian_digits(str(code.unit)),
        "verdict": rows.scan_verdict(code.unit),
        "facts": rows.scan_facts(code),
        "checked_on": today,
        "checked_line": texts.CHECKED_ON.format(day=today),
    }
    return HttpResponse(render_in_frame("guild_units/scan.html", "_checked.html", context))

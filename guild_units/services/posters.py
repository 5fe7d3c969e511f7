"""The A4 poster of a QR code, drawn by a worker after the code is issued."""

from django.template.loader import render_to_string
from django.utils import timezone

from core.generated_files import store_once
from core.pdf import render_pdf
from core.qr import svg_data_uri
from core.queue import sweep_grace
from core.sweeps import run_each_logging_errors
from guild_units.models import QrCode
from guild_units.services.codes import drawing_of, scan_url

#: Names with more letters are set in a smaller type.
LONG_NAME = 28


def draw_up_poster(code_id: int) -> bool:
    """Draw the poster of an active code and keep it; returns False when it exists already or the code is void."""
    undrawn = QrCode.objects.active().filter(poster="")
    code = undrawn.select_related("unit__county").filter(pk=code_id).first()
    if code is None:
        return False
    content = render_pdf(poster_html(code))
    return store_once(undrawn, code, "poster", content, name=f"{code.token}.pdf", poster_at=timezone.now())


def poster_html(code: QrCode) -> str:
    """The poster as HTML: what hangs on the wall, and no person's name."""
    unit = code.unit
    context = {
        "unit": unit,
        "is_long": len(str(unit)) > LONG_NAME,
        "qr": svg_data_uri(drawing_of(code)),
        "url": scan_url(code.token),
    }
    return render_to_string("guild_units/pdf/poster.html", context)


def sweep_posters() -> int:
    """Draw posters that a lost task left undrawn; returns how many were drawn."""
    late = QrCode.objects.active().filter(poster="", issued_at__lt=timezone.now() - sweep_grace())
    return run_each_logging_errors(
        draw_up_poster, late.order_by("issued_at").values_list("pk", flat=True)[:50]
    )

"""The printed licence and the guild label: drawn up after issue, outside request and transaction."""

from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils import timezone

from core.generated_files import store_once
from core.pdf import Variant, render_pdf
from core.qr import qr_data_uri
from core.queue import sweep_grace
from core.sweeps import run_each_logging_errors
from licensing.cases import terms
from licensing.licences.models import Licence
from licensing.licences.services import verification_url

#: How many files one run of the timetable draws.
AT_ONCE = 50


def draw_up_licence(licence_id: int) -> bool:
    """Draw the licence's PDF and keep it; returns False when it exists already."""
    return _draw_up(licence_id, "document", licence_html, variant="pdf/a-3u")


def draw_up_label(licence_id: int) -> bool:
    """Draw the guild label's PDF (برچسب صنفی) and keep it; returns False when it exists already."""
    return _draw_up(licence_id, "label", label_html, prefix="label-")


def _draw_up(
    licence_id: int,
    field: str,
    html: Callable[[Licence], str],
    *,
    variant: Variant | None = None,
    prefix: str = "",
) -> bool:
    undrawn = Licence.objects.filter(**{field: ""})
    related = undrawn.select_related("union", "category", "county__province")
    licence = related.filter(pk=licence_id).first()
    if licence is None:
        return False
    content = render_pdf(html(licence), variant=variant)
    name, drawn_at = f"{prefix}{licence.token}.pdf", {f"{field}_at": timezone.now()}
    return store_once(undrawn, licence, field, content, name=name, **drawn_at)


def licence_html(licence: Licence) -> str:
    return _html("licensing/pdf/licence.html", licence)


def label_html(licence: Licence) -> str:
    return _html("licensing/pdf/label.html", licence)


def _html(template: str, licence: Licence) -> str:
    url = verification_url(licence.token)
    term = terms.in_words(licence.term, licence.issued_on)
    return render_to_string(template, {"licence": licence, "term": term, "qr": qr_data_uri(url), "url": url})


def sweep_documents() -> int:
    """Draw the licences that a lost message or a stopped worker left undrawn; returns how many were drawn."""
    return _sweep("document", draw_up_licence)


def sweep_labels() -> int:
    """The same for the labels, those of licences from before there were any included."""
    return _sweep("label", draw_up_label)


def _sweep(field: str, draw: Callable[[int], bool]) -> int:
    late = Licence.objects.filter(**{field: ""}, created_at__lt=timezone.now() - sweep_grace())
    return run_each_logging_errors(draw, late.order_by("created_at").values_list("pk", flat=True)[:AT_ONCE])

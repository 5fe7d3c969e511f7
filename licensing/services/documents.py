"""The printed licence: drawn up after issue, outside request and transaction."""

import logging
from datetime import timedelta

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import timezone

from core.pdf import render_pdf
from core.qr import qr_data_uri
from core.sweeps import each
from licensing.models import Licence
from licensing.services.issuing import verification_url

logger = logging.getLogger(__name__)


def draw_up_licence(licence_id: int) -> bool:
    """Draw the licence's PDF and keep it; returns False when it exists already.

    Two workers may draw at once; the conditional update keeps one file and removes the other.
    """
    licence = (
        Licence.objects.filter(pk=licence_id, document="")
        .select_related("union", "category", "county__province")
        .first()
    )
    if licence is None:
        return False
    content = render_pdf(licence_html(licence), variant="pdf/a-3u")
    storage = licence.document.storage
    name = storage.save(
        licence.document.field.generate_filename(licence, f"{licence.token}.pdf"), ContentFile(content)
    )
    kept = Licence.objects.filter(pk=licence_id, document="").update(
        document=name, document_at=timezone.now()
    )
    if not kept:
        storage.delete(name)
    return bool(kept)


def licence_html(licence: Licence) -> str:
    """The printed page as HTML."""
    url = verification_url(licence.token)
    return render_to_string(
        "licensing/pdf/licence.html", {"licence": licence, "qr": qr_data_uri(url), "url": url}
    )


def sweep_documents() -> int:
    """Draw what a lost message or a stopped worker left undrawn; returns how many were drawn."""
    late = Licence.objects.filter(document="", created_at__lt=timezone.now() - timedelta(minutes=1))
    return each(draw_up_licence, late.order_by("created_at").values_list("pk", flat=True)[:50])

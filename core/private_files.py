"""Private files on their way out, after a rights check of the view that calls this."""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse

from core.uploads.models import UploadedFiles

_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg"}


def send_private(file: FieldFile, *, name: str) -> HttpResponse:
    """`file` as a download called `name` (ASCII, without ending); never kept by a browser or a proxy.

    With PRIVATE_MEDIA_ADDRESS set, the server in front sends the bytes on our word (X-Accel-Redirect).

    Raises:
        Http404: there is no such file, or the virus scanner has not looked through it yet.
    """
    if isinstance(file.instance, UploadedFiles) and file.instance.awaits_scan:
        raise Http404
    if not file or not file.storage.exists(file.name or ""):
        raise Http404
    suffix = Path(file.name or "").suffix
    if settings.PRIVATE_MEDIA_ADDRESS:
        answer = HttpResponse()
        answer["X-Accel-Redirect"] = settings.PRIVATE_MEDIA_ADDRESS + quote(file.name or "")
    else:
        with file.open("rb") as opened:
            answer = HttpResponse(opened.read())
    answer["Content-Type"] = _TYPES.get(suffix, "application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}{suffix}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer

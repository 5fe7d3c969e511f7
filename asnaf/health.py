"""Is the process alive, and is everything it needs there? Readiness says in words what is missing."""

import logging
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError

from core.heartbeat import Process, last_beat
from core.orphans import missing_files
from core.pdf import pdf_problem
from core.text import to_persian_digits
from deadlines import services as deadlines

logger = logging.getLogger(__name__)
SEEN_WITHIN = timedelta(seconds=120)
_NOTES = {
    "files": "{} فایل که ردیفی آن را نام می‌برد در انبار نیست؛ گزارش کارگر را ببینید.",
    "deadlines": "{} مهلت از نو شمرده نمی‌شود و با تقویم جابه‌جا نمی‌شود؛ گزارش کارگر آن را با شماره نام می‌برد.",
}


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker, storage, fonts and worker; 503 with a sentence for each that is missing.

    Notes are for the operator and take nothing out of service.
    """
    checks = {
        "database": _database(),
        "broker": _broker(),
        "storage": _storage(),
        "fonts": pdf_problem(),
        "worker": _seen(Process.WORKER, "کارگر پس‌زمینه"),
        "codes": _seen(Process.CODES, "فرستندهٔ کدهای یک‌بارمصرف"),
    }
    missing = {name: problem for name, problem in checks.items() if problem}
    body = {
        "ready": not missing,
        "checks": {name: problem or "برقرار" for name, problem in checks.items()},
        "notes": _notes(),
    }
    return JsonResponse(
        body, status=503 if missing else 200, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def _database() -> str | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("Database not ready")
        return "پایگاه داده پاسخ نمی‌دهد."
    return None


def _broker() -> str | None:
    if not settings.REDIS_URL:
        return None  # rows are the queue: see asnaf/local_timetable.py
    try:
        with current_app.connection_for_write(url=settings.REDIS_URL) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError):
        return "صف کارها (Redis) پاسخ نمی‌دهد."
    return None


def _storage() -> str | None:
    try:
        name = default_storage.save("readyz/probe", ContentFile(b"ok"))
        default_storage.delete(name)
    except OSError:
        return "انبار پرونده‌ها نوشتنی نیست."
    return None


def _notes() -> dict[str, str]:
    try:
        counts = {"files": missing_files(), "deadlines": deadlines.unreckonable()}
    except DatabaseError:  # the checks say so already
        return {}
    return {name: _NOTES[name].format(to_persian_digits(str(n))) for name, n in counts.items() if n}


def _seen(process: Process, name: str) -> str | None:
    try:
        beat = last_beat(process)
    except DatabaseError:
        return f"آخرین کار {name} خوانده نشد."
    if beat is None:
        return f"{name} هنوز دیده نشده است."
    if timezone.now() - beat > SEEN_WITHIN:
        return f"{name} بیش از دو دقیقه است که دیده نشده است."
    return None

"""Is the process alive, and is everything it needs there? Readiness says it in words, Prometheus gets figures."""

import ipaddress
import logging
import shutil
from contextlib import suppress
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from asnaf.figures import Figures
from core import metrics
from core.heartbeat import Process, last_beat
from core.pdf import pdf_problem
from core.text import to_persian_digits
from core.uploads.orphans import missing_files
from deadlines.services import recomputing

logger = logging.getLogger(__name__)
SEEN_WITHIN = timedelta(seconds=120)
#: Below this share of the disk under `var/` an operator should make room; people notice nothing yet.
LEAST_FREE_PERCENT = 10
_WRITTEN_BY_PROXIES = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
_NOTES = {
    "disk": "از دیسک {}٪ خالی مانده است؛ پیش از پر شدن جا باز کنید.",
    "files": "{} فایل که ردیفی آن را نام می‌برد در انبار نیست؛ گزارش کارگر را ببینید.",
    "deadlines": "{} مهلت از نو شمرده نمی‌شود و با تقویم جابه‌جا نمی‌شود؛ گزارش کارگر آن را با شماره نام می‌برد.",
}


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
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
        **_background(),
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


@never_cache
def metrics_page(request: HttpRequest) -> HttpResponse:
    """What web processes counted, and what the rows say.

    Only for who asks this process directly from a private network; whoever comes through the proxy finds nothing.
    """
    if not _is_from_inside(request):
        raise Http404
    figures = CollectorRegistry()
    figures.register(Figures())
    content = generate_latest(metrics.counted()) + generate_latest(figures)
    return HttpResponse(content, content_type=CONTENT_TYPE_LATEST)


def _is_from_inside(request: HttpRequest) -> bool:
    if any(header in request.headers for header in _WRITTEN_BY_PROXIES):
        return False
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_private
    except ValueError:
        return False


def background_problems() -> list[str]:
    """A sentence for each process of the background that was not seen of late."""
    return [problem for problem in _background().values() if problem]


def _background() -> dict[str, str | None]:
    return {
        "worker": _seen(Process.WORKER, "کارگر پس‌زمینه"),
        "codes": _seen(Process.CODES, "فرستندهٔ کدهای یک‌بارمصرف"),
    }


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
    numbers: dict[str, int | None] = {"disk": _percent_free_when_low()}
    with suppress(DatabaseError):  # the checks say so already
        numbers |= {"files": missing_files() or None, "deadlines": recomputing.unreckonable() or None}
    return {
        name: _NOTES[name].format(to_persian_digits(str(n))) for name, n in numbers.items() if n is not None
    }


def _percent_free_when_low() -> int | None:
    usage = shutil.disk_usage(settings.VAR)
    percent = 100 * usage.free // usage.total
    return percent if percent < LEAST_FREE_PERCENT else None


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

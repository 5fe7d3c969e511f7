"""Figures for Prometheus that are read from the database and the disk."""

import shutil
from collections.abc import Callable, Iterator
from itertools import product

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from accounts.services import codes
from core.heartbeat import Process, last_beat
from core.uploads.orphans import missing_files
from deadlines.services import recomputing
from messaging.models import Sms
from messaging.states import UNFINISHED


class Figures(Collector):
    """Figures that are true for the whole portal, whichever process is asked. While the database is away only that
    is said."""

    def collect(self) -> Iterator[Metric]:
        yield from _disk()
        found: list[Metric] = []
        try:
            for figures in _FIGURES:
                found += figures()
        except DatabaseError:
            yield _gauge("asnaf_database_up", "Whether the database answers", 0)
            return
        yield _gauge("asnaf_database_up", "Whether the database answers", 1)
        yield from found


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


def _disk() -> Iterator[Metric]:
    usage = shutil.disk_usage(settings.VAR)
    yield _gauge("asnaf_disk_free_bytes", "Free bytes where files are kept", usage.free)
    yield _gauge("asnaf_disk_size_bytes", "Bytes of that disk", usage.total)


def _outbox() -> Iterator[Metric]:
    waiting = GaugeMetricFamily("asnaf_sms_waiting", "Unfinished text messages", labels=["kind", "status"])
    oldest = GaugeMetricFamily(
        "asnaf_sms_oldest_seconds", "Age of the oldest of them", labels=["kind", "status"]
    )
    groups = (
        Sms.objects.unfinished().values("secret", "status").annotate(n=Count("pk"), since=Min("queued_at"))
    )
    found = {(group["secret"], group["status"]): group for group in groups}
    now = timezone.now()
    for secret, status in product((True, False), UNFINISHED):
        labels = ["code" if secret else "text", status]
        group = found.get((secret, status))
        waiting.add_metric(labels, group["n"] if group else 0)
        oldest.add_metric(labels, (now - group["since"]).total_seconds() if group else 0)
    yield from (waiting, oldest)


def _codes() -> Iterator[Metric]:
    use = codes.use_of_codes()
    yield _gauge("asnaf_codes_sent_in_an_hour", "One-time codes sent in the last full hour", use.sent)
    yield _gauge("asnaf_codes_used_in_an_hour", "Those of them that were used", use.used)


def _signs_of_life() -> Iterator[Metric]:
    seen = GaugeMetricFamily(
        "asnaf_seen_seconds", "Seconds since it was last at work or done", labels=["process"]
    )
    for process in Process:
        if at := last_beat(process):
            seen.add_metric([process], (timezone.now() - at).total_seconds())
    yield seen


def _things_to_look_at() -> Iterator[Metric]:
    yield _gauge("asnaf_files_missing", "Rows that name a file which is not there", missing_files())
    yield _gauge(
        "asnaf_deadlines_unreckonable", "Deadlines that no calendar fits", recomputing.unreckonable()
    )


_FIGURES: tuple[Callable[[], Iterator[Metric]], ...] = (_outbox, _codes, _signs_of_life, _things_to_look_at)

"""What the processes of the portal count, for Prometheus. No label holds anything of a person.

PROMETHEUS_MULTIPROC_DIR makes the processes of one container count together (the image sets it). What stands in rows is
not counted here: `asnaf.figures` looks it up when somebody asks.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter("asnaf_requests", "Requests answered", ["view", "method", "status"])
REQUEST_SECONDS = Histogram(
    "asnaf_request_seconds",
    "Seconds until the answer",
    ["door"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
GATEWAY_CALLS = Counter("asnaf_gateway_calls", "Text messages handed to the gateway", ["kind", "outcome"])
REGISTER_CALLS = Counter("asnaf_register_calls", "Questions to a register outside", ["register", "outcome"])
SMS_MOVES = Counter("asnaf_sms_moves", "Steps of text messages", ["status"])
TASKS = Counter("asnaf_tasks", "Runs of timed and background work", ["task", "outcome"])
REFUSALS = Counter("asnaf_refusals", "Attempts refused by a limit", ["limit"])


def door_of(path: str) -> str:
    """The part of the site an address belongs to: the desk, codes, the citizen's panel, or public."""
    if path.startswith("/admin/"):
        return "desk"
    if path.startswith(settings.PATHS_OF_CODES):
        return "codes"
    return "panel" if path.startswith("/panel/") else "public"


@contextmanager
def outcome_of(counter: Counter, *labels: str) -> Iterator[None]:
    """Count the block under `labels` and "done", or the name of the error that ended it."""
    try:
        yield
    except Exception as error:
        counter.labels(*labels, type(error).__name__).inc()
        raise
    counter.labels(*labels, "done").inc()


def counted() -> CollectorRegistry:
    """The counters of this process and of those that count with it."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def serve() -> None:
    """Answer Prometheus on METRICS_PORT, when that is set, from a thread: for processes without pages."""
    if settings.METRICS_PORT:
        start_http_server(settings.METRICS_PORT, registry=counted())

"""When the processes of the background were last seen. One row each, written by their own work, so that the whole chain
is proven.
"""

from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from core.models import Heartbeat


class Process(StrEnum):
    """Who is watched: whatever does the timed work, the sender of one-time codes, and the operator's backup."""

    WORKER = "worker"
    CODES = "codes"
    BACKUP = "backup"


def beat(process: Process) -> None:
    Heartbeat.objects.update_or_create(name=process, defaults={"at": timezone.now()})


def last_beat(process: Process) -> datetime | None:
    return Heartbeat.objects.filter(name=process).values_list("at", flat=True).first()


def forget() -> None:
    """Forget all signs of life of our own processes, so that readiness waits for new ones."""
    Heartbeat.objects.exclude(name=Process.BACKUP).delete()

"""When a worker was last seen. One row, written by a timed task, so that the whole chain is proven."""

from datetime import datetime

from django.utils import timezone

from core.models import Heartbeat


def beat() -> None:
    """Note that a worker is at work now."""
    Heartbeat.objects.update_or_create(pk=1, defaults={"at": timezone.now()})


def last_beat() -> datetime | None:
    """When a worker was last at work, or None when never."""
    return Heartbeat.objects.filter(pk=1).values_list("at", flat=True).first()


def forget() -> None:
    """Forget the last sign of life, so that readiness waits for a new one."""
    Heartbeat.objects.all().delete()

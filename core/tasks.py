"""Timed entry points of the core."""

from celery import shared_task

from core import heartbeat


@shared_task(name="core.heartbeat", time_limit=10, soft_time_limit=8)
def heartbeat_task() -> None:
    """Say that timetable, broker, worker and database work together."""
    heartbeat.beat()

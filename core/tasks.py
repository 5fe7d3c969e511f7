"""Timed entry points of the core."""

from celery import shared_task

from core import heartbeat, orphans


@shared_task(name="core.heartbeat", time_limit=10, soft_time_limit=8)
def heartbeat_task() -> None:
    """Say that timetable, broker, worker and database work together."""
    heartbeat.beat(heartbeat.Process.WORKER)


@shared_task(name="core.check_files", time_limit=120)
def check_files() -> None:
    """Remove files that no row names, and look whether those that rows name are there."""
    orphans.remove_orphans()
    orphans.find_missing()

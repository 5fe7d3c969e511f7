"""Timed entry points of the core."""

from celery import shared_task

from core import heartbeat
from core.uploads import orphans
from core.uploads import quota as upload_quota


@shared_task(name="core.heartbeat", time_limit=10, soft_time_limit=8)
def heartbeat_task() -> None:
    heartbeat.beat(heartbeat.Process.WORKER)


@shared_task(name="core.check_files", time_limit=120)
def check_files() -> None:
    """Remove files that no row names, look whether those that rows name are there, forget past days' counts."""
    orphans.remove_orphans()
    orphans.find_missing()
    upload_quota.forget_past_days()

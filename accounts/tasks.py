"""Timed entry points of signing in."""

from celery import shared_task

from accounts import services


@shared_task(name="accounts.clear_expired", time_limit=60, soft_time_limit=50)
def clear_expired() -> None:
    """Remove old codes and counters."""
    services.clear_expired()

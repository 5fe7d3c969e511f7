"""Scheduled tasks of accounts."""

from celery import shared_task

from accounts.services import clearing, codes, mobiles


@shared_task(name="accounts.clear_expired", time_limit=60, soft_time_limit=50)
def clear_expired() -> None:
    """Remove old codes and counters, close changes of a number that nobody completed."""
    clearing.clear_expired()
    mobiles.expire_changes()


@shared_task(name="accounts.watch_codes", time_limit=60, soft_time_limit=50)
def watch_codes() -> None:
    """Raise the alarm when too few of the codes we send are used."""
    codes.watch_codes()

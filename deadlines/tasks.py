"""Timed entry points of the clock."""

from celery import shared_task

from deadlines.services import recomputing


@shared_task(name="deadlines.apply_changes")
def apply_changes() -> None:
    """Let open deadlines follow the changes of the calendar not followed yet; nothing to do most of the time."""
    recomputing.apply_changes()


@shared_task(name="deadlines.recompute_all")
def recompute_all() -> None:
    """The nightly safety net: reckon every open deadline again from its facts."""
    recomputing.recompute(because="بازبینی شبانهٔ مهلت‌ها")

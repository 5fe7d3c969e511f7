"""Entry points of the worker and the timetable."""

from celery import shared_task

from organizations.members import minutes


@shared_task(name="organizations.scan_minute", time_limit=60, soft_time_limit=45)
def scan_minute(minute_id: int) -> None:
    """Have the file of one minute looked through for viruses."""
    minutes.scan_minute(minute_id)


@shared_task(name="organizations.scan_minutes", time_limit=600)
def scan_minutes() -> None:
    """Have the files looked through that are still held."""
    minutes.scan_held()

"""Entry points of the worker and the timetable."""

from celery import shared_task

from support import services


@shared_task(name="support.scan_attachment", time_limit=60, soft_time_limit=45)
def scan_attachment(attachment_id: int) -> None:
    """Have the file of one message looked through for viruses."""
    services.scan_attachment(attachment_id)


@shared_task(name="support.scan_attachments", time_limit=600)
def scan_attachments() -> None:
    """Have the files looked through that are still held."""
    services.scan_held()

"""Scheduled and background tasks of support."""

from celery import shared_task

from support import services


@shared_task(name="support.scan_attachment", time_limit=60, soft_time_limit=45)
def scan_attachment(attachment_id: int) -> None:
    """Scan the file of one message for viruses."""
    services.scan_attachment(attachment_id)


@shared_task(name="support.scan_attachments", time_limit=600)
def scan_attachments() -> None:
    """Scan the files that still wait."""
    services.scan_held()

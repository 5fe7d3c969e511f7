"""Scheduled and background tasks of messaging."""

from celery import shared_task

from messaging import services


@shared_task(name="messaging.deliver_sms", soft_time_limit=30, time_limit=45)
def deliver_sms(sms_id: int) -> None:
    """Send one waiting message."""
    services.deliver(sms_id)


@shared_task(name="messaging.sweep_sms", soft_time_limit=75, time_limit=90)
def sweep_sms() -> None:
    """Every 30 seconds: send what was missed and clear up what got stuck."""
    services.sweep()


@shared_task(name="messaging.wipe_old_texts", soft_time_limit=240, time_limit=300)
def wipe_old_texts() -> None:
    """Every night: empty texts older than seven days."""
    services.wipe_old_texts()


@shared_task(name="messaging.scan_instruction", time_limit=60, soft_time_limit=45)
def scan_instruction(instruction_id: int) -> None:
    """Have the file of one instruction looked through for viruses."""
    services.scan_instruction(instruction_id)


@shared_task(name="messaging.scan_instructions", time_limit=600)
def scan_instructions() -> None:
    """Have the files looked through that are still held."""
    services.scan_held()

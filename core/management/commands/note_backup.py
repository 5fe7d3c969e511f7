"""The last step of a backup: says that it is done."""

from typing import Any

from django.core.management.base import BaseCommand

from core import heartbeat


class Command(BaseCommand):
    """Called by whatever makes the backup, once every part of it is in its place."""

    help = "Note that a backup is complete; an alarm is raised when this was too long ago."

    def handle(self, *args: Any, **options: Any) -> None:
        heartbeat.beat(heartbeat.Process.BACKUP)

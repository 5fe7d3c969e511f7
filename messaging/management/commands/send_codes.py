"""The process that sends one-time codes."""

import signal
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core import metrics
from messaging.code_sender import CodeSender


class Command(BaseCommand):
    """Runs until TERM or INT; a code in hand is finished first."""

    help = "Send one-time codes as they are written, ahead of every other message."

    def handle(self, *args: Any, **options: Any) -> None:
        metrics.serve()
        sender = CodeSender(settings.CODE_SENDERS)

        def stop(_number: int, _frame: FrameType | None) -> None:
            sender.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        sender.run()

"""One-time codes leave by a process of their own: no other message, and no broker, stands in their way.

The rows are the queue. Each thread takes the next code that is due, hands it to the gateway, and looks again; with none
left it rests for a second. So a code waits a second at most for its turn, whatever else the portal has to send.
"""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections
from django.db.models import Q

from core import heartbeat
from messaging import services

logger = logging.getLogger(__name__)

CODES = Q(secret=True)
#: Seconds a thread rests when no code waits.
REST = 1.0
#: Seconds between two looks for codes that expired or got stuck; each also says that the process is alive.
TIDY_EVERY = 15.0
#: Seconds of rest after a failure, of the database or the gateway's settings: the log keeps one line for each.
AFTER_FAILURE = 2.0


class CodeSender:
    """Sends one-time codes from several threads until asked to stop."""

    def __init__(self, threads: int) -> None:
        self._count = threads
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask all threads to end after the code they have in hand."""
        self._stop.set()

    def run(self) -> None:
        """Work until `stop`; returns when every thread has ended."""
        senders = [
            threading.Thread(target=self._repeat, args=(self._send_all, REST)) for _ in range(self._count)
        ]
        for sender in senders:
            sender.start()
        self._repeat(self._tidy_up, TIDY_EVERY)
        for sender in senders:
            sender.join()

    def _repeat(self, work: Callable[[], None], rest: float) -> None:
        while not self._stop.is_set():
            close_old_connections()
            pause = rest
            try:
                work()
            except DatabaseError as error:
                logger.warning("Codes wait, the database does not answer: %s", type(error).__name__)
                pause = AFTER_FAILURE
            except Exception:
                logger.exception("Sending codes broke and is tried again")
                pause = AFTER_FAILURE
            self._stop.wait(pause)
        close_old_connections()

    def _send_all(self) -> None:
        while not self._stop.is_set() and services.take_up_next(CODES):
            pass

    def _tidy_up(self) -> None:
        services.tidy_up(CODES)
        heartbeat.beat(heartbeat.Process.CODES)

"""The timetable without a broker: one process looks at the clock and does the timed work itself.

For machines without Redis, development above all. Every fact is a row first, and the sweeps of the timetable find what
waits; so nothing is handed from process to process that could be lost or read half-written. Started as
`celery --app asnaf beat --scheduler asnaf.local_timetable:LocalScheduler`.
"""

import logging
from typing import Any, cast

from celery.beat import ScheduleEntry, Scheduler
from django.db import close_old_connections

logger = logging.getLogger(__name__)

#: Seconds between two runs of what a broker would have woken: somebody is looking at a page that waits for it.
PROMPT = 2.0
#: Sweeps that run at least once in so many seconds under a broker run every PROMPT seconds here.
SWEEPS_EVERY = 60.0


class LocalScheduler(Scheduler):
    """Runs each entry that is due in this process, one after the other. A task that breaks is logged."""

    producer = None  # type: ignore[assignment]  # nothing is sent to anybody, so no broker is looked for

    def setup_schedule(self) -> None:
        entries: dict[str, Any] = self.app.conf.beat_schedule
        self.merge_inplace({name: _hastened(entry) for name, entry in entries.items()})

    def apply_async(
        self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any
    ) -> None:
        """Do the work of one entry now."""
        due = cast("ScheduleEntry", self.reserve(entry)) if advance else entry
        close_old_connections()
        result = self.app.tasks[str(due.task)].apply(args=due.args, kwargs=due.kwargs)
        if result.failed():
            logger.error("Timed task %s broke: %r", due.task, result.result)
        close_old_connections()


def _hastened(entry: dict[str, Any]) -> Any:
    seconds = entry["schedule"]
    is_sweep = isinstance(seconds, float) and seconds <= SWEEPS_EVERY
    return entry | {"schedule": PROMPT} if is_sweep else entry

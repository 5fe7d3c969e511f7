"""A holiday of the whole country moves every running term, while people go on working on their files.

    DATABASE_URL=postgres://… python -m benchmarks.nationwide_holiday [--workers 3] [--all]

On a database filled by `benchmarks.nation`; it is changed for good: each run declares the next free day a holiday.
A holiday moves the terms in working days and those that would end on it; with `--all` every running term stands a
day off beforehand, so that all of them move. Beside the worker that follows the calendar, others do what a decision
does: lock a file, then its term, for a few milliseconds, each with the two seconds' patience of a web process. Goals:
five minutes for 240,000 terms, nobody refused. Exits with 1 above them.
"""

import argparse
import os
import random
import statistics
import sys
import threading
import time
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnaf.settings")
django.setup()

from django.db import OperationalError, connection, transaction  # noqa: E402 - models need the apps
from django.db.models import F  # noqa: E402

from accounts.models import User  # noqa: E402
from core.jalali import tehran_today  # noqa: E402
from deadlines.models import Deadline  # noqa: E402
from deadlines.services import holidays, recomputing, working_days  # noqa: E402
from deadlines.states import Key, State  # noqa: E402
from licensing.cases.models import LicenceRequest  # noqa: E402
from licensing.cases.moved_terms import MovedTerm  # noqa: E402

SECONDS_FOR_240_000 = 300
#: What a decision takes between its first lock and its end.
HELD = 0.005


class Worker(threading.Thread):
    """Somebody who decides on one file after another, and notes how long each let them wait."""

    def __init__(self, files: list[int], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.files, self.stop = files, stop
        self.waited: list[float] = []
        self.refused = 0

    def run(self) -> None:
        """Work until told to stop."""
        while not self.stop.is_set():
            begun = time.perf_counter()
            try:
                with transaction.atomic():
                    case = LicenceRequest.objects.select_for_update().get(pk=random.choice(self.files))
                    list(Deadline.objects.of(case).live().select_for_update())
                    self.waited.append(time.perf_counter() - begun)
                    time.sleep(HELD)
            except OperationalError:
                self.refused += 1
            time.sleep(0.02)
        connection.close()


def next_working_day(after: date) -> date:
    """The first working day at least two days ahead."""
    day = after + timedelta(days=2)
    while not working_days.is_working_day(day):
        day += timedelta(days=1)
    return day


def declare(day: date) -> None:
    """The secretariat declares the day a holiday."""
    holidays.declare_holiday(
        date=day,
        title="تعطیلی سراسری",
        by=User.objects.get(username="secretariat"),
        legal_basis="مصوبهٔ هیأت وزیران",
        basis_number="۱",
        basis_on=tehran_today(),
    )


def main() -> int:
    """Declare, follow, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    if options.all:
        Deadline.objects.filter(state=State.OPEN).update(due_at=F("due_at") - timedelta(days=1))
    running = Deadline.objects.filter(key=Key.T1_UNION_ANSWER, state=State.OPEN)
    files = list(running.order_by("pk").values_list("subject_id", flat=True)[:50_000])
    stop = threading.Event()
    workers = [Worker(files, stop) for _ in range(options.workers)]
    for worker in workers:
        worker.start()
    time.sleep(3)
    quiet = [seconds for worker in workers for seconds in worker.waited]
    declare(next_working_day(tehran_today()))
    begun, marks = time.perf_counter(), [len(worker.waited) for worker in workers]
    moved = recomputing.apply_changes()
    took = time.perf_counter() - begun
    stop.set()
    for worker in workers:
        worker.join()
    busy = [seconds for worker, mark in zip(workers, marks, strict=True) for seconds in worker.waited[mark:]]
    refused = sum(worker.refused for worker in workers)
    print(
        f"{moved} terms moved in {took:.0f} s, {MovedTerm.objects.count()} to tell; {refused} people refused"
    )
    for title, waits in (("before", quiet), ("meanwhile", busy)):
        ordered = sorted(wait * 1000 for wait in waits)
        print(
            f"{title}: {len(ordered)} decisions, waited p50 {statistics.median(ordered):.0f} ms,"
            f" p99 {ordered[int(len(ordered) * 0.99)]:.0f} ms, at most {ordered[-1]:.0f} ms"
        )
    goal = SECONDS_FOR_240_000 * max(moved, 1) / 240_000
    return 0 if took <= max(goal, 10) and not refused else 1


if __name__ == "__main__":
    sys.exit(main())

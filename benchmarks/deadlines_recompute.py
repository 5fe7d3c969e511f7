"""How long 10,000 open deadlines take to follow a new holiday, beside the bare writes of the same rows.

    python -m benchmarks.deadlines_recompute [--count 10000] [--rounds 3]

Both sides run in turn in one process on one throw-away database (TEST_DATABASE_URL, else SQLite). The goal is a ratio:
reckoning and recording costs at most `GOAL` times the writes alone, and a run at most `SECONDS`. Exits with 1 above.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import django

from core.jalali import from_jalali

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnaf.settings_test")
django.setup()

from django.db import transaction  # noqa: E402 - models need the apps
from django.db.models import F  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from django.utils import timezone  # noqa: E402

from deadlines.models import Deadline, DeadlineMove  # noqa: E402
from deadlines.services import recomputing  # noqa: E402
from deadlines.services.recomputing import BATCH  # noqa: E402
from tests.deadlines.cases import make_county, make_deadlines, make_secretary  # noqa: E402
from tests.deadlines.test_declaring import declare  # noqa: E402

GOAL = 3.0
SECONDS = 10.0


def bare_writes() -> None:
    """Read the rows in batches, move each by a month, write it and a line about it: no reckoning at all."""
    last, month = 0, timedelta(days=30)
    while True:
        with transaction.atomic():
            rows = list(
                Deadline.objects.live().filter(pk__gt=last).order_by("pk").select_for_update()[:BATCH]
            )
            if not rows:
                return
            moves = [
                DeadlineMove(
                    deadline=row,
                    from_due=row.due_at,
                    to_due=row.due_at + month,
                    because="floor",
                    at=timezone.now(),
                )
                for row in rows
            ]
            Deadline.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=F("due_at") + month)
            DeadlineMove.objects.bulk_create(moves)
            last = rows[-1].pk


def seconds(work: Callable[[], object]) -> float:
    """The wall-clock time of one run."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(count: int, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of the recomputation and of the bare writes, round by round."""
    secretary = make_secretary()
    make_deadlines(count, make_county(), days=15)
    ours, floor = [], []
    for number in range(rounds):
        floor.append(seconds(bare_writes))
        day = from_jalali(1403, 7, 16) + timedelta(days=number)
        declare(secretary, date=day)
        ours.append(seconds(lambda: check(recomputing.apply_changes(), count)))
    return ours, floor


def check(moved: int, expected: int) -> None:
    """Every deadline must have moved, or the time means nothing."""
    if moved != expected:
        raise AssertionError(f"{moved} of {expected} deadlines moved")


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3, choices=(1, 2, 3))
    options = parser.parse_args()
    old = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        ours, floor = measure(options.count, options.rounds)
    finally:
        teardown_databases(old, verbosity=0)
    ratio = statistics.median(one / other for one, other in zip(ours, floor, strict=True))
    sys.stdout.write(
        f"{options.count} deadlines: {statistics.median(ours):.2f} s, bare writes {statistics.median(floor):.2f} s,"
        f" ratio {ratio:.2f} (goal {GOAL}), slowest {max(ours):.2f} s (goal {SECONDS})\n"
    )
    return 0 if ratio <= GOAL and max(ours) <= SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())

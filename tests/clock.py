"""Runs tests at another moment, so that what holds by day also holds late in the evening and at the turn of the year.

The environment variable TEST_CLOCK chooses it: a moment on Tehran's clock ("1404/12/29 23:50") for every test, or
"edges", which gives each test one of `EDGES`, always the same one. The clock ticks on from there. A test that travels
in time by itself is not touched.
"""

import datetime as dt
import os
import zlib

from core.jalali import TEHRAN, from_jalali, split_jalali

#: The last minutes of a year of 365 days, of a leap year and of a Friday; and the first minutes of a year, when the
#: day has already changed in Tehran and not yet in UTC.
EDGES = ("1404/12/29 23:50", "1403/12/30 23:50", "1404/08/23 23:50", "1405/01/01 00:10")


def moment_of(text: str) -> dt.datetime:
    """The instant "1404/12/29 23:50" on Tehran's clock, in UTC. Raises ValueError for another form."""
    day, _, clock = text.partition(" ")
    parts = split_jalali(day)
    if parts is None:
        raise ValueError(f"TEST_CLOCK is a moment such as 1404/12/29 23:50, or edges; not {text}")
    year, month, day_of_month = map(int, parts)
    local = dt.datetime.combine(from_jalali(year, month, day_of_month), dt.time.fromisoformat(clock))
    return local.replace(tzinfo=TEHRAN).astimezone(dt.UTC)


def edge_of(test: str) -> str:
    """The moment at which a test, named by its node id, runs among the edges: always the same one."""
    return EDGES[zlib.crc32(test.encode()) % len(EDGES)]


def chosen_for(test: str) -> str:
    """The moment TEST_CLOCK asks for in a test; empty for the machine's own clock."""
    chosen = os.environ.get("TEST_CLOCK", "")
    return edge_of(test) if chosen == "edges" else chosen

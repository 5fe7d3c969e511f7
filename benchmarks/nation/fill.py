"""The seeder itself: every table in one transaction, then the statistics the database plans by."""

from collections.abc import Callable

from django.db import connection, transaction

from benchmarks.nation import files, people, plan
from benchmarks.nation.writer import Writer, go_on_counting, without_indexes

SETTINGS = (
    "session_replication_role = replica",
    "statement_timeout = 0",
    "work_mem = '128MB'",
    "maintenance_work_mem = '512MB'",
)


def fill(requests: int, say: Callable[[str], None] = lambda line: None, *, lean: bool = False) -> None:
    """Write the rows of so many requests into the database of the settings, and gather the statistics of all tables.

    The role is a superuser, the sample nation is there.

    Args:
        say: told what was written when.
        lean: without drawings, and a fifth of the messages and of the trail; the number of requests stays.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for setting in SETTINGS:
            cursor.execute(f"SET LOCAL {setting}")
        cursor.execute("SELECT setseed(0.42)")
        writer = Writer(cursor, requests, say, lean=lean)
        plan.unions(writer)
        plan.due_moments(writer)
        with without_indexes(cursor):
            people.accounts(writer)
            plan.plan(writer)
            files.requests(writer)
            files.events(writer)
            files.inquiries(writer)
            files.bills(writer)
            files.clocks(writer)
            files.warnings(writer)
            people.licences(writer)
            people.units(writer)
            people.traffic(writer)
            people.desks(writer)
        writer.say("indexes")
        go_on_counting(cursor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if lean else "VACUUM ANALYZE")
    writer.say("done")

"""Django's `migrate`, with locks that are given up after two seconds and asked for again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

#: Seconds a migration waits for a lock before which readers and writers queue.
LOCK_SECONDS = 2
#: Seconds between two tries, in which those who queued are served.
PAUSE_SECONDS = 1
#: How PostgreSQL calls a lock that was not to be had, and a deadlock.
NOT_NOW = {"55P03", "40P01"}


class Command(migrate.Command):
    """A table somebody's transaction holds makes a migration try again, and keeps nobody waiting longer than a try.

    A try that fails leaves no half of an atomic migration; the operations of `core.migration_operations` find what
    they had done.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--patience", type=int, default=600, metavar="SECONDS", help="go on trying so long (600)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Try until it is done or patience is over.

        Raises:
            CommandError: the table could not be had in time; nothing of the migration that waited was recorded.
        """
        until = time.monotonic() + options["patience"]
        with _short_locks(connections[options["database"]]):
            while True:
                try:
                    super().handle(*args, **options)
                    return
                except OperationalError as error:
                    if getattr(error.__cause__, "pgcode", None) not in NOT_NOW:
                        raise
                    if time.monotonic() + PAUSE_SECONDS > until:
                        raise CommandError(f"A long transaction holds the table: {error}") from error
                self.stdout.write(f"\n  A table is in use; trying again in {PAUSE_SECONDS} s.")
                time.sleep(PAUSE_SECONDS)


@contextmanager
def _short_locks(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Wait for no lock longer than a try takes, and let statements take the time that rows ask for."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'; SET statement_timeout = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout; RESET statement_timeout")

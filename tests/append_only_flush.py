"""Lets `TransactionTestCase` empty the tables that refuse DELETE and TRUNCATE."""

from collections.abc import Sequence

from django.db.backends.base.operations import BaseDatabaseOperations

from core.append_only import protected_tables, unprotected


def allow_flush() -> None:
    """Call once, before the first test: the flush between tests then lifts the protection, and puts it back."""
    plain = BaseDatabaseOperations.execute_sql_flush
    if getattr(plain, "lifts_protection", False):
        return

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
        with unprotected(self.connection, protected_tables(self.connection)):
            plain(self, sql_list)

    execute_sql_flush.lifts_protection = True
    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush

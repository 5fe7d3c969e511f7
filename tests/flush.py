"""The flush between transactional tests: it may empty protected tables, and gives back what migrations had put in.

Without the second part whatever runs after a transactional test would find a country without law: terms, holidays
and the other rows that migrations seed would be gone.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

from core.append_only import protected_tables, unprotected

#: Filled again by Django itself after each flush.
DJANGO_BRINGS_BACK = ("contenttypes", "auth")
Rows = list[tuple[Any, ...]]
#: Table → (columns, rows), as migrations left them.
_seeds: dict[str, tuple[list[str], Rows]] = {}


def remember_seeds(connection: BaseDatabaseWrapper) -> None:
    """Keep every row that migrations wrote; call once, when the test database is new."""
    if _seeds:
        return
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label in DJANGO_BRINGS_BACK:
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table}")
            rows = cursor.fetchall()
            if rows:
                _seeds[table] = ([column[0] for column in cursor.description], rows)


def give_back_seeds(connection: BaseDatabaseWrapper) -> None:
    """Write the remembered rows again."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table, (columns, rows) in _seeds.items():
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", [_storable(row) for row in rows]
            )


def _storable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row as the driver takes it: JSON columns come out as objects on PostgreSQL."""
    return tuple(json.dumps(value) if isinstance(value, dict | list) else value for value in row)


def mend_flush() -> None:
    """Call once, before the first test."""
    plain = BaseDatabaseOperations.execute_sql_flush
    if getattr(plain, "mended", False):
        return

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
        with unprotected(self.connection, protected_tables(self.connection)):
            plain(self, sql_list)
            give_back_seeds(self.connection)

    execute_sql_flush.mended = True
    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush

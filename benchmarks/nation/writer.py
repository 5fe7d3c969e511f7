"""Writes rows by SQL alone: tables without their indexes, columns with the model's own defaults."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models

#: Tables whose indexes are dropped before and made again after.
LOADED = (
    "accounts.Person", "accounts.User", "licensing.LicenceRequest", "licensing.CaseEvent", "licensing.RequestDocument",
    "licensing.Inquiry", "licensing.PostalCheck", "licensing.Invoice", "licensing.InvoiceLine", "licensing.Licence",
    "licensing.Reading", "deadlines.Deadline", "deadlines.DeadlineInterval", "guild_units.GuildUnit",
    "guild_units.QrCode", "guild_units.ScanLog", "personnel.Personnel", "messaging.Message", "messaging.Sms",
    "core.AuditEntry", "accounts.Session", "support.Ticket", "support.TicketPost",
)  # fmt: skip


class Writer:
    """Fills tables from SELECTs, and says what was written when."""

    def __init__(self, cursor: Any, requests: int, say: Callable[[str], None], *, lean: bool) -> None:
        self.cursor, self.n, self.lean, self._say = cursor, requests, lean, say
        self.people = max(requests // 3, 1000)
        self._begun = time.monotonic()

    def say(self, what: str) -> None:
        """Tell, after how many seconds."""
        self._say(f"{time.monotonic() - self._begun:7.1f} s  {what}")

    def insert(self, label: str, source: str, /, **columns: str) -> None:
        """One INSERT … SELECT: SQL of some columns by name, the model's own defaults for all others.

        Raises:
            ValueError: a column has no default and is not among those given.
        """
        model = apps.get_model(label)
        values: list[Any] = []
        chosen: dict[str, str] = {}
        for field in model._meta.local_concrete_fields:
            if field.column in columns:
                chosen[field.column] = columns.pop(field.column)
            elif not (field.null or field.primary_key):
                chosen[field.column] = "%s"
                values.append(_default_of(field))
        if columns:
            raise ValueError(f"{label} has no column {', '.join(columns)}")
        names = ", ".join(f'"{name}"' for name in chosen)
        into = f'INSERT INTO "{model._meta.db_table}" ({names})'
        self.cursor.execute(f"{into} SELECT {', '.join(chosen.values())} FROM {source}", values)
        self.say(f"{self.cursor.rowcount:>9} {label}")
        self.cursor.execute(
            f'ANALYZE "{model._meta.db_table}"'
        )  # what follows joins a table that was tiny before


def _default_of(field: "models.Field[Any, Any]") -> Any:
    value = field.get_default()
    if value is None or (value == "" and field.choices and not field.blank):
        raise ValueError(f"{field} has no default")
    return field.get_db_prep_save(value, connection=connection)


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """Drop the indexes and unique constraints of the loaded tables for a while, primary keys aside."""
    tables = [apps.get_model(label)._meta.db_table for label in LOADED]
    cursor.execute(
        "SELECT t.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k"
        " JOIN pg_class t ON t.oid = k.conrelid WHERE k.contype = 'u' AND t.relname = ANY(%s)",
        [tables],
    )
    unique = cursor.fetchall()
    cursor.execute(
        "SELECT x.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
        " JOIN pg_class x ON x.oid = i.indexrelid WHERE t.relname = ANY(%s) AND NOT i.indisprimary"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype = 'u')",
        [tables],
    )
    indexes = cursor.fetchall()
    for table, name, _ in unique:
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for table, name, definition in unique:
        cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
    for _, definition in indexes:
        cursor.execute(definition)


def go_on_counting(cursor: Any) -> None:
    """The next rows of the portal get keys behind those written here."""
    for label in LOADED:
        model = apps.get_model(label)
        table, key = model._meta.db_table, model._meta.pk.column
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key])
        if sequence := cursor.fetchone()[0]:
            cursor.execute(f'SELECT setval(%s, (SELECT max("{key}") FROM "{table}"))', [sequence])

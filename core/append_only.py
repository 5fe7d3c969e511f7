"""Tables whose rows can be added but neither changed nor deleted: the database itself refuses, on both
engines.

Call `protect_append_only` from a migration's RunPython. On SQLite a later migration that alters the table
rebuilds it and loses its triggers: end such a migration with `protect_append_only` again (`audit.verify`
and a test notice).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_PREFIX = "append_only_"
_EVENTS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""


def protect_append_only(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Refuse UPDATE, DELETE (and TRUNCATE, where it exists) on `table` with an IntegrityError. Safe to
    repeat."""
    connection = schema_editor.connection
    unprotect(schema_editor, table)
    if connection.vendor == "postgresql":
        schema_editor.execute(_POSTGRES_FUNCTION, params=None)  # it holds a percent sign
    for event in _EVENTS[connection.vendor]:
        schema_editor.execute(_create_trigger(connection, table, event))


def unprotect(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """The way back of `protect_append_only`."""
    for event in _EVENTS[schema_editor.connection.vendor]:
        schema_editor.execute(_drop_trigger(schema_editor.connection, table, event))


def protected_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that refuse every event they should, by name."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE %s AND t.tgenabled IN ('O', 'A')"
            " AND c.relnamespace = current_schema()::regnamespace"
            " GROUP BY c.relname ORDER BY c.relname"
        )
    else:
        query = (
            "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
            " GROUP BY tbl_name ORDER BY tbl_name"
        )
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{_PREFIX}%"])
        rows = cursor.fetchall()
    return [table for table, triggers in rows if triggers == len(_EVENTS[connection.vendor])]


@contextmanager
def unprotected(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> Iterator[None]:
    """Lift the protection of `tables` inside the block. For emptying a test database; production code never
    calls it."""
    names = list(tables)
    with connection.schema_editor() as editor:
        for table in names:
            unprotect(editor, table)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for table in names:
                protect_append_only(editor, table)


def _trigger(connection: BaseDatabaseWrapper, table: str, event: str) -> str:
    return connection.ops.quote_name(f"{_PREFIX}{table}_{event.lower()}")


def _create_trigger(connection: BaseDatabaseWrapper, table: str, event: str) -> str:
    name, on = _trigger(connection, table, event), connection.ops.quote_name(table)
    head = f"CREATE TRIGGER {name} BEFORE {event} ON {on}"
    if connection.vendor == "postgresql":
        level = "STATEMENT" if event == "TRUNCATE" else "ROW"
        return f"{head} FOR EACH {level} EXECUTE FUNCTION append_only_refuse()"
    return f"{head} BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"


def _drop_trigger(connection: BaseDatabaseWrapper, table: str, event: str) -> str:
    name = _trigger(connection, table, event)
    if connection.vendor == "postgresql":
        return f"DROP TRIGGER IF EXISTS {name} ON {connection.ops.quote_name(table)}"
    return f"DROP TRIGGER IF EXISTS {name}"

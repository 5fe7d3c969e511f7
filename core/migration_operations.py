"""Operations for migrations of tables that people are using: nobody reads or writes behind a lock for long.

On PostgreSQL indexes are built concurrently, and constraints are added unchecked and then validated beside the work
that goes on. Each operation looks for what it finds done, so that a migration that stopped half-way, or was kept
waiting by somebody's transaction, is simply run again (`manage.py migrate` does so by itself). They belong into a
migration with `atomic = False` that holds nothing else. On SQLite each does what Django's own operation does.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import NotSupportedError, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, AlterField
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import CheckConstraint, Field, ForeignKey, Model, UniqueConstraint

#: How long a step may wait that keeps nobody from reading or writing while it waits.
HARMLESS_WAIT = "10min"


class OnlineOperation(Operation):
    """What the operations have in common: on PostgreSQL outside any transaction, elsewhere all or nothing."""

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)  # type: ignore[attr-defined]
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        if schema_editor.connection.vendor != "postgresql":
            with transaction.atomic(schema_editor.connection.alias):
                super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        if schema_editor.connection.in_atomic_block:
            raise NotSupportedError(f"{type(self).__name__} needs a migration with atomic = False.")
        self.step(schema_editor, model)

    def step(self, schema_editor: Any, model: type[Model]) -> None:
        raise NotImplementedError


class AddIndexOnline(OnlineOperation, AddIndex):
    """Add an index while rows are read and written."""

    def step(self, schema_editor: Any, model: type[Model]) -> None:
        _build_index(
            schema_editor,
            model,
            self.index.name,
            self.index.create_sql(model, schema_editor, concurrently=True),
        )


class AddCheckOnline(OnlineOperation, AddConstraint):
    """Add a check constraint: it holds for new rows at once, and for all when the operation ends."""

    def __init__(self, model_name: str, constraint: CheckConstraint) -> None:
        if not isinstance(constraint, CheckConstraint):
            raise TypeError("AddCheckOnline is for check constraints; see AddUniqueOnline.")
        super().__init__(model_name, constraint)

    def step(self, schema_editor: Any, model: type[Model]) -> None:
        sql = self.constraint.create_sql(model, schema_editor)
        _add_and_validate(schema_editor, model, self.constraint.name, sql)


class AddUniqueOnline(OnlineOperation, AddConstraint):
    """Add a unique constraint, with or without a condition, while rows are read and written."""

    def __init__(self, model_name: str, constraint: UniqueConstraint) -> None:
        if not isinstance(constraint, UniqueConstraint):
            raise TypeError("AddUniqueOnline is for unique constraints; see AddCheckOnline.")
        super().__init__(model_name, constraint)

    def step(self, schema_editor: Any, model: type[Model]) -> None:
        name, table = self.constraint.name, model._meta.db_table
        if _has_constraint(schema_editor, table, name):
            return
        statement: Any = self.constraint.create_sql(model, schema_editor)
        is_constraint = statement.template == schema_editor.sql_create_unique
        deferrable = statement.parts["deferrable"]
        statement.template = schema_editor.sql_create_unique_index.replace("INDEX", "INDEX CONCURRENTLY", 1)
        _build_index(schema_editor, model, name, statement)
        if is_constraint:
            quoted = schema_editor.quote_name(name)
            _run(
                schema_editor,
                f"ALTER TABLE {schema_editor.quote_name(table)} ADD CONSTRAINT {quoted}"
                f" UNIQUE USING INDEX {quoted}{deferrable}",
            )


class AddForeignKeyOnline(OnlineOperation, AddField):
    """Add a foreign key that may be empty: the column, then its index, then the constraint."""

    def __init__(self, model_name: str, name: str, field: Any, preserve_default: bool = True) -> None:
        if not isinstance(field, ForeignKey) or field.unique or not field.null:
            raise TypeError("AddForeignKeyOnline is for foreign keys that may be empty and repeat.")
        super().__init__(model_name, name, field, preserve_default)

    def step(self, schema_editor: Any, model: type[Model]) -> None:
        field: Any = model._meta.get_field(self.name)
        table = model._meta.db_table
        if field.column not in _columns(schema_editor, table):
            bare = copy.copy(field)
            bare.db_constraint = bare.db_index = False
            schema_editor.add_field(model, bare)
        if field.db_index:
            name = schema_editor._create_index_name(table, [field.column])
            statement = schema_editor._create_index_sql(model, fields=[field], name=name, concurrently=True)
            _build_index(schema_editor, model, name, statement)
        if field.db_constraint:
            sql = schema_editor._create_fk_sql(model, field, "_fk_%(to_table)s_%(to_column)s")
            name = str(sql.parts["name"]).strip('"')
            _add_and_validate(schema_editor, model, name, sql)


class SetNotNullOnline(OnlineOperation, AlterField):
    """Let a column be empty no longer, after every row was given a value by an earlier release."""

    def __init__(self, model_name: str, name: str, field: "Field[Any, Any]") -> None:
        if field.null:
            raise TypeError("SetNotNullOnline takes the field as it will be, with null=False.")
        super().__init__(model_name, name, field)

    def step(self, schema_editor: Any, model: type[Model]) -> None:
        field: Any = model._meta.get_field(self.name)
        table, column = model._meta.db_table, schema_editor.quote_name(field.column)
        proof = schema_editor._create_index_name(table, [field.column], suffix="_is_set")
        alter = f"ALTER TABLE {schema_editor.quote_name(table)}"
        if _columns(schema_editor, table)[field.column]:
            add = f"{alter} ADD CONSTRAINT {schema_editor.quote_name(proof)} CHECK ({column} IS NOT NULL)"
            _add_and_validate(schema_editor, model, proof, add)
            _run(schema_editor, f"{alter} ALTER COLUMN {column} SET NOT NULL")
        _run(schema_editor, f"{alter} DROP CONSTRAINT IF EXISTS {schema_editor.quote_name(proof)}")

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Let the column be empty again, which looks at no row."""
        AlterField.database_forwards(self, app_label, schema_editor, from_state, to_state)


@contextmanager
def _waiting_harmlessly(schema_editor: BaseDatabaseSchemaEditor) -> Iterator[None]:
    """For statements whose locks stop neither readers nor writers: they wait for long transactions to end."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [HARMLESS_WAIT])
    try:
        yield
    finally:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])


def _build_index(schema_editor: Any, model: type[Model], name: str, create: Any) -> None:
    """Build an index concurrently; what a former try left unfinished is removed first."""
    validity = _index_validity(schema_editor, model._meta.db_table, name)
    if validity:
        return
    with _waiting_harmlessly(schema_editor):
        if validity is False:
            _run(schema_editor, f"DROP INDEX CONCURRENTLY {schema_editor.quote_name(name)}")
        _run(schema_editor, create)


def _add_and_validate(schema_editor: Any, model: type[Model], name: str, add: Any) -> None:
    """Add a constraint that is missing without looking at the rows there are, then look at them."""
    table = model._meta.db_table
    if not _has_constraint(schema_editor, table, name):
        _run(schema_editor, f"{add} NOT VALID")
    with _waiting_harmlessly(schema_editor):
        quoted = schema_editor.quote_name(table), schema_editor.quote_name(name)
        _run(schema_editor, "ALTER TABLE {} VALIDATE CONSTRAINT {}".format(*quoted))


def _run(schema_editor: Any, sql: Any) -> None:
    """Values stand in the statement already: no placeholder is looked for."""
    schema_editor.execute(str(sql), params=None)


def _index_validity(schema_editor: Any, table: str, name: str) -> bool | None:
    """True for a finished index, False for one whose building was broken off, None for none."""
    found = _one(
        schema_editor,
        "SELECT indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
        " WHERE indrelid = %s::regclass AND relname = %s",
        [schema_editor.quote_name(table), name],
    )
    return bool(found[0]) if found else None


def _has_constraint(schema_editor: Any, table: str, name: str) -> bool:
    sql = "SELECT 1 FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s"
    return _one(schema_editor, sql, [schema_editor.quote_name(table), name]) is not None


def _columns(schema_editor: Any, table: str) -> dict[str, bool]:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        rows = connection.introspection.get_table_description(cursor, table)
    return {row.name: bool(row.null_ok) for row in rows}


def _one(schema_editor: Any, sql: str, values: list[str]) -> tuple[Any, ...] | None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row

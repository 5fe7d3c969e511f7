"""Published texts, entered tariffs and minutes stand: the database itself refuses to change them, on both engines.

Call `protect` from a migration's RunPython. On SQLite a later migration that alters one of these tables rebuilds it
and loses its triggers: end such a migration with `protect` again (a test notices).

A row is never deleted either: PostgreSQL refuses it for every published or entered row. SQLite, the engine of
development, does not, because its `flush` empties tables row by row.
"""

from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor


@dataclass(frozen=True)
class Guard:
    """The columns of a table that stand once `when` (SQL about the old row) holds."""

    table: str
    columns: tuple[str, ...]
    when: str


GUARDS = (
    Guard(
        "organizations_specialconditions",
        ("union_id", "category_id", "version", "title", "content", "approval_id", "published_at"),
        "OLD.published_at IS NOT NULL",
    ),
    Guard(
        "organizations_generalconditions",
        ("version", "title", "content", "published_at"),
        "OLD.published_at IS NOT NULL",
    ),
    Guard(
        "organizations_feeitem",
        (
            "union_id",
            "kind",
            "title",
            "amount",
            "payee",
            "account_id",
            "applies_to",
            "approval_id",
            "version",
            "valid_from",
        ),
        "OLD.id IS NOT NULL",
    ),
    Guard("organizations_boardminute", ("union_id", "number", "held_on", "text"), "OLD.id IS NOT NULL"),
    Guard("organizations_commissionapproval", ("body_id", "number", "approved_on"), "OLD.id IS NOT NULL"),
)

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION organizations_row_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % stand as they were published', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""


def protect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse a change of what was published with an IntegrityError. Safe to repeat."""
    unprotect(schema_editor)
    on_postgres = schema_editor.connection.vendor == "postgresql"
    if on_postgres:
        schema_editor.execute(_POSTGRES_FUNCTION, params=None)  # it holds a percent sign
    for guard in GUARDS:
        columns = ", ".join(f'"{column}"' for column in guard.columns)
        update = f'CREATE TRIGGER "{_name(guard)}" BEFORE UPDATE OF {columns} ON "{guard.table}"'
        if on_postgres:
            act = f"FOR EACH ROW WHEN ({guard.when}) EXECUTE FUNCTION organizations_row_stands()"
            delete = f'CREATE TRIGGER "{_name(guard)}_kept" BEFORE DELETE ON "{guard.table}"'
            schema_editor.execute(f"{delete} {act}")
        else:
            refusal = f"SELECT RAISE(ABORT, 'rows of {guard.table} stand as they were published');"
            act = f"WHEN {guard.when} BEGIN {refusal} END"
        schema_editor.execute(f"{update} {act}")


def unprotect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The way back of `protect`."""
    for guard in GUARDS:
        if schema_editor.connection.vendor == "postgresql":
            for name in (_name(guard), f"{_name(guard)}_kept"):
                schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{guard.table}"')
        else:
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{_name(guard)}"')


def _name(guard: Guard) -> str:
    return f"stands_{guard.table}"

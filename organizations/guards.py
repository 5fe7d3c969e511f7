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
    """The columns of a table that stand once `when` (SQL about the old row) holds; `part` tells two guards of one
    table apart."""

    table: str
    columns: tuple[str, ...]
    when: str
    part: str = ""


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
    # An infected file goes, and another may take its place; what the scanner has passed stands.
    Guard("organizations_boardminute", ("file",), "OLD.scan = 'CLEAN'", part="file"),
    Guard("organizations_commissionapproval", ("body_id", "number", "approved_on"), "OLD.id IS NOT NULL"),
)

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION organizations_row_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % stand as they were published', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""


#: The entry fee keeps to the ceiling of its first day; the number is a dated row, so no constraint can hold it (R121).
_ENTRY_CEILING = "stands_entry_fee_ceiling"
_ABOVE_CEILING = """
NEW.kind = 'MEMBERSHIP_ENTRY' AND NEW.amount > COALESCE((
    SELECT value FROM organizations_legalvalue
    WHERE key = 'entry_fee_ceiling' AND valid_from <= NEW.valid_from
    ORDER BY valid_from DESC LIMIT 1
), 0)
"""
_POSTGRES_CEILING = f"""
CREATE OR REPLACE FUNCTION organizations_entry_fee_ceiling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {_ABOVE_CEILING} THEN
        RAISE EXCEPTION 'the entry fee is above the ceiling of the law' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$
"""


def protect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse a change of what was published with an IntegrityError. Safe to repeat."""
    unprotect(schema_editor)
    on_postgres = schema_editor.connection.vendor == "postgresql"
    if on_postgres:
        schema_editor.execute(_POSTGRES_FUNCTION, params=None)  # it holds a percent sign
        schema_editor.execute(_POSTGRES_CEILING, params=None)
    _protect_ceiling(schema_editor, on_postgres=on_postgres)
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


def _protect_ceiling(schema_editor: BaseDatabaseSchemaEditor, *, on_postgres: bool) -> None:
    insert = f'CREATE TRIGGER "{_ENTRY_CEILING}" BEFORE INSERT ON "organizations_feeitem"'
    if on_postgres:
        act = "FOR EACH ROW EXECUTE FUNCTION organizations_entry_fee_ceiling()"
    else:
        refusal = "SELECT RAISE(ABORT, 'the entry fee is above the ceiling of the law');"
        act = f"WHEN {_ABOVE_CEILING} BEGIN {refusal} END"
    schema_editor.execute(f"{insert} {act}")


def unprotect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The way back of `protect`."""
    on_table = ' ON "organizations_feeitem"' if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f'DROP TRIGGER IF EXISTS "{_ENTRY_CEILING}"{on_table}')
    for guard in GUARDS:
        if schema_editor.connection.vendor == "postgresql":
            for name in (_name(guard), f"{_name(guard)}_kept"):
                schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{guard.table}"')
        else:
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{_name(guard)}"')


def _name(guard: Guard) -> str:
    return "_".join(filter(None, ("stands", guard.table, guard.part)))

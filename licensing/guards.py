"""A coded reason rests only on the parts of conditions it is tied to: the database itself refuses any other pair.

Call `protect` from a migration's RunPython. On SQLite a later migration that alters one of these tables rebuilds it
and loses its triggers: end such a migration with `protect` again.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

#: Tables whose rows name a reason, the text it rests on, and the part of that text.
TABLES = ("licensing_decisionreason", "licensing_agendaground")
_FITS = (
    "EXISTS (SELECT 1 FROM licensing_reasonplace AS place WHERE place.reason_id = NEW.reason_id"
    " AND place.source = NEW.source AND place.part = NEW.part)"
)
_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION licensing_reason_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT {_FITS} THEN
        RAISE EXCEPTION 'a reason rests on a part it is not tied to' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""


def protect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse with an IntegrityError a reason beside a part it is not tied to. Safe to repeat."""
    unprotect(schema_editor)
    on_postgres = schema_editor.connection.vendor == "postgresql"
    if on_postgres:
        schema_editor.execute(_POSTGRES_FUNCTION, params=None)
    for table in TABLES:
        for event in ("INSERT", "UPDATE"):
            head = f'CREATE TRIGGER "{_name(table, event)}" BEFORE {event} ON "{table}" FOR EACH ROW'
            if on_postgres:
                schema_editor.execute(f"{head} EXECUTE FUNCTION licensing_reason_fits()")
            else:
                refusal = "SELECT RAISE(ABORT, 'a reason rests on a part it is not tied to');"
                schema_editor.execute(f"{head} WHEN NOT {_FITS} BEGIN {refusal} END")


def unprotect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        for event in ("INSERT", "UPDATE"):
            on_table = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{_name(table, event)}"{on_table}')


def _name(table: str, event: str) -> str:
    return f"reason_fits_{table}_{event.lower()}"

"""What a message says, to whom and when stands: the database itself refuses to change it (R264).

Call `protect` from a migration's RunPython. On SQLite a later migration that alters the table rebuilds it and loses
the trigger: end such a migration with `protect` again (a test notices).
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TABLE = "messaging_message"
_NAME = "messaging_content_stands"
_CONTENT = ("recipient_id", "kind", "subject", "body", "link", "is_quiet", "created_at")

_POSTGRES = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the content of a message stands' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {name}()
"""
_SQLITE = """
CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN {changed}
BEGIN SELECT RAISE(ABORT, 'the content of a message stands'); END
"""


def protect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse UPDATE of a message's content with an IntegrityError. Safe to repeat."""
    unprotect(schema_editor)
    postgres = schema_editor.connection.vendor == "postgresql"
    differs = "OLD.{0} IS DISTINCT FROM NEW.{0}" if postgres else "OLD.{0} IS NOT NEW.{0}"
    changed = " OR ".join(differs.format(column) for column in _CONTENT)
    statement = (_POSTGRES if postgres else _SQLITE).format(name=_NAME, table=_TABLE, changed=changed)
    schema_editor.execute(statement, params=None)


def unprotect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The way back of `protect`."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {_NAME} ON {_TABLE}")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {_NAME}()")
    else:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {_NAME}")

"""The database itself refuses to change what a message says, to whom and when (R264)."""

from django.db import migrations

_TABLE = "messaging_message"
_CONTENT = ("recipient_id", "kind", "subject", "body", "created_at")

_POSTGRES = """
CREATE OR REPLACE FUNCTION messaging_content_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the content of a message stands' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER messaging_content_stands BEFORE UPDATE ON {table} FOR EACH ROW
WHEN ({changed}) EXECUTE FUNCTION messaging_content_stands()
"""
_SQLITE = """
CREATE TRIGGER messaging_content_stands BEFORE UPDATE ON {table} FOR EACH ROW WHEN {changed}
BEGIN SELECT RAISE(ABORT, 'the content of a message stands'); END
"""


def protect(apps, schema_editor):
    """Add the trigger. A later migration that alters the table on SQLite loses it: call this again there."""
    postgres = schema_editor.connection.vendor == "postgresql"
    differs = "OLD.{0} IS DISTINCT FROM NEW.{0}" if postgres else "OLD.{0} IS NOT NEW.{0}"
    changed = " OR ".join(differs.format(column) for column in _CONTENT)
    schema_editor.execute((_POSTGRES if postgres else _SQLITE).format(table=_TABLE, changed=changed))


def lift(apps, schema_editor):
    """Remove the trigger."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS messaging_content_stands ON {_TABLE}")
        schema_editor.execute("DROP FUNCTION IF EXISTS messaging_content_stands()")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS messaging_content_stands")


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]

    operations = [migrations.RunPython(protect, lift)]

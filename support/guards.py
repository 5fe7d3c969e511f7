"""What was written in a ticket stands: posts are only added, an attachment is never exchanged for another.

An attachment's row still takes the scanner's verdict, and an infected file is emptied. Call `protect` from a
migration's RunPython. On SQLite a later migration that alters one of these tables rebuilds it and loses its
triggers: end such a migration with `protect` again (a test notices).
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.append_only import protect_append_only
from core.append_only import unprotect as lift_append_only

_POSTS = "support_ticketpost"
_ATTACHMENTS = "support_ticketattachment"
_NAME = "support_attachment_stands"
_EXCHANGED = (
    "OLD.post_id <> NEW.post_id OR OLD.size <> NEW.size OR (OLD.file <> NEW.file AND NEW.file <> '')"
    " OR (OLD.thumbnail <> NEW.thumbnail AND NEW.thumbnail <> '')"
)
_POSTGRES = f"""
CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an attachment is not exchanged' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER {_NAME} BEFORE UPDATE ON {_ATTACHMENTS} FOR EACH ROW WHEN ({_EXCHANGED}) EXECUTE FUNCTION {_NAME}()
"""
_SQLITE = f"""
CREATE TRIGGER {_NAME} BEFORE UPDATE ON {_ATTACHMENTS} FOR EACH ROW WHEN {_EXCHANGED}
BEGIN SELECT RAISE(ABORT, 'an attachment is not exchanged'); END
"""


def protect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse to change posts and to exchange attachments with an IntegrityError. Safe to repeat."""
    unprotect(schema_editor)
    protect_append_only(schema_editor, _POSTS)
    schema_editor.execute(
        _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE, params=None
    )


def unprotect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The way back of `protect`."""
    lift_append_only(schema_editor, _POSTS)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {_NAME} ON {_ATTACHMENTS}")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {_NAME}()")
    else:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {_NAME}")

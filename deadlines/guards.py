"""The recorded moves of deadlines are only added: the database itself refuses to change them."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core import append_only

_MOVES = "deadlines_deadlinemove"


def protect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse UPDATE and DELETE of moves with an IntegrityError. Safe to repeat."""
    append_only.protect_append_only(schema_editor, _MOVES)


def unprotect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The way back of `protect`."""
    append_only.unprotect(schema_editor, _MOVES)

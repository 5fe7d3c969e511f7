"""Rows of large tables that are found by any part of their names: one text on the row, one index.

A search that ORs the columns of two tables reads both of them; so what a row is found by stands on the row itself.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement

from core.text import search_key

LONGEST_KEY = 400
#: What PostgreSQL needs to find parts of texts, alone and beside a number; both come with it and may be had by the
#: owner of a database.
EXTENSIONS = ("pg_trgm", "btree_gin")


class PartsIndex(models.Index):
    """Finds any part of a text, of three letters at least, within a scope: `fields` are the scope's key and the text.

    On SQLite, which has no such index, it is an ordinary one by scope.
    """

    def create_sql(
        self,
        model: type[models.Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **kwargs: Any,
    ) -> Statement:
        """The statement that makes the index; what PostgreSQL needs for it is made first."""
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using=using, **kwargs)
        for name in EXTENSIONS:
            schema_editor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        return super().create_sql(model, schema_editor, using=" USING gin", **kwargs)


def parts_index(name: str, *, scope: str) -> PartsIndex:
    """The index of a searched model.

    Args:
        name: of the index.
        scope: the foreign key every list of these rows begins with.
    """
    return PartsIndex(fields=[scope, "search"], name=name, opclasses=["int8_ops", "gin_trgm_ops"])


class Searched(models.Model):
    """A row found by parts of some names. A subclass says which, and which of its columns they come from."""

    search = models.CharField(max_length=LONGEST_KEY, editable=False, default="")
    #: A save of other columns alone leaves the text as it is.
    searched_by: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is None or {"search", *self.searched_by}.intersection(fields):
            self.search = " ".join(search_key(name) for name in self.searched_names())[:LONGEST_KEY]
            if fields is not None:
                kwargs["update_fields"] = {*fields, "search"}
        super().save(*args, **kwargs)

    def searched_names(self) -> Iterable[str]:
        """The names and numbers the row is found by."""
        raise NotImplementedError


def follow_names(rows: Iterable[Searched]) -> None:
    """Write the text of these rows anew: a name that stands in another table has changed."""
    for row in rows:
        row.save(update_fields=["search"])

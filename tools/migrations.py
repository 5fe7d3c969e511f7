"""Refuse migrations that would keep people waiting or break the version that still runs while they do.

Looks at every migration after the first one of each app: a table that may be large by then is neither rewritten nor
read through under a lock, and the old code goes on with the new tables. Part of `make check`.
"""

import os
import sys
from collections.abc import Iterator
from typing import Any

import django
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import CharField, Field, ForeignKey, GeneratedField, ManyToManyField, TextField
from django.db.models.expressions import Value
from django.db.models.fields import NOT_PROVIDED

from core.migration_operations import OnlineOperation
from tools.structure import apps

ONLINE = "core.migration_operations"
#: Operation → what to do instead.
REFUSED: dict[type[Operation], str] = {
    operations.AddIndex: f"reads every row while nobody writes: AddIndexOnline of {ONLINE}",
    operations.AddConstraint: f"reads every row while nobody writes: AddCheckOnline or AddUniqueOnline of {ONLINE}",
    operations.AlterUniqueTogether: f"reads every row while nobody writes: AddUniqueOnline of {ONLINE}",
    operations.AlterIndexTogether: f"reads every row while nobody writes: AddIndexOnline of {ONLINE}",
    operations.AlterOrderWithRespectTo: "adds a column the version that still runs does not fill",
    operations.RenameField: "the version that still runs asks for the old name: add, fill, remove",
    operations.RenameModel: "the version that still runs asks for the old table: add, fill, remove",
    operations.AlterModelTable: "the version that still runs asks for the old table",
    operations.RunSQL: f"cannot be judged: operations of Django or of {ONLINE}, or RunPython",
}
#: Changes of a field that look at no row.
HARMLESS = {"db_default", "default"}


def complaints(migration: Migration, before: ProjectState) -> Iterator[str]:
    """What is wrong with a migration, a sentence for each operation.

    Args:
        before: the models as they are when it begins.
    """
    state, app = before.clone(), migration.app_label
    online = [isinstance(operation, OnlineOperation) for operation in migration.operations]
    if any(online) and migration.atomic:
        yield f"operations of {ONLINE} need atomic = False"
    if not migration.atomic and not all(online):
        yield f"with atomic = False it may be run again from its middle: nothing but operations of {ONLINE}"
    for operation in migration.operations:
        for part in _parts(operation):
            if _is_on_old_table(part, before, app) and not isinstance(part, OnlineOperation):
                yield from (f"{part.describe()}: {reason}" for reason in _judge(part, state, app))
        operation.state_forwards(app, state)


def _parts(operation: Operation) -> list[Operation]:
    """The operation, or those of its parts that touch the database."""
    if isinstance(operation, operations.SeparateDatabaseAndState):
        return [part for inner in operation.database_operations for part in _parts(inner)]
    return [operation]


def _is_on_old_table(operation: Operation, before: ProjectState, app: str) -> bool:
    """A table this migration makes itself is empty: anything goes."""
    model = getattr(operation, "model_name_lower", None)
    return model is None or (app, model) in before.models


def _judge(operation: Operation, state: ProjectState, app: str) -> Iterator[str]:
    for kind, reason in REFUSED.items():
        if isinstance(operation, kind):
            yield reason
    if isinstance(operation, operations.AddField):
        yield from _judge_new(operation.field)
    if isinstance(operation, operations.AlterField):
        old = state.models[app, operation.model_name_lower].fields[operation.name]
        yield from _judge_change(old, operation.field)


def _judge_new(field: "Field[Any, Any]") -> Iterator[str]:
    if isinstance(field, ManyToManyField):
        return
    if isinstance(field, ForeignKey):
        if field.db_constraint or field.db_index:
            yield f"reads every row while nobody writes: AddForeignKeyOnline of {ONLINE}"
    elif field.unique or field.db_index:
        yield f"add the column without its index, then AddIndexOnline or AddUniqueOnline of {ONLINE}"
    if isinstance(field, GeneratedField) or not (
        field.db_default is NOT_PROVIDED or isinstance(field.db_default, Value | str | int | bool | float)
    ):
        yield "writes every row anew under its lock: a constant db_default, or null=True and a migration that fills"
    elif not field.null and field.db_default is NOT_PROVIDED:
        yield "the version that still runs does not fill it: db_default, or null=True"


def _judge_change(old: "Field[Any, Any]", new: "Field[Any, Any]") -> Iterator[str]:
    changed = _changed(old, new)
    if "null" in changed:
        if not new.null:
            yield f"reads every row under its lock: SetNotNullOnline of {ONLINE}"
        changed.discard("null")
    if "max_length" in changed and isinstance(new, CharField) and _longer(old, new):
        changed.discard("max_length")
    if "type" in changed and isinstance(old, CharField) and type(new) is TextField:
        changed -= {"type", "max_length"}
    if changed:
        names = ", ".join(sorted(changed))
        yield f"may write or read every row under its lock ({names}): add a new column, fill it, remove the old one"


def _changed(old: "Field[Any, Any]", new: "Field[Any, Any]") -> set[str]:
    (_, old_path, _, before), (_, new_path, _, after) = old.deconstruct(), new.deconstruct()
    beside = {*old.non_db_attrs, *HARMLESS}
    names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} - beside
    if before.get("db_column") != after.get("db_column"):
        names.add("db_column")
    return names | ({"type"} if old_path != new_path else set())


def _longer(old: "Field[Any, Any]", new: "CharField[Any, Any]") -> bool:
    return isinstance(old, CharField) and (new.max_length or 0) >= (old.max_length or 0)


def later_migrations(loader: MigrationLoader) -> list[Migration]:
    """Those of our own apps that do not begin their app, in the order of their names."""
    ours = apps()
    graph: Any = loader.graph
    return [
        graph.nodes[key]
        for key in sorted(graph.nodes)
        if key[0] in ours and any(parent[0] == key[0] for parent in graph.nodes[key].dependencies)
    ]


def main() -> int:
    """Print every complaint; 0 when there is none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnaf.settings")
    django.setup()
    loader = MigrationLoader(None)
    found = [
        f"{migration}: {complaint}"
        for migration in later_migrations(loader)
        for complaint in complaints(
            migration, loader.project_state((migration.app_label, migration.name), at_end=False)
        )
    ]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

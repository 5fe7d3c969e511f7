"""Files that workers draw for a row: each is kept once, however many draw it."""

from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model, QuerySet


def store_once(
    undrawn: "QuerySet[Any]", row: Model, field: str, content: bytes, *, name: str, **stamps: Any
) -> bool:
    """Keep a drawn file on its row; of two workers one keeps it, and the other's file goes.

    Args:
        undrawn: rows that have no such file yet; the update on it decides who was first.
        field: the row's file field.
        name: what the file is called, before the field's folders.
        stamps: further values written with the file.

    Returns:
        Whether this call kept it.
    """
    file = getattr(row, field)
    stored = file.storage.save(file.field.generate_filename(row, name), ContentFile(content))
    kept = bool(undrawn.filter(pk=row.pk).update(**{field: stored}, **stamps))
    if not kept:
        file.storage.delete(stored)
    return kept

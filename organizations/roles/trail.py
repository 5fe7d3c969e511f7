"""How a row of this app is written down in the audit trail: names and words, not numbers of other rows."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.fields.files import FieldFile

from accounts.models import User
from core import audit
from core.refusals import RuleBroken

Facts = dict[str, object]
#: How far the scanner is with a file, which says nothing of what was entered.
KEPT = {"scan", "scan_tries", "scan_next_at", "infection"}
_NOT_FACTS = {"name_sort", "name_search", "content", "body_ptr", "password", *KEPT}


def facts(row: models.Model) -> Facts:
    """The row's own columns in words: a choice by its label, another row by its name."""
    found: Facts = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name in _NOT_FACTS:
            continue
        value = getattr(row, field.attname)
        if field.choices and value is not None:
            value = str(dict(field.flatchoices).get(value, value))
        elif field.is_relation and value is not None:
            value = str(getattr(row, field.name))
        elif isinstance(value, FieldFile):
            value = bool(value)  # where it lies is nobody's business
        elif isinstance(value, dt.datetime):
            value = value.isoformat()
        found[field.name] = value
    return found


def difference(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Facts, Facts]:
    """Of both sides only what changed."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}


def insert(row: models.Model, *, by: User | None, action: str, note: str = "") -> None:
    """Check a new row in words, store it and record it.

    Raises:
        ValidationError: by field, from the model's own checks.
    """
    row.full_clean()
    _save(row, None)
    audit.record(row, action, by=by, after=facts(row), note=note)


def change(
    row: models.Model,
    values: Mapping[str, Any],
    *,
    by: User,
    action: str = "changed",
    note: str = "",
    unchecked: Iterable[str] = (),
) -> bool:
    """Set `values` on a locked row, check it, store what changed and record before and after.

    Returns whether anything changed; nothing is written when nothing did. Columns in `unchecked` are not cleaned again.

    Raises:
        ValidationError: by field, from the model's own checks.
    """
    before = facts(row)
    for name, value in values.items():
        setattr(row, name, value)
    was, became = difference(before, facts(row))
    content_changed = "content" in values
    if not became and not content_changed:
        return False
    row.full_clean(exclude=set(unchecked))
    _save(row, None if "name" in values else list(values))
    audit.record(row, action, by=by, before=was, after=became, note=note)
    return True


def _save(row: models.Model, names: list[str] | None) -> None:
    """The database has the last word: what it refuses after our checks was changed by somebody else meanwhile."""
    try:
        with transaction.atomic():
            row.save(update_fields=names)
    except IntegrityError as error:
        raise RuleBroken(
            "در همین لحظه کس دیگری ردیفی ثبت کرد که با این یکی نمی‌سازد؛ صفحه را تازه کنید.", code="conflict"
        ) from error


def locked(row: Any) -> Any:
    """The same row, read again and locked until the end of the transaction."""
    rows = type(row)._default_manager.select_for_update(of=("self",))
    return rows.get(pk=row.pk)


__all__ = ["ValidationError", "change", "difference", "facts", "insert", "locked"]

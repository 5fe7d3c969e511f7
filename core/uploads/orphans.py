"""Files that no row names, and rows whose file is not there (security bar 5).

A process killed between file and row leaves a file behind; 48 hours later it goes. A row without its file is told
of and left as it is: it may come back from a backup. Both go through everything piece by piece, each run where the
one before stopped.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db import models
from django.db.models import F, Sum
from django.db.models.functions import Greatest
from django.utils import timezone

from core.models import FileCheck

YOUNG = timedelta(hours=48)
CHUNK = 500
FILES_A_RUN = 20_000
ROWS_A_RUN = 20_000
MOST_REMOVED = 500
SECONDS = 30
STORAGE = "storage"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that names files of the storage."""

    model: type[models.Model]
    field: models.FileField

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field.name}"

    @property
    def folder(self) -> str:
        """The first folder of the names it gives."""
        return self.field.generate_filename(self.model(), "file.bin").split("/")[0]

    def rows(self) -> "models.QuerySet[Any]":
        return self.model._base_manager.exclude(**{self.field.name: ""})

    def named(self, names: set[str]) -> set[str]:
        """Those of `names` that a row names. One statement, on the column's index."""
        found = self.model._base_manager.filter(**{f"{self.field.name}__in": names})
        return set(found.values_list(self.field.name, flat=True))


def columns() -> list[Column]:
    return [
        Column(model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField) and field.storage == default_storage
    ]


def remove_orphans() -> int:
    """Remove files older than 48 hours that no row names; returns how many went.

    Looks only into the folders that columns write into; 20,000 files, 500 removals and half a minute at most. A
    database that names no file at all has lost its rows, not its files: then nothing is removed.
    """
    place, known, removed = _place(STORAGE), columns(), 0
    if not any(column.rows().exists() for column in known):
        return 0
    until = time.monotonic() + SECONDS
    folders = sorted({column.folder for column in known})
    files = list(islice(_files(default_storage, folders, place.after), FILES_A_RUN))
    for chunk in _chunks(files):
        removed += _remove_unnamed(chunk, known, at_most=MOST_REMOVED - removed)
        if removed >= MOST_REMOVED or time.monotonic() > until:
            break
        _go_on(place, chunk[-1])
    else:
        if len(files) < FILES_A_RUN:
            _go_on(place, "")
    if removed:
        logger.warning("%d files that no row named for 48 hours were removed", removed)
    return removed


def find_missing() -> int:
    """Look whether the files that rows name are there; returns how many of those looked at are not.

    Goes on with the column that was looked at longest ago; 20,000 rows and half a minute at most.
    """
    known = {column.label: column for column in columns()}
    for label in known:
        _place(label)
    until, left, found = time.monotonic() + SECONDS, ROWS_A_RUN, 0
    for place in FileCheck.objects.filter(what__in=known).order_by(F("at").asc(nulls_first=True), "pk"):
        while left > 0 and time.monotonic() < until:
            looked_at, missing = _look_at_rows(place, known[place.what])
            left, found = left - looked_at, found + missing
            if not place.after:
                break
    if found:
        logger.error("ALARM %d rows name a file that is not there", found)
    return found


def missing_files() -> int:
    """How many rows name a file that is not there, as far as the check has come. One statement."""
    told = FileCheck.objects.exclude(what=STORAGE).aggregate(
        total=Sum(Greatest("missing", "missing_before"))
    )["total"]
    return told or 0


def _place(what: str) -> FileCheck:
    place: FileCheck = FileCheck.objects.get_or_create(what=what)[0]
    return place


def _go_on(place: FileCheck, after: str) -> None:
    place.after, place.at = after, timezone.now()
    place.save()


def _chunks(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), CHUNK):
        yield names[start : start + CHUNK]


def _files(storage: Storage, folders: list[str], after: str) -> Iterator[str]:
    """Names of files below `folders` that come after the one named, in the order of their parts."""
    begun = tuple(after.split("/"))
    for folder in folders:
        if (folder,) >= begun[:1]:
            yield from _files_below(storage, (folder,), begun)


def _files_below(storage: Storage, folder: tuple[str, ...], begun: tuple[str, ...]) -> Iterator[str]:
    try:
        below, files = storage.listdir("/".join(folder))
    except FileNotFoundError:
        return
    holds = {*below}
    for name in sorted({*below, *files}):
        path = (*folder, name)
        if name in holds:
            if path >= begun[: len(path)]:
                yield from _files_below(storage, path, begun)
        elif path > begun:
            yield "/".join(path)


def _remove_unnamed(names: list[str], known: list[Column], *, at_most: int) -> int:
    left = set(names)
    for column in known:
        left -= column.named(left)
    old = [name for name in sorted(left) if _is_old(name)][:at_most]
    for name in old:
        default_storage.delete(name)
    return len(old)


def _is_old(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - YOUNG
    except FileNotFoundError:  # it went meanwhile
        return False


def _look_at_rows(place: FileCheck, column: Column) -> tuple[int, int]:
    """Look at the next rows of a column: how many there were, and how many of them lack their file."""
    name, after = column.field.name, int(place.after or 0)
    rows = list(column.rows().filter(pk__gt=after).order_by("pk").values_list("pk", name)[:CHUNK])
    lacking = {pk: file for pk, file in rows if not default_storage.exists(file)}
    # A row that went, or was given another file, in this very moment lacks nothing.
    again = column.rows().filter(pk__in=lacking).values_list("pk", name) if lacking else ()
    lacking = {pk: file for pk, file in again if lacking[pk] == file}
    for pk in lacking:
        logger.error("file missing: %s of row %s", column.label, pk)
    place.missing += len(lacking)
    if len(rows) < CHUNK:
        place.missing, place.missing_before = 0, place.missing
    _go_on(place, str(rows[-1][0]) if len(rows) == CHUNK else "")
    return len(rows), len(lacking)

"""Uploaded files are stored with their row or not at all."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import InterfaceError, OperationalError, transaction
from django.db.models.fields.files import FieldFile

from core.refusals import RuleBroken
from core.scanning import get_scanner
from core.uploads.checking import CleanFile
from core.uploads.models import ScanState, UploadedFiles, files_of

logger = logging.getLogger(__name__)


class FileWriter:
    """Writes files for rows, and knows what it wrote."""

    def __init__(self, no_space: str) -> None:
        self._no_space = no_space
        self._rows: list[UploadedFiles] = []

    def __call__(self, row: UploadedFiles, clean: CleanFile) -> None:
        """Write the file of `row`, which is saved by the caller, and hold it for the scanner if there is one.

        Raises:
            RuleBroken: "no_space"; nothing of the file is left.
        """
        self._rows.append(row)
        row.scan = ScanState.HELD if get_scanner().holds else ScanState.CLEAN
        file, *small = files_of(row)
        try:
            _write(row, file, f"file{clean.suffix}", clean.content)
            if small and clean.thumbnail:
                _write(row, small[0], "small.jpg", clean.thumbnail)
        except OSError as error:
            logger.exception("an uploaded file could not be written")
            raise RuleBroken(self._no_space, code="no_space") from error

    def undo(self, *, only_unsaved: bool = False) -> None:
        """Remove what was written, or what no row came to name."""
        for row in self._rows:
            if row._state.adding or not only_unsaved:
                _delete(_names(row))


@contextmanager
def storing_files(no_space: str) -> Iterator[FileWriter]:
    """Files written inside this block stay only if their rows were saved; the transaction goes inside the block.

    Args:
        no_space: what the person reads when the disk is full.

    When the database goes away in the middle of it, nobody knows whether the commit got through: the file stays,
    and `core.orphans` removes it if no row names it.
    """
    keep = FileWriter(no_space)
    try:
        yield keep
    except (OperationalError, InterfaceError):
        raise
    except BaseException:
        keep.undo()
        raise
    keep.undo(only_unsaved=True)


def delete_files_on_commit(*rows: UploadedFiles) -> None:
    """Remove the files these rows name now, as soon as the transaction commits."""
    transaction.on_commit(partial(_delete, [name for row in rows for name in _names(row)]), robust=True)


def _write(row: UploadedFiles, file: FieldFile, given: str, content: bytes) -> None:
    """Like `FieldFile.save`, but a disk that fills up half-way leaves no half a file."""
    name = file.field.generate_filename(row, given)
    try:
        kept = file.storage.save(name, ContentFile(content), max_length=file.field.max_length)
    except OSError:
        _delete([(file.storage, name)])
        raise
    setattr(row, file.field.name, kept)


def _names(row: UploadedFiles) -> list[tuple[Storage, str]]:
    return [(file.storage, file.name) for file in files_of(row) if file.name]


def _delete(files: Iterable[tuple[Storage, str]]) -> None:
    for storage, name in files:
        try:
            storage.delete(name)
        except OSError:
            logger.exception("a file could not be removed; the sweep of orphans tries again")

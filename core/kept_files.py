"""Files that people send: kept with their row or not at all, and held until the virus scanner has looked through
them (security bars 3 and 5).

An app's model takes `KeptFiles` in, writes by `keeping`, removes by `forget_after_commit`, and has one `Scanning`,
which says what becomes of a row whose file was infected.
"""

import logging
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import F, Q
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Now
from django.utils import timezone

from core.jalali import tehran_today
from core.refusals import RuleBroken
from core.scanning import ScannerAway, Verdict, get_scanner
from core.sweeps import each
from core.uploads import CleanFile

NAME_BYTES = 18
WORTH_SAYING = 2
CLAIM = timedelta(seconds=60)
LONGEST_PAUSE = timedelta(minutes=10)
AT_ONCE = 100

logger = logging.getLogger(__name__)


class ScanState(models.TextChoices):
    """Whether the virus scanner has looked through a file; until then nobody gets it."""

    HELD = "HELD", "در حال بررسی"
    CLEAN = "CLEAN", "بررسی شد"
    INFECTED = "INFECTED", "آلوده"


def unguessable_name(folder: str, filename: str) -> str:
    """A name of 144 random bits below `folder`, in one for each month; of `filename` only the ending is kept."""
    month = tehran_today().strftime("%Y/%m")
    return f"{folder}/{month}/{secrets.token_urlsafe(NAME_BYTES)}{Path(filename).suffix}"


def held_index(name: str, *, file: str = "file") -> models.Index:
    """The index by which the sweep finds what waits for the scanner."""
    return models.Index(fields=["scan_next_at"], name=name, condition=Q(scan="HELD") & ~Q(**{file: ""}))


class KeptFiles(models.Model):
    """A row with a file somebody sent, and perhaps a small picture of it, named in `FILES` in this order."""

    FILES: ClassVar[tuple[str, ...]] = ("file", "thumbnail")

    # Rows from before the scanner are held too, and looked through by the sweep.
    scan = models.CharField(
        "ویروس‌یابی",
        max_length=8,
        choices=ScanState.choices,
        default=ScanState.CLEAN,
        db_default=ScanState.HELD,
    )
    scan_tries = models.PositiveSmallIntegerField("دفعه‌های ویروس‌یابی", default=0, db_default=0)
    scan_next_at = models.DateTimeField("ویروس‌یابی بعد", default=timezone.now, db_default=Now())
    infection = models.CharField("نام آلودگی", max_length=80, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    @property
    def is_held(self) -> bool:
        """There is a file, and the scanner has not looked through it yet: nobody gets it."""
        return bool(files_of(self)[0]) and self.scan == ScanState.HELD

    @property
    def was_infected(self) -> bool:
        """There was a file, and it was removed."""
        return self.scan == ScanState.INFECTED

    @property
    def scanner_is_away(self) -> bool:
        """Held, and tried in vain several times."""
        return self.is_held and self.scan_tries > WORTH_SAYING


def files_of(row: KeptFiles) -> list[FieldFile]:
    """The row's files, the one that was sent first; empty ones too."""
    return [getattr(row, name) for name in row.FILES]


# Keeping and removing


class Keeper:
    """Writes files for rows, and knows what it wrote."""

    def __init__(self, no_space: str) -> None:
        self._no_space = no_space
        self._rows: list[KeptFiles] = []

    def __call__(self, row: KeptFiles, clean: CleanFile) -> None:
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
def keeping(no_space: str) -> Iterator[Keeper]:
    """Files written inside this block stay only if their rows were saved; the transaction goes inside the block.

    Args:
        no_space: what the person reads when the disk is full.

    When the database goes away in the middle of it, nobody knows whether the commit got through: the file stays,
    and `core.orphans` removes it if no row names it.
    """
    keep = Keeper(no_space)
    try:
        yield keep
    except (OperationalError, InterfaceError):
        raise
    except BaseException:
        keep.undo()
        raise
    keep.undo(only_unsaved=True)


def forget_after_commit(*rows: KeptFiles) -> None:
    """Remove the files these rows name now, as soon as the transaction commits."""
    transaction.on_commit(partial(_delete, [name for row in rows for name in _names(row)]), robust=True)


def _write(row: KeptFiles, file: FieldFile, given: str, content: bytes) -> None:
    """Like `FieldFile.save`, but a disk that fills up half-way leaves no half a file."""
    name = file.field.generate_filename(row, given)
    try:
        kept = file.storage.save(name, ContentFile(content), max_length=file.field.max_length)
    except OSError:
        _delete([(file.storage, name)])
        raise
    setattr(row, file.field.name, kept)


def _names(row: KeptFiles) -> list[tuple[Storage, str]]:
    return [(file.storage, file.name) for file in files_of(row) if file.name]


def _delete(files: Iterable[tuple[Storage, str]]) -> None:
    for storage, name in files:
        try:
            storage.delete(name)
        except OSError:
            logger.exception("a file could not be removed; the sweep of orphans tries again")


# Looking through


def _lock_nothing(row: Any) -> None:
    """The row's own lock is enough."""


@dataclass(frozen=True, slots=True)
class Scanning:
    """How the files of one model are looked through.

    Args:
        model: a model with `KeptFiles`.
        infected: called in the transaction with the locked row, which names its file no more and is not saved yet,
            when something was found: it saves the row and tells whom it concerns.
        lock_first: locks what is locked before the row everywhere else.
    """

    model: type[KeptFiles]
    infected: Callable[[Any], None]
    lock_first: Callable[[Any], object] = _lock_nothing

    def look_through(self, pk: int) -> bool:
        """Look through one held file; of several workers only one does. Not inside a transaction.

        Returns:
            Whether there is a verdict now. Without one the file stays held, and it is tried again.
        """
        now = timezone.now()
        due = self._held().filter(pk=pk, scan_next_at__lte=now)
        if not due.update(scan_next_at=now + CLAIM, scan_tries=F("scan_tries") + 1):
            return False
        row = self._held().filter(pk=pk).first()
        if row is None:
            return False
        try:
            with files_of(row)[0].open("rb") as file:
                content = file.read()
            verdict = get_scanner().scan(content)
        except (
            ScannerAway,
            OSError,
        ) as error:  # away; or the file was taken back in this very moment, or is lost
            logger.warning("scanner away or no file, %s %s stays held: %s", self._label, pk, error)
            self._put_off(row, now)
            return False
        return self._write_down(row, verdict)

    def look_through_held(self) -> int:
        """Look through every file that waits, newest first of those due at once; returns how many got a verdict."""
        due = self._held().filter(scan_next_at__lte=timezone.now()).order_by("scan_next_at", "-pk")
        return each(self.look_through, due.values_list("pk", flat=True)[:AT_ONCE])

    @property
    def _label(self) -> str:
        return self.model._meta.label_lower

    def _held(self) -> "models.QuerySet[Any]":
        rows = self.model._default_manager.filter(scan=ScanState.HELD)
        return rows.exclude(**{self.model.FILES[0]: ""})

    def _put_off(self, row: KeptFiles, now: datetime) -> None:
        pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** min(row.scan_tries, 4)))
        self._held().filter(pk=row.pk).update(scan_next_at=now + pause)

    def _write_down(self, row: KeptFiles, verdict: Verdict) -> bool:
        with transaction.atomic():
            try:
                self.lock_first(row)
                locked: KeptFiles = self._held().select_for_update(of=("self",)).get(pk=row.pk)
            except ObjectDoesNotExist:  # it went meanwhile, or another worker was first
                return False
            if verdict.is_infected:
                forget_after_commit(locked)
                for name in locked.FILES:
                    setattr(locked, name, "")
                locked.scan, locked.infection = ScanState.INFECTED, verdict.found
                self.infected(locked)
            else:
                locked.scan = ScanState.CLEAN
                locked.save(update_fields=["scan"])
            return True

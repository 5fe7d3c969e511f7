"""Uploaded files wait for the virus scanner; one `Scanning` a model says what becomes of an infected one."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from core.scanning import ScannerAway, Verdict, get_scanner
from core.sweeps import run_each_logging_errors
from core.uploads.models import ScanState, UploadedFiles, files_of
from core.uploads.storing import delete_files_on_commit

CLAIM = timedelta(seconds=60)
LONGEST_PAUSE = timedelta(minutes=10)
AT_ONCE = 100
logger = logging.getLogger(__name__)

# Looking through


def _lock_nothing(row: Any) -> None:
    """The row's own lock is enough."""


@dataclass(frozen=True, slots=True)
class Scanning:
    """How the files of one model are looked through.

    Args:
        model: a model with `UploadedFiles`.
        infected: called in the transaction with the locked row, which names its file no more and is not saved yet,
            when something was found: it saves the row and tells whom it concerns.
        lock_first: locks what is locked before the row everywhere else.
    """

    model: type[UploadedFiles]
    infected: Callable[[Any], None]
    lock_first: Callable[[Any], object] = _lock_nothing

    def scan_file(self, pk: int) -> bool:
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

    def scan_waiting(self) -> int:
        """Look through every file that waits, newest first of those due at once; returns how many got a verdict."""
        due = self._held().filter(scan_next_at__lte=timezone.now()).order_by("scan_next_at", "-pk")
        return run_each_logging_errors(self.scan_file, due.values_list("pk", flat=True)[:AT_ONCE])

    @property
    def _label(self) -> str:
        return self.model._meta.label_lower

    def _held(self) -> "models.QuerySet[Any]":
        rows = self.model._default_manager.filter(scan=ScanState.HELD)
        return rows.exclude(**{self.model.FILES[0]: ""})

    def _put_off(self, row: UploadedFiles, now: datetime) -> None:
        pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** min(row.scan_tries, 4)))
        self._held().filter(pk=row.pk).update(scan_next_at=now + pause)

    def _write_down(self, row: UploadedFiles, verdict: Verdict) -> bool:
        with transaction.atomic():
            try:
                self.lock_first(row)
                locked: UploadedFiles = self._held().select_for_update(of=("self",)).get(pk=row.pk)
            except ObjectDoesNotExist:  # it went meanwhile, or another worker was first
                return False
            if verdict.is_infected:
                delete_files_on_commit(locked)
                for name in locked.FILES:
                    setattr(locked, name, "")
                locked.scan, locked.infection = ScanState.INFECTED, verdict.found
                self.infected(locked)
            else:
                locked.scan = ScanState.CLEAN
                locked.save(update_fields=["scan"])
            return True

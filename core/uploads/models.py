"""Rows with files that people send; nobody gets a file before the virus scanner has passed it (security bars 3, 5)."""

import secrets
from pathlib import Path
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Now
from django.utils import timezone

from core.jalali import tehran_today

NAME_BYTES = 18
WORTH_SAYING = 2


class ScanState(models.TextChoices):
    """Whether the virus scanner has looked through a file; until then nobody gets it."""

    HELD = "HELD", "در حال بررسی"
    CLEAN = "CLEAN", "بررسی شد"
    INFECTED = "INFECTED", "آلوده"


def unguessable_name(folder: str, filename: str) -> str:
    """A name of 144 random bits below `folder`, in one for each month; of `filename` only the ending is kept."""
    month = tehran_today().strftime("%Y/%m")
    return f"{folder}/{month}/{secrets.token_urlsafe(NAME_BYTES)}{Path(filename).suffix}"


def scan_queue_index(name: str, *, file: str = "file") -> models.Index:
    return models.Index(fields=["scan_next_at"], name=name, condition=Q(scan="HELD") & ~Q(**{file: ""}))


class UploadedFiles(models.Model):
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
    def awaits_scan(self) -> bool:
        """There is a file, and the scanner has not looked through it yet: nobody gets it."""
        return bool(files_of(self)[0]) and self.scan == ScanState.HELD

    @property
    def was_infected(self) -> bool:
        """There was a file, and it was removed."""
        return self.scan == ScanState.INFECTED

    @property
    def scanner_is_away(self) -> bool:
        """Held, and tried in vain several times."""
        return self.awaits_scan and self.scan_tries > WORTH_SAYING


def files_of(row: UploadedFiles) -> list[FieldFile]:
    """The row's files, the one that was sent first; empty ones too."""
    return [getattr(row, name) for name in row.FILES]

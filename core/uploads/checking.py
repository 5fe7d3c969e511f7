"""What people upload: counted, taken by content, written anew, without place, device or author (security bar 3)."""

import json
import signal
import subprocess  # nosec B404
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings

from core import apart
from core.refusals import RuleBroken
from core.text import to_persian_digits
from core.transactions import refuse_inside_transaction
from core.uploads import quota as upload_quota
from core.uploads.texts import REFUSALS

MEGABYTE = 1024 * 1024
MILLION = 1_000_000

#: A reader that is starved of processor time is given up so many seconds after its own limit.
GRACE_SECONDS = 5


class Sender(Protocol):
    """Whose day the file counts for: a user."""

    @property
    def pk(self) -> Any:
        """Their number."""

    @property
    def is_staff(self) -> bool:
        """Staff have a larger day."""


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that is safe to keep. `thumbnail` is a small JPEG, empty for a PDF."""

    media_type: str
    content: bytes
    thumbnail: bytes

    @property
    def suffix(self) -> str:
        return ".pdf" if self.media_type == "application/pdf" else ".jpg"


def largest_bytes() -> int:
    return int(settings.UPLOAD_MEGABYTES) * MEGABYTE


def words(text: str, *, staff: bool = False) -> str:
    """`text` with the limits of the settings in Persian digits."""
    quota = upload_quota.quota_of(staff=staff)
    numbers = {
        "megabytes": settings.UPLOAD_MEGABYTES,
        "together": settings.UPLOAD_REQUEST_MEGABYTES,
        "at_once": settings.UPLOAD_FILES_AT_ONCE,
        "files": settings.UPLOAD_FILES,
        "total": settings.UPLOAD_TOTAL_MEGABYTES,
        "jpeg": settings.UPLOAD_JPEG_MEGAPIXELS,
        "other": settings.UPLOAD_OTHER_MEGAPIXELS,
        "pages": settings.UPLOAD_PDF_PAGES,
        "day_files": quota.files,
        "day_megabytes": quota.megabytes,
    }
    return to_persian_digits(text.format(**numbers))


def refusal(code: str, *, staff: bool = False) -> RuleBroken:
    return RuleBroken(words(REFUSALS[code], staff=staff), code=code)


def read_upload(content: bytes, *, by: Sender) -> CleanFile:
    """Count the file for the sender's day, then read it. Not inside a transaction.

    The day is charged before the work is done, and what is refused or removed later stays charged.

    Raises:
        RuleBroken: "day_full", or as `clean_upload`.
    """
    refuse_inside_transaction("Reading an upload")
    _check_size(content)
    if not upload_quota.charge(by.pk, len(content), staff=by.is_staff):
        raise refusal("day_full", staff=by.is_staff)
    return clean_upload(content)


def clean_upload(content: bytes) -> CleanFile:
    """The file written anew in a small process with its own memory and time. Not inside a transaction.

    Raises:
        RuleBroken: "size", "empty", "kind", "pixels", "cut", "blank", "heavy", "unreadable", "password", "form",
            "portfolio", "pages".
    """
    refuse_inside_transaction("Reading an upload")
    _check_size(content)
    try:
        run = subprocess.run(  # nosec B603  # our own code and interpreter, no shell
            apart.command("core.uploads.reader.run", "main", json.dumps(_limits())),
            env=apart.surroundings(),
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=settings.UPLOAD_READER_SECONDS + GRACE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal("heavy") from error
    if run.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise refusal("heavy")
    head, _, rest = run.stdout.partition(b"\n")
    if run.returncode or not head:
        raise refusal("unreadable")
    said: dict[str, Any] = json.loads(head)
    if "refused" in said:
        raise refusal(said["refused"])
    end = int(said["content"])
    return CleanFile(said["media_type"], rest[:end], rest[end:])


def _check_size(content: bytes) -> None:
    if not content:
        raise refusal("empty")
    if len(content) > largest_bytes():
        raise refusal("size")


def _limits() -> dict[str, int]:
    return {
        "jpeg_pixels": settings.UPLOAD_JPEG_MEGAPIXELS * MILLION,
        "other_pixels": settings.UPLOAD_OTHER_MEGAPIXELS * MILLION,
        "pages": settings.UPLOAD_PDF_PAGES,
        "memory": settings.UPLOAD_READER_MEGABYTES * MEGABYTE,
        "seconds": settings.UPLOAD_READER_SECONDS,
    }

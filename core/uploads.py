"""What people upload: taken by content, written anew, without place, device or author (security bar 3)."""

import json
import subprocess  # nosec B404
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.refusals import RuleBroken
from core.transactions import refuse_inside_transaction

READER = Path(__file__).with_name("upload_reader.py")
LARGEST_BYTES = 5 * 1024 * 1024
SECONDS = 25  # the reader ends itself after 20 s of work

_UNREADABLE = "این فایل خوانده نمی‌شود. دوباره از مدرک عکس بگیرید یا فایل دیگری بفرستید."
REFUSALS = {
    "size": "اندازهٔ فایل باید حداکثر ۵ مگابایت باشد. با کیفیت کمتر عکس بگیرید و دوباره بفرستید.",
    "empty": "فایل خالی است. فایل دیگری انتخاب کنید.",
    "kind": "فقط عکس JPEG یا PNG و فایل PDF پذیرفته می‌شود.",
    "pixels": "عکس بیش از ۲۴ میلیون نقطه دارد. با اندازهٔ کوچک‌تر عکس بگیرید و دوباره بفرستید.",
    "unreadable": _UNREADABLE,
    "encrypted": "این PDF رمز دارد. رمز آن را بردارید و دوباره بفرستید.",
    "active": "این PDF فرم، پیوست یا فرمان اجرایی دارد. از آن یک PDF ساده یا عکس بگیرید و بفرستید.",
    "pages": "PDF باید حداکثر ۳۰ صفحه داشته باشد.",
}


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that is safe to keep. `thumbnail` is a small JPEG, empty for a PDF."""

    media_type: str
    content: bytes
    thumbnail: bytes

    @property
    def suffix(self) -> str:
        """The ending of its name."""
        return ".pdf" if self.media_type == "application/pdf" else ".jpg"


def read_upload(content: bytes) -> CleanFile:
    """The file written anew in a small process with 512 MB and 20 s. Not inside a transaction.

    Raises:
        RuleBroken: "size", "empty", "kind", "pixels", "unreadable", "encrypted", "active", "pages".
    """
    refuse_inside_transaction("Reading an upload")
    if not content:
        raise _refusal("empty")
    if len(content) > LARGEST_BYTES:
        raise _refusal("size")
    try:
        run = subprocess.run(  # nosec B603  # our own file and interpreter, no shell
            [sys.executable, "-I", str(READER)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("unreadable") from error
    head, _, rest = run.stdout.partition(b"\n")
    if run.returncode or not head:
        raise _refusal("unreadable")
    said: dict[str, Any] = json.loads(head)
    if "refused" in said:
        raise _refusal(said["refused"])
    end = int(said["content"])
    return CleanFile(said["media_type"], rest[:end], rest[end:])


def _refusal(code: str) -> RuleBroken:
    return RuleBroken(REFUSALS[code], code=code)

"""A gateway that writes messages to a file: for tests, demonstrations and development without a provider."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from messaging.backends.port import Fate, Receipt

_NAME = "sent.jsonl"
_KEPT_BY_FILE_BACKEND = 1000


@dataclass(frozen=True)
class Written:
    """One message in the file; `at` is an ISO moment in UTC."""

    key: str
    mobile: str
    text: str
    at: str


class FileBackend:
    """Appends each message as one JSON line to SMS_FOLDER. Refuses to exist outside a demonstration."""

    def __init__(self) -> None:
        if not settings.DEMO:
            raise ImproperlyConfigured("The file back end shows one-time codes: it works only with DEMO=1.")

    def send(self, mobile: str, text: str, key: UUID) -> Receipt:
        """Write the message down; the receipt's reference is its key."""
        write(mobile, text, key, keep=_KEPT_BY_FILE_BACKEND)
        return Receipt(str(key))

    def ask(self, mobile: str, text: str, key: UUID) -> Fate:
        """Look the key up in the file."""
        return Fate.TAKEN if is_written(key) else Fate.NEVER_SEEN


def write(mobile: str, text: str, key: UUID, *, keep: int) -> None:
    """Append one message as a whole line, whoever else is writing; older ones above `keep` are let go."""
    entry = Written(key=str(key), mobile=mobile, text=text, at=timezone.now().isoformat())
    with _locked() as path:
        lines = [*_lines(path), json.dumps(asdict(entry), ensure_ascii=False)][-keep:]
        fresh = path.with_suffix(".fresh")
        fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
        fresh.chmod(0o600)
        fresh.replace(path)


def latest(n: int) -> list[Written]:
    """The last `n` messages, newest first; an empty list before the first."""
    lines = _lines(Path(settings.SMS_FOLDER) / _NAME)
    return [Written(**json.loads(line)) for line in reversed(lines[-n:])] if n > 0 else []


def is_written(key: UUID) -> bool:
    """True when the message with this key is still in the file."""
    return any(entry.key == str(key) for entry in latest(_KEPT_BY_FILE_BACKEND))


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text(encoding="utf-8").split("\n") if line]
    except FileNotFoundError:
        return []


@contextmanager
def _locked() -> Iterator[Path]:
    """The file's path, while no other process or thread of ours writes it."""
    folder = Path(settings.SMS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / _NAME

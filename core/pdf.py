"""Draws HTML as PDF, in a process beside this one with bounds of its own (`core.pdf_engine`).

That process is started by the first document and stays; this one never loads the drawing library. A document that takes
too long or too much memory is refused, whatever it holds: nobody waits for it longer than `WAIT_SECONDS`.
"""

import atexit
import json
import os
import select
import subprocess  # nosec B404
import threading
from contextlib import suppress
from ctypes.util import find_library
from functools import cache
from typing import Any, Literal

from django.conf import settings

from core import apart
from core.fonts import ttf_files
from core.transactions import refuse_inside_transaction

Variant = Literal["pdf/a-3u"]
_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "gobject-2.0", "harfbuzz", "fontconfig")
_NO_LIBRARY = "ساخت PDF ممکن نیست: کتابخانهٔ {} نصب نشده است. صفحهٔ چاپی به‌جای آن نشان داده می‌شود."
_NO_FONTS = "ساخت PDF ممکن نیست: قلم وزیرمتن آماده نشده است. صفحهٔ چاپی به‌جای آن نشان داده می‌شود."
_HEAVY = "این سند بزرگ‌تر از آن است که PDF شود. صفحهٔ چاپی به‌جای آن نشان داده می‌شود."
#: Of the clock, for a machine that is busy: the bound of the document itself is time of the processor.
WAIT_SECONDS = 60
#: For the process to begin, and for its answer to arrive.
GRACE_SECONDS = 30
_one_at_a_time = threading.Lock()


class PdfProblem(Exception):
    """The document cannot be drawn: a library or the fonts are missing or it is too large (then the message is
    Persian), or the HTML reaches for something outside it."""


class _Gone(Exception):
    """The process is not there any more."""


class _Engine:
    def __init__(self) -> None:
        self.owner = os.getpid()
        self._process = subprocess.Popen(  # nosec B603  # our own code and interpreter, no shell
            apart.command("core.pdf_engine", "serve"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=apart.surroundings(),
        )

    def draw(self, job: dict[str, Any], html: bytes) -> tuple[str, bytes]:
        """What was wrong, or nothing and the document. Raises _Gone."""
        jobs, answers = self._process.stdin, self._process.stdout
        if jobs is None or answers is None:
            raise _Gone
        try:
            jobs.write(json.dumps(job | {"length": len(html)}).encode() + b"\n" + html)
            jobs.flush()
            ready, _, _ = select.select([answers], [], [], job["wait"] + GRACE_SECONDS)
        except OSError as error:
            raise _Gone from error
        line = answers.readline() if ready else b""
        if not line:
            raise _Gone
        head = json.loads(line)
        return head["problem"], answers.read(head["length"])

    def end(self) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()
        self._process.wait()


_engine: _Engine | None = None


def render_pdf(html: str, *, variant: Variant | None = None) -> bytes:
    """`html` as PDF; the same input gives the same bytes.

    The document may use `data:` addresses and our own fonts, nothing else: any other address, and any
    attachment, raises PdfProblem. So does a document above `PDF_SECONDS` of the processor or `PDF_MEGABYTES`.
    `variant` "pdf/a-3u" is for what must be kept. Raises RuntimeError inside a transaction.
    """
    refuse_inside_transaction("Drawing a PDF")
    problem = pdf_problem()
    if problem:
        raise PdfProblem(problem)
    job = {
        "variant": variant,
        "fonts": str(settings.FONTS_ROOT),
        "seconds": settings.PDF_SECONDS,
        "memory": settings.PDF_MEGABYTES * 1024 * 1024,
        "wait": WAIT_SECONDS,
    }
    with _one_at_a_time:
        problem, content = _drawn(job, html.encode())
    if problem:
        raise PdfProblem(_HEAVY if problem == "heavy" else problem)
    return content


def _drawn(job: dict[str, Any], html: bytes) -> tuple[str, bytes]:
    """By the process there is, or by a new one when that has gone; a document that two do not survive is too large."""
    for _ in range(2):
        engine = _present_engine()
        try:
            return engine.draw(job, html)
        except _Gone:
            end_engine()
    return "heavy", b""


def _present_engine() -> _Engine:
    """The process of this process: one that was started before a fork is the parent's."""
    global _engine  # noqa: PLW0603 - one for each process
    if _engine is None or _engine.owner != os.getpid():
        _engine = _Engine()
        atexit.register(end_engine)
    return _engine


def end_engine() -> None:
    """End the drawing process; the next document starts another."""
    global _engine
    engine, _engine = _engine, None
    if engine is not None and engine.owner == os.getpid():
        engine.end()


def pdf_problem() -> str | None:
    """Why PDFs cannot be drawn here, in Persian for the readiness page; None when they can. Cheap to ask."""
    missing = _missing_libraries()
    if missing:
        return _NO_LIBRARY.format("، ".join(missing))
    if not all(path.is_file() for path in ttf_files(settings.FONTS_ROOT)):
        return _NO_FONTS
    return None


@cache
def _missing_libraries() -> tuple[str, ...]:
    return tuple(name for name in _LIBRARIES if find_library(name) is None)

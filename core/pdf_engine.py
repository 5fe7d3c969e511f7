"""The process that draws PDFs, started by `core.pdf` at the first one. It knows no Django, no database and no secret.

It loads WeasyPrint once (0.4 s of processor time) and then divides itself for each document: what is drawn has a child
with its own bounds of memory and time, and whatever a document does to it ends with that child.
"""

import json
import os
import resource
import select
import signal
import sys
import time
import warnings
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.fonts import ttf_files

_SCHEME = "portal-font:"
_WEIGHTS = {"Regular": 400, "Medium": 500, "Bold": 700}
#: What a drawing that found its bounds is called; anything else that goes wrong is told in a sentence.
HEAVY = "heavy"
_PIECE = 1024 * 1024


class _Refused(FatalURLFetchingError):
    """Ends the drawing; WeasyPrint lets other errors of a fetcher pass."""


class _Fetcher(URLFetcher):
    """Knows `data:` addresses and the fonts we prepared."""

    def __init__(self, fonts: Path) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._fonts = {f"{_SCHEME}{path.stem}": path for path in ttf_files(fonts)}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The bytes behind `url`, or _Refused."""
        if url in self._fonts:
            content = self._fonts[url].read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})
        if not url.lower().startswith("data:"):
            raise _Refused(f"address not allowed in a PDF: {url.partition(':')[0][:20]}:")
        return super().fetch(url, headers)


class Undrawn(Exception):
    """The document is not drawn; the message says why."""


def draw(html: str, variant: str | None, fonts: Path) -> bytes:
    """`html` as PDF, with the fonts of this folder. Raises Undrawn."""
    fetcher, configuration, style = _prepared(fonts)
    try:
        document = HTML(string=html, url_fetcher=fetcher)
        _refuse_attachments(document)
        with warnings.catch_warnings():
            # the library leaves the file of its colour profile to the garbage collector
            warnings.filterwarnings("ignore", r"unclosed file .*sRGB2014\.icc", ResourceWarning)
            pdf: bytes = document.write_pdf(
                stylesheets=[style], font_config=configuration, pdf_variant=variant
            )
    except FatalURLFetchingError as error:
        raise Undrawn(str(error)) from error
    return pdf


@cache
def _prepared(folder: Path) -> tuple[_Fetcher, FontConfiguration, CSS]:
    fetcher, fonts = _Fetcher(folder), FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: Vazirmatn; font-weight: {weight};"
        f" src: url({_SCHEME}Vazirmatn-{name}) format('truetype') }}\n"
        for name, weight in _WEIGHTS.items()
    )
    root = 'html { font-family: Vazirmatn, "DejaVu Sans", sans-serif }'  # no font at all ends the process
    return fetcher, fonts, CSS(string=faces + root, url_fetcher=fetcher, font_config=fonts)


def _refuse_attachments(document: HTML) -> None:
    for element in document.etree_element.iter():
        if "attachment" in (element.get("rel") or "").lower().split():
            raise Undrawn("attachments are not allowed in a PDF")


def serve() -> None:
    """Answer jobs until standard input ends. A job is a line of JSON and the HTML, an answer a line and the PDF."""
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    while line := jobs.readline():
        job: dict[str, Any] = json.loads(line)
        html = jobs.read(job["length"])
        head, content = _apart(job, html)
        answers.write(json.dumps(head | {"length": len(content)}).encode() + b"\n" + content)
        answers.flush()


def _apart(job: dict[str, Any], html: bytes) -> tuple[dict[str, str], bytes]:
    """Draw in a child, which gets no longer than the job says, on the clock and of the processor."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "wb") as answer:
            _draw_bounded(job, html, answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as answer:
        told = _all_of(answer, until=time.monotonic() + job["wait"])
    if told is None:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    head, _, content = (told or b"").partition(b"\n")
    return (json.loads(head), content) if head else ({"problem": HEAVY}, b"")


def _draw_bounded(job: dict[str, Any], html: bytes, answer: BinaryIO) -> None:
    """In the child. What ends it from outside, or the libraries end themselves, leaves no answer."""
    resource.setrlimit(resource.RLIMIT_DATA, (job["memory"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"], job["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    head, content = {"problem": ""}, b""
    try:
        content = draw(html.decode(), job["variant"], Path(job["fonts"]))
    except Undrawn as error:
        head["problem"] = str(error)
    except MemoryError:
        head["problem"] = HEAVY
    except Exception as error:
        head["problem"] = f"not drawn: {type(error).__name__}"
    answer.write(json.dumps(head).encode() + b"\n" + content)


def _all_of(answer: BinaryIO, *, until: float) -> bytes | None:
    """What a child writes until it ends; None when it has not ended in time."""
    pieces: list[bytes] = []
    while (left := until - time.monotonic()) > 0:
        if not select.select([answer], [], [], left)[0]:
            break
        piece = answer.read(_PIECE)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
    return None

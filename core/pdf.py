"""Draws HTML as PDF. Run it in the worker: the first call loads 60 MB and takes two seconds.

The drawing library is loaded by the first `render_pdf` only, so that web processes which never draw stay
small.
"""

import threading
from ctypes.util import find_library
from functools import cache
from typing import Literal

from django.conf import settings

from core.fonts import ttf_files
from core.transactions import refuse_inside_transaction

Variant = Literal["pdf/a-3u"]

_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "gobject-2.0", "harfbuzz", "fontconfig")
_NO_LIBRARY = "ساخت PDF ممکن نیست: کتابخانهٔ {} نصب نشده است. صفحهٔ چاپی به‌جای آن نشان داده می‌شود."
_NO_FONTS = "ساخت PDF ممکن نیست: قلم وزیرمتن آماده نشده است. صفحهٔ چاپی به‌جای آن نشان داده می‌شود."
_one_at_a_time = threading.Lock()


class PdfProblem(Exception):
    """The document cannot be drawn: a library or the fonts are missing (then the message is Persian), or
    the HTML reaches for something outside it."""


def render_pdf(html: str, *, variant: Variant | None = None) -> bytes:
    """`html` as PDF; the same input gives the same bytes.

    The document may use `data:` addresses and our own fonts, nothing else: any other address, and any
    attachment, raises PdfProblem. `variant` "pdf/a-3u" is for what must be kept. Raises RuntimeError inside
    a transaction.
    """
    refuse_inside_transaction("Drawing a PDF")
    problem = pdf_problem()
    if problem:
        raise PdfProblem(problem)
    with _one_at_a_time:  # threads that share a font configuration corrupt memory
        from core.pdf_engine import draw

        return draw(html, variant)


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

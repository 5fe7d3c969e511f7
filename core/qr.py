"""QR codes as one small SVG path, error level Q: readable when a quarter of the print is worn."""

import base64
from collections.abc import Sequence
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

_QUIET_ZONE = 4  # modules of white around the code, as the standard asks


def qr_svg(text: str, *, title: str) -> SafeString:
    """`text` as an SVG element to stand in a page; `title` is what a screen reader says. Under 2.5 kB up to
    60 characters. Style it by its class `qr`; without a style it is drawn one pixel a module."""
    path, modules = _path(text)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img" width="{side}" height="{side}"'
        ' viewBox="-{quiet} -{quiet}.5 {side} {side}"><title>{title}</title>'
        '<path fill="#fff" d="M-{quiet}-{quiet}.5h{side}v{side}h-{side}z"/>'
        '<path stroke="#000" shape-rendering="crispEdges" d="{path}"/></svg>',
        quiet=_QUIET_ZONE,
        side=modules + 2 * _QUIET_ZONE,
        title=title,
        path=path,
    )


def qr_data_uri(text: str) -> str:
    """`text` as a `data:` address for the `src` of an image in a PDF template."""
    svg = qr_svg(text, title="QR")
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"


def _path(text: str) -> tuple[str, int]:
    """Horizontal strokes, row by row, with relative moves; and the side length in modules."""
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows: Sequence[Sequence[bool]] = code.get_matrix()
    return "".join(_row(y, row) for y, row in enumerate(rows)), len(rows)


def _row(y: int, row: Sequence[bool]) -> str:
    parts: list[str] = []
    x = gap = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            parts.append(f"m{gap} 0h{length}" if parts else f"M{x} {y}h{length}")
        gap, x = length, x + length
    return "".join(parts)

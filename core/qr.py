"""QR codes as one small SVG path, error level Q: readable when a quarter of the print is worn."""

import base64
import io
import re
from collections.abc import Sequence
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

_QUIET_ZONE = 4  # modules of white around the code, as the standard asks
_SIDE = re.compile(r' width="(\d+)" height="\d+"')
_PATH = re.compile(r' d="(M\d[^"]*)"')
_STROKE = re.compile(r"M(\d+) (\d+)h(\d+)|m(\d+) 0h(\d+)")


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
    return svg_data_uri(qr_svg(text, title="QR"))


def svg_data_uri(svg: str) -> str:
    """A stored drawing as a `data:` address for the `src` of an image."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"


def svg_file(svg: str, *, side: int) -> str:
    """A stored drawing of `qr_svg` as a file of its own, `side` pixels wide where nothing else says so."""
    return _SIDE.sub(f' width="{side}" height="{side}"', svg, count=1)


def png_file(svg: str, *, module: int) -> bytes:
    """A stored drawing of `qr_svg` as PNG, `module` pixels for each of its squares; nothing is encoded again.

    Raises:
        ValueError: the drawing is not one of ours.
    """
    side, path = _SIDE.search(svg), _PATH.search(svg)
    if side is None or path is None:
        raise ValueError("not a drawing of qr_svg")
    size = int(side[1])
    picture = Image.new("1", (size, size), 1)
    pen = ImageDraw.Draw(picture)
    x = y = 0
    for left, top, first, gap, further in _STROKE.findall(path[1]):
        x, y = (int(left), int(top)) if first else (x + int(gap), y)
        length = int(first or further)
        pen.line((x + _QUIET_ZONE, y + _QUIET_ZONE, x + _QUIET_ZONE + length - 1, y + _QUIET_ZONE), fill=0)
        x += length
    large = picture.resize((size * module, size * module), Image.Resampling.NEAREST)
    file = io.BytesIO()
    large.save(file, "PNG", optimize=True)
    return file.getvalue()


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

"""Takes apart the containers of pictures: what draws the picture stays; place, device, author and comments go.

Damage in what goes never decides over the picture: it is stepped over, not read.
"""

import re
import struct
import zlib
from dataclasses import dataclass

JPEG_START, JPEG_END = b"\xff\xd8", b"\xff\xd9"
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
PNG_DRAWS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1"}
JP2_SIDE_BOXES = {b"uuid", b"xml ", b"uinf", b"jp2i"}
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)
_START_OF_SCAN, _START, _END, _APP1, _ADOBE, _COMMENT = 0xDA, 0xD8, 0xD9, 0xE1, 0xEE, 0xFE
_APP = range(0xE0, 0xF0)
_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_EXIF = b"Exif\0\0"
_INFLATED_AT_ONCE = 1 << 20
_ORIENTATION = 0x0112
_UPRIGHT = 1
_ORIENTATIONS = range(1, 9)


@dataclass(frozen=True, slots=True)
class Plain:
    """A picture's file without side data.

    Args:
        content: the file.
        size: width and height in pixels; (0, 0) when the file does not say.
        orientation: 1 to 8, as EXIF counts them.
        has_end: the file came to its own end, or all that draws the picture is there.
        scans: how often a JPEG goes over the picture; more than one needs the whole picture in memory.
    """

    content: bytes
    size: tuple[int, int]
    orientation: int = _UPRIGHT
    has_end: bool = True
    scans: int = 1


def plain_jpeg(content: bytes) -> Plain:
    """The segments that draw the picture, closed by an end marker; what follows the end is left out."""
    kept, size, orientation, scans, has_end = [JPEG_START], (0, 0), _UPRIGHT, 0, False
    at = len(JPEG_START)
    while found := _MARKER.search(content, at):
        code, start, at = found[1][0], found.start(), found.end()
        if code == _END:
            has_end = True
            break
        if code == _START:
            continue
        at += int.from_bytes(content[at : at + 2], "big")
        segment = content[start:at]
        if code == _APP1 and segment[4:].startswith(_EXIF):
            orientation = _orientation_in(segment[10:])
        if code == _COMMENT or (code in _APP and code != _ADOBE):
            continue
        if code in _FRAME and size == (0, 0):
            height, width = int.from_bytes(segment[5:7], "big"), int.from_bytes(segment[7:9], "big")
            size = (width, height)
        if code == _START_OF_SCAN:
            scans += 1
            following = _MARKER.search(content, at)
            at = following.start() if following else len(content)
            segment = content[start:at]
        kept.append(segment)
    return Plain(b"".join((*kept, JPEG_END)), size, orientation, has_end, scans)


def plain_png(content: bytes) -> Plain:
    """The chunks that draw the picture; a missing last one is put back."""
    kept, size, orientation, at = [PNG_START], (0, 0), _UPRIGHT, len(PNG_START)
    drawing, has_end = [], False
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        body, start, at = content[at + 8 : at + 8 + length], at, at + 12 + length
        if kind == b"IEND":
            has_end = True
            break
        if kind == b"IHDR" and len(body) >= 8:  # two numbers of four bytes
            size = struct.unpack_from(">II", body)
        elif kind == b"eXIf":
            orientation = _orientation_in(body)
        if kind == b"IDAT":
            drawing.append(body)
        if kind in PNG_DRAWS:
            kept.append(content[start:at])
    return Plain(b"".join((*kept, PNG_END)), size, orientation, has_end or _inflates_to_its_end(drawing))


def plain_jp2(content: bytes) -> bytes:
    """A JPEG 2000 file without its boxes of free data; a bare codestream has none."""
    if content[4:8] != b"jP  ":
        return content
    kept, at = [], 0
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + length if length >= 8 else len(content)  # 0: to the end; 1: above 4 GB
        if kind not in JP2_SIDE_BOXES:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


def is_heic(content: bytes) -> bool:
    """Whether the file begins as those of Apple's cameras do."""
    return content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS


def _inflates_to_its_end(parts: list[bytes]) -> bool:
    reader, waiting = zlib.decompressobj(), b"".join(parts)
    try:
        while waiting and not reader.eof:
            reader.decompress(waiting, _INFLATED_AT_ONCE)
            waiting = reader.unconsumed_tail
    except zlib.error:
        return False
    return reader.eof


def _orientation_in(exif: bytes) -> int:
    """The one number of EXIF that matters here; upright when it cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return _UPRIGHT
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for entry in range(first + 2, first + 2 + 12 * count, 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if tag == _ORIENTATION:
                return value if value in _ORIENTATIONS else _UPRIGHT
    except struct.error:
        pass
    return _UPRIGHT

"""Pictures: upright, shrunk, in eight bits on a ground, and nothing of what they show lost on the way."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image

from core.uploads.reader import side_data
from core.uploads.reader.limits import Limits, Refused

LONGEST_SIDE = 2000
THUMBNAIL_SIDE = 320
JPEG_QUALITY = 82

#: A picture is brought to eight bits piece by piece: pieces of this many pixels.
PIECE = 4_000_000

#: Of 255: a source that spreads further than the first and a result below the second has lost what it showed.
SOURCE_SPREADS, RESULT_SPREADS = 8, 4

#: Scanners of 8 or 12 bits write into 16; white is the highest number of the depth they used.
WHITES = (0xFF, 0xFFF, 0xFFFF)

#: Bytes that continue a picture which was cut off, and are passed over behind one that was not.
PADDING = bytes(range(1, 65)) * 4
Image.MAX_IMAGE_PIXELS = None  # counted here, by kind
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded picture, given out in rows.

    Args:
        rows: the rows from the first to before the second number, in the picture's own mode.
        lowest, highest: the numbers that stand for black and white.
    """

    size: tuple[int, int]
    mode: str
    rows: Callable[[int, int], Any]
    lowest: float = 0
    highest: float = 255

    @property
    def is_transparent(self) -> bool:
        return self.mode in {"RGBA", "LA"}


def read_picture(content: bytes, limits: Limits) -> tuple[bytes, bytes]:
    """A JPEG of at most 2000 pixels a side, and a small one, without anything but the picture.

    Raises:
        Refused: "pixels", "cut", "blank", "unreadable".
    """
    try:
        if content.startswith(side_data.JPEG_START):
            source, orientation = _jpeg(content, limits)
        elif content.startswith(side_data.PNG_START):
            source, orientation = _png(content, limits)
        else:
            source, orientation = _heic(content, limits), 1
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
        raise Refused("unreadable") from error
    picture = _on_ground(source)
    if orientation in _TURNS:
        picture = picture.transpose(_TURNS[orientation])
    return _written(picture, LONGEST_SIDE), _written(picture, THUMBNAIL_SIDE)


def _jpeg(content: bytes, limits: Limits) -> tuple[Source, int]:
    plain = side_data.plain_jpeg(content)
    _check_pixels(plain.size, limits.jpeg_pixels if plain.scans == 1 else limits.other_pixels)
    picture = _decoded_jpeg(plain.content, plain.size)
    if not plain.has_end:
        body = plain.content.removesuffix(side_data.JPEG_END)
        longer = _decoded_jpeg(body + PADDING + side_data.JPEG_END, plain.size)
        if picture.tobytes() != longer.tobytes():
            raise Refused("cut")
    return _source(picture), plain.orientation


def _decoded_jpeg(content: bytes, size: tuple[int, int]) -> Any:
    """Read at the smallest scale that is not below what is kept."""
    picture = Image.open(io.BytesIO(content), formats=("JPEG",))
    share = min(1.0, LONGEST_SIDE / max(size))
    picture.draft(None, (max(1, round(size[0] * share)), max(1, round(size[1] * share))))
    picture.load()
    return picture


def _png(content: bytes, limits: Limits) -> tuple[Source, int]:
    plain = side_data.plain_png(content)
    _check_pixels(plain.size, limits.other_pixels)
    if not plain.has_end:
        raise Refused("cut")
    picture = Image.open(io.BytesIO(plain.content), formats=("PNG",))
    picture.load()
    return _source(picture), plain.orientation


def _heic(content: bytes, limits: Limits) -> Source:
    """The first picture of the file; its decoder turns it upright."""
    import pi_heif

    pi_heif.options.DECODE_THREADS = 1
    pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False
    file = pi_heif.open_heif(io.BytesIO(content))
    _check_pixels(file.size, limits.other_pixels)

    def rows(top: int, bottom: int) -> Any:
        """Seen through the decoder's own memory, which lives as long as `file`: a copy would not fit."""
        piece = file.data[top * file.stride : bottom * file.stride]
        size = (file.size[0], bottom - top)
        return Image.frombuffer(file.mode, size, piece, "raw", file.mode, file.stride, 1)

    return Source(file.size, file.mode, rows, highest=WHITES[-1] if file.mode == "I;16" else 255)


def _check_pixels(size: tuple[int, int], at_most: int) -> None:
    if 0 in size:
        raise Refused("unreadable")
    if size[0] * size[1] > at_most:
        raise Refused("pixels")


def _source(picture: Any) -> Source:
    """A picture of Pillow; palettes become colours, and deep greys know their white."""
    lowest, highest = 0.0, 255.0
    if picture.mode in {"P", "PA", "1", "La", "RGBa"} or (
        picture.mode in {"L", "RGB"} and picture.has_transparency_data
    ):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    elif picture.mode.startswith("I;16"):
        highest = next(white for white in WHITES if picture.getextrema()[1] <= white)
    elif picture.mode in {"I", "F"}:
        lowest, highest = picture.getextrema()
    return Source(
        picture.size,
        picture.mode,
        lambda top, bottom: picture.crop((0, top, picture.width, bottom)),
        lowest,
        highest,
    )


def _on_ground(source: Source) -> Any:
    """The picture in RGB; what is transparent stands on white, or on black where white would swallow it.

    Raises:
        Refused: "blank" when many colours became one.
    """
    for ground in ("white", "black") if source.is_transparent else ("white",):
        picture, spread = _shrunk(source, ground)
        if spread <= SOURCE_SPREADS or _spread(picture) >= RESULT_SPREADS:
            return picture
    raise Refused("blank")


def _shrunk(source: Source, ground: str) -> tuple[Any, float]:
    """The picture in RGB and in the size that is kept, and how far the colours of the source spread (of 255)."""
    width, height = source.size
    factor = max(1, max(source.size) // (2 * LONGEST_SIDE))
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    extremes = []
    for top, bottom in _pieces(width, height, factor):
        piece = source.rows(top, bottom)
        extremes.append(_extremes(piece))
        piece = _eight_bits(piece, source, ground)
        small.paste(piece.reduce(factor) if factor > 1 else piece, (0, top // factor))
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    spreads = [
        max(high for _, high in channel) - min(low for low, _ in channel)
        for channel in zip(*extremes, strict=True)
    ]
    return small, 255 * max(spreads) / ((source.highest - source.lowest) or 1)


def _pieces(width: int, height: int, factor: int) -> Iterator[tuple[int, int]]:
    step = max(1, PIECE // (width * factor)) * factor
    for top in range(0, height, step):
        yield top, min(height, top + step)


def _extremes(picture: Any) -> list[tuple[float, float]]:
    found = picture.getextrema()
    return list(found) if isinstance(found[0], tuple) else [found]


def _spread(picture: Any) -> float:
    """How far the widest channel of a picture in eight bits goes."""
    return max(high - low for low, high in _extremes(picture))


def _eight_bits(piece: Any, source: Source, ground: str) -> Any:
    if source.is_transparent:
        below = Image.new("RGBA", piece.size, ground)
        return Image.alpha_composite(below, piece.convert("RGBA")).convert("RGB")
    if source.mode.startswith(("I", "F")):
        scale = 255 / ((source.highest - source.lowest) or 1)
        shift = -source.lowest * scale
        piece = piece.convert("F").point(lambda value: value * scale + shift).convert("L")
    return piece.convert("RGB")


def _written(picture: Any, longest_side: int) -> bytes:
    small = picture.copy()
    small.thumbnail((longest_side, longest_side))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()

"""Reads one uploaded file in a process of its own and writes it anew; run by `core.uploads`, never imported by it.

Standard input: the file as it came. Standard output: one line of JSON, then the clean file, then the thumbnail.
A malicious file can only bring this small process down: it has 512 MB, 20 seconds and no Django.
"""

import io
import json
import resource
import sys
import warnings
from collections.abc import Iterator
from typing import Any

LARGEST_PIXELS = 24_000_000
LONGEST_SIDE = 2000
THUMBNAIL_SIDE = 320
MOST_PAGES = 30
MEMORY_BYTES = 512 * 1024 * 1024
SECONDS = 20
JPEG_QUALITY = 82
DEEPEST = 60
#: A PDF that has one of these does more than show pages.
FORBIDDEN_KEYS = {
    "/JS", "/JavaScript", "/AA", "/XFA", "/EF", "/EmbeddedFiles", "/Collection", "/RichMediaContent", "/Launch",
}  # fmt: skip
FORBIDDEN_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/Widget"}


class Refused(Exception):
    """The file is not taken; the message is the code of the reason."""


def clean(content: bytes) -> tuple[str, bytes, bytes]:
    """Media type, the file written anew, and its thumbnail (empty for a PDF).

    Raises:
        Refused: "kind", "pixels", "unreadable", "encrypted", "active", "pages".
    """
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return "image/jpeg", *_picture(content)
    if content.lstrip()[:5] == b"%PDF-":
        return "application/pdf", _pdf(content), b""
    raise Refused("kind")


def _picture(content: bytes) -> tuple[bytes, bytes]:
    """The picture upright, shrunk, without place, device or author; and a small one."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = LARGEST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture: Any = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture = ImageOps.exif_transpose(picture)
        if picture.has_transparency_data:
            ground = Image.new("RGBA", picture.size, "white")
            picture = Image.alpha_composite(ground, picture.convert("RGBA"))
        picture = picture.convert("RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused("pixels") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused("unreadable") from error
    return _jpeg(picture, LONGEST_SIDE), _jpeg(picture, THUMBNAIL_SIDE)


def _jpeg(picture: Any, longest_side: int) -> bytes:
    small = picture.copy()
    small.thumbnail((longest_side, longest_side))
    out = io.BytesIO()
    small.info = {}
    small.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()


def _pdf(content: bytes) -> bytes:
    """The document written anew, without what it says of its author."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Refused("encrypted")
            if not 1 <= len(pdf.pages) <= MOST_PAGES:
                raise Refused("pages")
            _drop_harmless(pdf)
            _refuse_active(pdf)
            out = io.BytesIO()
            pdf.save(out)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused("unreadable") from error
    return out.getvalue()


def _drop_harmless(pdf: Any) -> None:
    """What scanners write and nobody needs: the page to open at, an empty form, author and device."""
    import pikepdf

    root = pdf.Root
    if isinstance(root.get("/OpenAction"), pikepdf.Array):
        del root["/OpenAction"]
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and len(form.get("/Fields", [])) == 0 and "/XFA" not in form:
        del root["/AcroForm"]
    for name in ("/Metadata", "/PieceInfo"):
        if name in root:
            del root[name]
    del pdf.docinfo


def _refuse_active(pdf: Any) -> None:
    if "/OpenAction" in pdf.Root or "/AcroForm" in pdf.Root:
        raise Refused("active")
    for held in pdf.objects:
        for found in _dictionaries(held, DEEPEST):
            if _is_active(found):
                raise Refused("active")


def _is_active(found: Any) -> bool:
    import pikepdf

    keys = set(found.keys())
    action = found.get("/A")
    return bool(
        keys & FORBIDDEN_KEYS
        or str(found.get("/Subtype", "")) in FORBIDDEN_ANNOTATIONS
        or str(found.get("/Type", "")) in {"/Action", "/Filespec", "/EmbeddedFile"}
        or (isinstance(action, pikepdf.Dictionary) and "/S" in action and str(action["/S"]) != "/GoTo")
    )


def _dictionaries(held: Any, depth: int) -> Iterator[Any]:
    """The object and what stands directly in it; what it only points to comes by itself."""
    import pikepdf

    if depth == 0:
        raise Refused("unreadable")
    if isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
        yield held
        parts = [held.get(key) for key in held.keys()]  # noqa: SIM118  # a stream's keys are not its iterator
    elif isinstance(held, pikepdf.Array):
        parts = list(held)
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _dictionaries(part, depth - 1)


def main() -> None:
    """Read, clean, write; a refusal is an answer too."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        media_type, content, thumbnail = clean(sys.stdin.buffer.read())
    except Refused as refusal:
        head, content, thumbnail = {"refused": str(refusal)}, b"", b""
    except MemoryError:
        head, content, thumbnail = {"refused": "unreadable"}, b"", b""
    else:
        head = {"media_type": media_type, "content": len(content), "thumbnail": len(thumbnail)}  # type: ignore[dict-item]
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content + thumbnail)


if __name__ == "__main__":
    main()

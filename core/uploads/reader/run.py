"""The process: limits as JSON in the first argument, the file on standard input.

Standard output: one line of JSON, then the clean file, then the thumbnail. A malicious file can only bring this
small process down.
"""

import json
import resource
import sys

from core.uploads.reader.limits import Limits, Refused
from core.uploads.reader.side_data import JPEG_START, PNG_START, is_heic

#: What some programs put before a file's own beginning.
BEFORE = b"\xef\xbb\xbf \t\r\n"
PDF_START, PDF_WITHIN = b"%PDF-", 1024


def clean(content: bytes, limits: Limits) -> tuple[str, bytes, bytes]:
    """Media type, the file written anew, and its thumbnail (empty for a PDF).

    Raises:
        Refused: "kind", or a code of `pictures.read_picture` or `documents.read_document`.
    """
    begun = content.lstrip(BEFORE)
    if begun.startswith((JPEG_START, PNG_START)) or is_heic(begun):
        from core.uploads.reader.pictures import read_picture

        return "image/jpeg", *read_picture(begun, limits)
    start = content.find(PDF_START, 0, PDF_WITHIN)
    if start >= 0:
        from core.uploads.reader.documents import read_document

        return "application/pdf", read_document(content[start:], limits), b""
    raise Refused("kind")


def main() -> None:
    limits = Limits(**json.loads(sys.argv[-1]))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    content, thumbnail = b"", b""
    said: dict[str, str | int]
    try:
        media_type, content, thumbnail = clean(sys.stdin.buffer.read(), limits)
    except Refused as refusal:
        said = {"refused": str(refusal)}
    except MemoryError:
        said = {"refused": "heavy"}
    else:
        said = {"media_type": media_type, "content": len(content), "thumbnail": len(thumbnail)}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content + thumbnail)

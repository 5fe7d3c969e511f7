"""What the reader is allowed, and how it says no."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, and what reading it may cost.

    Args:
        jpeg_pixels: of a JPEG, which is read at a reduced scale.
        other_pixels: of any other picture, which is read whole.
        pages: of a PDF.
        memory: bytes of the process.
        seconds: of processor time.
    """

    jpeg_pixels: int
    other_pixels: int
    pages: int
    memory: int
    seconds: int


class Refused(Exception):
    """The file is not taken; the message is the code of the reason."""

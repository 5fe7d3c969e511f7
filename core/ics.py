"""One event as an iCalendar file (RFC 5545), for the calendar of a phone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.bidi import keep_order

LINE_OCTETS = 75  # of UTF-8, without the line's end
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True, slots=True)
class Event:
    """What a calendar shows.

    `uid` names the event for good; a later `sequence` under the same `uid` replaces what a calendar holds.
    """

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    lasts: timedelta
    summary: str
    location: str
    description: str


def ics_of(event: Event) -> bytes:
    """The file. Moments are written in UTC: a calendar turns them to its own time without a table of zones.

    Raises:
        ValueError: a moment without a time zone.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//asnaf//portal//FA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.uid.translate(_ESCAPES)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_utc(event.stamped_at)}",
        f"DTSTART:{_utc(event.starts_at)}",
        f"DTEND:{_utc(event.starts_at + event.lasts)}",
        f"SUMMARY;LANGUAGE=fa:{_text(event.summary)}",
        f"LOCATION;LANGUAGE=fa:{_text(event.location)}",
        f"DESCRIPTION;LANGUAGE=fa:{_text(event.description)}",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(_folded(line) for line in lines)


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("A calendar needs moments with their time zone.")
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """A value of type TEXT, its codes in their order; of control characters only line feeds stay."""
    kept = "".join(char for char in value if char == "\n" or char >= " ")
    return keep_order(kept).translate(_ESCAPES)


def _folded(line: str) -> bytes:
    """The line's octets, broken before the 76th and never inside a letter; what follows begins with a space."""
    out, room = bytearray(), LINE_OCTETS
    for char in line:
        octets = char.encode()
        if len(octets) > room:
            out += b"\r\n "
            room = LINE_OCTETS - 1
        out += octets
        room -= len(octets)
    return bytes(out + b"\r\n")

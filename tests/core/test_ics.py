"""An event as RFC 5545 wants it, read back by its rules written here by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from core.ics import Event, ics_of

EVENT = Event(
    uid="interview-1@asnaf.example",
    sequence=2,
    stamped_at=datetime(2026, 11, 21, 6, 0, tzinfo=UTC),
    starts_at=datetime(2026, 11, 24, 10, 30, tzinfo=UTC),
    lasts=timedelta(hours=1),
    summary="مصاحبهٔ پروانه کسب: سوپرمارکت",
    location="تهران، خیابان بهار; پلاک ۱۲, طبقهٔ دوم \\ راست",
    description="اصل مدارک:\nکارت ملی، سند محل کسب، گواهی عدم سوءپیشینه و هر مدرک دیگری که هیأت مدیره خواسته است",
)


def read(raw):
    """Name → value: lines end with CR LF, a line that begins with a space goes on with the one before."""
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    found = {}
    for line in lines:
        name, value = line.split(":", 1)
        found.setdefault(name.split(";")[0], []).append(value)
    return found


def plain(value):
    """A TEXT value without its escapes."""
    out, chars = "", iter(value)
    for char in chars:
        out += _unescaped(next(chars)) if char == "\\" else char
    return out


def _unescaped(char):
    return "\n" if char in "nN" else char


def test_every_property_is_there_once_and_reads_back_as_it_was():
    found = read(ics_of(EVENT))

    assert found["BEGIN"] == ["VCALENDAR", "VEVENT"]
    assert found["END"] == ["VEVENT", "VCALENDAR"]
    assert found["VERSION"] == ["2.0"]
    assert found["METHOD"] == ["PUBLISH"]
    assert (found["UID"], found["SEQUENCE"]) == (["interview-1@asnaf.example"], ["2"])
    assert found["DTSTAMP"] == ["20261121T060000Z"]
    assert (found["DTSTART"], found["DTEND"]) == (["20261124T103000Z"], ["20261124T113000Z"])
    assert plain(found["SUMMARY"][0]) == EVENT.summary
    assert plain(found["LOCATION"][0]) == EVENT.location
    assert plain(found["DESCRIPTION"][0]) == EVENT.description


def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut():
    raw = ics_of(EVENT)

    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()


def test_text_cannot_add_a_line_of_its_own():
    found = read(
        ics_of(Event("u", 0, EVENT.stamped_at, EVENT.starts_at, EVENT.lasts, "a\r\nATTENDEE:x", "\x00b", ""))
    )

    assert "ATTENDEE" not in found
    assert found["LOCATION"] == ["b"]


def test_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        ics_of(Event("u", 0, datetime(2026, 1, 1), EVENT.starts_at, EVENT.lasts, "", "", ""))

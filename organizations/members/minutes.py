"""Minutes of boards: entered once, by the board, and never changed (R73)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.jalali import format_date, tehran_today
from core.queue import after_commit
from core.refusals import RuleBroken
from core.text import normalise, to_ascii_digits, to_persian_digits
from core.uploads.checking import read_upload
from core.uploads.scans import Scanning
from core.uploads.storing import storing_files
from organizations.bodies.models import Union
from organizations.bodies.rules import in_body
from organizations.members.models import BoardMinute
from organizations.roles import trail
from organizations.roles.rules import require
from organizations.roles.states import Role

SAYS_NOTHING = "بنویسید هیأت مدیره در این جلسه چه تصمیمی گرفت، یا فایل صورتجلسه را بفرستید."
FILE_STANDS = "فایل این صورتجلسه سر جایش است و عوض نمی‌شود."
NO_SPACE = (
    "جای ذخیرهٔ فایل‌ها پر است و صورتجلسه ثبت نشد. نوشته‌هایتان مانده است؛ فایل را کمی بعد دوباره بفرستید."
)
ONLY_THE_BOARD = "صورتجلسه را فقط هیأت مدیرهٔ همان اتحادیه ثبت می‌کند."


def enter_minute(
    union: Union, *, number: str, held_on: date, text: str = "", content: bytes | None = None, by: User
) -> BoardMinute:
    """The board writes its own minute down, once, as text, as a file, or both; a number stands for one minute of the
    union (R73).

    Args:
        text: what the board decided, in its own words.
        content: the signed minute as it was uploaded, a PDF or a picture; held for the virus scanner.

    Raises:
        RuleBroken: "not_your_office" for anybody but this union's board, "minute_number" without a number,
            "minute_text" without text and file, "minute_in_future" for a date after today, "minute_exists", a file
            that is not taken (`core.uploads.checking`), "no_space".
    """
    require(in_body(by, union.pk, Role.UNION_BOARD), ONLY_THE_BOARD)
    row = BoardMinute(
        union=union,
        number=canonical_number(number),
        held_on=held_on,
        text=normalise(text, multiline=True),
        recorded_by=by,
    )
    if not row.number:
        raise RuleBroken("شمارهٔ صورتجلسه را بنویسید.", code="minute_number")
    if not row.text and content is None:
        raise RuleBroken(SAYS_NOTHING, code="minute_text")
    if held_on > tehran_today():
        raise RuleBroken("تاریخ صورتجلسه در آینده است.", code="minute_in_future")
    clean = read_upload(content, by=by) if content is not None else None
    with storing_files(NO_SPACE) as keep:
        if clean is not None:
            keep(row, clean)
        with transaction.atomic():
            _insert(row)
            audit.record(row, "recorded", by=by, after=trail.facts(row))
            _have_looked_through(row)
    return row


def send_minute_file_again(minute: BoardMinute, *, content: bytes, by: User) -> BoardMinute:
    """The board sends another file in place of one that was infected and removed; nothing else of a minute changes.

    Raises:
        RuleBroken: "not_your_office", "file_stands" while the first file was not removed, a file that is not taken
            (`core.uploads.checking`), "no_space".
    """
    require(in_body(by, minute.union_id, Role.UNION_BOARD), ONLY_THE_BOARD)
    clean = read_upload(content, by=by)
    with storing_files(NO_SPACE) as keep, transaction.atomic():
        row: BoardMinute = BoardMinute.objects.select_for_update(of=("self",)).get(pk=minute.pk)
        if not row.was_infected:
            raise RuleBroken(FILE_STANDS, code="file_stands")
        keep(row, clean)
        row.infection, row.scan_tries, row.scan_next_at = "", 0, timezone.now()
        row.save(update_fields=["file", "scan", "infection", "scan_tries", "scan_next_at"])
        audit.record(row, "file_sent_again", by=by)
        _have_looked_through(row)
    return row


def _insert(row: BoardMinute) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise RuleBroken(_taken(row.union, row.number), code="minute_exists") from error


def _have_looked_through(row: BoardMinute) -> None:
    if row.awaits_scan:
        after_commit("organizations.scan_minute", minute_id=row.pk)


def _drop_file(row: BoardMinute) -> None:
    """The file goes; number, day and text stand, and the minute's page says so."""
    row.save(update_fields=["file", "scan", "infection"])
    audit.record(row, "file_infected", after={"found": row.infection})


MINUTES = Scanning(BoardMinute, _drop_file)


def scan_minute(minute_id: int) -> bool:
    """Look through the held file of one minute (`Scanning.scan_file`)."""
    return MINUTES.scan_file(minute_id)


def scan_held() -> int:
    """Look through every file that waits; returns how many got a verdict."""
    return MINUTES.scan_waiting()


def canonical_number(typed: str) -> str:
    """The number of a minute as it is stored: ASCII digits, ordinary letters and spaces."""
    return to_ascii_digits(normalise(typed))


def _taken(union: Union, number: str) -> str:
    known = BoardMinute.objects.filter(union=union, number=number).first()
    day = f" (جلسهٔ {format_date(known.held_on)})" if known else ""
    return (
        f"صورتجلسهٔ شمارهٔ {to_persian_digits(number)} پیش‌تر ثبت شده است{day}؛ هر شماره از آنِ یک صورتجلسه است."
    )

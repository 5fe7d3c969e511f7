"""Minutes of boards: entered once, by the board, and never changed (R73)."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import User
from core import audit
from core.jalali import format_date, tehran_today
from core.refusals import RuleBroken
from core.text import normalise, to_ascii_digits, to_persian_digits
from organizations.models import BoardMinute, Union
from organizations.rules import Role
from organizations.services import trail
from organizations.services.competence import in_body, require

ONLY_THE_BOARD = "صورتجلسه را فقط هیأت مدیرهٔ همان اتحادیه ثبت می‌کند."


@transaction.atomic
def enter_minute(union: Union, *, number: str, held_on: date, text: str, by: User) -> BoardMinute:
    """The board writes its own minute down, once; a number stands for one minute of the union (R73).

    Args:
        text: what the board decided, in its own words.

    Raises:
        RuleBroken: "not_your_office" for anybody but this union's board, "minute_number" without a number,
            "minute_text" without a text, "minute_in_future" for a date after today, "minute_exists".
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
    if not row.text:
        raise RuleBroken("بنویسید هیأت مدیره در این جلسه چه تصمیمی گرفت.", code="minute_text")
    if held_on > tehran_today():
        raise RuleBroken("تاریخ صورتجلسه در آینده است.", code="minute_in_future")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise RuleBroken(_taken(union, row.number), code="minute_exists") from error
    audit.record(row, "recorded", by=by, after=trail.facts(row))
    return row


def canonical_number(typed: str) -> str:
    """The number of a minute as it is stored: ASCII digits, ordinary letters and spaces."""
    return to_ascii_digits(normalise(typed))


def _taken(union: Union, number: str) -> str:
    known = BoardMinute.objects.filter(union=union, number=number).first()
    day = f" (جلسهٔ {format_date(known.held_on)})" if known else ""
    return (
        f"صورتجلسهٔ شمارهٔ {to_persian_digits(number)} پیش‌تر ثبت شده است{day}؛ هر شماره از آنِ یک صورتجلسه است."
    )

"""How far back and how long days off may reach: numbers of `organizations.LegalValue`, kept by the secretariat."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.jalali import tehran_today
from core.refusals import RuleBroken
from core.text import normalise
from deadlines import texts
from deadlines.calendar import ONE_DAY, WorkingCalendar
from organizations.law.services import legal_value

#: How far back an outage may begin when it is announced: a late notice must not revive what was decided (R223).
OUTAGE_BACKDATING = "outage_backdating"
#: How long one notice of an outage may reach; one without an end ends by itself then.
OUTAGE_LONGEST = "outage_longest"
#: How far back a closure may begin, or a holiday lie, when it is declared.
DAYS_OFF_BACKDATING = "days_off_backdating"
#: How many days on end a place may be closed.
CLOSURE_LONGEST = "closure_longest"
#: How many days on end one person may close a place or the country; above that a second one confirms.
CLOSURE_ALONE = "closure_alone"


def days_of(key: str) -> int:
    """A limit in days, as it holds today. Raises RuleBroken "no_legal_value" without a row."""
    return legal_value(key)


def check_not_too_late(first: date) -> None:
    """A day off declared after the fact would move what people counted on. Raises RuleBroken "too_late"."""
    days = days_of(DAYS_OFF_BACKDATING)
    if first < tehran_today() - timedelta(days=days):
        raise RuleBroken(texts.days_off_too_late(days), code="too_late")


def check_may_take_back(first: date) -> None:
    """Days off of long ago are not given back: what people counted on stands. Raises RuleBroken "too_late"."""
    days = days_of(DAYS_OFF_BACKDATING)
    if first < tehran_today() - timedelta(days=days):
        raise RuleBroken(texts.taken_back_too_late(days), code="too_late")


def latest_end(from_at: datetime) -> datetime:
    """When an outage announced without an end ends by itself."""
    return from_at + timedelta(days=days_of(OUTAGE_LONGEST))


def check_outage_not_too_late(moment: datetime, now: datetime) -> None:
    """What is said of an outage now may not reach further back than its announcement. Raises RuleBroken "too_late"."""
    back = days_of(OUTAGE_BACKDATING)
    if moment < now - timedelta(days=back):
        raise RuleBroken(texts.taken_back_too_late(back), code="too_late")


def check_second_person(declared_by_id: int | None, by_id: int, *, awaits: bool) -> None:
    """Raises RuleBroken "confirmed" when nobody is waited for, "same_person" for whoever declared it."""
    if not awaits:
        raise RuleBroken(texts.NO_SECOND_NEEDED, code="confirmed")
    if declared_by_id == by_id:
        raise RuleBroken("تأیید با کسی جز ثبت‌کننده است.", code="same_person")


def adjoining(calendar: WorkingCalendar, first: date, last: date, counted: Container[date]) -> Iterator[date]:
    """The days of `counted` next to a stretch of days off, before and after it; other days off do not part them."""
    for edge, step in ((first, -ONE_DAY), (last, ONE_DAY)):
        day = edge + step
        while not calendar.is_working_day(day):
            if day in counted:
                yield day
            day += step


def check_closure_length(days: int) -> None:
    """Raises RuleBroken "too_long" when a place would be closed for more days on end than the limit."""
    longest = days_of(CLOSURE_LONGEST)
    if days > longest:
        raise RuleBroken(texts.closure_too_long(days, longest), code="too_long")


def check_outage_span(from_at: datetime, to_at: datetime | None, now: datetime) -> None:
    """Raises RuleBroken "too_late" or "too_long" when an outage begins too far back or is announced for too long."""
    back = days_of(OUTAGE_BACKDATING)
    if from_at < now - timedelta(days=back):
        raise RuleBroken(texts.outage_too_late(back), code="too_late")
    longest = days_of(OUTAGE_LONGEST)
    if to_at is not None and to_at - from_at > timedelta(days=longest):
        raise RuleBroken(texts.outage_too_long(longest), code="too_long")


@dataclass(frozen=True, slots=True)
class Basis:
    """The decision a day off rests on; the names are those of the columns."""

    legal_basis: str
    basis_number: str
    basis_on: date


def checked_basis(basis: str, number: str, on: date | None) -> Basis:
    """The decision a day off rests on: what it is, its number, its day.

    Raises RuleBroken "missing_text" when one of them is missing, "in_future" for a decision not yet taken.
    """
    number = normalise(number)
    if on is None or not number:
        raise RuleBroken(texts.BASIS_INCOMPLETE, code="missing_text")
    if on > tehran_today():
        raise RuleBroken(texts.BASIS_IN_FUTURE, code="in_future")
    return Basis(checked_text(basis, "مبنای قانونی"), number, on)


def checked_text(value: str, label: str) -> str:
    """What was typed, cleaned. Raises RuleBroken "missing_text" when nothing is left of it."""
    clean = normalise(value)
    if not clean:
        raise RuleBroken(f"{label} را بنویسید.", code="missing_text")
    return clean


def check_not_withdrawn(withdrawn_at: datetime | None) -> None:
    """Raises RuleBroken "withdrawn" for a notice taken back already."""
    if withdrawn_at is not None:
        raise RuleBroken("این اعلام پیش‌تر لغو شده است.", code="withdrawn")

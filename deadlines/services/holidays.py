"""The table of official holidays: the secretariat adds, corrects and cancels; the package fills it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from core import audit, jalali
from core.queue import after_commit
from core.refusals import RuleBroken
from core.text import normalise
from deadlines import texts
from deadlines.holiday_table import TableRow, official_holidays
from deadlines.models import Holiday
from deadlines.querysets import may_declare_for_the_country
from deadlines.services import limits, snapshot
from deadlines.states import HolidaySource

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading the table did."""

    added: int
    updated: int
    removed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.updated or self.removed)


@transaction.atomic
def declare_holiday(
    *,
    date: date,
    title: str,
    by: "User",
    legal_basis: str,
    basis_number: str,
    basis_on: date | None,
    source: str = HolidaySource.MANUAL,
    is_estimated: bool = False,
) -> Holiday:
    """Add an official holiday of the whole country; open deadlines follow. The secretariat only.

    One that, with those declared next to it, makes more days off on end than one person may decide waits for
    `confirm_holiday`.

    Raises RuleBroken for anybody else, for an empty title, for a basis without number or day, for a day too far back,
    for too many days on end and for one that is in the table already.
    """
    _check_office(by)
    basis = limits.checked_basis(legal_basis, basis_number, basis_on)
    holiday = Holiday(
        date=date,
        title=_title(title),
        source=source,
        is_estimated=is_estimated,
        declared_by=by,
        **asdict(basis),
    )
    snapshot.lock()
    return _enter(holiday, texts.holiday_declared(date, holiday.title), by)


@transaction.atomic
def confirm_holiday(holiday: Holiday, *, by: "User") -> Holiday:
    """The second signature under one holiday of many in a row; it holds from now on, and deadlines follow.

    Raises RuleBroken for anybody but the secretariat, for whoever declared it, for one that holds or is cancelled
    already, and when by now it lies too far back or too many days on end would be off.
    """
    _check_office(by)
    row = _locked(holiday)
    snapshot.lock()
    limits.check_second_person(row.declared_by_id, by.pk, awaits=row.awaits_second)
    limits.check_not_too_late(row.date)
    limits.check_closure_length(days_on_end(row.date))
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    snapshot.change(texts.holiday_declared(row.date, row.title), by=by)
    audit.record(row, "confirmed", by=by, after=_facts(row))
    after_commit("deadlines.apply_changes")
    return row


@transaction.atomic
def settle_estimate(
    holiday: Holiday, *, by: "User", legal_basis: str, basis_number: str, basis_on: date | None
) -> Holiday:
    """Confirm that an estimated lunar holiday falls on the day of the table. Raises as `change_holiday`."""
    return change_holiday(
        holiday,
        by=by,
        date=holiday.date,
        title=holiday.title,
        is_estimated=False,
        legal_basis=legal_basis,
        basis_number=basis_number,
        basis_on=basis_on,
    )


def holiday_needs_second(day: date) -> bool:
    """Whether declaring this day a holiday would take a second person."""
    return days_on_end(day) > limits.days_of(limits.CLOSURE_ALONE)


def days_on_end(day: date) -> int:
    """How many holidays declared by hand the country has on end with this day; other days off between are not counted.

    The days of the package's table are the law's own: they part nothing and count for nothing.
    """
    declared = set(
        Holiday.objects.in_force().filter(declared_by__isnull=False).values_list("date", flat=True)
    )
    return len({day, *limits.adjoining(snapshot.current().country, day, day, declared)})


@transaction.atomic
def change_holiday(
    holiday: Holiday,
    *,
    by: "User",
    date: date,
    title: str,
    is_estimated: bool,
    legal_basis: str,
    basis_number: str,
    basis_on: date | None,
) -> Holiday:
    """Correct a holiday. A new date cancels the row and adds another, so that loading the table does not undo it.

    Returns the row that now holds. Raises RuleBroken as `declare_holiday` does, and for a cancelled row.
    """
    _check_office(by)
    title = _title(title)
    basis = limits.checked_basis(legal_basis, basis_number, basis_on)
    row = _locked(holiday)
    before = _facts(row)
    if date != row.date:
        return _move(row, by=by, date=date, title=title, is_estimated=is_estimated, basis=basis)
    row.title, row.is_estimated = title, is_estimated
    for name, value in asdict(basis).items():
        setattr(row, name, value)
    row.source = HolidaySource.MANUAL if row.source == HolidaySource.PACKAGE else row.source
    row.save()
    snapshot.expire()
    audit.record(row, "changed", by=by, before=before, after=_facts(row))
    return row


@transaction.atomic
def cancel_holiday(holiday: Holiday, *, by: "User", note: str = "") -> Holiday:
    """Take a day out of the table; it counts as a working day again. The row stays, with who and when.

    Raises RuleBroken for anybody but the secretariat, for a row cancelled already, and "too_late" for one that held
    longer ago than days off may be declared.
    """
    _check_office(by)
    row = _locked(holiday)
    _let_go(row)
    snapshot.change(texts.holiday_cancelled(row.date, row.title), by=by)
    _cancel(row, by, note)
    after_commit("deadlines.apply_changes")
    return row


@transaction.atomic
def load_holidays(first_year: int, last_year: int, *, by: "User | None" = None) -> LoadReport:
    """Bring the package's holidays of these Jalali years into the table. Rows a person touched are left alone."""
    table = {row.date: row for row in official_holidays(first_year, last_year)}
    first = jalali.from_jalali(first_year, 1, 1)
    last = jalali.from_jalali(last_year, 12, jalali.month_length(last_year, 12))
    rows = list(Holiday.objects.filter(date__range=(first, last)))
    known = {row.date for row in rows}
    new = [_from_table(row) for day, row in table.items() if day not in known]
    ours = [row for row in rows if row.source == HolidaySource.PACKAGE and row.cancelled_at is None]
    gone = [row for row in ours if row.date not in table]
    stale = [row for row in ours if row.date in table and _refresh(row, table[row.date])]
    report = LoadReport(len(new), len(stale), len(gone))
    if report:
        _write(report, new, stale, gone, because=texts.table_loaded(first_year, last_year), by=by)
    return report


def _write(
    report: LoadReport,
    new: list[Holiday],
    stale: list[Holiday],
    gone: list[Holiday],
    *,
    because: str,
    by: "User | None",
) -> None:
    change = snapshot.change(because, by=by)
    Holiday.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Holiday.objects.bulk_update(stale, ["title", "is_estimated"])
    Holiday.objects.bulk_create(new)
    removed = [_facts(row) for row in gone]
    audit.record(
        change,
        "holiday table loaded",
        by=by,
        before={"removed": removed},
        after={"added": report.added, "updated": report.updated},
    )
    after_commit("deadlines.apply_changes")


def _refresh(row: Holiday, entry: TableRow) -> bool:
    same = (row.title, row.is_estimated) == (entry.title, entry.is_estimated)
    row.title, row.is_estimated = entry.title, entry.is_estimated
    return not same


def _from_table(entry: TableRow) -> Holiday:
    return Holiday(
        date=entry.date, title=entry.title, is_estimated=entry.is_estimated, source=HolidaySource.PACKAGE
    )


def _move(
    row: Holiday, *, by: "User", date: date, title: str, is_estimated: bool, basis: limits.Basis
) -> Holiday:
    snapshot.lock()
    because = texts.holiday_moved(title, row.date, date)
    _let_go(row)
    _cancel(row, by, f"moved to {date}")
    if not row.awaits_second:
        snapshot.change(because, by=by)
    new = Holiday(
        date=date,
        title=title,
        source=HolidaySource.MANUAL,
        is_estimated=is_estimated,
        declared_by=by,
        **asdict(basis),
    )
    return _enter(new, because, by)


def _enter(holiday: Holiday, because: str, by: "User") -> Holiday:
    """Write a new holiday under the calendar's lock; deadlines follow unless a second person is needed."""
    limits.check_not_too_late(holiday.date)
    _check_free(holiday.date)
    limits.check_closure_length(days_on_end(holiday.date))
    holiday.needs_second = holiday_needs_second(holiday.date)
    if not holiday.needs_second:
        snapshot.change(because, by=by)
        after_commit("deadlines.apply_changes")
    holiday.save(force_insert=True)
    audit.record(holiday, "declared", by=by, after=_facts(holiday))
    return holiday


def _let_go(row: Holiday) -> None:
    """Raises RuleBroken "too_late" for a day off that held and is long past."""
    if not row.awaits_second:
        limits.check_may_take_back(row.date)


def _cancel(row: Holiday, by: "User", note: str) -> None:
    before = _facts(row)
    row.cancelled_at, row.cancelled_by = timezone.now(), by
    row.save(update_fields=["cancelled_at", "cancelled_by"])
    audit.record(row, "cancelled", by=by, before=before, after=_facts(row), note=note)


def _locked(holiday: Holiday) -> Holiday:
    row: Holiday = Holiday.objects.select_for_update().get(pk=holiday.pk)
    if row.cancelled_at is not None:
        raise RuleBroken("این تعطیلی پیش‌تر لغو شده است.", code="holiday_cancelled")
    return row


def _check_office(by: "User") -> None:
    if not may_declare_for_the_country(by):
        raise RuleBroken("جدول تعطیلات را فقط دبیرخانهٔ هیأت عالی نظارت تغییر می‌دهد.", code="not_your_office")


def _check_free(day: date) -> None:
    if Holiday.objects.in_the_table().filter(date=day).exists():
        raise RuleBroken("این روز در جدول تعطیلات هست.", code="holiday_exists")


def _title(title: str) -> str:
    clean = normalise(title)
    if not clean:
        raise RuleBroken("مناسبت تعطیلی را بنویسید.", code="no_title")
    return clean


def _facts(row: Holiday) -> dict[str, object]:
    return {
        "date": row.date,
        "title": row.title,
        "source": row.source,
        "is_estimated": row.is_estimated,
        "basis": texts.basis(row.legal_basis, row.basis_number, row.basis_on),
        "cancelled": row.cancelled_at is not None,
    }

"""One Jalali month of the working-day calendar, ready to be drawn."""

from dataclasses import dataclass
from datetime import date, timedelta

from core import jalali
from deadlines import texts
from deadlines.calendar import DayOff, DayOffKind, WorkingCalendar
from deadlines.services import snapshot
from organizations.places.models import County

FIRST_YEAR, LAST_YEAR = 1390, 1420


@dataclass(frozen=True, slots=True)
class Day:
    """One cell: the Jalali day of the month, the date, and why it is no working day."""

    number: int
    date: date
    off: DayOff | None
    is_today: bool

    @property
    def is_working_day(self) -> bool:
        """Whether work is done on this day."""
        return self.off is None

    @property
    def is_friday(self) -> bool:
        """Whether it is only a Friday that makes the day off."""
        return self.off is not None and self.off.kind == DayOffKind.FRIDAY

    @property
    def is_closure(self) -> bool:
        """Whether only this place is closed."""
        return self.off is not None and self.off.kind == DayOffKind.CLOSURE

    @property
    def name(self) -> str:
        """The occasion or reason, empty for working days."""
        return self.off.name if self.off else ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Saturday to Friday; None fills the first and last week."""

    year: int
    month: int
    title: str
    weeks: tuple[tuple[Day | None, ...], ...]
    working_days: int
    previous: tuple[int, int] | None
    next: tuple[int, int] | None
    is_known: bool

    @property
    def days_off(self) -> list[Day]:
        """The named days off of the month, Fridays without an occasion left out."""
        return [day for week in self.weeks for day in week if day and day.off and not day.is_friday]

    @property
    def has_estimates(self) -> bool:
        """Whether a lunar date of the month is not announced yet."""
        return any(day.off and day.off.is_estimated for day in self.days_off)


def month_of(year: int, month: int, county: County | None = None) -> Month:
    """The month with the days off of a county, or of the country. Raises ValueError outside 1390–1420."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise ValueError(f"No calendar for {year}/{month}.")
    calendar = snapshot.current().calendar(county.pk if county else None)
    days = _days(calendar, year, month)
    return Month(
        year=year,
        month=month,
        title=f"{jalali.MONTHS[month - 1]} {texts.number(year)}",
        weeks=_weeks(days),
        working_days=sum(day.is_working_day for day in days),
        previous=_neighbour(year, month, -1),
        next=_neighbour(year, month, 1),
        is_known=calendar.knows(days[-1].date),
    )


def counties_by_province() -> dict[str, list[County]]:
    """Every county under the name of its province, both in Persian order."""
    grouped: dict[str, list[County]] = {}
    for county in County.objects.select_related("province").order_by("province__name_sort", "name_sort"):
        grouped.setdefault(county.province.name, []).append(county)
    return grouped


def county_chosen(pk: int | None) -> County | None:
    """The county whose key stands in an address, or None when none does or it is no county's."""
    return None if pk is None else County.objects.filter(pk=pk).first()


def _days(calendar: WorkingCalendar, year: int, month: int) -> list[Day]:
    first, today = jalali.from_jalali(year, month, 1), jalali.tehran_today()
    dates = [first + timedelta(days=n) for n in range(jalali.month_length(year, month))]
    return [Day(n, day, calendar.why_off(day), day == today) for n, day in enumerate(dates, start=1)]


def _weeks(days: list[Day]) -> tuple[tuple[Day | None, ...], ...]:
    lead = (days[0].date.weekday() + 2) % 7
    cells: list[Day | None] = [None] * lead + list(days)
    cells += [None] * (-len(cells) % 7)
    return tuple(tuple(cells[n : n + 7]) for n in range(0, len(cells), 7))


def _neighbour(year: int, month: int, step: int) -> tuple[int, int] | None:
    years, index = divmod(month - 1 + step, 12)
    year += years
    return (year, index + 1) if FIRST_YEAR <= year <= LAST_YEAR else None

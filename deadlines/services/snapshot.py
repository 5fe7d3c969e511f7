"""Days off, outages and terms in memory, read again only when their version changes: one short query a use."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from core import jalali
from deadlines.calendar import WorkingCalendar
from deadlines.engine import Period
from deadlines.models import CalendarChange, CalendarVersion, Closure, Holiday, OutageNotice, Term
from deadlines.states import Owner
from deadlines.texts import OUTAGE_BASIS
from organizations.places.models import County

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the engine needs besides the case itself, as it was under one version."""

    token: str
    country: WorkingCalendar
    by_county: Mapping[int, WorkingCalendar]
    outages_by_county: Mapping[int, tuple[Period, ...]]
    terms: Mapping[int, Term]
    terms_by_key: Mapping[tuple[str, str], tuple[Term, ...]]

    def calendar(self, county_id: int | None) -> WorkingCalendar:
        """The calendar of a county, or of the country where a deadline has none."""
        if county_id is None:
            return self.country
        return self.by_county.get(county_id, self.country)

    def outages(self, county_id: int | None) -> tuple[Period, ...]:
        """The declared outages of a county, oldest first."""
        return () if county_id is None else self.outages_by_county.get(county_id, ())

    def term(self, key: str, on: date, variant: str = "") -> Term:
        """The row in force on a day: of the variant if it has one, else the plain one. Raises LookupError."""
        for wanted in (variant, ""):
            begun = (term for term in self.terms_by_key.get((key, wanted), ()) if term.valid_from <= on)
            newest = next(begun, None)
            if newest and (newest.valid_to is None or on <= newest.valid_to):
                return newest
        raise LookupError(f"No term {key} in force on {on}.")


_remembered: dict[str, Snapshot] = {}  # the newest one, under its token


def current() -> Snapshot:
    """The snapshot of the version the database has now, as this transaction sees it."""
    return of_version(CalendarVersion.objects.values_list("token", flat=True).first())


def of_version(token: str | None) -> Snapshot:
    """The snapshot under a token that was just read from the database; None where nothing was written yet."""
    if token is None:
        return _load("")
    known = _remembered.get(token)
    if known is None:
        known = _load(token)
        _remembered.clear()
        _remembered[token] = known
    return known


def lock() -> None:
    """Wait for other changes of the calendar: what is read from now on in this transaction is the last word."""
    CalendarVersion.objects.select_for_update().get_or_create(pk=1, defaults={"token": uuid4().hex})


def change(
    because: str, *, county: County | None = None, province_id: int | None = None, by: "User | None" = None
) -> CalendarChange:
    """Note that the calendar changed, in the caller's transaction: memory expires, and deadlines have to follow.

    Changes wait for one another here, so that a version never hides one that commits later.
    """
    version, _ = CalendarVersion.objects.select_for_update().get_or_create(
        pk=1, defaults={"token": uuid4().hex}
    )
    version.token = uuid4().hex
    version.save(update_fields=["token"])
    return CalendarChange.objects.create(because=because[:300], county=county, province_id=province_id, by=by)


@transaction.atomic
def expire() -> None:
    """Make every process read the tables again, when nothing has to move (a new term)."""
    CalendarVersion.objects.select_for_update().update_or_create(pk=1, defaults={"token": uuid4().hex})


def _load(token: str) -> Snapshot:
    country = _country()
    terms = list(Term.objects.order_by("key", "variant", "-valid_from"))
    by_key: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in terms:
        by_key[term.key, term.variant].append(term)
    return Snapshot(
        token=token,
        country=country,
        by_county={
            county: WorkingCalendar(country.holidays, closed, country.estimated, country.known_until)
            for county, closed in _closures().items()
        },
        outages_by_county=_outages(),
        terms={term.pk: term for term in terms},
        terms_by_key={key: tuple(found) for key, found in by_key.items()},
    )


def _country() -> WorkingCalendar:
    rows = list(Holiday.objects.in_force().order_by("date").values_list("date", "title", "is_estimated"))
    return WorkingCalendar(
        holidays={day: title for day, title, _ in rows},
        estimated=frozenset(day for day, _, estimated in rows if estimated),
        known_until=_end_of_jalali_year(rows[-1][0]) if rows else date.min,
    )


def _end_of_jalali_year(day: date) -> date:
    year = jalali.to_jalali(day)[0]
    return jalali.from_jalali(year, 12, jalali.month_length(year, 12))


def _closures() -> dict[int, dict[date, str]]:
    """Closed days by county; a closed province closes each of its counties."""
    closed: dict[int, dict[date, str]] = defaultdict(dict)
    rows = list(Closure.objects.in_force().order_by("date_from", "pk"))
    provinces = {row.province_id for row in rows if row.province_id}
    counties: dict[int, list[int]] = defaultdict(list)
    for pk, province in County.objects.filter(province__in=provinces).values_list("pk", "province_id"):
        counties[province].append(pk)
    for row in rows:
        for county in counties[row.province_id] if row.province_id else [row.county_id]:
            closed[county].update((day, row.reason) for day in _days(row.date_from, row.date_to))
    return dict(closed)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _outages() -> dict[int, tuple[Period, ...]]:
    found: dict[int, list[Period]] = defaultdict(list)
    for notice in OutageNotice.objects.in_force().order_by("from_at"):
        found[notice.county_id].append(
            Period(
                Owner.OUTAGE,
                notice.reason,
                notice.from_at,
                notice.to_at,
                runs=False,
                legal_basis=OUTAGE_BASIS,
            )
        )
    return {county: tuple(periods) for county, periods in found.items()}

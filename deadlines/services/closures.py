"""Closures of a place: a commission speaks for its own county, the secretariat for any; a long one takes two people."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from core import audit
from core.queue import after_commit
from core.refusals import RuleBroken
from deadlines import texts
from deadlines.models import Closure
from deadlines.querysets import may_close
from deadlines.services import limits, snapshot
from organizations.bodies.models import Body
from organizations.places.models import County, Province

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def declare_closure(  # noqa: PLR0913 - the facts of a closure
    *,
    county: County | None = None,
    province: Province | None = None,
    date_from: date,
    date_to: date,
    reason: str,
    announced_by: Body,
    legal_basis: str,
    basis_number: str,
    basis_on: date | None,
    by: "User",
) -> Closure:
    """Close one county, or all of one province, for some days; deadlines there follow.

    A closure that keeps the place closed for more days on end than one person may decide waits for `confirm_closure`.

    Raises RuleBroken when the person may not speak for that place, when not exactly one place is named, when the days
    are out of order, too far back or too many, or when reason, basis, its number or its day is missing.
    """
    _check_place(county, province)
    _check_office(by, county, province.pk if province else None)
    if date_to < date_from:
        raise RuleBroken("پایان تعطیلی پیش از آغاز آن است.", code="dates_reversed")
    basis = limits.checked_basis(legal_basis, basis_number, basis_on)
    snapshot.lock()
    closure = Closure(
        county=county,
        province=province,
        date_from=date_from,
        date_to=date_to,
        reason=limits.checked_text(reason, "علت"),
        announced_by=announced_by,
        **asdict(basis),
        declared_by=by,
    )
    limits.check_not_too_late(date_from)
    limits.check_closure_length(days_on_end(closure))
    closure.needs_second = _is_long(closure)
    if not closure.needs_second:
        _let_deadlines_follow(closure, by)
    closure.save(force_insert=True)
    audit.record(closure, "declared", by=by, after=_facts(closure))
    return closure


@transaction.atomic
def confirm_closure(closure: Closure, *, by: "User") -> Closure:
    """The second signature under a long closure; it holds from now on, and deadlines follow.

    Raises RuleBroken for whoever declared it or may not speak for the place, for one that holds or is withdrawn
    already, and when by now it reaches too far back or is too long.
    """
    row = _locked(closure)
    _check_office(by, row.county, row.province_id)
    limits.check_not_withdrawn(row.withdrawn_at)
    snapshot.lock()
    limits.check_second_person(row.declared_by_id, by.pk, awaits=row.awaits_second)
    limits.check_not_too_late(row.date_from)
    limits.check_closure_length(days_on_end(row))
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _let_deadlines_follow(row, by)
    audit.record(row, "confirmed", by=by, after=_facts(row))
    return row


@transaction.atomic
def withdraw_closure(closure: Closure, *, by: "User", note: str = "") -> Closure:
    """Take a closure back: its days are working days again.

    Raises RuleBroken when the person may not, when it is withdrawn already, and "too_late" when one that held began
    longer ago than days off may be declared: deadlines that ran out meanwhile are not revived.
    """
    row = _locked(closure)
    if not may_close(by, county=row.county, province_id=row.province_id):
        raise RuleBroken("این تعطیلی را نهادی دیگر اعلام کرده است.", code="not_your_office")
    limits.check_not_withdrawn(row.withdrawn_at)
    if not row.awaits_second:
        limits.check_may_take_back(row.date_from)
        because = texts.closure_withdrawn(str(row.county or row.province), row.reason)
        snapshot.change(because, county=row.county, province_id=row.province_id, by=by)
        after_commit("deadlines.apply_changes")
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    audit.record(row, "withdrawn", by=by, before=_facts(row), note=note)
    return row


def needs_second(*, county: County | None, province: Province | None, date_from: date, date_to: date) -> bool:
    """Whether closing this place on these days would take a second person."""
    return _is_long(Closure(county=county, province=province, date_from=date_from, date_to=date_to))


def _is_long(closure: Closure) -> bool:
    return days_on_end(closure) > limits.days_of(limits.CLOSURE_ALONE)


def days_on_end(closure: Closure) -> int:
    """How many days the place is closed on end with this closure: those that adjoin it count as well.

    Days off between two closures do not part them, and are not counted themselves.
    """
    tables = snapshot.current()
    inside = County.objects.filter(province=closure.province_id).values_list("pk", flat=True)
    counties = list(inside) if closure.province_id else [closure.county_id]
    own = set(_days(closure.date_from, closure.date_to))
    calendars = (tables.calendar(county) for county in counties)
    lengths = (
        len(own | set(limits.adjoining(calendar, closure.date_from, closure.date_to, calendar.closures)))
        for calendar in calendars
    )
    return max(lengths, default=len(own))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _let_deadlines_follow(closure: Closure, by: "User") -> None:
    place = str(closure.county or closure.province)
    because = texts.closure_declared(place, closure.reason, closure.date_from, closure.date_to)
    snapshot.change(because, county=closure.county, province_id=closure.province_id, by=by)
    after_commit("deadlines.apply_changes")


def _locked(closure: Closure) -> Closure:
    row: Closure = Closure.objects.select_for_update(of=("self",)).get(pk=closure.pk)
    return row


def _check_place(county: County | None, province: Province | None) -> None:
    if (county is None) == (province is None):
        raise RuleBroken("یا شهرستان را برگزینید یا استان را.", code="one_place")


def _check_office(by: "User", county: County | None, province_id: int | None) -> None:
    if not may_close(by, county=county, province_id=province_id):
        raise RuleBroken(
            "تعطیلی هر جا را کمیسیون نظارت همان‌جا یا دبیرخانه اعلام می‌کند.", code="not_your_office"
        )


def _facts(row: Closure) -> dict[str, object]:
    return {
        "county": row.county_id,
        "province": row.province_id,
        "from": row.date_from,
        "to": row.date_to,
        "reason": row.reason,
        "legal_basis": row.legal_basis,
        "basis_number": row.basis_number,
        "basis_on": row.basis_on,
    }

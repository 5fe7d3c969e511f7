"""Outages, announced by the commission of the county."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from core import audit
from core.jalali import end_of_day_tehran, start_of_day_tehran
from core.queue import after_commit
from core.refusals import RuleBroken
from deadlines import texts
from deadlines.models import OutageNotice
from deadlines.querysets import commissions_for
from deadlines.services import limits, snapshot
from deadlines.services.clock import moment
from organizations.bodies.models import Commission
from organizations.places.models import County

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def announce_outage(
    *,
    county: County,
    from_at: datetime,
    to_at: datetime | None = None,
    reason: str,
    by: "User",
    commission: Commission | None = None,
) -> OutageNotice:
    """Announce that the network is down in a county: paper is lawful meanwhile and T1–T3 stand still (R222, R223).

    Without `to_at` it lasts until `end_outage`, at most as long as one notice may reach: then it ends by itself and is
    announced anew where it goes on. Raises RuleBroken for anybody but the county's commission, for moments out of
    order, too far back or too far apart, and when another outage of that county overlaps.
    """
    speaking = _commission(by, county, commission)
    reason = limits.checked_text(reason, "علت")
    _check_span(from_at, to_at)
    ends = to_at or limits.latest_end(from_at)
    snapshot.change(texts.outage_declared(county.name, reason), county=county, by=by)
    _check_no_overlap(county, from_at, ends)
    notice = OutageNotice.objects.create(
        commission=speaking,
        county=county,
        from_at=from_at,
        to_at=ends,
        is_end_announced=to_at is not None,
        reason=reason,
        announced_by=by,
    )
    audit.record(notice, "announced", by=by, after=_outage_facts(notice))
    after_commit("deadlines.apply_changes")
    return notice


@transaction.atomic
def end_outage(notice: OutageNotice, *, by: "User", to_at: datetime | None = None) -> OutageNotice:
    """The network is back: set, or bring forward, the end of an outage (now when omitted).

    Raises RuleBroken for anybody but the county's commission, for a withdrawn notice, for an end before its
    beginning or after the end it has, and "too_late" for an end further back than an outage may be announced.
    """
    row = _locked_outage(notice, by)
    ends = to_at or moment()
    if ends <= row.from_at or ends > row.to_at:
        raise RuleBroken("پایان قطعی باید پس از آغاز آن و پیش از پایان اعلام‌شده باشد.", code="dates_reversed")
    limits.check_outage_not_too_late(ends, moment())
    before = _outage_facts(row)
    snapshot.change(texts.outage_ended(row.county.name, ends), county=row.county, by=by)
    row.to_at, row.is_end_announced = ends, True
    row.save(update_fields=["to_at", "is_end_announced"])
    audit.record(row, "ended", by=by, before=before, after=_outage_facts(row))
    after_commit("deadlines.apply_changes")
    return row


@transaction.atomic
def withdraw_outage(notice: OutageNotice, *, by: "User", note: str = "") -> OutageNotice:
    """Take an announcement back as if it had not been made.

    Raises RuleBroken as `end_outage` does; "too_late" when it began further back than an outage may be announced.
    """
    row = _locked_outage(notice, by)
    limits.check_outage_not_too_late(row.from_at, moment())
    snapshot.change(texts.outage_withdrawn(row.county.name), county=row.county, by=by)
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    audit.record(row, "withdrawn", by=by, before=_outage_facts(row), note=note)
    after_commit("deadlines.apply_changes")
    return row


def outage_at(county: County, at: datetime | None = None) -> OutageNotice | None:
    """The outage declared for a county at a moment (now when omitted), or None: whether paper is lawful (R222)."""
    when = at or moment()
    lasting = OutageNotice.objects.in_force().filter(county=county, from_at__lte=when, to_at__gt=when)
    found: OutageNotice | None = lasting.order_by("from_at").first()
    return found


def outages_on(county: County, day: date) -> list[OutageNotice]:
    """The outages declared for a county that touch a day in Tehran, oldest first (R224)."""
    found = OutageNotice.objects.in_force().filter(
        county=county, from_at__lte=end_of_day_tehran(day), to_at__gt=start_of_day_tehran(day)
    )
    return list(found.order_by("from_at"))


def _check_span(from_at: datetime, to_at: datetime | None) -> None:
    now = moment()
    if to_at is not None and to_at <= from_at:
        raise RuleBroken("پایان قطعی پیش از آغاز آن است.", code="dates_reversed")
    if to_at is None and from_at > now:
        raise RuleBroken("برای قطعی آینده، زمان پایان را هم بنویسید.", code="future_without_end")
    limits.check_outage_span(from_at, to_at, now)


def _check_no_overlap(county: County, from_at: datetime, to_at: datetime) -> None:
    others = OutageNotice.objects.in_force().filter(county=county, from_at__lt=to_at, to_at__gt=from_at)
    if others.exists():
        raise RuleBroken("برای این شهرستان در همین زمان قطعی دیگری اعلام شده است.", code="outage_overlaps")


def _commission(by: "User", county: County, asked: Commission | None) -> Commission:
    own = commissions_for(by, county)
    found = own.filter(pk=asked.pk).first() if asked else own.order_by("pk").first()
    if found is None:
        raise RuleBroken("قطعی سامانه را فقط کمیسیون نظارت همان شهرستان اعلام می‌کند.", code="not_your_office")
    return found


def _locked_outage(notice: OutageNotice, by: "User") -> OutageNotice:
    row: OutageNotice = (
        OutageNotice.objects.select_for_update(of=("self",)).select_related("county").get(pk=notice.pk)
    )
    _commission(by, row.county, None)
    limits.check_not_withdrawn(row.withdrawn_at)
    return row


def _outage_facts(row: OutageNotice) -> dict[str, object]:
    return {
        "county": row.county_id,
        "from": row.from_at,
        "to": row.to_at,
        "end_announced": row.is_end_announced,
        "reason": row.reason,
    }

"""Who may change the days off, what is refused, and what stays in the trail."""

import datetime as dt
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from core.jalali import at_tehran, from_jalali, tehran_today
from core.models import AuditEntry
from core.refusals import RuleBroken
from deadlines.models import CalendarChange, Closure, Holiday, OutageNotice
from deadlines.services import closures, holidays, notices, working_days
from deadlines.states import HolidaySource
from organizations.bodies.models import Commission
from organizations.roles.states import BodyKind, Level, Role
from tests.deadlines.cases import jalali, make_commission, make_county, make_secretary, make_staff

pytestmark = pytest.mark.django_db
DAY = from_jalali(1403, 7, 3)
NOW = jalali(1403, 7, 5)


def refusal(act, *args, **facts) -> str:
    with pytest.raises(RuleBroken) as caught:
        act(*args, **facts)
    return caught.value.code


BASIS = {"legal_basis": "مصوبهٔ کارگروه اضطرار", "basis_number": "۱۲۳/ص"}


def the_day_before(day: dt.date):
    """A time before the day off, as the desk has it: none is declared long after the fact."""
    return time_machine.travel(at_tehran(day - timedelta(days=1), dt.time(10)), tick=False)


def declare(by, **facts) -> Holiday:
    values = {"date": DAY, "title": "تعطیلی عمومی", "by": by, **BASIS} | facts
    with the_day_before(values["date"]):
        return holidays.declare_holiday(**({"basis_on": tehran_today()} | values))


def close_days(by, commission, **facts) -> Closure:
    values = {
        **BASIS,
        "county": commission.county,
        "date_from": DAY,
        "date_to": DAY + timedelta(days=1),
        "reason": "آلودگی هوا",
        "announced_by": commission,
        "by": by,
    } | facts
    with the_day_before(values["date_from"]):
        return closures.declare_closure(**({"basis_on": tehran_today()} | values))


def announce(by, county, **facts) -> OutageNotice:
    values = {"from_at": NOW, "reason": "قطع فیبر نوری"} | facts
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        return notices.announce_outage(county=county, by=by, **values)


def trail(subject) -> list[str]:
    entries = AuditEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return list(entries.order_by("pk").values_list("action", flat=True))


def test_holiday_declared_by_the_secretariat_counts_at_once(secretary):
    assert working_days.is_working_day(DAY)

    holiday = declare(secretary)

    assert not working_days.is_working_day(DAY)
    assert trail(holiday) == ["declared"]
    assert CalendarChange.objects.get().because == "۳ مهر ۱۴۰۳ تعطیل رسمی اعلام شد (تعطیلی عمومی)"


def test_holidays_are_for_the_secretariat_alone(secretary, commissioner):
    assert refusal(declare, commissioner) == "not_your_office"
    holiday = declare(secretary)
    assert refusal(holidays.cancel_holiday, holiday, by=commissioner) == "not_your_office"


def test_holiday_twice_or_without_a_title_is_refused(secretary):
    declare(secretary)

    assert refusal(declare, secretary) == "holiday_exists"
    assert refusal(declare, secretary, title=" ‌ ") == "no_title"


def test_cancelled_holiday_is_a_working_day_and_loading_does_not_bring_it_back(secretary):
    oil_day = Holiday.objects.get(date=from_jalali(1403, 12, 29))
    with the_day_before(oil_day.date):
        holidays.cancel_holiday(oil_day, by=secretary, note="مصوبه")

    holidays.load_holidays(1403, 1403)

    assert working_days.is_working_day(oil_day.date)
    assert trail(oil_day) == ["cancelled"]
    assert refusal(holidays.cancel_holiday, oil_day, by=secretary) == "holiday_cancelled"


def test_lunar_holiday_moved_by_a_day_stays_moved_after_loading(secretary):
    eid = Holiday.objects.filter(title="عید سعید قربان", is_estimated=True).first()
    tomorrow = eid.date + timedelta(days=2)

    facts = {"title": eid.title, "is_estimated": False, **BASIS, "basis_on": tehran_today()}
    moved = holidays.change_holiday(eid, by=secretary, date=tomorrow, **facts)
    holidays.load_holidays(1404, 1410)

    eid.refresh_from_db()
    assert eid.cancelled_by == secretary
    assert (moved.date, moved.source) == (tomorrow, HolidaySource.MANUAL)
    assert Holiday.objects.in_force().filter(title="عید سعید قربان", date=eid.date).count() == 0


def test_corrected_title_stays_after_loading(secretary):
    day = Holiday.objects.get(date=from_jalali(1403, 12, 29))
    facts = {"title": "ملی شدن نفت", "is_estimated": False, **BASIS, "basis_on": DAY}
    holidays.change_holiday(day, by=secretary, date=day.date, **facts)

    holidays.load_holidays(1403, 1403)

    assert working_days.calendar_of().holidays[day.date] == "ملی شدن نفت"
    assert trail(day) == ["changed"]


def test_loading_again_changes_nothing():
    assert not holidays.load_holidays(1390, 1420)
    assert not CalendarChange.objects.exists()


def test_loading_repairs_what_the_package_knows_better():
    Holiday.objects.filter(date=from_jalali(1403, 1, 1)).delete()
    Holiday.objects.filter(date=from_jalali(1403, 1, 2)).update(title="کهنه")
    Holiday.objects.create(date=DAY, title="حذف‌شده از جدول", source=HolidaySource.PACKAGE)

    report = holidays.load_holidays(1403, 1403)

    assert (report.added, report.updated, report.removed) == (1, 1, 1)
    assert trail(CalendarChange.objects.get()) == ["holiday table loaded"]


def test_command_loads_the_table_and_refuses_nonsense(capsys):
    Holiday.objects.all().delete()

    call_command("load_holidays", "--from", "1403", "--to", "1403")

    assert capsys.readouterr().out.startswith("26 added") or Holiday.objects.count() > 20
    with pytest.raises(CommandError):
        call_command("load_holidays", "--from", "1410", "--to", "1403")


def test_commission_closes_its_own_county_only(commission, commissioner, other_county):
    close_days(commissioner, commission)

    assert not working_days.is_working_day(DAY, commission.county)
    assert working_days.is_working_day(DAY, other_county)
    assert working_days.is_working_day(DAY)
    assert refusal(close_days, commissioner, commission, county=other_county) == "not_your_office"


def test_province_is_closed_by_its_own_commission_or_the_secretariat(commission, commissioner):
    province = commission.province
    centre = Commission.objects.create(
        name="کمیسیون مرکز استان", kind=BodyKind.COMMISSION, level=Level.PROVINCE, province=province
    )
    facts = {"county": None, "province": province}
    assert refusal(close_days, commissioner, commission, **facts) == "not_your_office"

    close_days(make_staff(centre, Role.COMMISSION_PROVINCE), commission, **facts)
    close_days(make_secretary(), commission, **facts)

    assert not working_days.is_working_day(DAY, make_county(province))


def test_closure_needs_one_place_reason_basis_and_order(commission, commissioner):
    assert refusal(close_days, commissioner, commission, county=None) == "one_place"
    assert refusal(close_days, commissioner, commission, province=commission.province) == "one_place"
    assert refusal(close_days, commissioner, commission, reason=" ") == "missing_text"
    assert refusal(close_days, commissioner, commission, legal_basis="") == "missing_text"
    assert refusal(close_days, commissioner, commission, date_to=dt.date(2020, 1, 1)) == "dates_reversed"


def test_withdrawn_closure_gives_the_days_back_once(commission, commissioner, other_county):
    closure = close_days(commissioner, commission)
    stranger = make_staff(make_commission(other_county), Role.COMMISSION_COUNTY)
    assert refusal(closures.withdraw_closure, closure, by=stranger) == "not_your_office"

    with the_day_before(DAY):
        closures.withdraw_closure(closure, by=commissioner)

    assert working_days.is_working_day(DAY, commission.county)
    assert trail(closure) == ["declared", "withdrawn"]
    assert refusal(closures.withdraw_closure, closure, by=commissioner) == "withdrawn"


def test_outage_is_announced_by_the_countys_own_commission_alone(
    commissioner, county, other_county, secretary
):
    assert refusal(announce, secretary, county) == "not_your_office"
    assert refusal(announce, commissioner, other_county) == "not_your_office"
    assert (
        refusal(announce, commissioner, county, commission=make_commission(other_county)) == "not_your_office"
    )

    notice = announce(commissioner, county)

    assert trail(notice) == ["announced"]
    assert notices.outage_at(county, NOW + timedelta(hours=2)) == notice
    assert notices.outage_at(county, NOW - timedelta(hours=2)) is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"to_at": NOW - timedelta(hours=1)}, "dates_reversed"),
        ({"from_at": NOW + timedelta(days=1)}, "future_without_end"),
        ({"from_at": NOW - timedelta(days=8)}, "too_late"),
        ({"reason": ""}, "missing_text"),
    ],
)
def test_outage_out_of_order_or_announced_too_late_is_refused(commissioner, county, facts, code):
    assert refusal(announce, commissioner, county, **facts) == code


def test_outages_of_a_county_do_not_overlap(commissioner, county):
    announce(commissioner, county, to_at=NOW + timedelta(hours=4))

    later = {"from_at": NOW + timedelta(hours=3), "to_at": NOW + timedelta(hours=9)}
    assert refusal(announce, commissioner, county, **later) == "outage_overlaps"
    assert refusal(announce, commissioner, county) == "outage_overlaps"
    announce(commissioner, county, from_at=NOW + timedelta(hours=4), to_at=NOW + timedelta(hours=5))


def test_outage_ends_when_the_commission_says_so(commissioner, county):
    notice = announce(commissioner, county)

    with time_machine.travel(NOW + timedelta(hours=8), tick=False):
        notices.end_outage(notice, by=commissioner, to_at=NOW + timedelta(hours=6))

    assert notices.outage_at(county, NOW + timedelta(hours=7)) is None
    for wrong in (NOW, NOW + timedelta(hours=7)):
        assert refusal(notices.end_outage, notice, by=commissioner, to_at=wrong) == "dates_reversed"


def test_withdrawn_outage_is_as_if_it_had_not_been(commissioner, county, secretary):
    notice = announce(commissioner, county)
    assert refusal(notices.withdraw_outage, notice, by=secretary) == "not_your_office"

    with time_machine.travel(NOW + timedelta(hours=8), tick=False):
        notices.withdraw_outage(notice, by=commissioner)

    assert notices.outage_at(county, NOW + timedelta(hours=2)) is None
    assert refusal(notices.withdraw_outage, notice, by=commissioner) == "withdrawn"


def test_everybody_sees_only_the_notices_of_their_own_place(
    commission, commissioner, other_county, secretary
):
    here = close_days(commissioner, commission)
    there = close_days(secretary, commission, county=other_county)
    outage = announce(commissioner, commission.county)
    stranger = make_staff(make_commission(other_county), Role.COMMISSION_COUNTY)

    assert set(Closure.objects.visible_to(commissioner)) == {here}
    assert set(Closure.objects.visible_to(stranger)) == {there}
    assert set(Closure.objects.visible_to(secretary)) == {here, there}
    assert set(OutageNotice.objects.visible_to(commissioner)) == {outage}
    assert not OutageNotice.objects.visible_to(stranger).exists()
    commissioner.is_active = False
    assert not Closure.objects.visible_to(commissioner).exists()
    assert not Holiday.objects.visible_to(commissioner).exists()
    assert not OutageNotice.objects.visible_to(commissioner).exists()

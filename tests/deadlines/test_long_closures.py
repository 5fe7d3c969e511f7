"""How far back and how long days off may reach, what is shown before, and when a second person has to sign."""

import datetime as dt
from datetime import timedelta

import pytest
import time_machine

from core.jalali import end_of_day_tehran, from_jalali, tehran_today
from deadlines import texts
from deadlines.models import CalendarChange, Closure
from deadlines.services import closures, holidays, limits, previewing, recomputing, working_days
from deadlines.states import Key
from organizations.law.models import LegalValue
from organizations.roles.states import Role
from tests.deadlines.cases import begin, jalali, last_second, make_commission, make_county, make_staff
from tests.deadlines.test_admin import basis, day, desk, mark_in, request_of, said
from tests.deadlines.test_declaring import (
    BASIS,
    DAY,
    NOW,
    announce,
    close_days,
    declare,
    refusal,
    the_day_before,
    trail,
)

pytestmark = pytest.mark.django_db
AZAR = from_jalali(1403, 9, 1)


@pytest.fixture
def colleague(commission):
    """Another member of the same commission."""
    return make_staff(commission, Role.COMMISSION_COUNTY)


def close_for(days: int, by, commission, first: dt.date = AZAR, **facts) -> Closure:
    return close_days(by, commission, date_from=first, date_to=first + timedelta(days=days - 1), **facts)


def confirm(closure: Closure, by) -> Closure:
    with the_day_before(closure.date_from):
        return closures.confirm_closure(closure, by=by)


def set_limit(key: str, value: int) -> None:
    LegalValue.objects.filter(key=key).update(value=value)


def test_closure_of_a_whole_winter_is_refused_and_moves_nothing(commission, commissioner):
    deadline = begin(at=jalali(1403, 8, 28), county=commission.county)
    winter = {"date_from": AZAR, "date_to": from_jalali(1403, 12, 29)}

    assert refusal(close_days, commissioner, commission, **winter) == "too_long"

    assert recomputing.recompute() == 0
    deadline.refresh_from_db()
    assert deadline.due_at == last_second(1403, 9, 17)
    assert not Closure.objects.exists()


@pytest.mark.parametrize(("days", "refused"), [(30, False), (31, True)])
def test_closure_as_long_as_the_limit_is_taken_and_a_day_more_is_not(days, refused, commission, commissioner):
    if refused:
        assert refusal(close_for, days, commissioner, commission) == "too_long"
    else:
        assert close_for(days, commissioner, commission).awaits_second


def test_limit_is_the_number_the_secretariat_keeps(commission, commissioner):
    set_limit(limits.CLOSURE_LONGEST, 2)

    assert refusal(close_for, 3, commissioner, commission) == "too_long"


@pytest.mark.parametrize(("days_late", "refused"), [(7, False), (8, True)])
def test_days_off_are_not_declared_long_after_the_fact(
    days_late, refused, commission, commissioner, secretary
):
    with time_machine.travel(jalali(1403, 9, 20), tick=False):
        first = tehran_today() - timedelta(days=days_late)
        facts = {**BASIS, "basis_on": first}
        place = {"county": commission.county, "announced_by": commission, "reason": "برف"}

        def close():
            return closures.declare_closure(date_from=first, date_to=first, by=commissioner, **place, **facts)

        def add():
            return holidays.declare_holiday(date=first, title="تعطیلی", by=secretary, **facts)

        for act in (close, add):
            assert (refusal(act) == "too_late") if refused else act().pk


def test_moved_holiday_may_not_go_far_back_either(secretary):
    holiday = declare(secretary)
    facts = {"title": "تعطیلی", "is_estimated": False, **BASIS, "basis_on": DAY}

    with time_machine.travel(jalali(1403, 7, 20), tick=False):
        moved = {"by": secretary, "date": from_jalali(1403, 7, 12), **facts}
        assert refusal(holidays.change_holiday, holiday, **moved) == "too_late"


def test_basis_needs_its_number_and_a_day_that_has_come(commission, commissioner, secretary):
    for act in (
        lambda **facts: close_days(commissioner, commission, **facts),
        lambda **facts: declare(secretary, **facts),
    ):
        assert refusal(act, basis_number=" ‌") == "missing_text"
        assert refusal(act, basis_on=None) == "missing_text"
        assert refusal(act, legal_basis="") == "missing_text"
        assert refusal(act, basis_on=DAY) == "in_future"


@pytest.mark.parametrize(("days", "waits"), [(5, False), (6, True)])
def test_long_closure_holds_only_once_somebody_else_has_confirmed_it(
    days, waits, commission, commissioner, colleague
):
    closure = close_for(days, commissioner, commission)

    assert closure.awaits_second is waits
    assert working_days.is_working_day(AZAR, commission.county) is waits
    assert CalendarChange.objects.exists() is not waits
    if waits:
        assert refusal(confirm, closure, commissioner) == "same_person"
        confirm(closure, colleague)
        assert not working_days.is_working_day(AZAR, commission.county)
        assert trail(closure) == ["declared", "confirmed"]
    assert refusal(confirm, closure, colleague) == "confirmed"


def test_second_signature_is_of_an_office_of_the_place_and_in_time(commission, commissioner, colleague):
    closure = close_for(6, commissioner, commission)
    stranger = make_staff(make_commission(make_county()), Role.COMMISSION_COUNTY)

    assert refusal(confirm, closure, stranger) == "not_your_office"
    with time_machine.travel(end_of_day_tehran(AZAR + timedelta(days=8)), tick=False):
        assert refusal(closures.confirm_closure, closure, by=colleague) == "too_late"
    closures.withdraw_closure(closure, by=commissioner)
    assert refusal(confirm, closure, colleague) == "withdrawn"
    assert not CalendarChange.objects.exists()


def test_short_closures_in_a_row_need_a_second_person_as_one_long_one_does(commission, commissioner):
    close_for(5, commissioner, commission)  # 1 to 5 Azar

    after = close_for(3, commissioner, commission, first=AZAR + timedelta(days=5))
    before = close_for(2, commissioner, commission, first=AZAR - timedelta(days=2))
    apart = close_for(2, commissioner, commission, first=AZAR + timedelta(days=20))

    assert [row.awaits_second for row in (after, before, apart)] == [True, True, False]


def test_row_of_closures_is_no_longer_than_the_longest_closure(commission, commissioner, colleague):
    confirm(close_for(28, commissioner, commission), colleague)

    assert refusal(close_for, 3, commissioner, commission, first=AZAR + timedelta(days=28)) == "too_long"


def test_closed_province_counts_the_closures_of_its_counties(commission, commissioner, secretary):
    close_for(5, commissioner, commission)
    facts = {"county": None, "province": commission.province}

    wide = close_for(3, secretary, commission, first=AZAR + timedelta(days=5), **facts)

    assert wide.awaits_second


@pytest.mark.parametrize(("hours", "refused"), [(7 * 24, False), (7 * 24 + 1, True)])
def test_outage_is_announced_for_a_week_at_most(hours, refused, commission, commissioner):
    facts = {"to_at": NOW + timedelta(hours=hours)}
    if refused:
        assert refusal(announce, commissioner, commission.county, **facts) == "too_long"
    else:
        assert announce(commissioner, commission.county, **facts).pk


def test_preview_names_how_many_terms_move_from_when_to_when_and_writes_nothing(commission):
    county = commission.county
    for received in ((1403, 8, 28), (1403, 8, 29)):
        begin(at=jalali(*received), county=county)
    begin(Key.T14_LIFT, at=jalali(1403, 8, 30), county=county)
    begin(at=jalali(1403, 8, 28), county=make_county())

    found = previewing.preview_closure(
        county=county, province=None, date_from=AZAR, date_to=AZAR + timedelta(days=1), reason="برف"
    )

    assert (found.count, found.is_all) == (2, True)
    assert found.first == (last_second(1403, 9, 17), last_second(1403, 9, 18))
    assert found.last == (last_second(1403, 9, 18), last_second(1403, 9, 19))
    assert texts.preview(found.count, found.first, found.last, is_all=False).startswith(
        "دست‌کم ۲ مهلت باز جابه‌جا می‌شود"
    )
    assert recomputing.recompute() == 0


def test_values_changed_after_the_preview_are_previewed_anew(commission, commissioner):
    data = {
        "county": commission.county_id,
        "reason": "برف",
        "announced_by": commission.pk,
        **basis(),
        **day("", "date_from", (1403, 7, 3)),
    }
    with the_day_before(DAY):
        first = request_of(commissioner, data | day("", "date_to", (1403, 7, 3)))
        mark = mark_in(desk(Closure).add_view(first).content.decode())
        longer = request_of(commissioner, data | day("", "date_to", (1403, 7, 5)) | {"previewed": mark})
        again = desk(Closure).add_view(longer)

    assert again.status_code == 200
    assert texts.NEEDS_SECOND not in again.content.decode()
    assert not Closure.objects.exists()


def test_desk_tells_the_second_person_what_a_long_closure_would_move(commission, commissioner, colleague):
    begin(at=jalali(1403, 8, 28), county=commission.county)
    closure = close_for(6, commissioner, commission)

    with the_day_before(AZAR):
        page = desk(Closure).change_view(request_of(colleague), str(closure.pk)).content.decode()
        desk(Closure).step_view(request_of(colleague, {}), closure.pk, "confirm")

    assert "۱ مهلت باز جابه‌جا می‌شود" in page
    assert "تا تأیید نشود برقرار نیست" in page
    closure.refresh_from_db()
    assert closure.confirmed_by == colleague


def test_desk_says_beforehand_and_afterwards_that_a_long_closure_waits(commission, commissioner):
    data = {
        "county": commission.county_id,
        "reason": "برف",
        "announced_by": commission.pk,
        **basis(),
        **day("", "date_from", (1403, 7, 3)),
        **day("", "date_to", (1403, 7, 8)),
    }
    with the_day_before(DAY):
        shown = desk(Closure).add_view(request_of(commissioner, data)).content.decode()
        request = request_of(commissioner, data | {"previewed": mark_in(shown)})
        desk(Closure).add_view(request)
        listed = desk(Closure).changelist_view(request_of(commissioner)).render().content.decode()

    assert texts.NEEDS_SECOND in shown
    assert said(request) == [f"تعطیلی ثبت شد. {texts.NEEDS_SECOND}"]
    assert "منتظر تأیید نفر دوم" in listed

"""What a change of holidays, closures and outages moves is shown first; many single holidays need two people."""

import datetime as dt
from datetime import timedelta

import pytest
import time_machine

from core.jalali import from_jalali
from deadlines import texts
from deadlines.models import CalendarChange, Closure, Holiday, OutageNotice
from deadlines.services import closures, holidays, notices, recomputing, working_days
from organizations.law.models import LegalValue
from organizations.roles.states import Role
from tests.deadlines.cases import begin, jalali, last_second, make_staff
from tests.deadlines.test_admin import basis, day, desk, do, mark_in, request_of
from tests.deadlines.test_declaring import (
    DAY,
    NOW,
    announce,
    close_days,
    declare,
    refusal,
    the_day_before,
)

pytestmark = pytest.mark.django_db
MOVED = "۱ مهلت باز جابه‌جا می‌شود"
AZAR = from_jalali(1403, 9, 3)


@pytest.fixture
def other_secretary(secretary):
    body = secretary.memberships.get().body
    return make_staff(body, Role.SECRETARIAT)


def declare_each(by, days: int, first: dt.date = AZAR) -> list[Holiday]:
    """Single holidays on working days in a row, entered one by one."""
    found, one = [], first
    while len(found) < days:
        if working_days.is_working_day(one) or found:
            found.append(declare(by, date=one))
        one += timedelta(days=1)
    return found


class TestSeenBefore:
    @pytest.fixture
    def holiday(self, secretary):
        holiday = declare(secretary)
        begin(at=jalali(1403, 7, 1))
        return holiday

    def test_cancelling_a_holiday(self, holiday, secretary):
        with the_day_before(DAY):
            shown = desk(Holiday).step_view(request_of(secretary, {}), holiday.pk, "cancel").content.decode()
            holiday.refresh_from_db()
            assert holiday.cancelled_at is None
            assert f"{MOVED}: از پایان پنجشنبه ۱۹ مهر ۱۴۰۳ به پایان چهارشنبه ۱۸ مهر ۱۴۰۳." in shown
            assert "همین ثبت شود" in shown
            do(Holiday, secretary, holiday, "cancel", {})

        assert working_days.is_working_day(DAY)

    def test_moving_a_holiday(self, holiday, secretary):
        data = {"title": holiday.title, **basis()}
        with the_day_before(DAY):
            shown, answer = do(Holiday, secretary, holiday, "correct", data | day("", "date", (1403, 8, 9)))

        assert MOVED in shown
        assert answer.status_code == 302

    def test_settling_an_estimated_date_moves_nothing_and_says_so(self, secretary):
        estimated = Holiday.objects.filter(is_estimated=True).first()

        with the_day_before(estimated.date):
            page = desk(Holiday).change_view(request_of(secretary), str(estimated.pk)).content.decode()
            shown, _ = do(Holiday, secretary, estimated, "settle", basis())

        assert "تأیید تاریخ قمری" in page
        assert "هیچ مهلت بازی جابه‌جا نمی‌شود." in shown
        estimated.refresh_from_db()
        assert (estimated.is_estimated, estimated.basis_number) == (False, "12")

    def test_withdrawing_a_closure(self, commission, commissioner):
        closure = close_days(commissioner, commission)
        begin(at=jalali(1403, 7, 1), county=commission.county)

        with the_day_before(DAY):
            shown, _ = do(Closure, commissioner, closure, "withdraw", {})

        assert MOVED in shown
        closure.refresh_from_db()
        assert closure.withdrawn_at is not None

    def test_declaring_an_outage_and_when_it_ends_by_itself(self, commission, commissioner):
        begin(at=jalali(1403, 7, 1), county=commission.county)
        data = {"county": commission.county_id, "reason": "قطع فیبر", "from_time": "08:00"}

        with time_machine.travel(jalali(1403, 7, 3), tick=False):
            request = request_of(commissioner, data | day("", "from_day", (1403, 7, 3)))
            shown = desk(OutageNotice).add_view(request).content.decode()

        assert MOVED in shown
        assert "در ۱۰ مهر ۱۴۰۳، ساعت ۰۸:۰۰ خودبه‌خود پایان می‌یابد" in shown
        assert mark_in(shown)
        assert not OutageNotice.objects.exists()
        assert not CalendarChange.objects.exists()


class TestManySingleHolidays:
    def test_one_more_than_one_person_may_decide_waits_for_another(self, secretary, other_secretary):
        *alone, last = declare_each(secretary, 6)

        assert [row.awaits_second for row in alone] == [False] * 5
        assert last.awaits_second
        assert working_days.is_working_day(last.date)
        with the_day_before(last.date):
            assert refusal(holidays.confirm_holiday, last, by=secretary) == "same_person"
            holidays.confirm_holiday(last, by=other_secretary)
            assert refusal(holidays.confirm_holiday, last, by=other_secretary) == "confirmed"
        assert not working_days.is_working_day(last.date)

    def test_desk_says_so_before_and_on_its_page(self, secretary):
        declare_each(secretary, 5)
        data = {"title": "تعطیلی", "source": "NATIONAL", **day("", "date", (1403, 9, 8)), **basis()}

        with the_day_before(AZAR):
            shown = desk(Holiday).add_view(request_of(secretary, data)).content.decode()
            desk(Holiday).add_view(request_of(secretary, data | {"previewed": mark_in(shown)}))
        row = Holiday.objects.get(date=from_jalali(1403, 9, 8))
        page = desk(Holiday).change_view(request_of(secretary), str(row.pk)).content.decode()

        assert texts.HOLIDAY_NEEDS_SECOND in shown
        assert texts.NOT_CONFIRMED_YET in page

    def test_days_of_the_table_count_for_nothing(self, secretary):
        nowruz = Holiday.objects.filter(date__gte=from_jalali(1404, 1, 1)).order_by("date").first()

        assert not declare(secretary, date=nowruz.date + timedelta(days=4)).awaits_second


class TestTakenBackLate:
    @pytest.mark.parametrize(("days_late", "refused"), [(7, False), (8, True)])
    def test_closure_and_holiday_only_as_late_as_they_may_be_declared(
        self, days_late, refused, commission, commissioner, secretary
    ):
        holiday, closure = declare(secretary), close_days(commissioner, commission)

        with time_machine.travel(jalali(1403, 7, 3) + timedelta(days=days_late), tick=False):
            for act in (
                lambda: holidays.cancel_holiday(holiday, by=secretary),
                lambda: closures.withdraw_closure(closure, by=commissioner),
            ):
                assert (refusal(act) == "too_late") if refused else act().pk

    def test_limit_is_the_row_of_the_secretariat(self, commission, commissioner):
        closure = close_days(commissioner, commission)
        LegalValue.objects.filter(key="days_off_backdating").update(value=2)

        with time_machine.travel(jalali(1403, 7, 6), tick=False):
            assert refusal(closures.withdraw_closure, closure, by=commissioner) == "too_late"

    def test_outage(self, commissioner, county):
        notice = announce(commissioner, county)

        with time_machine.travel(NOW + timedelta(days=8), tick=False):
            assert refusal(notices.withdraw_outage, notice, by=commissioner) == "too_late"


class TestOutageWithoutEnd:
    def test_it_ends_by_itself_after_the_longest_outage(self, commissioner, county):
        LegalValue.objects.filter(key="outage_longest").update(value=3)
        notice = announce(commissioner, county)

        assert notices.outage_at(county, NOW + timedelta(days=3, seconds=-1)) == notice
        assert notices.outage_at(county, NOW + timedelta(days=3)) is None

    def test_terms_run_again_by_themselves(self, commissioner, county):
        deadline = begin(at=jalali(1403, 7, 1), county=county)
        with time_machine.travel(jalali(1403, 7, 3), tick=False):
            notices.announce_outage(county=county, from_at=jalali(1403, 7, 3), reason="قطعی", by=commissioner)
        recomputing.apply_changes()

        deadline.refresh_from_db()
        assert deadline.due_at > last_second(1403, 7, 18)

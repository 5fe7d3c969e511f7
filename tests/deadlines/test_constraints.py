"""What the database itself refuses, on both engines."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.jalali import from_jalali
from deadlines.models import (
    CalendarVersion,
    Closure,
    Deadline,
    DeadlineInterval,
    DeadlineMove,
    Holiday,
    OutageNotice,
    Term,
)
from deadlines.states import HolidaySource, Key, Owner, State
from tests.constraints import refused_by
from tests.deadlines.cases import begin, jalali, make_secretary

PACKAGE = HolidaySource.PACKAGE
pytestmark = pytest.mark.django_db

EARLY, LATE = jalali(1403, 7, 1), jalali(1403, 7, 2)


def assert_refused(write) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def set_on(deadline: Deadline, **facts):
    return lambda: Deadline.objects.filter(pk=deadline.pk).update(**facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"due_at": None},
        {"state": State.PAUSED},
        {"state": State.MET},
        {"closed_at": LATE},
        {"state": State.MET, "closed_at": jalali(1390, 1, 1)},
        {"due_at": jalali(1390, 1, 1)},
        {"amount": 0},
    ],
)
def test_deadline_in_no_lawful_state_is_refused(facts):
    assert_refused(set_on(begin(at=EARLY), **facts))


def test_second_live_deadline_of_a_case_is_refused():
    deadline = begin(at=EARLY)
    deadline.pk = None

    assert_refused(lambda: deadline.save(force_insert=True))


def interval(deadline: Deadline, **facts):
    values = {"owner": Owner.UNION, "reason": "بررسی", "started_at": LATE, "ended_at": LATE} | facts
    return lambda: DeadlineInterval.objects.create(deadline=deadline, **values)


@pytest.mark.parametrize(
    "facts",
    [
        {"ended_at": None},
        {"ended_at": EARLY},
        {"reason": ""},
        {"runs": False},
        {"started_at": EARLY},
    ],
)
def test_interval_that_breaks_the_chain_is_refused(facts):
    assert_refused(interval(begin(at=EARLY), **facts))


@pytest.mark.parametrize(
    "facts",
    [{"from_due": None, "to_due": None}, {"from_due": EARLY, "to_due": EARLY}, {"because": ""}],
)
def test_move_that_goes_nowhere_or_has_no_cause_is_refused(facts):
    values = {"from_due": EARLY, "to_due": LATE, "because": "تعطیلی"} | facts
    deadline = begin(at=EARLY)

    assert_refused(lambda: DeadlineMove.objects.create(deadline=deadline, **values))


def test_recorded_move_can_be_neither_changed_nor_deleted():
    move = DeadlineMove.objects.create(
        deadline=begin(at=EARLY), from_due=EARLY, to_due=LATE, because="تعطیلی"
    )

    assert_refused(lambda: DeadlineMove.objects.filter(pk=move.pk).update(because="چیز دیگر"))
    assert_refused(lambda: DeadlineMove.objects.filter(pk=move.pk).delete())


def test_holiday_by_hand_without_number_and_day_of_its_basis_is_refused():
    facts = {"date": dt.date(2024, 9, 23), "title": "روز", "legal_basis": "مصوبه"}

    assert_refused(lambda: Holiday.objects.create(**facts, basis_number="۱۲"))
    assert_refused(lambda: Holiday.objects.create(**facts, basis_on=dt.date(2024, 9, 20)))
    assert Holiday.objects.create(**facts, basis_number="۱۲", basis_on=dt.date(2024, 9, 20)).pk


def test_two_holidays_in_force_on_one_day_are_refused():
    assert_refused(lambda: Holiday.objects.create(source=PACKAGE, date=from_jalali(1403, 1, 1), title="دیگر"))


def test_half_cancelled_or_nameless_holiday_is_refused():
    day = dt.date(2024, 9, 23)

    assert_refused(lambda: Holiday.objects.create(source=PACKAGE, date=day, title=""))
    assert_refused(
        lambda: Holiday.objects.create(source=PACKAGE, date=day, title="روز", cancelled_at=timezone.now())
    )
    assert_refused(
        lambda: Holiday.objects.create(source=PACKAGE, date=day, title="روز", cancelled_by=make_secretary())
    )


def closure(commission, **facts):
    day = dt.date(2024, 9, 23)
    values = {
        "county": commission.county,
        "date_from": day,
        "date_to": day,
        "reason": "برف",
        "legal_basis": "مصوبه",
        "basis_number": "۱۲",
        "basis_on": day,
        "declared_by": make_secretary(),
        "announced_by": commission,
    }
    return lambda: Closure.objects.create(**(values | facts))


def test_closure_without_one_place_reason_basis_or_order_is_refused(commission):
    province = commission.province

    assert_refused(closure(commission, county=None))
    assert_refused(closure(commission, province=province))
    assert_refused(closure(commission, date_to=dt.date(2024, 9, 22)))
    assert_refused(closure(commission, reason=""))
    assert_refused(closure(commission, legal_basis=""))
    assert_refused(closure(commission, basis_number=""))


def test_closure_confirmed_by_its_own_declarer_or_by_half_is_refused(commission, commissioner, secretary):
    signed = {"declared_by": commissioner, "needs_second": True, "confirmed_at": timezone.now()}

    assert_refused(closure(commission, **signed, confirmed_by=commissioner))
    assert_refused(closure(commission, **signed))
    assert_refused(closure(commission, **(signed | {"needs_second": False}), confirmed_by=secretary))
    assert closure(commission, **signed, confirmed_by=secretary)().confirmed_by == secretary


def outage(commission, user, **facts):
    values = {"commission": commission, "county": commission.county, "announced_by": user, "reason": "قطعی"}
    return lambda: OutageNotice.objects.create(**(values | {"from_at": LATE} | facts))


def test_outage_reversed_without_reason_or_without_end_is_refused(commission, commissioner):
    assert_refused(outage(commission, commissioner, to_at=EARLY))
    assert_refused(outage(commission, commissioner, reason=""))
    assert_refused(outage(commission, commissioner))
    assert outage(commission, commissioner, to_at=LATE + dt.timedelta(hours=1))().is_end_announced


def test_term_without_length_basis_or_second_of_a_day_is_refused():
    term = Term.objects.get(key=Key.T1_UNION_ANSWER)

    assert_refused(lambda: Term.objects.filter(pk=term.pk).update(amount=0))
    assert_refused(lambda: Term.objects.filter(pk=term.pk).update(legal_basis=""))
    assert_refused(lambda: Term.objects.filter(pk=term.pk).update(amount_max=15))
    term.pk = None
    assert_refused(lambda: term.save(force_insert=True))


def test_term_that_ends_before_it_begins_is_refused():
    term = Term.objects.get(key=Key.T1_UNION_ANSWER)

    with refused_by("term_ends_after_it_begins"):
        Term.objects.filter(pk=term.pk).update(valid_to=term.valid_from - dt.timedelta(days=1))


def test_calendar_has_one_version_row():
    assert_refused(lambda: CalendarVersion.objects.create(pk=2, token="x"))

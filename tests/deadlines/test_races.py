"""Two people, or a person and the timetable, at the same moment."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from core.jalali import from_jalali
from deadlines.models import CalendarChange, Closure, Deadline, DeadlineInterval
from deadlines.services import clock, closures, recomputing, working_days
from deadlines.states import Key, Owner, State
from organizations.roles.states import Role
from tests.deadlines.cases import (
    a_case,
    begin,
    jalali,
    make_commission,
    make_county,
    make_secretary,
    make_staff,
)
from tests.deadlines.test_declaring import BASIS, DAY, close_days, declare, the_day_before
from tests.races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at one moment; "" or the code of the refusal, in order."""
    return [outcome if isinstance(outcome, str) else "" for outcome in together(*acts)]


def pausing(deadline: Deadline) -> Callable[[], object]:
    return lambda: clock.pause(
        deadline, owner=Owner.BODY, reason="استعلام", legal_basis="مادهٔ ۱۲", at=jalali(1403, 7, 3)
    )


def test_six_pauses_at_once_stop_the_clock_once():
    deadline = begin(at=jalali(1403, 7, 1))

    answers = at_once(*[pausing(deadline)] * 6)

    assert sorted(answers) == ["", *["deadline_paused"] * 5]
    assert DeadlineInterval.objects.filter(deadline=deadline).count() == 2
    assert DeadlineInterval.objects.filter(deadline=deadline, ended_at=None).count() == 1


def test_six_resumes_at_once_start_the_clock_once():
    deadline = begin(at=jalali(1403, 7, 1))
    pausing(deadline)()

    answers = at_once(*[lambda: clock.resume(deadline, at=jalali(1403, 7, 5))] * 6)

    assert sorted(answers) == ["", *["deadline_running"] * 5]
    assert DeadlineInterval.objects.filter(deadline=deadline).count() == 3


def test_pause_and_close_at_once_leave_one_outcome():
    deadline = begin(at=jalali(1403, 7, 1))

    at_once(pausing(deadline), lambda: clock.close(deadline, outcome=State.MET, at=jalali(1403, 7, 4)))

    deadline.refresh_from_db()
    assert deadline.state == State.MET
    assert not DeadlineInterval.objects.filter(deadline=deadline, ended_at=None).exists()


def test_silence_and_refusal_at_once_have_one_outcome():
    deadline = begin(at=jalali(1403, 7, 1))

    answers = at_once(
        lambda: clock.close(deadline, outcome=State.MISSED, at=jalali(1403, 7, 19, 0)),
        lambda: clock.close(deadline, outcome=State.MET, at=jalali(1403, 7, 18, 23, 59)),
    )

    deadline.refresh_from_db()
    assert sorted(answers) == ["", "deadline_closed"]
    assert deadline.state == (State.MISSED if answers[0] == "" else State.MET)


def test_eight_starts_at_once_begin_one_term():
    case = a_case()

    answers = at_once(*[lambda: clock.start(Key.T1_UNION_ANSWER, subject=case, at=jalali(1403, 7, 1))] * 8)

    assert sorted(answers) == ["", *["deadline_running"] * 7]
    assert Deadline.objects.of(case).count() == 1


def test_two_workers_following_one_change_record_each_move_once():
    for _ in range(5):
        begin(at=jalali(1403, 7, 1), county=make_county())
    declare(make_secretary())

    at_once(recomputing.apply_changes, recomputing.apply_changes)

    assert [deadline.moves.count() for deadline in Deadline.objects.all()] == [1] * 5


def test_two_short_closures_in_a_row_declared_at_once_do_not_escape_the_second_person():
    commission = make_commission(make_county())
    clerk = make_staff(commission, Role.COMMISSION_COUNTY)
    facts = {
        "county": commission.county,
        "reason": "برف",
        "announced_by": commission,
        **BASIS,
        "basis_on": DAY - timedelta(days=2),
        "by": clerk,
    }

    def closing(first: date) -> Callable[[], object]:
        last = first + timedelta(days=4)
        return lambda: closures.declare_closure(date_from=first, date_to=last, **facts)

    with the_day_before(DAY):
        answers = at_once(closing(DAY), closing(DAY + timedelta(days=5)))

    assert answers == ["", ""]
    assert sorted(Closure.objects.values_list("needs_second", flat=True)) == [False, True]


def test_two_confirmations_at_once_are_one():
    commission = make_commission(make_county())
    clerk, one, other = (make_staff(commission, Role.COMMISSION_COUNTY) for _ in range(3))
    closure = close_days(clerk, commission, date_to=DAY + timedelta(days=9))

    with the_day_before(DAY):
        answers = at_once(*[partial(closures.confirm_closure, closure, by=by) for by in (one, other)])

    assert sorted(answers) == ["", "confirmed"]
    assert CalendarChange.objects.count() == 1


def test_change_taken_back_is_not_remembered():
    class Undone(Exception):
        """Rolls the change back."""

    day, secretary = from_jalali(1403, 7, 3), make_secretary()
    assert working_days.is_working_day(day)

    with pytest.raises(Undone):
        declare_and_undo(secretary, day, Undone)

    assert working_days.is_working_day(day)


def declare_and_undo(secretary, day, undone: type[Exception]) -> None:
    from django.db import transaction

    with transaction.atomic():
        declare(secretary, date=day)
        assert not working_days.is_working_day(day)
        raise undone

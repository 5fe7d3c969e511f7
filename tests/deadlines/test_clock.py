"""Starting, stopping, handing over and closing the clock of a case."""

import datetime as dt
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from core.jalali import from_jalali
from core.refusals import RuleBroken
from deadlines.models import CalendarVersion, Deadline, DeadlineInterval, Holiday, Term
from deadlines.services import clock, explaining, recomputing, terms, working_days
from deadlines.services import clock as deadline_clock
from deadlines.states import Key, Owner, State, Unit
from organizations.places.models import Province
from tests.deadlines.cases import a_case, begin, jalali, last_second, make_secretary

pytestmark = pytest.mark.django_db


def pause(deadline: Deadline, at: dt.datetime, **facts) -> Deadline:
    return deadline_clock.pause(
        deadline, owner=Owner.BODY, reason="استعلام از ادارهٔ اماکن", legal_basis="مادهٔ ۱۲", at=at, **facts
    )


def refusal(act, *args, **facts) -> str:
    with pytest.raises(RuleBroken) as caught:
        act(*args, **facts)
    return caught.value.code


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (jalali(1400, 12, 1), last_second(1400, 12, 19)),
        (jalali(1400, 12, 20), last_second(1401, 1, 15)),
        (jalali(1403, 7, 1), last_second(1403, 7, 18)),
    ],
)
def test_union_has_until_the_day_the_handbook_names(received, due):
    assert begin(at=received).due_at == due


def test_applicant_has_three_months_moved_over_nowruz():
    assert begin(Key.T2_DOCUMENTS, at=jalali(1400, 9, 30)).due_at == last_second(1401, 1, 6)


def test_chamber_has_72_hours_to_lift():
    assert begin(Key.T14_LIFT, at=jalali(1400, 12, 10, 9)).due_at == jalali(1400, 12, 13, 9)


def test_every_term_of_the_handbook_is_seeded_and_can_begin():
    for key in Key:
        deadline = begin(key, at=jalali(1403, 4, 1) if key == Key.T19_GOODS_CLEARANCE else jalali(1403, 7, 1))
        assert deadline.state == State.OPEN
        assert deadline.owner == deadline.term.owner


def test_new_deadline_costs_three_statements_once_the_tables_are_known(django_assert_num_queries, county):
    working_days.calendar_of(county)
    case = a_case()

    with django_assert_num_queries(7):  # one read, two writes, two savepoints
        deadline_clock.start(Key.T1_UNION_ANSWER, subject=case, county=county)


def test_same_term_cannot_run_twice_for_one_case():
    case = a_case()
    deadline_clock.start(Key.T1_UNION_ANSWER, subject=case)

    assert refusal(deadline_clock.start, Key.T1_UNION_ANSWER, subject=case) == "deadline_running"
    assert Deadline.objects.of(case).count() == 1


def test_a_closed_term_may_begin_again_after_an_accepted_objection():
    case = a_case()
    first = deadline_clock.start(Key.T1_UNION_ANSWER, subject=case)
    deadline_clock.close(first, outcome=State.MET)

    again = deadline_clock.start(Key.T1_UNION_ANSWER, subject=case)

    assert deadline_clock.live(case, Key.T1_UNION_ANSWER) == again


def test_length_may_be_chosen_only_where_the_law_leaves_a_range():
    assert begin(Key.T19_GOODS_CLEARANCE, amount=15).amount == 15
    assert refusal(begin, Key.T19_GOODS_CLEARANCE, amount=21) == "term_amount"
    assert refusal(begin, Key.T1_UNION_ANSWER, amount=14) == "term_amount"


def test_paper_received_in_an_outage_is_entered_with_its_own_date():
    assert begin(at=jalali(1403, 7, 1)).started_at == jalali(1403, 7, 1)


def test_paused_clock_has_no_due_moment_until_it_runs_again():
    deadline = pause(begin(at=jalali(1403, 7, 1)), jalali(1403, 7, 3))
    assert (deadline.state, deadline.due_at) == (State.PAUSED, None)

    deadline = deadline_clock.resume(deadline, at=jalali(1403, 7, 5))

    assert (deadline.state, deadline.due_at) == (State.OPEN, last_second(1403, 7, 22))


def test_paused_deadline_is_never_overdue():
    deadline = pause(begin(at=jalali(1403, 7, 1)), jalali(1403, 7, 3))

    assert not deadline_clock.overdue(Key.T1_UNION_ANSWER, jalali(1410, 1, 1)).exists()
    assert (
        refusal(deadline_clock.close, deadline, outcome=State.MISSED, at=jalali(1410, 1, 1))
        == "deadline_not_over"
    )


def test_second_pause_and_second_resume_are_refused():
    deadline = pause(begin(at=jalali(1403, 7, 1)), jalali(1403, 7, 3))
    assert refusal(pause, deadline, jalali(1403, 7, 4)) == "deadline_paused"

    deadline_clock.resume(deadline, at=jalali(1403, 7, 5))

    assert refusal(deadline_clock.resume, deadline, at=jalali(1403, 7, 6)) == "deadline_running"


def test_events_out_of_order_are_refused():
    deadline = pause(begin(at=jalali(1403, 7, 1)), jalali(1403, 7, 3))

    assert refusal(deadline_clock.resume, deadline, at=jalali(1403, 7, 2)) == "out_of_order"
    assert (
        refusal(deadline_clock.close, deadline, outcome=State.CANCELLED, at=jalali(1403, 7, 2))
        == "out_of_order"
    )


def test_clock_cannot_be_stopped_after_silence_is_complete():
    deadline = begin(at=jalali(1403, 7, 1))

    assert refusal(pause, deadline, jalali(1403, 7, 19, 0)) == "deadline_passed"


def test_handing_over_changes_the_turn_and_not_the_clock():
    deadline = begin(at=jalali(1403, 7, 1))

    handed = deadline_clock.hand_over(deadline, Owner.CHAMBER, "تعریف رسته", at=jalali(1403, 7, 3))

    assert handed.due_at == deadline.due_at
    assert explaining.explain(handed, jalali(1403, 7, 4)).turn == Owner.CHAMBER


def test_handing_over_a_stopped_clock_keeps_its_basis():
    deadline = pause(begin(at=jalali(1403, 7, 1)), jalali(1403, 7, 3))

    deadline_clock.hand_over(deadline, Owner.APPLICANT, "رفع نقص", at=jalali(1403, 7, 4))

    last = DeadlineInterval.objects.get(deadline=deadline, ended_at=None)
    assert (last.runs, last.legal_basis) == (False, "مادهٔ ۱۲")


def test_two_events_of_one_moment_leave_one_turn():
    deadline = pause(begin(at=jalali(1403, 7, 1)), jalali(1403, 7, 1))

    assert deadline.intervals.count() == 1
    assert deadline.state == State.PAUSED


def test_resume_may_name_another_owner():
    deadline = pause(begin(at=jalali(1403, 7, 1)), jalali(1403, 7, 3))

    deadline_clock.resume(deadline, at=jalali(1403, 7, 4), owner=Owner.CHAMBER)

    assert DeadlineInterval.objects.get(deadline=deadline, ended_at=None).owner == Owner.CHAMBER


def test_silence_is_complete_only_after_the_last_second():
    deadline = begin(at=jalali(1403, 7, 1))
    in_the_last_second = last_second(1403, 7, 18) + timedelta(milliseconds=900)
    midnight = jalali(1403, 7, 19, 0)

    assert not deadline_clock.overdue(Key.T1_UNION_ANSWER, in_the_last_second).exists()
    assert (
        refusal(deadline_clock.close, deadline, outcome=State.MISSED, at=in_the_last_second)
        == "deadline_not_over"
    )
    assert list(deadline_clock.overdue(Key.T1_UNION_ANSWER, midnight)) == [deadline]
    assert deadline_clock.close(deadline, outcome=State.MISSED, at=midnight).state == State.MISSED


def test_answer_in_the_last_second_is_in_time_and_one_later_is_not():
    in_the_last_second = last_second(1403, 7, 18) + timedelta(milliseconds=900)
    met = deadline_clock.close(begin(at=jalali(1403, 7, 1)), outcome=State.MET, at=in_the_last_second)
    assert met.state == State.MET

    late = begin(at=jalali(1403, 7, 1))

    assert (
        refusal(deadline_clock.close, late, outcome=State.MET, at=jalali(1403, 7, 19, 0)) == "deadline_passed"
    )


def test_issuing_late_is_possible_because_the_law_only_raises_an_alarm():
    deadline = begin(Key.T3_ISSUE, at=jalali(1403, 7, 1))

    closed = deadline_clock.close(deadline, outcome=State.MET, at=jalali(1403, 8, 1))

    assert closed.closed_at > closed.due_at


def test_whoever_closes_second_learns_it_is_closed():
    deadline = begin(at=jalali(1403, 7, 1))
    deadline_clock.close(deadline, outcome=State.MET, at=jalali(1403, 7, 5))

    assert (
        refusal(deadline_clock.close, deadline, outcome=State.MISSED, at=jalali(1403, 8, 1))
        == "deadline_closed"
    )
    assert refusal(pause, deadline, jalali(1403, 7, 6)) == "deadline_closed"


def test_closing_needs_an_end_and_not_a_state():
    with pytest.raises(ValueError, match="not an end"):
        deadline_clock.close(begin(), outcome=State.PAUSED)


def test_stale_due_moment_decides_nothing():
    deadline = begin(at=jalali(1403, 7, 1))
    Deadline.objects.filter(pk=deadline.pk).update(due_at=jalali(1403, 7, 2))

    assert (
        refusal(deadline_clock.close, deadline, outcome=State.MISSED, at=jalali(1403, 7, 10))
        == "deadline_not_over"
    )


def test_the_timetable_standing_still_for_three_days_changes_no_answer():
    punctual, late = begin(at=jalali(1403, 7, 1)), begin(at=jalali(1403, 7, 1))
    deadline_clock.close(punctual, outcome=State.MISSED, at=jalali(1403, 7, 19, 0, 1))

    closed = deadline_clock.close(late, outcome=State.MISSED, at=jalali(1403, 7, 22, 0, 1))

    assert closed.due_at == last_second(1403, 7, 18)
    with time_machine.travel(jalali(1403, 7, 25), tick=False):
        recomputing.recompute()
    late.refresh_from_db()
    assert late.due_at == last_second(1403, 7, 18)
    assert not late.moves.exists()


def test_turns_add_up_to_the_age_of_the_case():
    deadline = pause(begin(at=jalali(1403, 7, 1)), jalali(1403, 7, 3))
    deadline_clock.hand_over(deadline, Owner.APPLICANT, "رفع نقص", at=jalali(1403, 7, 4, 13, 7))
    deadline_clock.resume(deadline, at=jalali(1403, 7, 5))
    closed = deadline_clock.close(deadline, outcome=State.MET, at=jalali(1403, 7, 9, 8))

    told = explaining.explain(closed, jalali(1403, 9, 1))

    assert told.age == jalali(1403, 7, 9, 8) - jalali(1403, 7, 1)
    assert sum((share.length for share in told.shares), timedelta()) == told.age
    assert [turn.owner for turn in told.turns] == [Owner.UNION, Owner.BODY, Owner.APPLICANT, Owner.UNION]


def test_a_new_term_binds_only_what_begins_under_it():
    old = begin(at=jalali(1403, 7, 1))
    terms.set_term(
        old.term,
        amount=10,
        unit=Unit.WORKING_DAY,
        valid_from=dt.date(2024, 10, 1),
        legal_basis="قانون تازه",
        by=make_secretary(),
    )

    new = begin(at=jalali(1403, 8, 1))

    old.refresh_from_db()
    assert (old.amount, new.amount) == (15, 10)
    recomputing.recompute()
    old.refresh_from_db()
    assert old.due_at == last_second(1403, 7, 18)


def test_a_kind_of_case_may_have_its_own_term():
    plain = deadline_clock.term_in_force(Key.T1_UNION_ANSWER)
    terms.set_term(
        plain,
        amount=3,
        unit=Unit.WORKING_DAY,
        valid_from=dt.date(2022, 3, 21),
        legal_basis="قانون تسهیل صدور مجوزها",
        by=make_secretary(),
        variant="REGISTRATION",
    )

    assert begin(at=jalali(1403, 7, 1), variant="REGISTRATION").amount == 3
    assert begin(at=jalali(1403, 7, 1), variant="APPROVAL").amount == 15


def test_term_before_its_law_does_not_exist():
    with pytest.raises(LookupError):
        begin(Key.T20_ART27_NOTICE, at=jalali(1402, 1, 10))


def test_terms_are_set_by_the_secretariat_alone_and_once_a_day(commissioner):
    term = Term.objects.get(key=Key.T1_UNION_ANSWER)
    facts = {"amount": 10, "unit": Unit.WORKING_DAY, "legal_basis": "قانون تازه"}
    day = {"valid_from": dt.date(2025, 1, 1)}
    secretary = make_secretary()

    assert refusal(terms.set_term, term, by=commissioner, **facts, **day) == "not_your_office"
    assert refusal(terms.set_term, term, by=secretary, **(facts | {"amount": 0}), **day) == "incomplete"
    terms.set_term(term, by=secretary, **facts, **day)
    assert refusal(terms.set_term, term, by=secretary, **facts, **day) == "term_exists"


def test_now_is_the_databases_where_processes_share_one(settings, monkeypatch):
    class Cursor:
        """Answers like PostgreSQL."""

        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

        def execute(self, sql):
            assert sql == "SELECT clock_timestamp()"

        def fetchone(self):
            return (jalali(1403, 7, 1),)

    settings.CLOCK_FROM_DATABASE = True
    monkeypatch.setattr(clock, "connection", SimpleNamespace(vendor="postgresql", cursor=Cursor))

    assert deadline_clock.moment() == jalali(1403, 7, 1)


def test_the_databases_clock_and_ours_agree(settings):
    settings.CLOCK_FROM_DATABASE = True

    assert abs(deadline_clock.moment() - timezone.now()) < timedelta(seconds=30)


def test_subject_that_is_not_saved_is_a_mistake_and_no_refusal():
    with pytest.raises(IntegrityError):
        deadline_clock.start(Key.T1_UNION_ANSWER, subject=Province())


def test_tables_without_a_version_are_read_anew_each_time():
    CalendarVersion.objects.all().delete()
    day = from_jalali(1403, 7, 3)
    assert working_days.is_working_day(day)

    Holiday.objects.create(date=day, title="تعطیلی عمومی", source="PACKAGE")

    assert not working_days.is_working_day(day)

"""Open deadlines follow the calendar, and every move says why."""

import datetime as dt
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from core.jalali import TEHRAN, at_tehran, day_of, end_of_day_tehran, from_jalali
from deadlines import tasks
from deadlines.models import CalendarChange, Deadline, DeadlineMove, Holiday
from deadlines.services import clock, closures, explaining, notices, recomputing, standing, working_days
from deadlines.signals import deadline_moved
from deadlines.states import Key, Owner, State
from organizations.places.models import Province
from tests.deadlines.cases import begin, jalali, last_second, make_deadlines
from tests.deadlines.test_declaring import DAY, close_days, declare, the_day_before

pytestmark = pytest.mark.django_db


def due(deadline: Deadline):
    deadline.refresh_from_db()
    return deadline.due_at


def announce(county, by, from_at, to_at=None):
    with time_machine.travel(from_at, tick=False):
        return notices.announce_outage(county=county, by=by, from_at=from_at, to_at=to_at, reason="قطعی")


def test_new_holiday_moves_open_deadlines_and_says_why(secretary):
    deadline = begin(at=jalali(1403, 7, 1))
    declare(secretary)

    assert recomputing.apply_changes() == 1

    assert due(deadline) == last_second(1403, 7, 19)
    move = deadline.moves.get()
    assert (move.from_due, move.to_due) == (last_second(1403, 7, 18), last_second(1403, 7, 19))
    assert explaining.explain(deadline).entries[-2].sentence == (
        "مهلت از پایان چهارشنبه ۱۸ مهر ۱۴۰۳ به پایان پنجشنبه ۱۹ مهر ۱۴۰۳ منتقل شد،"
        " چون ۳ مهر ۱۴۰۳ تعطیل رسمی اعلام شد (تعطیلی عمومی)."
    )


def test_closure_in_one_county_moves_only_that_county(commission, commissioner, other_county):
    here, there, nowhere = begin(county=commission.county), begin(county=other_county), begin()
    before = due(there)
    day = from_jalali(1400, 12, 4)
    close_days(commissioner, commission, date_from=day, date_to=day)

    assert recomputing.apply_changes() == 1

    assert due(here) == last_second(1400, 12, 21)  # 20 Esfand is a Friday
    assert due(there) == due(nowhere) == before


def test_closed_province_moves_its_counties(commission, secretary, other_county):
    here, there = begin(county=commission.county), begin(county=other_county)
    before = due(there)
    day = from_jalali(1400, 12, 4)
    facts = {"county": None, "province": commission.province, "date_from": day, "date_to": day}
    close_days(secretary, commission, **facts)

    recomputing.apply_changes()

    assert due(here) != before
    assert due(there) == before


def test_withdrawn_closure_moves_deadlines_back_and_keeps_both_moves(commission, commissioner):
    deadline = begin(at=jalali(1403, 7, 1), county=commission.county)
    closure = close_days(commissioner, commission)
    recomputing.apply_changes()
    with the_day_before(DAY):
        closures.withdraw_closure(closure, by=commissioner)

    recomputing.apply_changes()

    assert due(deadline) == last_second(1403, 7, 18)
    assert deadline.moves.count() == 2


def test_following_a_change_twice_moves_nothing_twice(secretary):
    begin(at=jalali(1403, 7, 1))
    declare(secretary)
    recomputing.apply_changes()

    assert recomputing.apply_changes() == 0
    assert recomputing.recompute() == 0
    change = CalendarChange.objects.get()
    assert (change.done_at is not None, change.moved) == (True, 1)


def test_closed_deadlines_never_move(secretary):
    deadline = clock.close(begin(at=jalali(1403, 7, 1)), outcome=State.MET, at=jalali(1403, 7, 2))
    declare(secretary)

    assert recomputing.apply_changes() == 0
    assert due(deadline) == last_second(1403, 7, 18)


def test_two_changes_at_once_are_both_named(commission, commissioner, secretary):
    deadline = begin(at=jalali(1403, 7, 1), county=commission.county)
    declare(secretary, date=from_jalali(1403, 7, 10))
    close_days(commissioner, commission)

    recomputing.apply_changes()

    because = deadline.moves.get().because
    assert "تعطیل رسمی" in because
    assert "آلودگی هوا" in because


def test_outage_stops_t1_to_t3_of_its_county_and_nothing_else(county, other_county, commissioner):
    stopped = [
        begin(key, county=county, at=jalali(1403, 7, 1))
        for key in (Key.T1_UNION_ANSWER, Key.T2_DOCUMENTS, Key.T3_ISSUE)
    ]
    untouched = [
        begin(Key.T4_INQUIRY, county=county, at=jalali(1403, 7, 1)),
        begin(county=other_county, at=jalali(1403, 7, 1)),
        begin(at=jalali(1403, 7, 1)),
    ]
    notice = announce(county, commissioner, jalali(1403, 7, 3))

    assert recomputing.apply_changes() == 3
    for deadline in stopped:
        assert due(deadline) > last_second(1403, 7, 21)  # as if it lasted as long as one notice may
        assert explaining.explain(deadline, jalali(1403, 7, 4)).turn == Owner.OUTAGE
    assert all(due(deadline) for deadline in untouched)

    with time_machine.travel(jalali(1403, 7, 4, 13), tick=False):
        notices.end_outage(notice, by=commissioner, to_at=jalali(1403, 7, 4, 12))
    recomputing.apply_changes()

    assert due(stopped[0]) == last_second(1403, 7, 21)  # 3 and 4 Mehr do not count
    assert explaining.explain(stopped[0]).entries[-2].sentence.startswith("مهلت از")


def test_outage_with_an_end_delays_and_the_turns_still_add_up(county, commissioner):
    deadline = begin(county=county, at=jalali(1403, 7, 1))
    announce(county, commissioner, jalali(1403, 7, 3), jalali(1403, 7, 3, 18))
    recomputing.apply_changes()

    told = explaining.explain(deadline.__class__.objects.get(pk=deadline.pk), jalali(1403, 7, 8))

    assert told.due_at == last_second(1403, 7, 19)
    assert [turn.owner for turn in told.turns] == [Owner.UNION, Owner.OUTAGE, Owner.UNION]
    assert told.age == jalali(1403, 7, 8) - jalali(1403, 7, 1)


def test_deadline_begun_during_an_outage_waits_for_its_end(county, commissioner):
    announce(county, commissioner, jalali(1403, 7, 3))

    deadline = begin(county=county, at=jalali(1403, 7, 3, 15))

    by_itself = jalali(1403, 7, 10)
    assert explaining.explain(deadline, by_itself - timedelta(seconds=1)).turn == Owner.OUTAGE
    assert explaining.explain(deadline, by_itself).turn == Owner.UNION
    assert (deadline.state, deadline.due_at) == (State.OPEN, last_second(1403, 7, 28))


def test_silence_is_refused_while_an_outage_is_declared_but_not_followed_yet(county, commissioner):
    deadline = begin(county=county, at=jalali(1403, 7, 1))
    announce(county, commissioner, jalali(1403, 7, 17))

    assert clock.overdue(Key.T1_UNION_ANSWER, jalali(1403, 7, 20)).exists()
    with pytest.raises(clock.RuleBroken, match="هنوز به پایان نرسیده"):
        clock.close(deadline, outcome=State.MISSED, at=jalali(1403, 7, 20))


def test_apps_above_hear_of_moves_in_one_batch(secretary):
    deadlines = [begin(at=jalali(1403, 7, 1)) for _ in range(3)]
    declare(secretary)
    heard = []

    def listen(sender, moves, **rest):
        heard.append([move.deadline for move in moves])

    deadline_moved.connect(listen)
    try:
        recomputing.apply_changes()
    finally:
        deadline_moved.disconnect(listen)

    assert heard == [deadlines]


def test_five_hundred_and_more_deadlines_move_in_batches(
    commission, commissioner, django_assert_max_num_queries
):
    many = make_deadlines(620, commission.county)
    elsewhere = make_deadlines(20, None)
    close_days(commissioner, commission)

    with django_assert_max_num_queries(40):
        assert recomputing.apply_changes() == 620

    assert set(Deadline.objects.filter(pk__in=many).values_list("due_at", flat=True)) == {
        last_second(1403, 7, 21)
    }
    assert set(Deadline.objects.filter(pk__in=elsewhere).values_list("due_at", flat=True)) == {
        last_second(1403, 7, 18)
    }
    assert DeadlineMove.objects.count() == 620


def test_nightly_net_finds_a_due_moment_that_is_wrong():
    deadline = begin(at=jalali(1403, 7, 1))
    Deadline.objects.filter(pk=deadline.pk).update(due_at=jalali(1403, 7, 2))

    tasks.recompute_all()

    assert due(deadline) == last_second(1403, 7, 18)
    assert deadline.moves.get().because == "بازبینی شبانهٔ مهلت‌ها"


def test_timed_task_follows_what_the_broker_lost(secretary):
    deadline = begin(at=jalali(1403, 7, 1))
    declare(secretary)

    tasks.apply_changes()

    assert due(deadline) == last_second(1403, 7, 19)


def test_recompute_of_some_counties_leaves_the_others(county, other_county):
    here, there = (
        begin(county=county, at=jalali(1403, 7, 1)),
        begin(county=other_county, at=jalali(1403, 7, 1)),
    )
    Deadline.objects.update(due_at=jalali(1403, 9, 1))

    assert recomputing.recompute([county], because="آزمون") == 1

    assert due(here) == last_second(1403, 7, 18)
    assert due(there) == jalali(1403, 9, 1)


def test_change_made_behind_the_services_is_seen_when_the_version_moves(secretary):
    working_days.calendar_of()
    Holiday.objects.create(date=from_jalali(1403, 7, 3), title="پنهان", source="PACKAGE")
    declare(secretary, date=from_jalali(1403, 7, 4))

    assert not working_days.is_working_day(from_jalali(1403, 7, 3))


#: The last evening of summer time in 1401: 23:00 to 24:00 came twice.
REPEATED = from_jalali(1401, 6, 30)


def test_deadline_that_ends_in_a_repeated_hour_does_not_move_to_where_it_stands():
    deadline = begin(Key.T3_ISSUE, at=jalali(1401, 6, 15))
    assert day_of(due(deadline)) == REPEATED

    assert recomputing.recompute() == 0
    assert due(deadline) == end_of_day_tehran(REPEATED)
    assert end_of_day_tehran(REPEATED) - end_of_day_tehran(from_jalali(1401, 6, 29)) == dt.timedelta(hours=25)


def test_turn_that_begins_where_the_last_one_began_replaces_it_in_a_repeated_hour_too():
    later = at_tehran(REPEATED, dt.time(23, 30), fold=1)
    deadline = begin(at=later.astimezone(TEHRAN))

    clock.hand_over(deadline, Owner.APPLICANT, "پرسش", at=later.astimezone(TEHRAN))

    assert deadline.intervals.get().owner == Owner.APPLICANT


def break_row(deadline: Deadline) -> None:
    """A term of ninety years: no calendar reaches so far."""
    Deadline.objects.filter(pk=deadline.pk).update(amount=30_000)


def test_row_that_cannot_be_reckoned_is_named_and_stops_none_of_the_others(secretary, caplog, client):
    first, broken, last = (begin(at=jalali(1403, 7, 1)) for _ in range(3))
    break_row(broken)
    declare(secretary)

    assert recomputing.apply_changes() == 2

    assert due(first) == due(last) == last_second(1403, 7, 19)
    assert CalendarChange.objects.get().done_at is not None
    assert f"Deadline {broken.pk} cannot be reckoned" in caplog.text
    assert "۱ مهلت از نو شمرده نمی‌شود" in client.get("/readyz").json()["notes"]["deadlines"]


def test_row_that_can_be_reckoned_again_is_forgotten_by_the_operator(secretary):
    deadline = begin(at=jalali(1403, 7, 1))
    break_row(deadline)
    recomputing.recompute()
    assert recomputing.unreckonable() == 1

    Deadline.objects.filter(pk=deadline.pk).update(amount=15)
    recomputing.recompute()

    assert recomputing.unreckonable() == 0


#: A trigger that refuses the move of one deadline, as a constraint would.
REFUSE = {
    "sqlite": """
        CREATE TRIGGER refuse_one BEFORE INSERT ON deadlines_deadlinemove WHEN NEW.deadline_id = {pk}
        BEGIN SELECT RAISE(ABORT, 'refused'); END""",
    "postgresql": """
        CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE integrity_constraint_violation; END $$;
        CREATE TRIGGER refuse_one BEFORE INSERT ON deadlines_deadlinemove
            FOR EACH ROW WHEN (NEW.deadline_id = {pk}) EXECUTE FUNCTION refuse_one()""",
}


def test_move_the_database_refuses_stops_none_of_the_others(secretary, caplog):
    first, refused, last = (begin(at=jalali(1403, 7, 1)) for _ in range(3))
    declare(secretary)

    with connection.cursor() as cursor:
        cursor.execute(REFUSE[connection.vendor].format(pk=refused.pk))

    assert recomputing.apply_changes() == 2

    assert due(first) == due(last) == last_second(1403, 7, 19)
    assert f"The move of deadline {refused.pk} cannot be stored" in caplog.text
    assert recomputing.unreckonable() == 1


def test_case_whose_deadline_cannot_be_reckoned_leaves_the_list_of_the_others_standing():
    deadline, broken = begin(at=jalali(1403, 7, 1)), begin(at=jalali(1403, 7, 1))
    break_row(broken)
    cases = Province.objects.filter(pk__in=[deadline.subject_id, broken.subject_id])

    assert list(standing.standing_of(list(cases))) == [deadline.subject_id]

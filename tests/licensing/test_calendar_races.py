"""A decision and a change of the calendar at one moment: no deadlock, and the row follows."""

import time
from datetime import timedelta
from threading import Event

import pytest
import time_machine
from django.db import connection, transaction

from core.jalali import tehran_today
from deadlines.models import Deadline, DeadlineMove
from deadlines.services import clock as deadline_clock
from deadlines.services import closures, recomputing
from deadlines.services import recomputing as deadline_recomputing
from deadlines.states import Owner, State
from licensing.cases import clock
from licensing.cases.models import LicenceRequest
from licensing.cases.moved_terms import MovedTerm
from licensing.cases.states import Status
from licensing.decisions import services as decisions
from licensing.decisions import silence
from licensing.decisions.silence_models import SilenceWarning
from messaging.models import Message
from tests.deadlines.cases import begin, jalali, make_secretary
from tests.deadlines.test_declaring import declare
from tests.factories import LicenceRequestFactory, board_of, bring_to, minute_of
from tests.licensing.test_moved_deadlines import commissioner_of
from tests.races import at_once, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secretary():
    return make_secretary()


def seen_in_time(keys):
    """What another transaction has committed by the time there is something; nothing after ten seconds."""
    for _ in range(200):
        if found := set(keys.all()):
            return found
        time.sleep(0.05)
    return set()


def test_officer_and_calendar_do_not_wait_for_each_other_for_ever(monkeypatch, caplog):
    case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    board, today = board_of(case.union), tehran_today()
    officer, commission = commissioner_of(case.county)
    closures.declare_closure(
        county=case.county,
        date_from=today + timedelta(days=2),
        date_to=today + timedelta(days=5),
        reason="برف",
        announced_by=commission,
        legal_basis="مصوبهٔ کارگروه",
        basis_number="۱۲۳",
        basis_on=tehran_today(),
        by=officer,
    )
    has_request, has_term = Event(), Event()
    check, lock = decisions.cases_rules.check_minute, recomputing._as_read

    def check_while_the_calendar_takes_the_term(*args):
        has_request.set()
        if connection.features.has_select_for_update:  # elsewhere the calendar waits for the end of this
            has_term.wait(timeout=20)
        return check(*args)

    def lock_and_tell(*args, **kwargs):
        locked = lock(*args, **kwargs)
        has_term.set()
        return locked

    monkeypatch.setattr(decisions.cases_rules, "check_minute", check_while_the_calendar_takes_the_term)
    monkeypatch.setattr(recomputing, "_as_read", lock_and_tell)
    minute = minute_of(case.union)

    def calendar():
        has_request.wait(timeout=20)
        return deadline_recomputing.apply_changes()

    together(
        lambda: decisions.accept(case, minute=minute, by=board),
        calendar,
    )

    assert [record.getMessage() for record in caplog.records if record.exc_info] == []  # nobody was a victim
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    assert case.due_at == deadline_clock.present(case).due_at  # of the new term, not of the one that moved


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database")
def test_whoever_holds_one_file_keeps_no_other_from_following_the_calendar():
    held, free = (LicenceRequestFactory(submitted=True) for _ in range(2))
    moves = []
    for case in (held, free):
        term = deadline_clock.present(case)
        later = term.due_at + timedelta(days=1)
        moves.append(
            DeadlineMove.objects.create(deadline=term, from_due=term.due_at, to_due=later, because="برف")
        )
        Deadline.objects.filter(pk=term.pk).update(due_at=later)
    is_held = Event()

    def somebody():
        with transaction.atomic():
            LicenceRequest.objects.select_for_update().get(pk=held.pk)
            is_held.set()
            return seen_in_time(MovedTerm.objects.values_list("case_id", flat=True))

    def calendar():
        is_held.wait(timeout=20)
        clock.follow(moves)

    assert together(somebody, calendar)[0] == {free.pk}  # committed while the other file was held
    assert set(MovedTerm.objects.values_list("case_id", flat=True)) == {free.pk, held.pk}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database")
def test_calendar_that_moves_a_term_is_not_held_up_by_whoever_works_on_another(secretary):
    busy, other = begin(at=jalali(1403, 7, 1)), begin(at=jalali(1403, 7, 1))
    declare(secretary)
    is_held = Event()

    def somebody():
        with transaction.atomic():
            Deadline.objects.select_for_update().get(pk=busy.pk)
            is_held.set()
            return seen_in_time(DeadlineMove.objects.values_list("deadline_id", flat=True))

    def calendar():
        is_held.wait(timeout=20)
        return deadline_recomputing.apply_changes()

    assert together(somebody, calendar) == [{other.pk}, 2]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database")
def test_no_file_is_locked_while_boards_are_warned_of_silence(monkeypatch):
    case = LicenceRequestFactory(submitted=True)
    board_of(case.union)
    taken = []

    def opened(*args, **kwargs):
        def take():
            with transaction.atomic():
                taken.append(LicenceRequest.objects.select_for_update(nowait=True).get(pk=case.pk).pk)

        together(take)

    monkeypatch.setattr(silence.messaging, "notify", opened)

    with time_machine.travel(case.due_at - timedelta(hours=2), tick=False):
        assert silence.warn_of_silence() == 1

    assert taken == [case.pk]
    assert SilenceWarning.objects.get().case_id == case.pk


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database")
def test_two_runs_at_once_warn_of_a_file_once():
    case = LicenceRequestFactory(submitted=True)
    board = board_of(case.union)

    with time_machine.travel(case.due_at - timedelta(hours=2), tick=False):
        assert sorted(at_once(2, silence.warn_of_silence)) == [0, 1]

    assert Message.objects.filter(recipient=board.person, kind="M19").count() == 1


def test_term_that_stops_between_reading_and_writing_is_reckoned_anew(secretary, monkeypatch):
    term = begin(at=jalali(1403, 7, 1))
    declare(secretary)
    reckon = recomputing._reckon_each

    def stopped_meanwhile(batch, cause):
        moves = reckon(batch, cause)
        if moves and Deadline.objects.get(pk=term.pk).due_at:
            deadline_clock.pause(
                term, owner=Owner.BODY, reason="استعلام", legal_basis="ماده ۱۲", at=jalali(1403, 7, 2)
            )
        return moves

    monkeypatch.setattr(recomputing, "_reckon_each", stopped_meanwhile)

    deadline_recomputing.apply_changes()

    term.refresh_from_db()
    assert (term.state, term.due_at) == (State.PAUSED, None)
    assert not DeadlineMove.objects.exists()

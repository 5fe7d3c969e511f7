"""At one moment, from many threads: one minute and one decision for each file of a session."""

from datetime import timedelta

import pytest
import time_machine

from core.jalali import tehran_today
from licensing.cases.states import Status
from licensing.decisions import services as decisions
from licensing.decisions.models import Decision
from licensing.sessions import agenda, publishing
from licensing.sessions import services as sessions_services
from licensing.sessions.models import AgendaItem, BoardSession
from messaging.models import Message
from organizations.members.models import BoardMinute
from organizations.members.states import BoardRole
from tests.factories import (
    BoardMemberFactory,
    LicenceRequestFactory,
    PersonFactory,
    WorkingUnionFactory,
    board_of,
    bring_to,
    minute_of,
)
from tests.races import at_own_moment, together

pytestmark = pytest.mark.django_db(transaction=True)


def ready_session(number_of_files):
    """A session of three members in which every file is to be accepted."""
    union = WorkingUnionFactory()
    board = board_of(union)
    roles = (BoardRole.CHAIR, BoardRole.SECRETARY, BoardRole.TREASURER)
    members = [
        BoardMemberFactory(union=union, role=role, person=person)
        for role, person in zip(roles, (board.person, PersonFactory(), PersonFactory()), strict=True)
    ]
    cases = [
        bring_to(LicenceRequestFactory(union=union, submitted=True), Status.UNDER_REVIEW)
        for _ in range(number_of_files)
    ]
    session = sessions_services.plan_session(union=union, held_on=tehran_today(), by=board)
    agenda.add_to_agenda(session, {case.pk: case.version for case in cases}, by=board)
    sessions_services.set_attendance(session, [member.pk for member in members], by=board)
    for item in session.items.all():
        sessions_services.set_outcome(item, "ACCEPT", by=board)
        sessions_services.record_votes(item, {member.pk: "FOR" for member in members}, by=board)
    session.refresh_from_db()
    return session, board


def test_two_board_users_publish_at_once_and_there_is_one_minute_and_one_decision_a_file():
    session, board = ready_session(3)
    seen = session.version

    def publish(number):
        return publishing.publish(session, minute_number=number, by=board, seen_version=seen).state

    results = together(*[lambda number=number: publish(number) for number in ("1", "2", "3", "4")])

    assert sorted(results) == ["PUBLISHED"] + ["closed_session"] * 3
    assert BoardMinute.objects.count() == 1
    assert Decision.objects.count() == 3
    assert Message.objects.filter(kind="M8").count() == 3


def test_silence_and_a_publication_in_the_last_second_have_one_outcome_a_file(monkeypatch):
    session, board = ready_session(2)
    cases = [item.case for item in session.items.select_related("case")]
    due_at, seen = cases[0].due_at, session.version

    def publish():
        return publishing.publish(session, minute_number="1", by=board, seen_version=seen).state

    with time_machine.travel(due_at + timedelta(seconds=2), tick=False):
        results = together(
            lambda: decisions.accept_by_silence(cases[0]),
            at_own_moment(monkeypatch, due_at - timedelta(seconds=1), publish),
            lambda: decisions.accept_by_silence(cases[1]),
        )

    assert results in ([True, "agenda", True], [False, "PUBLISHED", False])
    was_silent = results[0]
    assert Decision.objects.filter(by_silence=was_silent).count() == Decision.objects.count() == 2
    assert BoardSession.objects.get().state == ("PLANNED" if was_silent else "PUBLISHED")
    assert BoardMinute.objects.exists() != was_silent


def test_file_put_on_an_agenda_and_decided_at_its_desk_at_once_has_one_of_both():
    union = WorkingUnionFactory()
    board, minute = board_of(union), minute_of(union)
    case = bring_to(LicenceRequestFactory(union=union, submitted=True), Status.UNDER_REVIEW)
    session = sessions_services.plan_session(union=union, held_on=tehran_today(), by=board)

    results = together(
        lambda: agenda.add_to_agenda(session, {case.pk: case.version}, by=board),
        lambda: decisions.accept(case, minute=minute, by=board).status,
    )

    assert results in ([1, "on_agenda"], ["stale", "IN_PROGRESS"])
    assert AgendaItem.objects.count() + Decision.objects.count() == 1


def test_file_put_on_two_agendas_at_once_stands_on_one():
    union = WorkingUnionFactory()
    board = board_of(union)
    case = bring_to(LicenceRequestFactory(union=union, submitted=True), Status.UNDER_REVIEW)
    days = (tehran_today(), tehran_today() + timedelta(days=1))
    sessions = [sessions_services.plan_session(union=union, held_on=day, by=board) for day in days]

    def put(session):
        return agenda.add_to_agenda(session, {case.pk: case.version}, by=board)

    results = together(*[lambda session=session: put(session) for session in sessions])

    assert sorted(map(str, results)) == ["1", "on_agenda"]
    assert AgendaItem.objects.count() == 1

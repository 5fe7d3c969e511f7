"""Rules of sessions, interviews, delivery and validity, each at the moment where its answer turns."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine

from core.jalali import TEHRAN
from core.refusals import RuleBroken
from licensing.rules import Actor, LicenceState, Status, answers, delivery, interviews, sessions
from licensing.rules.states import DeliveryMethod, InterviewResult
from licensing.rules.validity import LicenceSource, Validity

DAY = date(2026, 11, 1)
AT = datetime.combine(DAY, time(10), TEHRAN)
MOMENT = timedelta(microseconds=1)


def code_of(check, *args, **kwargs):
    """The code of the refusal, or "" when nothing is refused."""
    try:
        check(*args, **kwargs)
    except RuleBroken as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(("seats", "needed"), [(1, 1), (2, 2), (5, 3), (6, 4), (7, 4)])
def test_more_than_half_of_the_seats_make_a_session(seats, needed):
    assert sessions.quorum(seats) == needed
    assert code_of(sessions.check_quorum, seats, needed) == ""
    assert code_of(sessions.check_quorum, seats, needed - 1) == "no_quorum"


@pytest.mark.parametrize(
    ("votes", "counts", "code"),
    [
        ("FOR FOR AGAINST", (2, 1, 0, 0), ""),
        ("FOR FOR AGAINST ABSTAIN", (2, 1, 1, 0), "no_majority"),
        ("FOR FOR FOR ABSTAIN", (3, 0, 1, 0), ""),
        ("FOR FOR -", (2, 0, 0, 1), "votes_missing"),
        ("", (0, 0, 0, 0), "votes_missing"),
    ],
)
def test_an_outcome_carries_with_more_than_half_of_all_present(votes, counts, code):
    voters = list(range(len(votes.split())))
    cast = {member: vote for member, vote in enumerate(votes.split()) if vote != "-"}

    tally = sessions.tally_of_votes(voters, cast | {99: "FOR"})

    assert (tally.in_favour, tally.against, tally.abstained, tally.missing) == counts
    assert tally.carries == (code == "")
    assert (tally.refusal.code if tally.refusal else "") == code


def test_a_file_is_decided_where_it_stands_on_the_agenda():
    here, there = SimpleNamespace(session="جلسهٔ ۱"), SimpleNamespace(session="جلسهٔ ۲")

    free = [(None, None), (None, here), (here, here)]
    assert [code_of(sessions.check_decided_here, *pair) for pair in free] == ["", "", ""]
    assert code_of(sessions.check_decided_here, here, there) == "on_agenda"
    assert code_of(sessions.check_decided_here, here, None) == "on_agenda"


@pytest.mark.parametrize(
    ("reason", "has_votes", "actors", "code"),
    [
        ("علت", False, {Actor.UNION_OPERATOR}, ""),
        ("علت", True, {Actor.UNION_OPERATOR}, "not_your_turn"),
        ("علت", True, {Actor.UNION_BOARD}, ""),
        ("", False, {Actor.UNION_BOARD}, "no_text"),
    ],
)
def test_a_file_with_votes_is_taken_off_by_the_board_and_always_with_a_reason(
    reason, has_votes, actors, code
):
    assert code_of(sessions.check_may_take_off, reason, has_votes=has_votes, actors=actors) == code


def test_a_file_that_changed_since_is_stale_or_fell_to_silence():
    item = SimpleNamespace(seen_version=3)

    for version, is_silent, code in (
        (3, True, ""),
        (4, False, "stale"),
        (2, False, "stale"),
        (4, True, "fell_to_silence"),
    ):
        assert (
            code_of(sessions.check_item_fresh, item, Status.SUBMITTED, version, is_silent=is_silent) == code
        )


def test_nobody_is_invited_to_the_present_moment():
    assert code_of(interviews.check_interview_ahead, AT, AT) == "in_the_past"
    assert code_of(interviews.check_interview_ahead, AT + MOMENT, AT) == ""


@pytest.mark.parametrize(
    ("clock", "is_working_day", "due_in", "doubts"),
    [
        (time(8), True, None, 0),
        (time(16), True, timedelta(0), 0),
        (time(7, 59), True, timedelta(days=1), 1),
        (time(16, 1), True, None, 1),
        (time(10), False, None, 1),
        (time(10), True, -MOMENT, 1),
        (time(20), False, -MOMENT, 3),
    ],
)
def test_doubts_begin_a_minute_outside_office_hours_and_a_moment_after_the_term(
    clock, is_working_day, due_in, doubts
):
    at = datetime.combine(DAY, clock, TEHRAN)
    due_at = None if due_in is None else at + due_in

    assert len(interviews.doubts_about(at, is_working_day=is_working_day, due_at=due_at)) == doubts


@pytest.mark.parametrize(
    ("result", "status", "offset", "code"),
    [
        (InterviewResult.HELD, Status.INTERVIEW, timedelta(0), ""),
        (InterviewResult.HELD, Status.INTERVIEW, MOMENT, "interview_not_yet"),
        (InterviewResult.CANCELLED, Status.INTERVIEW, MOMENT, ""),
        (InterviewResult.HELD, Status.READY, timedelta(0), "no_interview"),
        ("NONSENSE", Status.INTERVIEW, timedelta(0), "wrong_result"),
    ],
)
def test_who_came_is_known_from_the_moment_of_the_interview_on(result, status, offset, code):
    interview, case = SimpleNamespace(at=AT + offset), SimpleNamespace(status=status)

    assert code_of(interviews.check_result, case, interview, result, AT) == code
    assert code_of(interviews.check_result, case, None, result, AT) == "no_interview"
    if not code:
        assert interviews.check_result(case, interview, result, AT) is interview


@pytest.mark.parametrize(("days", "code"), [(-1, "before_issue"), (0, ""), (3, ""), (4, "in_future")])
def test_a_licence_is_handed_over_from_its_issue_until_today(days, code):
    licence = SimpleNamespace(issued_on=DAY)

    assert code_of(delivery.check_day, licence, DAY + timedelta(days=days), DAY + timedelta(days=3)) == code


@pytest.mark.parametrize(
    ("method", "number", "originals_seen", "code"),
    [
        (DeliveryMethod.HAND, "", True, ""),
        (DeliveryMethod.HAND, "12", False, "originals"),
        (DeliveryMethod.POST, "12", False, ""),
        (DeliveryMethod.POST, "", True, "no_number"),
        ("PIGEON", "12", True, "wrong_method"),
    ],
)
def test_each_way_of_delivery_asks_for_its_own_proof(method, number, originals_seen, code):
    assert code_of(delivery.check_way, method, number=number, originals_seen=originals_seen) == code


@pytest.mark.parametrize(
    ("state", "today", "is_in_force", "left"),
    [
        (LicenceState.VALID, DAY - timedelta(days=1), False, 11),
        (LicenceState.VALID, DAY, True, 10),
        (LicenceState.VALID, DAY + timedelta(days=10), True, 0),
        (LicenceState.VALID, DAY + timedelta(days=11), False, -1),
        (LicenceState.SUSPENDED, DAY, False, 10),
    ],
)
def test_a_licence_holds_on_its_first_and_last_day(state, today, is_in_force, left):
    licence = Validity(state, DAY, DAY + timedelta(days=10), LicenceSource.PORTAL, DAY)

    with time_machine.travel(datetime.combine(today, time(12), TEHRAN), tick=False):
        assert (licence.is_in_force, licence.days_left, licence.is_of_today) == (
            is_in_force,
            left,
            today == DAY,
        )


def test_a_decision_is_dated_from_the_day_the_request_came_in():
    case = SimpleNamespace(submitted_at=AT)

    assert answers.day_it_came_in(case) == DAY
    assert answers.day_it_came_in(SimpleNamespace(submitted_at=None)) is None

"""Who takes which step of a session, an interview and a delivery, and when: each at the moment where its answer turns."""

from dataclasses import FrozenInstanceError
from datetime import datetime, time, timedelta
from types import SimpleNamespace

import pytest

from core.jalali import TEHRAN
from core.refusals import RuleBroken
from licensing.cases.states import DECIDED_IN_SESSION, ON_AGENDA, Actor, Status
from licensing.decisions.states import ReasonKind
from licensing.interviews import rules as interviews
from licensing.interviews.states import InterviewResult
from licensing.licences import rules as delivery
from licensing.licences.states import LicenceSource, LicenceState, Validity
from licensing.sessions import rules as sessions_rules
from licensing.sessions.rules import AgendaRefused, Tally
from licensing.sessions.states import LEADS_TO, REASONS_OF, ItemOutcome, SessionState
from tests.licensing.test_rule_edges import AT, DAY, MOMENT, case_in, code_of

BOARD, OPERATOR = Actor.UNION_BOARD, Actor.UNION_OPERATOR


def session_in(state=SessionState.PLANNED, *parts, starts_at=None):
    """A session of version 3, held on DAY, for which whoever asks acts in these parts."""
    return SimpleNamespace(
        state=state,
        version=3,
        held_on=DAY,
        starts_at=starts_at,
        actors_of=lambda user: set(parts),
        get_state_display=lambda: SessionState(state).label,
    )


@pytest.mark.parametrize("to", [SessionState.PUBLISHED, SessionState.CANCELLED])
def test_only_the_board_ends_a_session_and_only_once(to):
    def refusal(state, *parts):
        return code_of(sessions_rules.check_session_move, session_in(state, *parts), to, None)

    assert refusal(SessionState.PLANNED, BOARD) == ""
    assert refusal(SessionState.PLANNED, *set(Actor) - {BOARD}) == "not_your_turn"
    assert refusal(SessionState.PUBLISHED, *Actor) == "closed_session"
    assert refusal(SessionState.CANCELLED, *Actor) == "closed_session"


def test_no_session_goes_back_to_being_planned():
    planned = session_in(SessionState.PLANNED, *Actor)

    assert code_of(sessions_rules.check_session_move, planned, SessionState.PLANNED, None) == "closed_session"


@pytest.mark.parametrize("part", [BOARD, OPERATOR])
def test_a_session_is_worked_on_while_it_is_planned_by_whoever_acts_in_that_part(part):
    def refusal(state, *parts):
        return code_of(sessions_rules.check_works_on_session, session_in(state, *parts), None, part)

    assert refusal(SessionState.PLANNED, part) == ""
    assert refusal(SessionState.PLANNED, *set(Actor) - {part}) == "not_your_turn"
    assert refusal(SessionState.PUBLISHED, *Actor) == "closed_session"
    assert refusal(SessionState.CANCELLED, *Actor) == "closed_session"


@pytest.mark.parametrize(("seen", "code"), [(2, "stale"), (3, ""), (4, "stale")])
def test_the_page_of_a_session_is_stale_as_soon_as_the_agenda_changed(seen, code):
    assert code_of(sessions_rules.check_session_fresh, session_in(), seen) == code


@pytest.mark.parametrize("status", Status)
def test_a_board_answers_files_it_reviews_and_those_it_accepted_on_conditions(status):
    answers = {
        Status.UNDER_REVIEW: ["ACCEPT", "CONDITIONAL", "REJECT", "POSTPONE"],
        Status.CONDITIONAL: ["ACCEPT", "REJECT", "POSTPONE"],
        Status.SUBMITTED: ["POSTPONE"],
    }
    on_agenda = status in ON_AGENDA

    assert on_agenda == (status in {Status.UNDER_REVIEW, Status.CONDITIONAL})
    if status in answers:
        assert sessions_rules.outcomes_for(status) == answers[status]
    for outcome in ItemOutcome:
        possible = outcome in sessions_rules.outcomes_for(status)
        assert code_of(sessions_rules.check_outcome, outcome, status) == ("" if possible else "wrong_outcome")


def test_each_answer_of_a_board_leads_to_its_state_and_rests_on_its_kind_of_reason():
    assert LEADS_TO == {
        "ACCEPT": Status.ACCEPTED,
        "CONDITIONAL": Status.CONDITIONAL,
        "REJECT": Status.REJECTED,
    }
    assert set(DECIDED_IN_SESSION) == {Status.ACCEPTED, Status.CONDITIONAL, Status.REJECTED}
    assert REASONS_OF == {"CONDITIONAL": ReasonKind.NEED, "REJECT": ReasonKind.REFUSAL}


@pytest.mark.parametrize(
    ("starts_at", "begins", "in_words"),
    [(time(10), time(10), "۱۰:۰۰"), (None, time(0), "۱۰ آبان ۱۴۰۵.")],
)
def test_results_wait_for_the_very_moment_a_session_begins_in_tehran(starts_at, begins, in_words):
    session, moment = session_in(starts_at=starts_at), datetime.combine(DAY, begins, TEHRAN)

    assert sessions_rules.begins_at(session) == moment
    assert code_of(sessions_rules.check_has_begun, session, moment) == ""
    assert code_of(sessions_rules.check_has_begun, session, moment - MOMENT) == "not_begun"
    with pytest.raises(RuleBroken) as refusal:
        sessions_rules.check_has_begun(session, moment - MOMENT)
    assert in_words in str(refusal.value)


def test_results_are_announced_by_somebody_who_sits_on_the_board():
    assert code_of(sessions_rules.check_sits, is_seated=True) == ""
    assert code_of(sessions_rules.check_sits, is_seated=False) == "no_seat"


def test_a_publication_that_is_refused_names_its_files():
    refusal = AgendaRefused([("پرونده", "علت"), ("دیگری", "علت")])

    assert refusal.code == "agenda"
    assert "۲ پرونده" in str(refusal)
    assert refusal.problems == [("پرونده", "علت"), ("دیگری", "علت")]


@pytest.mark.parametrize("status", Status)
def test_the_board_invites_once_the_papers_are_complete_and_while_the_interview_lasts(status):
    is_open = status in {Status.DOCS_COMPLETE, Status.INTERVIEW}
    by_board, by_others = case_in(status, BOARD), case_in(status, *set(Actor) - {BOARD})

    assert interviews.may_invite(by_board, None) == is_open
    assert not interviews.may_invite(by_others, None)
    assert code_of(interviews.check_may_invite, by_board, None) == ("" if is_open else "closed_step")
    assert code_of(interviews.check_may_invite, by_others, None) == (
        "not_your_turn" if is_open else "closed_step"
    )


@pytest.mark.parametrize("result", InterviewResult)
def test_what_became_of_an_interview_is_written_down_but_for_a_new_date(result):
    code = "wrong_result" if result == InterviewResult.MOVED else ""
    ahead, case = SimpleNamespace(at=AT), case_in(Status.INTERVIEW)

    assert code_of(interviews.check_result, case, ahead, result, AT) == code


def paper(title, *, is_sure):
    """A paper with its kind's title, accepted and compared with its original or not."""
    return SimpleNamespace(type=SimpleNamespace(title=title), is_sure=is_sure)


def test_the_post_takes_a_licence_only_when_every_paper_is_sure():
    sure, unsure = paper("اجاره‌نامه", is_sure=True), paper("گواهی", is_sure=False)

    assert code_of(delivery.check_sure_of_papers, []) == ""
    assert code_of(delivery.check_sure_of_papers, [sure, sure]) == ""
    assert code_of(delivery.check_sure_of_papers, [sure, unsure]) == "papers_unsure"
    with pytest.raises(delivery.RuleBroken) as refusal:
        delivery.check_sure_of_papers([sure, unsure])
    assert "گواهی" in str(refusal.value)
    assert "اجاره‌نامه" not in str(refusal.value)


def test_what_was_counted_or_told_is_not_changed_afterwards():
    tally = Tally(1, 0, 0, 0, None)
    told = Validity(LicenceState.VALID, DAY, DAY, LicenceSource.REGISTER, DAY)

    with pytest.raises(FrozenInstanceError):
        tally.in_favour = 7
    with pytest.raises(FrozenInstanceError):
        told.valid_to = DAY + timedelta(days=1)

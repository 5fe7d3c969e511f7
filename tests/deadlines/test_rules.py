"""What may still happen to a deadline, at the very second where the answer turns."""

from datetime import timedelta

import pytest

from core.refusals import RuleBroken
from deadlines import rules as _rules
from deadlines.states import AtEnd, State
from tests.deadlines.cases import last_second

DUE = last_second(1403, 7, 18)
MIDNIGHT = DUE + timedelta(seconds=1)
MOMENT = timedelta(microseconds=1)


def code_of(check, *args) -> str:
    """The code of the refusal, or "" when nothing is refused."""
    try:
        check(*args)
    except RuleBroken as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize("state", State)
def test_only_a_deadline_that_runs_or_stands_still_takes_events(state):
    assert code_of(_rules.check_alive, state) == ("" if state in {"OPEN", "PAUSED"} else "deadline_closed")


def test_a_clock_that_stands_still_is_not_stopped_again():
    assert [code_of(_rules.check_runs, runs) for runs in (True, False)] == ["", "deadline_paused"]


@pytest.mark.parametrize(
    ("moment", "is_over"),
    [(DUE, False), (MIDNIGHT - MOMENT, False), (MIDNIGHT, True), (MIDNIGHT + MOMENT, True)],
)
def test_the_last_second_of_a_term_belongs_to_it_whole(moment, is_over):
    assert _rules.is_past(DUE, moment) is is_over
    assert code_of(_rules.check_over, DUE, moment) == ("" if is_over else "deadline_not_over")
    assert code_of(_rules.check_in_time, DUE, moment, AtEnd.RIGHT_LOST) == (
        "deadline_passed" if is_over else ""
    )


def test_a_term_without_an_end_is_never_over_and_never_missed():
    assert code_of(_rules.check_over, None, MIDNIGHT) == "deadline_not_over"
    assert code_of(_rules.check_in_time, None, MIDNIGHT, AtEnd.RIGHT_LOST) == ""


@pytest.mark.parametrize("at_end", AtEnd)
def test_an_act_comes_too_late_only_where_the_law_drew_its_consequence(at_end):
    only_late = {"FORWARDED", "ALARM", "REPORT", "NOTHING", "SEALED", "STALE"}

    assert code_of(_rules.check_in_time, DUE, MIDNIGHT, at_end) == (
        "" if at_end in only_late else "deadline_passed"
    )


def test_an_event_is_dated_from_the_moment_of_the_one_before_it():
    asked = [code_of(_rules.check_order, DUE, moment) for moment in (DUE - MOMENT, DUE, DUE + MOMENT)]

    assert asked == ["out_of_order", "", ""]

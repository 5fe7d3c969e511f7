"""The table of moves, checked against a hand-written list; every other pair is refused, for everybody."""

from datetime import date
from itertools import product

import pytest

from accounts.models import Person, User
from core.jalali import from_jalali
from core.refusals import RuleBroken
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.states import CLOSED, MOVES, TURN, Actor, Status
from licensing.intake import rules as intake_rules
from organizations.bodies.models import Union
from organizations.conditions.models import SpecialConditions

ALLOWED = {
    ("DRAFT", "SUBMITTED", "APPLICANT"),
    ("SUBMITTED", "UNDER_REVIEW", "UNION_OPERATOR"),
    ("SUBMITTED", "ACCEPTED_BY_SILENCE", "SYSTEM"),
    ("SUBMITTED", "WITHDRAWN", "APPLICANT"),
    ("UNDER_REVIEW", "ACCEPTED", "UNION_BOARD"),
    ("UNDER_REVIEW", "CONDITIONAL", "UNION_BOARD"),
    ("UNDER_REVIEW", "REJECTED", "UNION_BOARD"),
    ("UNDER_REVIEW", "ACCEPTED_BY_SILENCE", "SYSTEM"),
    ("UNDER_REVIEW", "WITHDRAWN", "APPLICANT"),
    ("CONDITIONAL", "ACCEPTED", "UNION_BOARD"),
    ("CONDITIONAL", "REJECTED", "UNION_BOARD"),
    ("CONDITIONAL", "LAPSED", "SYSTEM"),
    ("CONDITIONAL", "WITHDRAWN", "APPLICANT"),
    ("ACCEPTED", "IN_PROGRESS", "SYSTEM"),
    ("ACCEPTED_BY_SILENCE", "IN_PROGRESS", "SYSTEM"),
    ("IN_PROGRESS", "DOCS_COMPLETE", "SYSTEM"),
    ("IN_PROGRESS", "REFUSED", "UNION_BOARD"),
    ("IN_PROGRESS", "LAPSED", "SYSTEM"),
    ("IN_PROGRESS", "WITHDRAWN", "APPLICANT"),
    ("DOCS_COMPLETE", "INTERVIEW", "UNION_BOARD"),
    ("INTERVIEW", "AWAITING_PAYMENT", "UNION_OPERATOR"),
    ("INTERVIEW", "IN_PROGRESS", "UNION_BOARD"),
    ("INTERVIEW", "REFUSED", "UNION_BOARD"),
    ("DOCS_COMPLETE", "AWAITING_PAYMENT", "UNION_OPERATOR"),
    ("DOCS_COMPLETE", "REFUSED", "UNION_BOARD"),
    ("AWAITING_PAYMENT", "READY", "UNION_OPERATOR"),
    ("DOCS_COMPLETE", "IN_PROGRESS", "UNION_BOARD"),
    ("AWAITING_PAYMENT", "REFUSED", "UNION_BOARD"),
    ("AWAITING_PAYMENT", "LAPSED", "SYSTEM"),
    ("AWAITING_PAYMENT", "WITHDRAWN", "APPLICANT"),
    ("READY", "ISSUED", "UNION_BOARD"),
    ("READY", "IN_PROGRESS", "UNION_BOARD"),
    ("READY", "REFUSED", "UNION_BOARD"),
    ("ISSUED", "DELIVERED", "UNION_OPERATOR"),
}


@pytest.fixture
def standing_as(monkeypatch):
    """A request in a state, seen by somebody who acts in one part only."""

    def build(status, actor):
        monkeypatch.setattr(LicenceRequest, "actors_of", lambda self, user: {actor})
        return LicenceRequest(status=status)

    return build


@pytest.mark.parametrize(("status", "to", "actor"), list(product(Status.values, Status.values, Actor.values)))
def test_only_the_written_moves_exist_and_only_for_their_actor(standing_as, status, to, actor):
    case = standing_as(status, actor)

    if (status, to, actor) in ALLOWED:
        cases_rules.check_move(case, Status(to), None)
        assert Status(to) in cases_rules.moves_open_to(case, None)
    else:
        with pytest.raises(RuleBroken):
            cases_rules.check_move(case, Status(to), None)
        assert Status(to) not in cases_rules.moves_open_to(case, None)


def test_every_state_is_reachable_and_only_closed_ones_are_ends():
    reached = {to for moves in MOVES.values() for to in moves} | {Status.DRAFT}

    assert reached == set(Status)
    assert {state for state in Status if not MOVES.get(state)} == set(CLOSED) - {Status.ISSUED}
    assert set(TURN) == set(Status) - set(CLOSED)


def test_stale_page_is_refused_with_the_present_state():
    case = LicenceRequest(status=Status.IN_PROGRESS, version=3)

    with pytest.raises(RuleBroken, match="تکمیل مدارک و استعلام‌ها") as refusal:
        cases_rules.check_fresh(case, 2)
    assert refusal.value.code == "stale"


def test_nobody_decides_on_their_own_request():
    officer = User(person_id=7, is_staff=True)

    with pytest.raises(RuleBroken) as refusal:
        cases_rules.check_impartial(LicenceRequest(applicant_id=7), officer)
    cases_rules.check_impartial(LicenceRequest(applicant_id=8), officer)

    assert refusal.value.code == "own_file"


@pytest.mark.parametrize(
    ("union", "conditions", "code"),
    [
        (None, None, "no_union"),
        (Union(name="اتحادیه"), SpecialConditions(), "not_active_yet"),
        (Union(name="اتحادیه", electronic_since=date(2026, 11, 22)), SpecialConditions(), "not_active_yet"),
        (Union(name="اتحادیه", electronic_since=date(2026, 11, 21)), None, "no_conditions"),
    ],
)
def test_union_that_cannot_take_requests_says_what_to_do(union, conditions, code):
    with pytest.raises(RuleBroken) as refusal:
        intake_rules.check_accepts_requests(union, conditions, date(2026, 11, 21))

    assert refusal.value.code == code


def test_active_union_with_conditions_takes_requests():
    union = Union(name="اتحادیه", electronic_since=date(2026, 11, 21))

    intake_rules.check_accepts_requests(union, SpecialConditions(), date(2026, 11, 21))


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Person(birth_date=date(2008, 11, 22)), "under_age"),
        (Person(birth_date=date(1980, 1, 1), deceased_on=date(2024, 1, 1)), "deceased"),
    ],
)
def test_applicant_must_be_adult_and_alive(person, code):
    with pytest.raises(RuleBroken) as refusal:
        intake_rules.check_adult(person, date(2026, 11, 21), at_least=18)

    assert refusal.value.code == code


def test_applicant_is_adult_on_the_eighteenth_birthday():
    intake_rules.check_adult(
        Person(birth_date=from_jalali(1387, 8, 30)), from_jalali(1405, 8, 30), at_least=18
    )

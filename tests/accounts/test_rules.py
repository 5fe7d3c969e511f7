"""The rules of accounts, each at its edges; who is the same person counts, not which account is used."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from accounts import rules, states
from accounts.states import ChangeState, Mover
from core.refusals import RuleBroken

NOW = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def refusal_of(check, *args):
    with pytest.raises(RuleBroken) as refusal:
        check(*args)
    return refusal.value.code


def person(code):
    return SimpleNamespace(national_code=code)


def account(pk, person_id=None):
    return SimpleNamespace(pk=pk, person_id=person_id)


@pytest.mark.parametrize("state", ChangeState)
@pytest.mark.parametrize("to", ChangeState)
@pytest.mark.parametrize("mover", Mover)
def test_a_change_makes_only_the_written_moves_by_their_mover_and_in_time(state, to, mover):
    open_change = SimpleNamespace(state=state, ends_at=NOW + timedelta(microseconds=1))
    over = SimpleNamespace(state=state, ends_at=NOW)

    if states.MOVES[state].get(to) != mover:
        assert refusal_of(rules.check_move, open_change, to, mover, NOW) == "move_closed"
        return
    rules.check_move(open_change, to, mover, NOW)
    if to == ChangeState.EXPIRED:
        rules.check_move(over, to, mover, NOW)
    else:
        assert refusal_of(rules.check_move, over, to, mover, NOW) == "move_closed"


@pytest.mark.parametrize("check", [rules.check_second_person, rules.check_other_account])
def test_two_accounts_of_one_person_are_one_person_and_two_without_any_are_two(check):
    check(account(1, 5), account(2, 6))
    check(account(1), account(2))
    check(account(1, 5), account(2))
    check(account(1), account(2, 5))

    for one, other in (
        (account(1), account(1)),
        (account(1, 5), account(1, 5)),
        (account(1, 5), account(2, 5)),
    ):
        assert refusal_of(check, one, other) in {"own_factor", "own_account"}


def test_nobody_judges_their_own_change_or_account():
    mine, nobody = SimpleNamespace(person=person("0012345679")), SimpleNamespace(person=None)

    assert refusal_of(rules.check_impartial, person("0012345679"), mine) == "own_change"
    assert refusal_of(rules.check_other_person, "0012345679", mine) == "own_account"
    for by in (mine, nobody):
        rules.check_impartial(person("0070000018"), by)
        rules.check_other_person("0070000018", by)


@pytest.mark.parametrize(
    ("name", "is_good"),
    [
        *[("ali", True), ("a12", True), ("a" * 32, True), ("sara.k-2", True), ("citizen", True)],
        *[("al", False), ("a" * 33, False), ("1ali", False), ("Ali", False), ("علی", False)],
        *[("a_b", False), ("citizen-7", False), ("ali\n", False), ("", False)],
    ],
)
def test_user_names_are_what_every_keyboard_has_and_not_those_of_citizens(name, is_good):
    if is_good:
        rules.check_username(name)
    else:
        assert refusal_of(rules.check_username, name) == "bad_username"


@pytest.mark.parametrize(
    ("left", "words"), [(120, "۱۲۰"), (1, "۱"), (0.4, "۱"), (1.2, "۲"), (0, ""), (-5, "")]
)
def test_a_code_is_sent_again_when_its_time_has_come_and_not_a_moment_earlier(left, words):
    challenge = SimpleNamespace(resend_allowed_at=NOW + timedelta(seconds=left))

    if not words:
        rules.check_resend(challenge, NOW)
        return
    with pytest.raises(RuleBroken, match=f"(?<![۰-۹]){words}(?![۰-۹])") as refusal:
        rules.check_resend(challenge, NOW)
    assert refusal.value.code == "resend_too_early"

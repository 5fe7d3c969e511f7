"""Board terms, ceilings of fees and tables of moves."""

from datetime import date

import pytest

from core.jalali import add_months, from_jalali
from core.refusals import RuleBroken
from organizations import rules
from organizations.rules import ActivationState, BoardRole, FeeKind, Membership, Party, SuggestionState


def term(year: int, years: int = 4) -> tuple[date, date]:
    """A term from 1 Ordibehesht of a Jalali year."""
    return from_jalali(year, 2, 1), from_jalali(year + years, 2, 1)


@pytest.mark.parametrize(
    ("begins", "ends", "code"),
    [
        (from_jalali(1400, 1, 1), from_jalali(1404, 1, 1), ""),
        (from_jalali(1400, 1, 1), from_jalali(1404, 1, 2), "term_too_long"),
        (from_jalali(1400, 1, 1), from_jalali(1400, 1, 1), "term_reversed"),
    ],
)
def test_a_board_term_runs_forward_and_for_four_years_at_most(begins, ends, code):
    if not code:
        rules.check_term(begins, ends)
        return
    with pytest.raises(RuleBroken) as refusal:
        rules.check_term(begins, ends)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("held", "new", "code"),
    [
        ([], 1400, ""),
        ([1396], 1400, ""),
        ([1392, 1396], 1400, "too_many_in_a_row"),
        ([1388, 1396], 1400, ""),
        ([1384, 1388, 1396], 1404, ""),
        ([1372, 1376, 1384, 1392], 1400, "too_many_terms"),
    ],
)
def test_nobody_sits_three_terms_in_a_row_or_five_in_all(held, new, code):
    if not code:
        rules.check_terms_of_person([term(year) for year in held], term(new))
        return
    with pytest.raises(RuleBroken) as refusal:
        rules.check_terms_of_person([term(year) for year in held], term(new))

    assert refusal.value.code == code


def test_two_seats_in_the_same_years_are_one_term():
    begins, ends = term(1396)

    assert rules.merged_terms([(begins, ends), (add_months(begins, 12), ends)]) == [(begins, ends)]


def test_a_board_has_one_chair_seven_members_and_three_substitutes():
    with pytest.raises(RuleBroken, match="رئیس"):
        rules.check_board_seat(BoardRole.CHAIR, ["CHAIR"])
    with pytest.raises(RuleBroken, match="هفت عضو اصلی"):
        rules.check_board_seat(BoardRole.MEMBER, ["CHAIR", "SECRETARY", *["MEMBER"] * 5])
    with pytest.raises(RuleBroken, match="سه عضو علی‌البدل"):
        rules.check_board_seat(BoardRole.SUBSTITUTE, ["SUBSTITUTE"] * 3)

    rules.check_board_seat(BoardRole.INSPECTOR, ["INSPECTOR"])


@pytest.mark.parametrize(
    ("entry", "annual", "annual_for_new", "code"),
    [
        (2_500_000, 500_000, False, ""),
        (2_500_001, 500_000, False, "above_multiple"),
        (3_000_000, 700_000, False, ""),
        (3_000_001, 700_000, False, "above_ceiling"),
        (2_300_000, 700_000, True, ""),
        (2_300_001, 700_000, True, "above_ceiling"),
        (2_000_001, 500_000, True, "above_multiple"),
        (None, 3_000_001, True, "above_ceiling"),
        (None, 9_000_000, False, ""),
        (1, None, False, "no_annual"),
        (None, None, False, ""),
    ],
)
def test_first_year_membership_in_all_is_at_most_five_annual_fees_and_the_ceiling(
    entry, annual, annual_for_new, code
):
    lines = Membership(entry=entry, annual=annual, annual_for_new=annual_for_new)
    if not code:
        rules.check_first_year(lines, multiple=5, ceiling=3_000_000)
        return
    with pytest.raises(RuleBroken) as refusal:
        rules.check_first_year(lines, multiple=5, ceiling=3_000_000)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("kind", "applies_to", "code"),
    [
        (FeeKind.MEMBERSHIP_ENTRY, ["NEW"], ""),
        (FeeKind.MEMBERSHIP_ENTRY, ["NEW", "RENEWAL"], "entry_fee_on_renewal"),
        (FeeKind.SERVICES, ["NEW", "RENEWAL", "EXCHANGE"], ""),
        (FeeKind.SERVICES, ["DUPLICATE"], "services_without_request"),
        (FeeKind.ISSUE, [], "applies_to_nothing"),
    ],
)
def test_a_fee_is_asked_only_for_the_requests_the_law_allows(kind, applies_to, code):
    if not code:
        rules.check_applies_to(kind, applies_to)
        return
    with pytest.raises(RuleBroken) as refusal:
        rules.check_applies_to(kind, applies_to)

    assert refusal.value.code == code


ACTIVATION = {
    ("PROPOSED", "APPROVED", "COMMISSION"),
    ("PROPOSED", "REFUSED", "COMMISSION"),
    ("PROPOSED", "WITHDRAWN", "CHAMBER"),
}
SUGGESTION = {
    ("OPEN", "GUIDED", "CHAMBER"),
    ("OPEN", "GUIDED", "SECRETARIAT"),
    ("OPEN", "REJECTED", "CHAMBER"),
    ("OPEN", "REJECTED", "SECRETARIAT"),
    ("OPEN", "ADDED", "SECRETARIAT"),
    ("GUIDED", "ADDED", "SECRETARIAT"),
}


@pytest.mark.parametrize(
    ("table", "states", "allowed"),
    [
        (rules.ACTIVATION_MOVES, ActivationState.values, ACTIVATION),
        (rules.SUGGESTION_MOVES, SuggestionState.values, SUGGESTION),
    ],
    ids=["activation", "suggestion"],
)
def test_only_the_written_moves_exist_and_only_for_their_party(table, states, allowed):
    for state in states:
        for to in states:
            for party in Party.values:
                if (state, to, party) in allowed:
                    rules.check_move(table, state, to, {party})
                else:
                    with pytest.raises(RuleBroken):
                        rules.check_move(table, state, to, {party})


def test_a_union_without_trained_staff_is_not_ready():
    rules.check_ready(software=True, hardware=True, trained_staff=True)

    with pytest.raises(RuleBroken, match="سخت‌افزار و کارکنان آموزش‌دیده"):
        rules.check_ready(software=True, hardware=False, trained_staff=False)

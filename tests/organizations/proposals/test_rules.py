"""Ceilings of fees and tables of moves."""

import pytest

from core.refusals import RuleBroken
from organizations.proposals import rules as proposals_rules
from organizations.proposals.states import (
    ACTIVATION_MOVES,
    SUGGESTION_MOVES,
    ActivationState,
    SuggestionState,
)
from organizations.roles.states import Party
from organizations.tariffs import rules as tariffs_rules
from organizations.tariffs.rules import Membership
from organizations.tariffs.states import REQUEST_KINDS, FeeKind


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
        tariffs_rules.check_first_year(lines, multiple=5, ceiling=3_000_000)
        return
    with pytest.raises(RuleBroken) as refusal:
        tariffs_rules.check_first_year(lines, multiple=5, ceiling=3_000_000)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("entry", "annual", "annual_for_new", "total"),
    [(None, None, True, 0), (None, 5, True, 5), (7, None, True, 7), (7, 5, True, 12), (7, 5, False, 7)],
)
def test_a_missing_line_counts_nothing_in_the_first_year(entry, annual, annual_for_new, total):
    assert Membership(entry=entry, annual=annual, annual_for_new=annual_for_new).first_year == total


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (Membership(2_500_001, 500_000, False), "^حق ورودی حداکثر ۵ برابر .* تا ۲٬۵۰۰٬۰۰۰ ریال"),
        (Membership(2_000_001, 500_000, True), "^حق ورودی و حق عضویت سال اول با هم حداکثر ۵ برابر"),
        (Membership(3_000_001, 700_000, False), "^حق ورودی بیش از ۳٬۰۰۰٬۰۰۰ ریال"),
        (Membership(3_000_001, 700_000, True), "^حق ورودی و حق عضویت سال اول با هم بیش از ۳٬۰۰۰٬۰۰۰ ریال"),
    ],
)
def test_a_refused_first_year_says_what_is_counted_and_how_much_is_allowed(lines, words):
    with pytest.raises(RuleBroken, match=words):
        tariffs_rules.check_first_year(lines, multiple=5, ceiling=3_000_000)


@pytest.mark.parametrize(
    ("kind", "applies_to", "code"),
    [
        (FeeKind.MEMBERSHIP_ENTRY, ["NEW"], ""),
        (FeeKind.MEMBERSHIP_ENTRY, ["NEW", "RENEWAL"], "entry_fee_on_renewal"),
        (FeeKind.SERVICES, ["NEW", "RENEWAL", "EXCHANGE"], ""),
        (FeeKind.SERVICES, ["DUPLICATE"], "services_without_request"),
        (FeeKind.ISSUE, [], "applies_to_nothing"),
        (FeeKind.E_SERVICES, list(REQUEST_KINDS), ""),
        (FeeKind.E_SERVICES, list(REQUEST_KINDS)[1:], "not_on_every_bill"),
    ],
)
def test_a_fee_is_asked_only_for_the_requests_the_law_allows(kind, applies_to, code):
    if not code:
        tariffs_rules.check_applies_to(kind, applies_to)
        return
    with pytest.raises(RuleBroken) as refusal:
        tariffs_rules.check_applies_to(kind, applies_to)

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
        (ACTIVATION_MOVES, ActivationState.values, ACTIVATION),
        (SUGGESTION_MOVES, SuggestionState.values, SUGGESTION),
    ],
    ids=["activation", "suggestion"],
)
def test_only_the_written_moves_exist_and_only_for_their_party(table, states, allowed):
    for state in states:
        for to in states:
            for party in Party.values:
                if (state, to, party) in allowed:
                    proposals_rules.check_move(table, state, to, {party})
                    continue
                with pytest.raises(RuleBroken) as refusal:
                    proposals_rules.check_move(table, state, to, {party})
                exists = any((state, to) == move[:2] for move in allowed)
                assert refusal.value.code == ("not_your_office" if exists else "closed")


def test_a_union_without_trained_staff_is_not_ready():
    proposals_rules.check_ready(software=True, hardware=True, trained_staff=True)

    with pytest.raises(RuleBroken, match="سخت‌افزار و کارکنان آموزش‌دیده"):
        proposals_rules.check_ready(software=True, hardware=False, trained_staff=False)

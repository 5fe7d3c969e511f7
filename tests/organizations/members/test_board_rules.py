"""What the law says of boards: terms, seats, and how many of them there are (Art. 22)."""

from datetime import date

import pytest

from core.jalali import add_months, from_jalali
from core.refusals import RuleBroken
from organizations.members import rules
from organizations.members.rules import BoardSize, TermLimits
from organizations.members.states import BoardRole

LIMITS = TermLimits(years=4, in_a_row=2, in_all=4)

SMALL, LARGE = BoardSize(full=5, substitutes=2), BoardSize(full=7, substitutes=3)

OFFICES = ("CHAIR", "FIRST_VICE", "SECOND_VICE", "SECRETARY", "TREASURER")


def term(year: int, years: int = 4) -> tuple[date, date]:
    """A term from 1 Ordibehesht of a Jalali year."""
    return from_jalali(year, 2, 1), from_jalali(year + years, 2, 1)


def code_of(act, *args, **kwargs) -> str:
    """The code of the refusal, empty when nothing is refused."""
    try:
        act(*args, **kwargs)
    except RuleBroken as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(
    ("begins", "ends", "years", "code"),
    [
        (from_jalali(1400, 1, 1), from_jalali(1404, 1, 1), 4, ""),
        (from_jalali(1400, 1, 1), from_jalali(1404, 1, 2), 4, "term_too_long"),
        (from_jalali(1400, 1, 1), from_jalali(1404, 1, 1), 3, "term_too_long"),
        (from_jalali(1400, 1, 1), from_jalali(1400, 1, 2), 4, ""),
        (from_jalali(1400, 1, 1), from_jalali(1400, 1, 1), 4, "term_reversed"),
    ],
)
def test_a_board_term_runs_forward_and_no_longer_than_the_law_says(begins, ends, years, code):
    assert code_of(rules.check_term, begins, ends, years=years) == code


@pytest.mark.parametrize(
    ("held", "new", "code"),
    [
        ([], 1400, ""),
        ([1396], 1400, ""),
        ([1392, 1396], 1400, "too_many_in_a_row"),
        ([1388, 1396], 1400, ""),
        ([1384, 1388, 1396], 1404, ""),
        ([1380, 1392, 1396], 1400, "too_many_in_a_row"),
        ([1372, 1376, 1384, 1392], 1400, "too_many_terms"),
    ],
)
def test_nobody_sits_three_terms_in_a_row_or_five_in_all(held, new, code):
    terms = [term(year) for year in held]

    assert code_of(rules.check_terms_of_person, terms, term(new), LIMITS) == code


@pytest.mark.parametrize(("months", "code"), [(11, "too_many_in_a_row"), (12, "")])
def test_less_than_a_year_between_two_terms_is_no_new_beginning(months, code):
    begins = add_months(term(1396)[1], months)
    new = (begins, add_months(begins, 12))

    assert code_of(rules.check_terms_of_person, [term(1392), term(1396)], new, LIMITS) == code


def test_other_limits_of_the_law_change_what_is_refused():
    held, new = [term(1392), term(1396)], term(1400)

    assert code_of(rules.check_terms_of_person, held, new, TermLimits(4, in_a_row=3, in_all=4)) == ""
    assert (
        code_of(rules.check_terms_of_person, held, new, TermLimits(4, in_a_row=3, in_all=2))
        == "too_many_terms"
    )


def test_two_seats_in_the_same_years_are_one_term():
    begins, ends = term(1396)

    assert rules.merged_terms([(begins, ends), (add_months(begins, 12), ends)]) == [(begins, ends)]
    assert rules.merged_terms([(begins, ends), (ends, add_months(ends, 12))]) == [
        (begins, ends),
        (ends, add_months(ends, 12)),
    ]


def test_a_seat_is_joined_to_the_term_it_overlaps_and_not_to_the_first_one():
    earlier, (begins, ends) = term(1384), term(1396)
    longer = (add_months(begins, 12), add_months(ends, 6))

    assert rules.merged_terms([longer, (begins, ends), earlier]) == [earlier, (begins, longer[1])]
    assert rules.merged_terms([earlier, (begins, ends), (add_months(begins, 3), add_months(begins, 6))]) == [
        earlier,
        (begins, ends),
    ]


@pytest.mark.parametrize(
    ("refuse", "words"),
    [
        (lambda: rules.check_term(*term(1400, 5), years=4), "حداکثر ۴ سال"),
        (lambda: rules.check_board_seat("MEMBER", ["MEMBER"] * 7, LARGE), "بیش از ۷ عضو اصلی"),
        (lambda: rules.check_board_seat("SUBSTITUTE", ["SUBSTITUTE"] * 3, LARGE), "بیش از ۳ عضو علی‌البدل"),
    ],
)
def test_a_refusal_tells_the_number_of_the_law(refuse, words):
    with pytest.raises(RuleBroken, match=words):
        refuse()


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("role", [*OFFICES, "MEMBER"])
def test_the_last_full_seat_is_given_and_no_further_one(size, role):
    others = ["MEMBER"] * size.full

    assert code_of(rules.check_board_seat, role, others[:-1], size) == ""
    assert code_of(rules.check_board_seat, role, others, size) == "board_full"
    assert code_of(rules.check_board_seat, role, [*others[:-1], *["SUBSTITUTE"] * 3, "INSPECTOR"], size) == ""


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_the_last_substitute_is_given_a_seat_and_no_further_one(size):
    others = ["SUBSTITUTE"] * size.substitutes

    assert code_of(rules.check_board_seat, "SUBSTITUTE", [*others[:-1], *["MEMBER"] * 7], size) == ""
    assert code_of(rules.check_board_seat, "SUBSTITUTE", others, size) == "board_full"


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_is_held_by_one_person_at_a_time(office):
    assert code_of(rules.check_board_seat, office, [office], LARGE) == "seat_taken"
    assert (
        code_of(rules.check_board_seat, office, [other for other in OFFICES if other != office], LARGE) == ""
    )


def test_inspectors_are_elected_apart_and_count_against_no_seat():
    assert code_of(rules.check_board_seat, "INSPECTOR", ["MEMBER"] * 7 + ["INSPECTOR"] * 3, LARGE) == ""


def test_full_members_are_the_five_offices_and_the_ordinary_members():
    assert {*OFFICES, "MEMBER"} == set(rules.FULL_SEATS)
    assert set(rules.FULL_SEATS) == set(BoardRole.values) - {"SUBSTITUTE", "INSPECTOR"}

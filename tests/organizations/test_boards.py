"""Boards: terms of the law, numbered minutes, authorisations of operators."""

import pytest
from django.db import IntegrityError, transaction

from core.jalali import from_jalali, tehran_today
from core.refusals import RuleBroken
from organizations import services
from organizations.models import BoardAuthorization, BoardMember
from organizations.rules import AuthorizationKind, BoardRole
from tests.factories import national_code

MEMBER = {"first_name": "کوروش", "last_name": "نصیری", "role": BoardRole.CHAIR}


def seat(nation, year: int, *, number: int = 1, by=None, **changes):
    """Seat a person for the four years from 1 Ordibehesht of `year`."""
    values = MEMBER | {"national_code": national_code(900_000 + number)} | changes
    return services.seat_member(
        union=nation.union,
        from_date=from_jalali(year, 2, 1),
        to_date=from_jalali(year + 4, 2, 1),
        by=by or nation.by_chamber,
        **values,
    )


def test_a_third_term_in_a_row_is_refused_in_words(nation):
    seat(nation, 1392)
    seat(nation, 1396)

    with pytest.raises(RuleBroken, match="دو دورهٔ پیاپی"):
        seat(nation, 1400)
    seat(nation, 1404)

    assert BoardMember.objects.count() == 3


def test_the_same_chair_is_not_seated_twice_at_a_time(nation):
    seat(nation, 1400)

    with pytest.raises(RuleBroken) as again:
        seat(nation, 1400, role=BoardRole.MEMBER)
    with pytest.raises(RuleBroken) as other:
        seat(nation, 1400, number=2)

    assert (again.value.code, other.value.code) == ("seated", "seat_taken")


def test_a_national_code_with_another_name_is_refused(nation):
    seat(nation, 1396)

    with pytest.raises(RuleBroken) as refusal:
        seat(nation, 1400, last_name="دیگری")

    assert refusal.value.code == "other_name"


@pytest.mark.parametrize("person", ["by_board", "by_commission", "by_other_chamber", "by_secretariat"])
def test_the_board_is_entered_by_the_chamber_above_only(nation, person):
    with pytest.raises(RuleBroken) as refusal:
        seat(nation, 1400, by=nation.people[person])

    assert refusal.value.code == "not_your_office"


def test_a_member_who_leaves_early_frees_the_office(nation):
    row = seat(nation, 1400)

    services.end_seat(row, on=from_jalali(1402, 1, 1), by=nation.by_chamber, note="استعفا")

    row.refresh_from_db()
    assert row.to_date == from_jalali(1402, 1, 1)
    seat(nation, 1402, number=2)


@pytest.fixture
def minute(nation):
    """A minute of the union's board."""
    return services.enter_minute(
        nation.union, number="۱۲", held_on=tehran_today(), text="مجوز چاپ", by=nation.by_board
    )


def authorise(nation, minute, **changes):
    """The board authorises its operator."""
    values = {"operator": nation.by_operator, "kind": AuthorizationKind.GENERAL, "by": nation.by_board}
    return services.authorise_operator(union=nation.union, minute=minute, **values | changes)


def test_a_general_authorisation_holds_for_every_request_until_it_is_withdrawn(nation, minute):
    row = authorise(nation, minute)

    assert services.authorization_for(nation.by_operator, nation.union, request_reference="1") == row
    services.withdraw_authorization(row, by=nation.by_board, note="پایان کار")
    assert services.authorization_for(nation.by_operator, nation.union, request_reference="1") is None


def test_an_authorisation_for_one_case_holds_for_that_case_only(nation, minute):
    row = authorise(nation, minute, kind=AuthorizationKind.CASE, request_reference="4711")

    assert services.authorization_for(nation.by_operator, nation.union, request_reference="4711") == row
    assert services.authorization_for(nation.by_operator, nation.union, request_reference="4712") is None
    assert services.authorization_for(nation.by_operator, nation.union) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardAuthorization.objects.filter(pk=row.pk).update(request_reference="")


def test_nobody_authorises_themselves_and_an_operator_authorises_nobody(nation, minute):
    with pytest.raises(RuleBroken) as oneself:
        authorise(nation, minute, operator=nation.by_board)
    with pytest.raises(RuleBroken) as operator:
        authorise(nation, minute, by=nation.by_operator, operator=nation.by_board)
    with pytest.raises(RuleBroken) as stranger:
        authorise(nation, minute, operator=nation.by_other_chamber)

    assert oneself.value.code == "to_oneself"
    assert operator.value.code == "not_your_office"
    assert stranger.value.code == "not_operator"


def test_a_minute_is_written_down_once(nation, minute):
    with pytest.raises(RuleBroken) as refusal:
        services.enter_minute(nation.union, number="12", held_on=tehran_today(), text="", by=nation.by_board)

    assert refusal.value.code == "minute_exists"
    assert (
        services.record_minute(nation.union, number="12", held_on=tehran_today(), by=nation.by_board)
        == minute
    )

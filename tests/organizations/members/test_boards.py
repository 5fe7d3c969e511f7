"""Boards: terms of the law, numbered minutes, authorisations of operators."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.jalali import from_jalali, tehran_today
from core.refusals import RuleBroken
from organizations.members import boards, minutes
from organizations.members.models import BoardAuthorization, BoardMember, BoardMinute
from organizations.members.states import AuthorizationKind, BoardRole
from registries.models import SamplePerson
from tests.factories import BIRTH_DATE, PersonFactory, national_code


def registered(number: int) -> str:
    """The national code of somebody the civil registry knows as کوروش نصیری, born on BIRTH_DATE."""
    code = national_code(900_000 + number)
    SamplePerson.objects.get_or_create(
        national_code=code,
        defaults={
            "first_name": "کوروش",
            "last_name": "نصیری",
            "father_name": "داریوش",
            "birth_date": BIRTH_DATE,
            "gender": "MALE",
        },
    )
    return code


def seat(nation, year: int, *, number: int = 1, by=None, **changes):
    """Seat a person for the four years from 1 Ordibehesht of `year`."""
    values = {
        "union": nation.union,
        "national_code": registered(number),
        "birth_date": BIRTH_DATE,
        "role": BoardRole.CHAIR,
        "from_date": from_jalali(year, 2, 1),
        "to_date": from_jalali(year + 4, 2, 1),
        "by": by or nation.by_chamber,
    }
    return boards.seat_member(**values | changes)


def test_a_third_term_in_a_row_is_refused_in_words(nation):
    seat(nation, 1392)
    seat(nation, 1396)

    with pytest.raises(RuleBroken, match="۲ دورهٔ پیاپی"):
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


def test_the_name_of_a_member_is_what_the_civil_registry_says(nation):
    known = PersonFactory(national_code=registered(1), first_name="نام", last_name="دیگر")

    row = seat(nation, 1400)

    known.refresh_from_db()
    assert (row.person, known.full_name) == (known, "کوروش نصیری")


def test_somebody_the_civil_registry_does_not_know_is_not_seated(nation):
    with pytest.raises(RuleBroken) as unknown:
        seat(nation, 1400, national_code=national_code(999_999))
    with pytest.raises(RuleBroken) as born_otherwise:
        seat(nation, 1400, birth_date=BIRTH_DATE + timedelta(days=1))

    assert (unknown.value.code, born_otherwise.value.code) == ("identity_mismatch", "identity_mismatch")
    assert not BoardMember.objects.exists()


@pytest.mark.parametrize(
    ("units", "full", "substitutes"),
    [(999, 5, 2), (1000, 7, 3), (None, 7, 3)],
    ids=["below", "from", "unknown"],
)
def test_a_board_has_as_many_seats_as_the_law_gives_for_the_units_of_the_union(
    nation, units, full, substitutes
):
    if units:
        boards.count_units(
            union=nation.union, units=units, valid_from=from_jalali(1400, 1, 1), by=nation.by_chamber
        )
    for number in range(full):
        seat(nation, 1400, number=number, role=BoardRole.MEMBER)
    for number in range(substitutes):
        seat(nation, 1400, number=10 + number, role=BoardRole.SUBSTITUTE)

    for role in (BoardRole.MEMBER, BoardRole.CHAIR, BoardRole.SUBSTITUTE):
        with pytest.raises(RuleBroken) as refusal:
            seat(nation, 1400, number=20, role=role)
        assert refusal.value.code == "board_full"
    seat(nation, 1400, number=21, role=BoardRole.INSPECTOR)
    assert nation.union.board.count() == full + substitutes + 1


def test_a_later_count_changes_the_board_from_its_own_day_on(nation):
    day = from_jalali(1404, 2, 1)
    for units, begins in ((400, from_jalali(1400, 2, 1)), (1200, day)):
        boards.count_units(union=nation.union, units=units, valid_from=begins, by=nation.by_chamber)

    sizes = [boards.board_size(nation.union, on) for on in (day - timedelta(days=1), day)]

    assert [(size.full, size.substitutes) for size in sizes] == [(5, 2), (7, 3)]


def test_units_are_counted_by_the_chamber_above_and_once_a_day(nation):
    values = {"union": nation.union, "units": 400, "valid_from": from_jalali(1400, 2, 1)}
    with pytest.raises(RuleBroken) as refusal:
        boards.count_units(**values, by=nation.by_board)
    boards.count_units(**values, by=nation.by_chamber)

    with pytest.raises(ValidationError, match="شمار دیگری ثبت شده"):
        boards.count_units(**values | {"units": 401}, by=nation.by_chamber)

    assert refusal.value.code == "not_your_office"


@pytest.mark.parametrize("person", ["by_board", "by_commission", "by_other_chamber", "by_secretariat"])
def test_the_board_is_entered_by_the_chamber_above_only(nation, person):
    with pytest.raises(RuleBroken) as refusal:
        seat(nation, 1400, by=nation.people[person])

    assert refusal.value.code == "not_your_office"


def test_a_member_who_leaves_early_frees_the_office(nation):
    row = seat(nation, 1400)

    boards.end_seat(row, on=from_jalali(1402, 1, 1), by=nation.by_chamber, note="استعفا")

    row.refresh_from_db()
    assert row.to_date == from_jalali(1402, 1, 1)
    seat(nation, 1402, number=2)


@pytest.fixture
def minute(nation):
    """A minute of the union's board."""
    return minutes.enter_minute(
        nation.union, number="۱۲", held_on=tehran_today(), text="مجوز چاپ", by=nation.by_board
    )


def authorise(nation, minute, **changes):
    """The board authorises its operator."""
    values = {"operator": nation.by_operator, "kind": AuthorizationKind.GENERAL, "by": nation.by_board}
    return boards.authorise_operator(union=nation.union, minute=minute, **values | changes)


def test_a_general_authorisation_holds_for_every_request_until_it_is_withdrawn(nation, minute):
    row = authorise(nation, minute)

    assert boards.authorization_for(nation.by_operator, nation.union, request_reference="1") == row
    boards.withdraw_authorization(row, by=nation.by_board, note="پایان کار")
    assert boards.authorization_for(nation.by_operator, nation.union, request_reference="1") is None


def test_an_authorisation_for_one_case_holds_for_that_case_only(nation, minute):
    row = authorise(nation, minute, kind=AuthorizationKind.CASE, request_reference="4711")

    assert boards.authorization_for(nation.by_operator, nation.union, request_reference="4711") == row
    assert boards.authorization_for(nation.by_operator, nation.union, request_reference="4712") is None
    assert boards.authorization_for(nation.by_operator, nation.union) is None
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


@pytest.mark.parametrize("days_ago", [0, 30])
def test_a_number_stands_for_one_minute_whatever_the_day(nation, minute, days_ago):
    day = tehran_today() - timedelta(days=days_ago)

    with pytest.raises(RuleBroken, match="پیش‌تر ثبت شده") as refusal:
        minutes.enter_minute(nation.union, number=" ۱۲ ", held_on=day, text="متن دیگر", by=nation.by_board)
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardMinute.objects.create(
            union=nation.union, number="12", held_on=day, text="متن", recorded_by=nation.by_board
        )

    assert refusal.value.code == "minute_exists"
    assert BoardMinute.objects.get() == minute


@pytest.mark.parametrize("person", ["by_operator", "by_chamber", "by_secretariat"])
def test_only_the_unions_own_board_enters_a_minute(nation, person):
    with pytest.raises(RuleBroken) as refusal:
        minutes.enter_minute(
            nation.union, number="12", held_on=tehran_today(), text="متن", by=nation.people[person]
        )

    assert refusal.value.code == "not_your_office"
    assert not BoardMinute.objects.exists()


def test_a_minute_has_a_text_and_stands_as_it_was_entered(nation, minute):
    with pytest.raises(RuleBroken) as refusal:
        minutes.enter_minute(nation.union, number="13", held_on=tehran_today(), text=" ", by=nation.by_board)
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardMinute.objects.filter(pk=minute.pk).update(text="چیز دیگری")

    assert refusal.value.code == "minute_text"
    minute.refresh_from_db()
    assert minute.text == "مجوز چاپ"

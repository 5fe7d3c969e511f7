"""The boards of the unions: five seats and two substitutes, elected for four years."""

from collections.abc import Iterator
from datetime import date

from accounts.models import Person
from asnaf.sample import names, numbers
from asnaf.sample.chance import dice
from asnaf.sample.nation import Nation, PlannedUnion, insert_missing
from core.jalali import add_months, from_jalali, to_jalali
from organizations.bodies.models import UnitCount
from organizations.members.models import BoardMember
from organizations.members.states import BoardRole

SEATS = (
    BoardRole.CHAIR,
    BoardRole.FIRST_VICE,
    BoardRole.SECOND_VICE,
    BoardRole.SECRETARY,
    BoardRole.TREASURER,
    BoardRole.SUBSTITUTE,
    BoardRole.SUBSTITUTE,
)
TERM_IN_YEARS = 4


def load_boards(nation: Nation) -> int:
    """Seat seven people in every union that has no board yet, and write down the count of units of its election."""
    seated = set(BoardMember.objects.values_list("union_id", flat=True))
    unions = [union for union in nation.unions if union.pk not in seated]
    if not unions:
        return 0
    insert_missing(Person, (person for union in unions for person in _people(union)), "national_code")
    ids = dict(
        Person.objects.filter(national_code__startswith=numbers.BOARDS).values_list("national_code", "pk")
    )
    begins, ends = _term(nation.today)
    BoardMember.objects.bulk_create(
        (
            BoardMember(
                union_id=union.pk,
                person_id=ids[member_code(union, seat)],
                role=role,
                from_date=begins,
                to_date=ends,
            )
            for union in unions
            for seat, role in enumerate(SEATS)
        ),
        batch_size=500,
    )
    UnitCount.objects.bulk_create(
        UnitCount(union_id=union.pk, units=dice("units", union.serial).randint(60, 940), valid_from=begins)
        for union in unions
    )
    return len(unions) * len(SEATS)


def member_code(union: PlannedUnion, seat: int) -> str:
    """The national code of the person in a seat, counted from 0, the chair."""
    return numbers.national_code(numbers.BOARDS, union.serial * 8 + seat)


def _people(union: PlannedUnion) -> Iterator[Person]:
    for seat in range(len(SEATS)):
        chance = dice("board", union.serial, seat)
        name = names.invent(chance)
        sort, search = names.keys(name.first, name.last)
        yield Person(
            national_code=member_code(union, seat),
            first_name=name.first,
            last_name=name.last,
            father_name=name.father,
            birth_date=from_jalali(chance.randint(1335, 1370), chance.randint(1, 12), chance.randint(1, 29)),
            name_sort=sort,
            name_search=search,
        )


def _term(today: date) -> tuple[date, date]:
    """The term that runs today; elections were in Ordibehesht 1399 and every four years since."""
    years = (to_jalali(today)[0] - 1399) // TERM_IN_YEARS * TERM_IN_YEARS
    begins = from_jalali(1399 + years, 2, 1)
    if begins > today:
        begins = add_months(begins, -12 * TERM_IN_YEARS)
    return begins, add_months(begins, 12 * TERM_IN_YEARS)

"""What the bodies publish, for the apps above: conditions, charges, boards, numbers of the law."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from core.jalali import tehran_today
from core.refusals import RuleBroken
from core.text import to_persian_digits
from organizations.board_rules import BoardSize, TermLimits
from organizations.models import (
    BoardMember,
    Category,
    GeneralConditions,
    LegalValue,
    SpecialConditions,
    Union,
)
from organizations.rules import BoardRole

_PLACE_OF_A_NUMBER = re.compile(r"{([a-z_]+)}")


def general_conditions_in_force(at: datetime | None = None) -> GeneralConditions | None:
    """The newest regulation and general conditions published by a moment, now when omitted."""
    published = GeneralConditions.objects.filter(_published_by(at))
    return published.order_by("-version").first()


def conditions_in_force(
    union: Union, category: Category, at: datetime | None = None
) -> SpecialConditions | None:
    """The union's newest conditions published by a moment: those of the category, else those for all its categories.

    Args:
        at: the moment, now when omitted.
    """
    fitting = Q(category=category) | Q(category=None)
    published = SpecialConditions.objects.filter(_published_by(at), fitting, union=union)
    return published.order_by(F("category").asc(nulls_last=True), "-version").first()


def _published_by(at: datetime | None) -> Q:
    return Q(published_at__lte=at) if at else Q(published_at__isnull=False)


def newest_conditions(union: Union) -> list[SpecialConditions]:
    """The version in force of each of the union's documents, the one for all categories first."""
    published = SpecialConditions.objects.filter(union=union, published_at__isnull=False)
    newest: dict[int | None, SpecialConditions] = {}
    for row in published.select_related("category").order_by("version"):
        newest[row.category_id] = row
    return sorted(newest.values(), key=lambda row: row.category.name_sort if row.category else "")


def versions_of(conditions: SpecialConditions) -> "QuerySet[SpecialConditions]":
    """Every published version of the same document, newest first."""
    rows: QuerySet[SpecialConditions] = SpecialConditions.objects.filter(
        union=conditions.union_id, category=conditions.category_id, published_at__isnull=False
    ).order_by("-version")
    return rows


def with_publication(unions: "QuerySet[Union]") -> "QuerySet[Union]":
    """The unions with `has_conditions`: without published conditions a union may collect nothing (R126)."""
    published = SpecialConditions.objects.filter(union=OuterRef("pk"), published_at__isnull=False)
    return unions.annotate(has_conditions=Exists(published))


def board_on(union: Union, on: date | None = None) -> list[BoardMember]:
    """The seats of the union's board on a day, today when omitted, in the order of the offices (annex 22)."""
    seats: Iterable[BoardMember] = union.board.in_force(on).select_related("person")
    order = {role: place for place, role in enumerate(BoardRole.values)}
    return sorted(seats, key=lambda seat: (order[seat.role], seat.pk))


def legal_value(key: str, on: date | None = None) -> int:
    """The number the law sets for `key` on a day, today when omitted.

    Raises:
        RuleBroken: "no_legal_value" when no number was in force yet.
    """
    rows = LegalValue.objects.filter(key=key, valid_from__lte=on or tehran_today())
    value = rows.order_by("-valid_from").values_list("value", flat=True).first()
    if value is None:
        raise RuleBroken("عدد قانونی لازم برای این روز ثبت نشده است.", code="no_legal_value")
    return int(value)


def numbers_in_force(on: date | None = None) -> dict[str, int]:
    """Every number of the law by its key, as it is on a day, today when omitted. One query."""
    rows = LegalValue.objects.filter(valid_from__lte=on or tehran_today()).order_by("valid_from")
    return dict(rows.values_list("key", "value"))


def fill_in(text: str, numbers: Mapping[str, int]) -> str:
    """A sentence with its numbers of the law, in Persian digits, where `{key}` stands for one of them.

    What is no key of a number in force stays as it is written.
    """
    return _PLACE_OF_A_NUMBER.sub(lambda place: to_persian_digits(str(numbers.get(place[1], place[0]))), text)


def with_numbers(text: str, on: date | None = None) -> str:
    """`fill_in` with the numbers of a day, today when omitted; asks nothing for a sentence without a place for one."""
    return fill_in(text, numbers_in_force(on)) if _PLACE_OF_A_NUMBER.search(text) else text


def board_size(union: Union, on: date | None = None) -> BoardSize:
    """How many seats the law gives the union's board on a day, today when omitted (Art. 22).

    The number of units counted for that day decides. Without a count the larger board is presumed: nothing is then
    decided by fewer people than the law may ask for.

    Raises:
        RuleBroken: "no_legal_value" for a day before the first numbers of the law.
    """
    day = on or tehran_today()
    counted = union.unit_counts.filter(valid_from__lte=day).order_by("-valid_from").first()
    is_large = counted is None or counted.units >= legal_value("large_board_from_units", day)
    kind = "large" if is_large else "small"
    return BoardSize(
        full=legal_value(f"{kind}_board_members", day),
        substitutes=legal_value(f"{kind}_board_substitutes", day),
    )


def term_limits(on: date | None = None) -> TermLimits:
    """The limits of terms on boards on a day, today when omitted (Art. 22).

    Raises:
        RuleBroken: "no_legal_value".
    """
    return TermLimits(
        years=legal_value("board_term", on),
        in_a_row=legal_value("board_terms_in_a_row", on),
        in_all=legal_value("board_terms_in_all", on),
    )

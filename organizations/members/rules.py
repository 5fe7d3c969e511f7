"""What the law says of a union's board: terms, seats, and how many of them there are (Art. 22, handbook 2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from core.jalali import add_months
from core.refusals import RuleBroken
from core.text import to_persian_digits
from organizations.members.states import BoardRole

#: Two terms follow each other when less than this lies between them [A]: an interim board makes no new beginning.
GAP_MONTHS = 12
SINGLE_SEATS = (
    BoardRole.CHAIR,
    BoardRole.FIRST_VICE,
    BoardRole.SECOND_VICE,
    BoardRole.SECRETARY,
    BoardRole.TREASURER,
)
#: Who is counted and votes: the full members. A substitute who takes a seat is seated anew by the chamber.
FULL_SEATS = (*SINGLE_SEATS, BoardRole.MEMBER)

Term = tuple[date, date]


@dataclass(frozen=True, slots=True)
class BoardSize:
    """How many full members and substitutes the law gives a board; which of them are seated makes no difference."""

    full: int
    substitutes: int


@dataclass(frozen=True, slots=True)
class TermLimits:
    """How many years a term lasts, and how many terms one person may sit, in a row and in all."""

    years: int
    in_a_row: int
    in_all: int


def check_term(begins: date, ends: date, *, years: int) -> None:
    """A term of the board runs forward and for at most `years` years.

    Raises:
        RuleBroken: "term_reversed", "term_too_long".
    """
    if ends <= begins:
        raise RuleBroken("پایان دوره پیش از آغاز آن است.", code="term_reversed")
    if ends > add_months(begins, 12 * years):
        raise RuleBroken(f"هر دورهٔ هیأت مدیره حداکثر {_fa(years)} سال است.", code="term_too_long")


def check_terms_of_person(held: Iterable[Term], new: Term, limits: TermLimits) -> None:
    """One person sits only so many terms in a row and in all; seats that overlap are one term.

    Raises:
        RuleBroken: "too_many_in_a_row", "too_many_terms".
    """
    terms = merged_terms([*held, new])
    if len(terms) > limits.in_all:
        raise RuleBroken(
            f"این شخص {_fa(limits.in_all)} دوره عضو هیأت مدیره بوده است؛ بیش از آن ممکن نیست.",
            code="too_many_terms",
        )
    row = 1
    for (_, ended), (began, _) in pairwise(terms):
        row = row + 1 if began < add_months(ended, GAP_MONTHS) else 1
        if row > limits.in_a_row:
            raise RuleBroken(
                f"این شخص {_fa(limits.in_a_row)} دورهٔ پیاپی عضو هیأت مدیره بوده است؛ یک دورهٔ پیاپی دیگر ممکن نیست.",
                code="too_many_in_a_row",
            )


def merged_terms(terms: Iterable[Term]) -> list[Term]:
    """The terms in order, those that overlap by at least a day made one. Touching terms stay two."""
    merged: list[Term] = []
    for began, ended in sorted(terms):
        if merged and began < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ended))
        else:
            merged.append((began, ended))
    return merged


def check_board_seat(role: str, taken: Iterable[str], size: BoardSize) -> None:
    """One person in each office, and never more members than the law gives this board.

    Args:
        taken: the roles seated at some time of the new member's term.

    Raises:
        RuleBroken: "seat_taken", "board_full".
    """
    seated = list(taken)
    if role in SINGLE_SEATS and role in seated:
        raise RuleBroken(f"در همین دوره {BoardRole(role).label} دیگری ثبت شده است.", code="seat_taken")
    if role in FULL_SEATS and sum(seat in FULL_SEATS for seat in seated) >= size.full:
        raise RuleBroken(f"این هیأت مدیره بیش از {_fa(size.full)} عضو اصلی ندارد.", code="board_full")
    if role == BoardRole.SUBSTITUTE and seated.count(BoardRole.SUBSTITUTE) >= size.substitutes:
        raise RuleBroken(
            f"این هیأت مدیره بیش از {_fa(size.substitutes)} عضو علی‌البدل ندارد.", code="board_full"
        )


def _fa(number: int) -> str:
    return to_persian_digits(str(number))

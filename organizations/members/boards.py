"""Boards: seats, their terms, their size, and what they let operators do."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person, User
from accounts.services import people
from core.jalali import tehran_today
from core.refusals import RuleBroken
from organizations.bodies.models import Union, UnitCount
from organizations.bodies.rules import enters_for, in_body
from organizations.law.services import legal_value
from organizations.members import rules as board_rules
from organizations.members.identities import ask_identity
from organizations.members.models import BoardAuthorization, BoardMember, BoardMinute
from organizations.members.rules import BoardSize, TermLimits
from organizations.members.services import check_not_oneself
from organizations.members.states import AuthorizationKind, BoardRole
from organizations.roles import trail
from organizations.roles.querysets import bodies_as
from organizations.roles.rules import require
from organizations.roles.states import Role
from registries.ports import PersonFacts


def seat_member(
    *,
    union: Union,
    national_code: str,
    birth_date: date,
    role: str,
    from_date: date,
    to_date: date,
    by: User,
) -> BoardMember:
    """Write down an elected member of the board; the name is what the civil registry says, asked outside any
    transaction.

    Raises:
        RuleBroken: "not_your_office", "term_reversed", "term_too_long", "rate_limited", "identity_unknown",
            "identity_mismatch", "deceased", "too_many_in_a_row", "too_many_terms", "seat_taken", "board_full",
            "seated".
    """
    require(enters_for(by, union))
    board_rules.check_term(from_date, to_date, years=term_limits(from_date).years)
    facts = ask_identity(national_code, birth_date, by=by)
    return _seat(union, facts, role, (from_date, to_date), by=by)


@transaction.atomic
def _seat(union: Union, facts: PersonFacts, role: str, term: board_rules.Term, *, by: User) -> BoardMember:
    from_date, to_date = term
    Union.objects.select_for_update(of=("self",)).get(pk=union.pk)
    person, _ = Person.objects.get_or_create(national_code=facts.national_code)
    person = people.record_identity(person, facts, by=by)
    _check_terms(person, role, term)
    together = union.board.filter(from_date__lt=to_date, to_date__gt=from_date)
    if together.filter(person=person).exists():
        raise RuleBroken("این شخص در همین دوره عضو هیأت مدیره ثبت شده است.", code="seated")
    size = board_size(union, from_date)
    board_rules.check_board_seat(role, together.values_list("role", flat=True), size)
    row = BoardMember(union=union, person=person, role=role, from_date=from_date, to_date=to_date)
    trail.insert(row, by=by, action="seated")
    return row


def _check_terms(person: Person, role: str, term: board_rules.Term) -> None:
    """Inspectors are elected separately; their terms do not count."""
    if role == BoardRole.INSPECTOR:
        return
    held = BoardMember.objects.filter(person=person).exclude(role=BoardRole.INSPECTOR)
    terms = held.values_list("from_date", "to_date")
    board_rules.check_terms_of_person(terms, term, term_limits(term[0]))


@transaction.atomic
def count_units(union: Union, *, units: int, valid_from: date, by: User) -> UnitCount:
    """Write down how many units the union has from the day of an election on; the size of its board follows.

    Raises:
        RuleBroken: "not_your_office".
        ValidationError: by field; a second count of one day.
    """
    require(enters_for(by, union))
    row = UnitCount(union=union, units=units, valid_from=valid_from, entered_by=by)
    trail.insert(row, by=by, action="counted")
    return row


@transaction.atomic
def end_seat(seat: BoardMember, *, on: date, by: User, note: str) -> BoardMember:
    """A member leaves the board before the end of the term, or a wrong end is corrected.

    Raises:
        RuleBroken: "not_your_office", "term_reversed", "term_too_long".
    """
    row: BoardMember = trail.locked(seat)
    require(enters_for(by, row.union))
    board_rules.check_term(row.from_date, on, years=term_limits(row.from_date).years)
    trail.change(row, {"to_date": on}, by=by, action="ended", note=note, unchecked=["person", "union"])
    return row


@transaction.atomic
def authorise_operator(
    *,
    union: Union,
    operator: User,
    kind: str,
    minute: BoardMinute,
    by: User,
    request_reference: str = "",
    valid_to: date | None = None,
) -> BoardAuthorization:
    """The board lets an operator of its union print inquiries: for every request, or for one.

    Args:
        request_reference: tracking code of the one request of a CASE authorisation; empty for GENERAL.

    Raises:
        RuleBroken: "not_your_office" for anybody but this union's board, "to_oneself", "not_operator",
            "other_unions_minute".
        ValidationError: by field; a CASE without its request.
    """
    require(in_body(by, union.pk, Role.UNION_BOARD), "مجوز را هیأت مدیرهٔ همان اتحادیه می‌دهد.")
    check_not_oneself(operator, by)
    if not in_body(operator, union.pk, Role.UNION_OPERATOR):
        raise RuleBroken("این حساب امروز کاربر این اتحادیه نیست.", code="not_operator")
    if minute.union_id != union.pk:
        raise RuleBroken("این صورتجلسه از اتحادیهٔ دیگری است.", code="other_unions_minute")
    row = BoardAuthorization(
        union=union,
        operator=operator,
        kind=kind,
        request_reference=request_reference,
        minute=minute,
        valid_from=tehran_today(),
        valid_to=valid_to,
        granted_by=by,
    )
    trail.insert(row, by=by, action="authorised")
    return row


@transaction.atomic
def withdraw_authorization(authorization: BoardAuthorization, *, by: User, note: str) -> BoardAuthorization:
    """The board takes an authorisation back at once. Raises RuleBroken "not_your_office", "withdrawn"."""
    row: BoardAuthorization = trail.locked(authorization)
    require(in_body(by, row.union_id, Role.UNION_BOARD), "مجوز را هیأت مدیرهٔ همان اتحادیه پس می‌گیرد.")
    if row.withdrawn_at is not None:
        raise RuleBroken("این مجوز پیش‌تر پس گرفته شده است.", code="withdrawn")
    values = {"withdrawn_at": timezone.now(), "withdrawn_by": by}
    unchecked = ["union", "operator", "minute", "granted_by"]
    trail.change(row, values, by=by, action="withdrawn", note=note, unchecked=unchecked)
    return row


def authorization_for(user: User, union: Union, *, request_reference: str = "") -> BoardAuthorization | None:
    """What lets `user` print inquiries of this request today, or None (S001 C-5)."""
    if not bodies_as(user, Role.UNION_OPERATOR).filter(body_id=union.pk).exists():
        return None
    this_case = Q(kind=AuthorizationKind.CASE, request_reference=request_reference) & ~Q(request_reference="")
    rows = BoardAuthorization.objects.in_force().filter(union=union, operator=user)
    found: BoardAuthorization | None = rows.filter(Q(kind=AuthorizationKind.GENERAL) | this_case).first()
    return found


def board_on(union: Union, on: date | None = None) -> list[BoardMember]:
    """The seats of the union's board on a day, today when omitted, in the order of the offices (annex 22)."""
    seats: Iterable[BoardMember] = union.board.in_force(on).select_related("person")
    order = {role: place for place, role in enumerate(BoardRole.values)}
    return sorted(seats, key=lambda seat: (order[seat.role], seat.pk))


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

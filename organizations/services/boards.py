"""Boards: seats with terms, numbered minutes, and what the board lets its operators do (Art. 22, R73, S001 C-5)."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person, User
from core import audit
from core.jalali import tehran_today
from core.refusals import RuleBroken
from core.text import normalise, to_ascii_digits
from organizations import rules
from organizations.models import BoardAuthorization, BoardMember, BoardMinute, Union
from organizations.querysets import bodies_as
from organizations.rules import AuthorizationKind, BoardRole, Role
from organizations.services import trail
from organizations.services.competence import enters_for, in_body, require
from organizations.services.members import check_not_oneself


@transaction.atomic
def seat_member(
    *,
    union: Union,
    national_code: str,
    first_name: str,
    last_name: str,
    role: str,
    from_date: date,
    to_date: date,
    by: User,
) -> BoardMember:
    """Write down an elected member of the board.

    Raises:
        RuleBroken: "not_your_office", "term_reversed", "term_too_long", "too_many_in_a_row", "too_many_terms",
            "seat_taken", "board_full", "seated", "other_name" when the national code belongs to another name.
    """
    require(enters_for(by, union))
    rules.check_term(from_date, to_date)
    Union.objects.select_for_update(of=("self",)).get(pk=union.pk)
    person = _person(national_code, first_name, last_name)
    _check_terms(person, role, (from_date, to_date))
    together = union.board.filter(from_date__lt=to_date, to_date__gt=from_date)
    if together.filter(person=person).exists():
        raise RuleBroken("این شخص در همین دوره عضو هیأت مدیره ثبت شده است.", code="seated")
    rules.check_board_seat(role, list(together.values_list("role", flat=True)))
    row = BoardMember(union=union, person=person, role=role, from_date=from_date, to_date=to_date)
    trail.insert(row, by=by, action="seated")
    return row


def _check_terms(person: Person, role: str, term: rules.Term) -> None:
    """Inspectors are elected separately; their terms do not count."""
    if role == BoardRole.INSPECTOR:
        return
    held = BoardMember.objects.filter(person=person).exclude(role=BoardRole.INSPECTOR)
    rules.check_terms_of_person(held.values_list("from_date", "to_date"), term)


def _person(national_code: str, first_name: str, last_name: str) -> Person:
    """The person with this code; made when the portal does not know them yet."""
    person, created = Person.objects.get_or_create(
        national_code=national_code, defaults={"first_name": first_name, "last_name": last_name}
    )
    if not created and person.full_name and person.full_name != f"{first_name} {last_name}":
        raise RuleBroken("این کد ملی با این نام و نام خانوادگی نمی‌خواند.", code="other_name")
    if not created and not person.full_name:
        person.first_name, person.last_name = first_name, last_name
        person.save()
    return person


@transaction.atomic
def end_seat(seat: BoardMember, *, on: date, by: User, note: str) -> BoardMember:
    """A member leaves the board before the end of the term, or a wrong end is corrected.

    Raises:
        RuleBroken: "not_your_office", "term_reversed", "term_too_long".
    """
    row: BoardMember = trail.locked(seat)
    require(enters_for(by, row.union))
    rules.check_term(row.from_date, on)
    trail.change(row, {"to_date": on}, by=by, action="ended", note=note, unchecked=["person", "union"])
    return row


@transaction.atomic
def record_minute(union: Union, *, number: str, held_on: date, by: User, text: str = "") -> BoardMinute:
    """The board minute with this number and date; written down at its first use (R73).

    Raises:
        RuleBroken: "minute_number" without a number, "minute_in_future" for a date after today.
    """
    clean = to_ascii_digits(normalise(number))
    if not clean:
        raise RuleBroken("شمارهٔ صورتجلسه را بنویسید.", code="minute_number")
    if held_on > tehran_today():
        raise RuleBroken("تاریخ صورتجلسه در آینده است.", code="minute_in_future")
    minute, created = BoardMinute.objects.get_or_create(
        union=union, number=clean, held_on=held_on, defaults={"recorded_by": by, "text": text}
    )
    if created:
        audit.record(minute, "recorded", by=by, after=trail.facts(minute))
    return minute


@transaction.atomic
def enter_minute(union: Union, *, number: str, held_on: date, text: str, by: User) -> BoardMinute:
    """A board writes its own minute down.

    Raises:
        RuleBroken: "not_your_office", "minute_number", "minute_in_future", "minute_exists".
    """
    require(in_body(by, union.pk, Role.UNION_BOARD, Role.UNION_OPERATOR))
    if BoardMinute.objects.filter(
        union=union, number=to_ascii_digits(normalise(number)), held_on=held_on
    ).exists():
        raise RuleBroken("صورتجلسه‌ای با همین شماره و تاریخ ثبت شده است.", code="minute_exists")
    return record_minute(union, number=number, held_on=held_on, text=text, by=by)


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

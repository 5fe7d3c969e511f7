"""The numbers of the law that hold on a day, and the sentences they stand in."""

import re
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.models import User
from core.jalali import tehran_today
from core.refusals import RuleBroken
from core.text import to_persian_digits
from organizations.law.models import LegalValue
from organizations.roles import trail
from organizations.roles.rules import require_role
from organizations.roles.states import Role


@transaction.atomic
def set_legal_value(
    *, key: str, title: str, value: int, unit: str, valid_from: date, basis: str, by: User
) -> LegalValue:
    """Write down the number the law sets from a day on. Earlier numbers stay for earlier days.

    Raises:
        RuleBroken: "not_your_office"; "legal_value_exists" when the key has a number from that very day.
        ValidationError: by field.
    """
    require_role(by, Role.SECRETARIAT)
    if LegalValue.objects.filter(key=key, valid_from=valid_from).exists():
        raise RuleBroken("برای همین روز عددی ثبت شده است؛ روز دیگری بنویسید.", code="legal_value_exists")
    row = LegalValue(key=key, title=title, value=value, unit=unit, valid_from=valid_from, basis=basis)
    trail.insert(row, by=by, action="set")
    return row


_PLACE_OF_A_NUMBER = re.compile(r"{([a-z_]+)}")


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

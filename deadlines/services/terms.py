"""A new length for a statutory term, from a day on: the secretariat only."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from core import audit
from core.refusals import RuleBroken
from core.text import normalise, to_persian_digits
from deadlines.models import Term
from deadlines.querysets import may_declare_for_the_country
from deadlines.services import snapshot
from deadlines.services.clock import term_in_force
from deadlines.states import Unit

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def set_term(
    old: Term,
    *,
    amount: int,
    unit: str,
    valid_from: date,
    legal_basis: str,
    by: "User",
    variant: str | None = None,
) -> Term:
    """Add a row that follows `old` from `valid_from` on. Deadlines begun before keep the term they began with.

    Raises RuleBroken for anybody but the secretariat, for an amount below one, an empty basis, and a day that already
    has a row.
    """
    if not may_declare_for_the_country(by):
        raise RuleBroken("مهلت‌های قانونی را فقط دبیرخانهٔ هیأت عالی نظارت ثبت می‌کند.", code="not_your_office")
    basis = normalise(legal_basis)
    if amount < 1 or not basis:
        raise RuleBroken("مدت (دست‌کم یک) و مبنای قانونی را بنویسید.", code="incomplete")
    snapshot.expire()
    kind = old.variant if variant is None else variant
    if Term.objects.filter(key=old.key, variant=kind, valid_from=valid_from).exists():
        raise RuleBroken("برای این روز مدت دیگری ثبت شده است.", code="term_exists")
    new = Term.objects.create(
        key=old.key,
        variant=kind,
        title=old.title,
        amount=amount,
        unit=unit,
        owner=old.owner,
        valid_from=valid_from,
        legal_basis=basis,
        confidence=old.confidence,
        at_end=old.at_end,
        rolls=old.rolls,
        stops_in_outage=old.stops_in_outage,
    )
    before = {"amount": old.amount, "unit": old.unit, "valid_from": old.valid_from}
    audit.record(
        new, "set", by=by, before=before, after={"amount": amount, "unit": unit, "valid_from": valid_from}
    )
    return new


def term_in_words(key: str, *, on: date | None = None) -> str:
    """The length of a statutory term, such as «۱۵ روز کاری», for sentences that name it.

    Args:
        key: `deadlines.states.Key`.
        on: the day it is asked for; today in Tehran when omitted.

    Raises:
        LookupError: the law had no such term on that day.
    """
    term = term_in_force(key, on=on)
    return to_persian_digits(f"{term.amount} {Unit(term.unit).label}")

"""The entry of a missing trade: the chamber writes it, the secretariat publishes it or gives it back (R62)."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.refusals import RuleBroken
from organizations.bodies.models import Union
from organizations.bodies.services import check_reach, cover
from organizations.categories.models import Category
from organizations.places import services as places
from organizations.proposals.models import CategoryEntry, CategorySuggestion
from organizations.proposals.states import EntryState, SuggestionState
from organizations.proposals.suggestions import answer_suggestion, parties_of
from organizations.roles import trail
from organizations.roles.rules import require, require_role
from organizations.roles.states import Party, Role

#: A suggestion that is answered for good takes no entry.
TAKES_ENTRIES = (SuggestionState.OPEN, SuggestionState.GUIDED)


@transaction.atomic
def write_entry(
    suggestion: CategorySuggestion, *, name: str, isic_code: str, branch_of_trade: str, union: Union, by: User
) -> CategoryEntry:
    """The chamber defines the trade somebody did not find, and hands it to the secretariat.

    Args:
        union: who shall answer for the trade in the county of the suggestion.

    Raises:
        RuleBroken: "not_your_office", "closed", "category_exists", "other_place".
        ValidationError: by field; also while an entry of this suggestion waits.
    """
    row: CategorySuggestion = trail.locked(suggestion)
    require(Party.CHAMBER in parties_of(row, by))
    if row.state not in TAKES_ENTRIES:
        raise RuleBroken("این پیشنهاد پاسخ نهایی گرفته است.", code="closed")
    _check_is_new(name, isic_code)
    check_reach(union, row.county)
    entry = CategoryEntry(
        suggestion=row,
        name=name,
        isic_code=isic_code,
        branch_of_trade=branch_of_trade,
        union=union,
        written_by=by,
    )
    trail.insert(entry, by=by, action="written")
    return entry


@transaction.atomic
def publish_entry(entry: CategoryEntry, *, answer: str, by: User) -> CategoryEntry:
    """Put the trade into the national list, let the union answer for it in the county, and tell the person.

    Raises:
        RuleBroken: "not_your_office", "closed", "category_exists", "no_answer"; as `answer_suggestion` and `cover`.
        ValidationError: by field.
    """
    row = _waiting(entry, by)
    _check_is_new(row.name, row.isic_code)
    category = Category(isic_code=row.isic_code, name=row.name, branch_of_trade=row.branch_of_trade)
    places.define(category, by=by)
    cover(union=row.union, county=row.suggestion.county, category=category, by=by)
    trail.change(row, _decided(EntryState.PUBLISHED, by), by=by, action="published")
    answer_suggestion(row.suggestion, SuggestionState.ADDED, answer=answer, category=category, by=by)
    return row


@transaction.atomic
def return_entry(entry: CategoryEntry, *, reason: str, by: User) -> CategoryEntry:
    """Give the entry back to the chamber, which may write it anew.

    Raises:
        RuleBroken: "not_your_office", "closed", "no_reason".
    """
    row = _waiting(entry, by)
    if not reason.strip():
        raise RuleBroken("دلیل برگشت را برای اتاق بنویسید.", code="no_reason")
    values = _decided(EntryState.RETURNED, by) | {"reason": reason}
    trail.change(row, values, by=by, action="returned")
    return row


def _waiting(entry: CategoryEntry, by: User) -> CategoryEntry:
    """The entry under lock, after its suggestion, so that two decisions come one after the other."""
    require_role(by, Role.SECRETARIAT)
    trail.locked(entry.suggestion)
    row: CategoryEntry = trail.locked(entry)
    if row.state != EntryState.WAITING:
        raise RuleBroken("دربارهٔ این مدخل پیش‌تر تصمیم گرفته شده است.", code="closed")
    return row


def _check_is_new(name: str, isic_code: str) -> None:
    there = Category.objects.filter(isic_code=isic_code).first() or Category.objects.filter(name=name).first()
    if there is not None:
        raise RuleBroken(
            f"«{there.name}» با کد {there.isic_code} در فهرست هست؛ متقاضی را به همان راهنمایی کنید.",
            code="category_exists",
        )


def _decided(state: EntryState, by: User) -> dict[str, object]:
    return {"state": state, "decided_by": by, "decided_at": timezone.now()}

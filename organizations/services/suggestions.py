"""Trades that people did not find: the chamber guides them, the secretariat may define the trade (R62)."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.refusals import RuleBroken
from organizations import rules
from organizations.models import Category, CategorySuggestion, County
from organizations.querysets import holds, places_as
from organizations.rules import SUGGESTION_MOVES, Party, Role, SuggestionState
from organizations.services import trail
from organizations.signals import suggestion_answered


@transaction.atomic
def suggest_category(*, contact_name: str, mobile: str, county: County, text: str) -> CategorySuggestion:
    """Somebody describes a trade that is not in the list. Raises ValidationError by field."""
    row = CategorySuggestion(contact_name=contact_name, mobile=mobile, county=county, text=text)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def answer_suggestion(
    suggestion: CategorySuggestion, to: str, *, answer: str, by: User, category: Category | None = None
) -> CategorySuggestion:
    """Guide to a category that fits, refuse, or, as the secretariat, name the category that was defined.

    The person is told by the app above (message M23).

    Raises:
        RuleBroken: "closed", "not_your_office", "no_answer", "no_category" when the answer must name one.
    """
    row: CategorySuggestion = trail.locked(suggestion)
    rules.check_move(SUGGESTION_MOVES, row.state, to, parties_of(row, by))
    if not answer.strip():
        raise RuleBroken("پاسخ را برای متقاضی بنویسید.", code="no_answer")
    if category is None and to in (SuggestionState.GUIDED, SuggestionState.ADDED):
        raise RuleBroken("رستهٔ مناسب را انتخاب کنید.", code="no_category")
    values = {
        "state": to,
        "answer": answer,
        "category": category if to != SuggestionState.REJECTED else None,
        "answered_by": by,
        "answered_at": timezone.now(),
    }
    trail.change(row, values, by=by, action=f"moved to {to}", unchecked=["county"])
    suggestion_answered.send(CategorySuggestion, suggestion=row)
    return row


def moves_open_to(suggestion: CategorySuggestion, by: User) -> list[str]:
    """The answers this person may give."""
    return rules.moves_of(SUGGESTION_MOVES, suggestion.state, parties_of(suggestion, by))


def parties_of(suggestion: CategorySuggestion, by: User) -> set[str]:
    """In which parts `by` may answer: the chamber of the county, the secretariat."""
    found: set[str] = set()
    if places_as(by, "county", Role.CHAMBER_OPERATOR).filter(body__county=suggestion.county_id).exists():
        found.add(Party.CHAMBER)
    if holds(by, Role.SECRETARIAT):
        found.add(Party.SECRETARIAT)
    return found

"""Trades that people did not find: the chamber guides them, the secretariat may define the trade (R62)."""

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import limits
from accounts.ceilings import of_address
from accounts.limits import DAY, HOUR, Limit
from accounts.models import Person, User
from core.references import new_tracking_code
from core.refusals import RuleBroken
from organizations.categories.models import Category
from organizations.places.models import County
from organizations.proposals import rules, texts
from organizations.proposals.models import CategorySuggestion
from organizations.proposals.states import SUGGESTION_MOVES, SuggestionState
from organizations.roles import trail
from organizations.roles.querysets import holds, places_as
from organizations.roles.states import Party, Role
from organizations.signals import suggestion_answered, suggestion_made


def suggest_category(
    *,
    contact_name: str,
    mobile: str,
    county: County,
    text: str,
    person: Person | None = None,
    address: str = "",
    form_key: UUID | None = None,
) -> CategorySuggestion:
    """Somebody describes a trade that is not in the list, and gets a code to follow it.

    Only a signed-in citizen hears by SMS, at the number they have proved: a number that is typed gets none.

    Args:
        mobile: where the chamber may call; a citizen with a number on record is called there.
        person: the signed-in citizen, or None for a stranger.
        address: the visitor's network address.
        form_key: drawn with the form; the same form sent twice is one suggestion.

    Raises:
        RuleBroken: "rate_limited", "try_again".
        ValidationError: by field.
    """
    first = made_with(form_key)
    if first is not None:
        return first
    row = CategorySuggestion(
        contact_name=contact_name,
        mobile=(person and person.mobile) or mobile,
        county=county,
        text=text,
        person=person,
        form_key=form_key,
    )
    row.full_clean(exclude=["form_key"])
    with limits.charged(*_limits_of(row, address), refusal=texts.TOO_MANY):
        return _keep_with_a_code(row)


def _limits_of(row: CategorySuggestion, address: str) -> list[Limit]:
    """Each is read by a person. A citizen is counted alone: nobody spends what they may suggest."""
    if row.person is not None:
        return [Limit(f"suggest:p:{row.person.pk}", settings.SUGGESTIONS_PER_DAY, DAY)]
    return [
        *of_address("suggest", address, settings.SUGGESTIONS_PER_ADDRESS_HOUR, HOUR),
        *of_address("suggest", address, settings.SUGGESTIONS_PER_ADDRESS_DAY, DAY),
        Limit(f"suggest:m:{row.mobile}", settings.SUGGESTIONS_PER_DAY, DAY),
    ]


def _keep_with_a_code(row: CategorySuggestion) -> CategorySuggestion:
    for _ in range(5):
        row.code = new_tracking_code()
        try:
            return _keep(row)
        except (
            IntegrityError
        ):  # the same form at this very moment, or, once in a blue moon, a code that exists
            first = made_with(row.form_key)
            if first is not None:
                return first
    raise RuleBroken(texts.TRY_AGAIN, code="try_again")


@transaction.atomic
def _keep(row: CategorySuggestion) -> CategorySuggestion:
    row.save(force_insert=True)
    suggestion_made.send(CategorySuggestion, suggestion=row)
    return row


def made_with(form_key: UUID | None) -> CategorySuggestion | None:
    """What became of a form that was sent already."""
    return CategorySuggestion.objects.filter(form_key=form_key).first() if form_key else None


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

"""How a board voted, as the desk shows it beside a decision: names for the union itself, counts for bodies above."""

from collections import Counter
from dataclasses import dataclass

from accounts.models import User
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.sessions.models import AgendaItem
from licensing.sessions.states import ItemResult, VoteChoice


@dataclass(frozen=True, slots=True)
class Ballot:
    """The vote on one decision; `members` (name, office, choice) is empty for people outside the union."""

    outcome: str
    minute: str
    counts: str
    members: tuple[tuple[str, str, str], ...]


def counts_in_words(choices: Counter[str]) -> str:
    """The numbers of a vote, such as «۴ موافق، ۱ مخالف، ۰ ممتنع»."""
    return "، ".join(f"{to_persian_digits(str(choices[choice]))} {choice.label}" for choice in VoteChoice)


def ballots_of(case: LicenceRequest, user: User) -> list[Ballot]:
    """The votes on this request's decisions, newest first; never for applicants (S001 C-3).

    Three statements, however many decisions and members there are.
    """
    if not user.is_staff:
        return []
    rows = (
        AgendaItem.objects.filter(case=case, result=ItemResult.DECIDED)
        .select_related("session__minute")
        .prefetch_related("votes__member__person")
        .order_by("-session__published_at", "-pk")
    )
    items = list(rows)
    with_names = bool(items) and bool(case.actors_of(user))
    return [
        Ballot(
            outcome=item.get_outcome_display(),
            minute=str(item.session.minute),
            counts=counts_in_words(Counter(vote.choice for vote in item.votes.all())),
            members=tuple(
                (vote.member.person.full_name, vote.member.get_role_display(), vote.get_choice_display())
                for vote in item.votes.all()
            )
            if with_names
            else (),
        )
        for item in items
    ]

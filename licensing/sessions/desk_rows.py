"""The rows of a session's pages, in a fixed number of statements however long the agenda is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from accounts.models import User
from core.references import group_tracking_code
from core.refusals import why_not
from core.text import to_persian_digits
from deadlines.engine import TimeLeft
from deadlines.models import Deadline
from deadlines.services import explaining
from deadlines.states import LIVE
from licensing.cases.models import LicenceRequest
from licensing.cases.rows import left_in_words
from licensing.cases.states import Actor
from licensing.sessions import rules, services
from licensing.sessions.ballots import counts_in_words
from licensing.sessions.models import AgendaItem, BoardSession
from licensing.sessions.states import REASONS_OF, ItemOutcome, ItemResult
from organizations.models import BoardMember

OUTCOME_TONES = {
    ItemOutcome.ACCEPT: "success",
    ItemOutcome.CONDITIONAL: "warning",
    ItemOutcome.REJECT: "danger",
    ItemOutcome.POSTPONE: "neutral",
}
NO_OUTCOME, VOTES_MISSING, NO_MAJORITY = "بدون نتیجه", "رأی‌گیری ناتمام", "بدون اکثریت"
STANDINGS = (*(str(outcome.label) for outcome in ItemOutcome), NO_MAJORITY, VOTES_MISSING, NO_OUTCOME)


class Sheet:
    """What the pages of one session read of it for one person, each asked for once."""

    def __init__(self, session: BoardSession, user: User) -> None:
        self._session, self._user = session, user

    @cached_property
    def why_not_prepared(self) -> str:
        """Why this person does not change the agenda now; empty when they may."""
        return why_not(rules.check_works_on_session, self._session, self._user, Actor.UNION_OPERATOR)

    @cached_property
    def why_not_decided(self) -> str:
        """The same for what the board says."""
        return why_not(rules.check_works_on_session, self._session, self._user, Actor.UNION_BOARD)

    @cached_property
    def items(self) -> list[AgendaItem]:
        """The agenda as it stands, with everything its pages print; three statements."""
        return list(
            self._session.items.standing()
            .select_related("case__applicant", "case__category", "case__county")
            .prefetch_related("votes__member__person", "grounds__reason")
        )

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return agenda_rows(self.items, self.present)

    @cached_property
    def seats(self) -> list[BoardMember]:
        return services.seats_of(self._session)

    @cached_property
    def present(self) -> dict[int, int]:
        """The person's key of each member present who counts, by the member's."""
        return services.present_in(self._session)


def removed_from(session: BoardSession) -> list[AgendaItem]:
    """The files that were taken off, newest first, with who did it and why; one statement."""
    rows = session.items.removed().select_related("case", "removed_by__person")
    return list(rows.order_by("-removed_at", "-pk"))


def sessions_by_case(cases: Sequence[LicenceRequest]) -> dict[int, BoardSession]:
    """The session each file is on, by the file's key; one statement."""
    items = AgendaItem.objects.open().filter(case__in=cases).select_related("session")
    return {item.case_id: item.session for item in items}


def facts_of(cases: Sequence[LicenceRequest]) -> dict[int, dict[str, Any]]:
    """What a card says of each file, by its key; two statements."""
    running = list(
        Deadline.objects.filter(
            subject_type=LicenceRequest._meta.label_lower,
            subject_id__in=[case.pk for case in cases],
            state__in=LIVE,
        )
    )
    left = explaining.time_left(running)
    by_case = {row.subject_id: left[row.pk] for row in running if row.pk in left}
    desk = reverse("admin:licensing_licencerequest_change", args=[0])
    return {case.pk: _facts(case, by_case.get(case.pk), desk) for case in cases}


def _facts(case: LicenceRequest, left: TimeLeft | None, desk: str) -> dict[str, Any]:
    words, tone = left_in_words(left)
    return {
        "pk": case.pk,
        "version": case.version,
        "unit": to_persian_digits(case.unit_name) or "بی‌نام",
        "applicant": case.applicant.full_name,
        "category": case.category.name,
        "county": case.county.name,
        "number": to_persian_digits(str(case.receipt_number)),
        "code": to_persian_digits(group_tracking_code(case.tracking_code or "")),
        "status": case.get_status_display(),
        "left": words,
        "left_tone": tone,
        "url": desk.replace("/0/", f"/{case.pk}/"),
    }


def agenda_rows(items: Sequence[AgendaItem], present: Mapping[int, int]) -> list[dict[str, Any]]:
    """Each file with its outcome, reasons and votes, as the pages that only show it print it.

    Args:
        present: the person's key of each member present who counts, by the member's.
    """
    facts = facts_of([item.case for item in items])
    return [_row(item, facts[item.case_id], present) for item in items]


def _row(item: AgendaItem, facts: dict[str, Any], present: Mapping[int, int]) -> dict[str, Any]:
    votes = list(item.votes.all())
    grounds = list(item.grounds.all())
    standing, tone, why = _standing(item, present)
    return facts | {
        "item": item,
        "order": to_persian_digits(str(item.order)),
        "outcome": item.get_outcome_display() if item.outcome else "",
        "outcome_tone": "neutral" if why else tone,
        "standing": standing,
        "standing_tone": tone,
        "why": why,
        "counts": counts_in_words(Counter(vote.choice for vote in votes)) if votes else "",
        "votes": [(vote.member.person.full_name, vote.get_choice_display()) for vote in votes],
        "grounds": grounds,
        "wants_reasons": item.outcome in REASONS_OF,
        "lacks_reasons": item.outcome in REASONS_OF and not grounds,
    }


def _standing(item: AgendaItem, present: Mapping[int, int]) -> tuple[str, str, str]:
    """What becomes of a file as things stand, in a word, its tone, and why nothing does: the rule's own answer."""
    if not item.outcome:
        return NO_OUTCOME, "danger", ""
    outcome = ItemOutcome(item.outcome)
    if item.result == ItemResult.OPEN and outcome != ItemOutcome.POSTPONE:
        tally = services.votes_on(item, present, item.case.applicant_id)
        if tally.refusal is not None:
            word = VOTES_MISSING if tally.refusal.code == "votes_missing" else NO_MAJORITY
            return word, "danger", str(tally.refusal)
    return str(outcome.label), OUTCOME_TONES[outcome], ""


def tally_of(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """How many files stand where, as `agenda_rows` says; those nothing becomes of are last."""
    counts = Counter(row["standing"] for row in rows)
    tones = {row["standing"]: row["standing_tone"] for row in rows}
    return [
        {"label": standing, "count": to_persian_digits(str(counts[standing])), "tone": tones[standing]}
        for standing in STANDINGS
        if counts[standing]
    ]


def groups_of(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The files under what becomes of them, in the same order."""
    groups = [
        {"label": standing, "rows": [row for row in rows if row["standing"] == standing]}
        for standing in STANDINGS
    ]
    return [group for group in groups if group["rows"]]

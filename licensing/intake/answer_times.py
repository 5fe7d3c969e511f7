"""How long a union has taken to answer: told to whoever is about to ask it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.core.cache import cache
from django.utils import timezone

from core.jalali import day_of
from deadlines.calendar import WorkingCalendar, working_days_between
from deadlines.services import clock, snapshot, working_days
from deadlines.states import Key
from licensing.decisions.models import Decision
from licensing.decisions.states import Outcome
from organizations.bodies.models import Union

#: Fewer answers tell nothing about the next one.
FEWEST = 5

#: The newest answers of the last year count, at most so many.
LOOK_BACK, MOST = timedelta(days=365), 1000
KEPT_SECONDS = 3600
Answer = tuple[datetime, datetime, bool]


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """Working days from receipt to answer: half of the applicants waited `median` or less, nine in ten `ninetieth`.

    `term` is what the union has by law today (R66).
    """

    cases: int
    median: int
    ninetieth: int
    term: int


def answer_times(union: Union) -> AnswerTimes | None:
    """The times of this union within the last year, reckoned once an hour; None below five answers."""
    key = f"answer-times:{union.pk}"
    found: tuple[int, int, int, int] | None = cache.get(key)
    if found is None:
        days = sorted(_days(_answers(union), working_days.calendar_of(union.county)))
        term = clock.term_in_force(Key.T1_UNION_ANSWER).amount
        found = (len(days), percentile(days, 50), percentile(days, 90), term) if days else (0, 0, 0, term)
        cache.set(key, found, KEPT_SECONDS)
    return AnswerTimes(*found) if found[0] >= FEWEST else None


def _answers(union: Union) -> list[Answer]:
    """Receipt, first answer and whether it was silence, newest first."""
    decided = Decision.objects.filter(
        case__union=union, decided_at__gte=timezone.now() - LOOK_BACK, case__submitted_at__isnull=False
    ).exclude(outcome=Outcome.ISSUE)
    rows = decided.order_by("-decided_at").values_list(
        "case", "case__submitted_at", "decided_at", "by_silence"
    )
    first = {pk: (received, answered, silent) for pk, received, answered, silent in rows[:MOST]}
    return list(first.values())


def _days(answers: Iterable[Answer], calendar: WorkingCalendar) -> list[int]:
    """Working days of each answer; one that never came took the whole term of its day of receipt at least (R66)."""
    tables = snapshot.current()
    return [
        max(tables.term(Key.T1_UNION_ANSWER, day_of(received)).amount, days) if silent else days
        for received, answered, silent in answers
        for days in [working_days_between(calendar, day_of(received), day_of(answered))]
    ]


def percentile(ordered: list[int], share: int) -> int:
    """The smallest value that at least `share` per cent of the ordered values do not exceed."""
    return ordered[max(0, ceil(len(ordered) * share / 100) - 1)]

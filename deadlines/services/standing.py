"""Where several cases stand: whose turn it is and what is left, for lists that may ask only once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Subquery

from deadlines import texts
from deadlines.engine import Period, TimeLeft
from deadlines.models import CalendarVersion, Deadline, DeadlineInterval
from deadlines.querysets import subject_type
from deadlines.services import snapshot
from deadlines.services.clock import moment
from deadlines.services.facts import Facts, facts_from
from deadlines.states import LIVE

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose turn it is in a case, what is left of its running term, and when that ends, in words."""

    turn_name: str
    left: TimeLeft
    left_sentence: str
    due_sentence: str


def standing_of(subjects: Sequence[Model], now: datetime | None = None) -> dict[int, Standing]:
    """The standing of each case that has a live deadline, by primary key: one statement however many there are.

    All subjects are rows of one model. Of several live deadlines the one that runs counts, else the one begun last; one
    that cannot be reckoned is logged and left out.
    """
    if not subjects:
        return {}
    at = now or moment()
    turns: dict[Deadline, list[Period]] = {}
    token: str | None = None
    for row in _intervals(subjects):
        token = row.token  # type: ignore[attr-defined]  # annotated by `_intervals`
        name = row.body.name if row.body else ""
        turns.setdefault(row.deadline, []).append(
            Period(row.owner, row.reason, row.started_at, row.ended_at, row.runs, row.legal_basis, name)
        )
    if not turns:
        return {}
    tables = snapshot.of_version(token)
    found: dict[int, Standing] = {}
    for deadline, parts in turns.items():
        try:
            found[deadline.subject_id] = _standing(facts_from(deadline, parts, tables), at)
        except Exception:
            logger.exception("Deadline %s cannot be reckoned; its case is listed without it", deadline.pk)
    return found


def _intervals(subjects: Sequence[Model]) -> list[DeadlineInterval]:
    """Turns of the live deadlines with deadline and body, and the calendar's version: what counts comes last."""
    rows = DeadlineInterval.objects.filter(
        deadline__subject_type=subject_type(subjects[0]),
        deadline__subject_id__in=[subject.pk for subject in subjects],
        deadline__state__in=LIVE,
    )
    version = Subquery(CalendarVersion.objects.values("token")[:1])
    rows = rows.select_related("deadline", "body").annotate(token=version)
    order = ("-deadline__state", "deadline__started_at", "deadline_id", "started_at")  # PAUSED before OPEN
    return list(rows.order_by(*order))


def _standing(facts: Facts, at: datetime) -> Standing:
    reckoning = facts.reckon()
    turn = facts.turn_at(at)
    left = facts.time_left(at, reckoning)
    return Standing(
        turn_name=texts.turn_name(turn.owner, turn.owner_name),
        left=left,
        left_sentence=texts.left(left),
        due_sentence=texts.due(reckoning.due_at) if reckoning.due_at else "",
    )

"""What happened to a deadline, read for one or for thousands of them in the same few queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deadlines import engine
from deadlines.calendar import WorkingCalendar
from deadlines.engine import Measure, Period, Reckoning, TimeLeft
from deadlines.models import Deadline, DeadlineInterval, Term
from deadlines.rules import is_past
from deadlines.services import snapshot


@dataclass(frozen=True, slots=True)
class Facts:
    """A deadline, the term it follows, its calendar, and its life so far in parts that leave no gap."""

    deadline: Deadline
    term: Term
    measure: Measure
    calendar: WorkingCalendar
    parts: tuple[Period, ...]

    @property
    def stops(self) -> list[Period]:
        """The parts in which the clock stood still."""
        return [part for part in self.parts if not part.runs]

    def reckon(self) -> Reckoning:
        """When the deadline ends, from the facts alone."""
        return engine.reckon(self.calendar, self.measure, self.deadline.started_at, self.stops)

    def time_left(self, moment: datetime, reckoning: Reckoning | None = None) -> TimeLeft:
        """What is left at `moment`; nothing when the deadline is closed."""
        if not self.deadline.is_live:
            over = self.deadline.due_at is not None and is_past(self.deadline.due_at, moment)
            return TimeLeft(0, self.measure.unit, is_over=over)
        reckoning = reckoning or self.reckon()
        return engine.time_left(self.calendar, self.measure, reckoning, self.stops, moment)

    def turn_at(self, moment: datetime) -> Period:
        """Whose turn it is at `moment` (the last one known when the deadline has ended)."""
        begun = [part for part in self.parts if part.starts <= moment]
        return (begun or list(self.parts))[-1]


def facts_of(deadlines: Sequence[Deadline], known: snapshot.Snapshot | None = None) -> list[Facts]:
    """The facts of each deadline, in the same order: two queries however many there are."""
    tables = known or snapshot.current()
    turns = turns_of(deadlines)
    return [facts_from(deadline, turns[deadline.pk], tables) for deadline in deadlines]


def facts_from(deadline: Deadline, turns: Sequence[Period], tables: snapshot.Snapshot) -> Facts:
    """The facts of a deadline whose turns are known already."""
    term = tables.terms[deadline.term_id]
    outages = tables.outages(deadline.county_id) if term.stops_in_outage else ()
    return Facts(
        deadline=deadline,
        term=term,
        measure=Measure(deadline.amount, term.unit, term.rolls),
        calendar=tables.calendar(deadline.county_id),
        parts=tuple(engine.overlay(turns, outages)),
    )


def turns_of(deadlines: Sequence[Deadline]) -> dict[int, list[Period]]:
    """The turns of each deadline by its key, in order: one query."""
    found: dict[int, list[Period]] = defaultdict(list)
    rows = DeadlineInterval.objects.filter(deadline__in=[deadline.pk for deadline in deadlines])
    for row in rows.order_by("deadline_id", "started_at").values_list(
        "deadline_id", "owner", "reason", "started_at", "ended_at", "runs", "legal_basis", "body__name"
    ):
        deadline_id, owner, reason, starts, ends, runs, basis, name = row
        found[deadline_id].append(Period(owner, reason, starts, ends, runs, basis, name or ""))
    return found

"""Makes the ledger of a deadline: every step of the reckoning, every turn, every recorded move."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from core.jalali import day_of
from deadlines import engine, texts
from deadlines.engine import Period, Reckoning, Step, StepKind, TimeLeft
from deadlines.explanation import Entry, EntryKind, Explanation, Share, Turn
from deadlines.models import Deadline, DeadlineMove
from deadlines.services.clock import moment
from deadlines.services.facts import Facts, facts_of
from deadlines.states import Confidence

logger = logging.getLogger(__name__)


def explain(deadline: Deadline, now: datetime | None = None) -> Explanation:
    """The ledger of one deadline at `now`, for applicant, clerk and inspector alike."""
    return explain_all([deadline], now)[0]


def explain_all(deadlines: Sequence[Deadline], now: datetime | None = None) -> list[Explanation]:
    """The ledgers of several deadlines, in their order; the number of queries does not grow with theirs."""
    at = now or moment()
    moves: dict[int, list[DeadlineMove]] = {deadline.pk: [] for deadline in deadlines}
    for move in DeadlineMove.objects.filter(deadline__in=list(moves)):
        moves[move.deadline_id].append(move)
    return [_explanation(facts, moves[facts.deadline.pk], at) for facts in facts_of(deadlines)]


def time_left(deadlines: Iterable[Deadline], now: datetime | None = None) -> dict[int, TimeLeft]:
    """What is left of each deadline, by primary key: for lists, in two queries.

    One that cannot be reckoned is logged and left out.
    """
    at = now or moment()
    found: dict[int, TimeLeft] = {}
    for facts in facts_of(list(deadlines)):
        try:
            found[facts.deadline.pk] = facts.time_left(at)
        except Exception:
            logger.exception("Deadline %s cannot be reckoned; its list goes on without it", facts.deadline.pk)
    return found


def days_left(deadline: Deadline, now: datetime | None = None) -> int:
    """Whole working days left of a term in working days, hours of one in hours, else days; 0 on the last day."""
    return time_left([deadline], now)[deadline.pk].amount


def _explanation(facts: Facts, moves: Sequence[DeadlineMove], now: datetime) -> Explanation:
    deadline, term = facts.deadline, facts.term
    reckoning = facts.reckon()
    due_at = reckoning.due_at if deadline.is_live else deadline.due_at
    turn = facts.turn_at(deadline.closed_at or now)
    left = facts.time_left(now, reckoning)
    entries = tuple(_entries(facts, reckoning, moves))
    turns = tuple(_turns(facts.parts, deadline.closed_at or now))
    return Explanation(
        key=deadline.key,
        title=term.title,
        legal_basis=term.legal_basis,
        consequence=term.get_at_end_display(),
        state=deadline.state,
        state_label=deadline.get_state_display(),
        owner=deadline.owner,
        owner_name=texts.turn_name(deadline.owner),
        turn=turn.owner,
        turn_name=texts.turn_name(turn.owner, turn.owner_name),
        started_at=deadline.started_at,
        due_at=due_at,
        due_sentence=texts.due(due_at) if due_at else "",
        left=left,
        left_sentence=texts.left(left) if deadline.is_live else deadline.get_state_display(),
        is_live=deadline.is_live,
        is_estimated=any(entry.is_estimated for entry in entries),
        is_subject_to_law=term.confidence in (Confidence.GENERAL, Confidence.DECIDED),
        entries=entries,
        turns=turns,
        shares=tuple(_shares(turns)),
    )


def _entries(facts: Facts, reckoning: Reckoning, moves: Sequence[DeadlineMove]) -> Iterable[Entry]:
    deadline = facts.deadline
    yield _at(
        EntryKind.STARTED,
        deadline.started_at,
        texts.started(facts.term.title, deadline.amount, facts.term.unit, deadline.started_at),
    )
    for step in sorted(reckoning.steps, key=lambda step: step.day):
        yield _step(step)
    for move in moves:
        yield _at(EntryKind.MOVED, move.at, texts.moved(move.from_due, move.to_due, move.because))
    if deadline.closed_at is None:
        yield _at(EntryKind.DUE, reckoning.due_at or deadline.started_at, texts.due_line(reckoning.due_at))
    else:
        yield from _ending(deadline, reckoning, deadline.closed_at)


def _ending(deadline: Deadline, reckoning: Reckoning, closed_at: datetime) -> Iterable[Entry]:
    if deadline.due_at:
        yield _at(EntryKind.DUE, deadline.due_at, texts.due_line(deadline.due_at))
        if reckoning.due_at != deadline.due_at:
            yield _at(EntryKind.MOVED, deadline.due_at, texts.table_changed(deadline.due_at))
    yield _at(EntryKind.CLOSED, closed_at, texts.closed(deadline.get_state_display(), closed_at))


def _at(kind: EntryKind, at: datetime, sentence: str) -> Entry:
    return Entry(kind, sentence, day_of(at), at=at)


def _step(step: Step) -> Entry:
    stop = step.stop
    return Entry(
        kind=EntryKind(step.kind),
        sentence=_sentence(step),
        on=step.day,
        until=step.until,
        owner=stop.owner if stop else "",
        legal_basis=stop.legal_basis if stop else "",
        is_estimated=step.kind == StepKind.UNKNOWN_TABLE or bool(step.off and step.off.is_estimated),
    )


def _sentence(step: Step) -> str:
    if step.kind == StepKind.DAY_OFF and step.off:
        return texts.day_off(step.day, step.off)
    if step.kind == StepKind.STOPPED and step.stop:
        return texts.stopped(step.stop)
    if step.kind == StepKind.ROLLED and step.until:
        return texts.rolled(step.day, step.until, step.off)
    if step.kind == StepKind.CLAMPED:
        return texts.clamped(step.day)
    return texts.unknown_table(step.until)


def _turns(parts: Sequence[Period], end: datetime) -> Iterable[Turn]:
    for part in engine.until(parts, end):
        ends = part.ends or end
        name = texts.turn_name(part.owner, part.owner_name)
        sentence = texts.turn(part, ends)
        yield Turn(part.owner, name, part.reason, part.legal_basis, part.starts, ends, part.runs, sentence)


def _shares(turns: Sequence[Turn]) -> Iterable[Share]:
    """Each owner once, in the order of their first turn."""
    totals: dict[tuple[str, str], timedelta] = {}
    for turn in turns:
        key = turn.owner, turn.owner_name
        totals[key] = totals.get(key, timedelta()) + turn.length
    for (owner, name), length in totals.items():
        yield Share(owner, name, length, f"{name}: {texts.length(length)}")

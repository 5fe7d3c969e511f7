"""Follows a changed calendar: moves the due moments it moves, and records each move with its cause."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from deadlines.models import CalendarChange, Deadline, DeadlineMove
from deadlines.querysets import DeadlineQuerySet
from deadlines.rules import State
from deadlines.services import snapshot
from deadlines.services.facts import facts_from, turns_of
from deadlines.signals import deadline_moved
from organizations.models import County

logger = logging.getLogger(__name__)

#: Rows locked at a time: a batch takes a fraction of a second, so nobody waits long for a case.
BATCH = 500


def recompute(counties: Iterable[County | int] | None = None, because: str = "تقویم بازبینی شد") -> int:
    """Reckon every live deadline again (of these counties, or all) and record what moves. Returns how many moved.

    Safe to repeat, to run twice at once and to stop anywhere: what has moved already does not move again.
    """
    rows = Deadline.objects.live()
    if counties is not None:
        rows = rows.filter(county__in=list(counties))
    return _follow(rows, lambda deadline: (because, None))


def apply_changes() -> int:
    """Let the live deadlines follow every change of the calendar not followed yet. Returns how many moved."""
    waiting = list(CalendarChange.objects.filter(done_at__isnull=True).order_by("pk"))
    if not waiting:
        return 0
    causes = _Causes(waiting)
    moved = _follow(Deadline.objects.live().filter(causes.scope()), causes.of)
    for change in waiting:
        done = CalendarChange.objects.filter(pk=change.pk, done_at__isnull=True)
        done.update(done_at=timezone.now(), moved=change.moves.count())
    return moved


def unreckonable() -> int:
    """How many live deadlines could not be reckoned again at the last attempt: a note for the operator."""
    return Deadline.objects.unreckonable().count()


class _Causes:
    """Which of the waiting changes touch a deadline."""

    def __init__(self, changes: list[CalendarChange]) -> None:
        self.changes = changes
        provinces = [change.province_id for change in changes if change.province_id]
        self.province_of = dict(
            County.objects.filter(province__in=provinces).values_list("pk", "province_id")
        )

    def scope(self) -> Q:
        """The deadlines any of the changes can touch."""
        if any(change.county_id is None and change.province_id is None for change in self.changes):
            return Q()
        counties = {change.county_id for change in self.changes if change.county_id} | set(self.province_of)
        return Q(county__in=counties)

    def of(self, deadline: Deadline) -> tuple[str, CalendarChange | None]:
        """The causes that reach this deadline in words, and the last of them as a row."""
        reach = [change for change in self.changes if self._reaches(change, deadline)]
        return "؛ و ".join(change.because for change in reach)[:300], reach[-1] if reach else None

    def _reaches(self, change: CalendarChange, deadline: Deadline) -> bool:
        if change.county_id:
            return change.county_id == deadline.county_id
        return not change.province_id or self.province_of.get(deadline.county_id or 0) == change.province_id


Cause = Callable[[Deadline], tuple[str, CalendarChange | None]]


def _follow(rows: DeadlineQuerySet, cause: Cause) -> int:
    moved, last = 0, 0
    while True:
        last, count = _follow_batch(rows, cause, after=last)
        moved += count
        if not last:
            return moved


@transaction.atomic
def _follow_batch(rows: DeadlineQuerySet, cause: Cause, *, after: int) -> tuple[int, int]:
    """The last key of a batch (0 when there is none) and the number of deadlines that moved in it.

    A row that cannot be reckoned or stored is logged and marked, and stops none of the others.
    """
    batch = list(rows.filter(pk__gt=after).order_by("pk").select_for_update(of=("self",))[:BATCH])
    if not batch:
        return 0, 0
    moves, broken = _reckon_each(batch, cause)
    stored, refused = _store(moves)
    _mark(batch, broken | refused)
    if stored:
        deadline_moved.send(sender=Deadline, moves=stored)
    return batch[-1].pk, len(stored)


def _reckon_each(batch: list[Deadline], cause: Cause) -> tuple[list[DeadlineMove], set[int]]:
    """The moves of a batch, and the keys of the rows that could not be reckoned."""
    tables, turns, now = snapshot.current(), turns_of(batch), timezone.now()
    moves: list[DeadlineMove] = []
    broken: set[int] = set()
    for deadline in batch:
        try:
            due_at = facts_from(deadline, turns[deadline.pk], tables).reckon().due_at
        except Exception:
            logger.exception("Deadline %s cannot be reckoned; the others go on", deadline.pk)
            broken.add(deadline.pk)
            continue
        if move := _move(deadline, due_at, cause, now):
            moves.append(move)
    return moves, broken


def _store(moves: list[DeadlineMove]) -> tuple[list[DeadlineMove], set[int]]:
    """Write the moves together; one by one when the database refuses. What was stored, and the refused rows."""
    try:
        _write(moves)
    except DatabaseError:
        stored: list[DeadlineMove] = []
        for move in moves:
            try:
                _write([move])
            except DatabaseError:
                logger.exception(
                    "The move of deadline %s cannot be stored; the others go on", move.deadline_id
                )
            else:
                stored.append(move)
        return stored, {move.deadline_id for move in moves if move not in stored}
    return moves, set()


@transaction.atomic
def _write(moves: list[DeadlineMove]) -> None:
    """One statement for each due moment: many cases share the end of a day, and a `CASE` of 500 rows is slow."""
    by_due: dict[tuple[datetime | None, str], list[int]] = defaultdict(list)
    for move in moves:
        by_due[move.to_due, move.deadline.state].append(move.deadline_id)
    for (due_at, state), pks in by_due.items():
        Deadline.objects.filter(pk__in=pks).update(due_at=due_at, state=state)
    DeadlineMove.objects.bulk_create(moves)


def _mark(batch: list[Deadline], broken: set[int]) -> None:
    """Note since when a row cannot be reckoned, and forget it when it can again."""
    if broken:
        new = Deadline.objects.filter(pk__in=broken, unreckonable_since__isnull=True)
        new.update(unreckonable_since=timezone.now())
    if mended := [row.pk for row in batch if row.unreckonable_since and row.pk not in broken]:
        Deadline.objects.filter(pk__in=mended).update(unreckonable_since=None)


def _move(deadline: Deadline, due_at: datetime | None, cause: Cause, now: datetime) -> DeadlineMove | None:
    if deadline.due_at == due_at:
        return None
    because, change = cause(deadline)
    move = DeadlineMove(
        deadline=deadline, from_due=deadline.due_at, to_due=due_at, because=because, change=change, at=now
    )
    deadline.due_at = due_at
    deadline.state = State.PAUSED if due_at is None else State.OPEN
    return move

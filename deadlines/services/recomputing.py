"""Follows a changed calendar: moves the due moments it moves, and records each move with its cause."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from deadlines.models import CalendarChange, Deadline, DeadlineInterval, DeadlineMove
from deadlines.querysets import DeadlineQuerySet
from deadlines.services import snapshot
from deadlines.services.facts import facts_from, turns_of
from deadlines.signals import deadline_moved
from deadlines.states import State
from organizations.places.models import County

logger = logging.getLogger(__name__)

#: Rows locked at a time: writing them takes a few hundredths of a second, so nobody waits long for a case.
BATCH = 500
#: How often a row is reckoned anew that changes whenever it has been read.
ATTEMPTS = 3
#: For `annotate`: the turn that lasts. Whoever stops, starts or hands over a clock begins another one.
OPEN_TURN = Subquery(
    DeadlineInterval.objects.filter(deadline=OuterRef("pk"), ended_at__isnull=True).values("pk")[:1]
)


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
    """Reckon these deadlines batch by batch, and alone and last those that somebody was at work on."""
    keys = _in_order_of_end(rows)
    moved, busy = 0, list[int]()
    for start in range(0, len(keys), BATCH):
        count, left = _follow_batch(keys[start : start + BATCH], cause)
        moved, busy = moved + count, busy + left
    for key in busy:
        moved += _follow_alone(key, cause)
    return moved


def _in_order_of_end(rows: DeadlineQuerySet) -> list[int]:
    """The keys in the order of their due moments: neighbours move to the same moment, so a batch takes few statements.

    Put in order here: the database would sort what it reads from the index of live deadlines all the same.
    """
    ends = rows.order_by().values_list("due_at", "pk")
    return [pk for _, pk in sorted(ends, key=lambda end: (end[0] is None, end))]


def _follow_alone(key: int, cause: Cause) -> int:
    """One deadline, waiting for whoever is at work on it; whoever ends it meanwhile has the last word."""
    for _ in range(ATTEMPTS):
        try:
            moved, busy = _follow_batch([key], cause, wait=True)
        except DatabaseError:
            logger.exception("Deadline %s is held too long and is followed at the next run", key)
            return 0
        if not busy:
            return moved
    return 0


def _follow_batch(keys: list[int], cause: Cause, *, wait: bool = False) -> tuple[int, list[int]]:
    """How many deadlines moved, and the keys of those somebody else was at work on.

    They are reckoned before they are locked, and written only if they stand as they were read: so a row is locked for
    the time of the writing alone. A row that cannot be reckoned or stored is logged and marked, and stops none of the
    others.

    Args:
        wait: for a row somebody has locked; else it is passed over.
    """
    batch = list(Deadline.objects.live().filter(pk__in=keys).annotate(turn=OPEN_TURN).order_by("pk"))
    if not batch:
        return 0, []
    read = {row.pk: (row.due_at, row.turn) for row in batch}
    moves, broken = _reckon_each(batch, cause)
    with transaction.atomic():
        stand = _as_read([move.deadline_id for move in moves], read, wait=wait)
        stored, refused = _store([move for move in moves if move.deadline_id in stand])
        if stored:
            deadline_moved.send(sender=Deadline, moves=stored)
    _mark(batch, broken | refused)
    return len(stored), [move.deadline_id for move in moves if move.deadline_id not in stand]


def _as_read(keys: list[int], read: dict[int, tuple[datetime | None, int | None]], *, wait: bool) -> set[int]:
    """Lock those of the rows nobody else has locked; the keys of those that still stand as they were read."""
    rows = Deadline.objects.live().filter(pk__in=keys).annotate(turn=OPEN_TURN).order_by("pk")
    locked = rows.select_for_update(of=("self",), skip_locked=not wait)
    return {
        pk for pk, due_at, turn in locked.values_list("pk", "due_at", "turn") if read[pk] == (due_at, turn)
    }


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

"""Goes over the audit trail and names every row that was changed, taken out, put in or moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import connections, router
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from core import guarding
from core.audit.trail import SHARDS, digest
from core.guarding import Finding
from core.models import AuditChain, AuditEntry


class Damage(StrEnum):
    """What happened to a row, or to the chain."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    MOVED = "moved"
    REWRITTEN = "rewritten"
    UNPROTECTED = "unprotected"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `row` is the primary key of the row, or None where there is no row to point at; `guard` names the
    trigger or function of the database that does not stand."""

    damage: Damage
    shard: int | None = None
    sequence: int | None = None
    row: int | None = None
    guard: Finding | None = None

    def __str__(self) -> str:
        if self.guard is not None:
            return f"{self.damage}: the guard {self.guard.name} {self.guard.fault}"
        row = "" if self.row is None else f" (row {self.row})"
        return f"{self.damage}: chain {self.shard}, place {self.sequence}{row}"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain at some moment, as exported: its length and its newest hash."""

    shard: int
    count: int
    hash: str


def heads() -> list[Head]:
    """The present heads, to be kept where the database's owner cannot write."""
    return [Head(c.shard, c.count, c.head_hash) for c in AuditChain.objects.order_by("shard")]


def verify(exported: list[Head] | None = None) -> list[Problem]:
    """Every problem of the trail, chain by chain; empty when it is whole. Rows written meanwhile do not
    disturb. Before them the guards of the database, of whatever table, that do not stand as they were made.

    With the heads of an earlier export it also finds a chain that was cut or written anew, consistently,
    since then.
    """
    guarded = connections[router.db_for_read(AuditEntry)]
    problems = [Problem(Damage.UNPROTECTED, guard=finding) for finding in guarding.findings(guarded)]
    for head in heads():
        problems += _in_chain(head)
    problems += _beyond_the_heads()
    for old in exported or []:
        row = AuditEntry.objects.filter(shard=old.shard, sequence=old.count).first()
        if old.count and (row is None or row.hash != old.hash):
            problems.append(Problem(Damage.REWRITTEN, old.shard, old.count, row.pk if row else None))
    return problems


def _in_chain(head: Head) -> Iterator[Problem]:
    """Problems among the places 1 … count. A row whose own hash is right vouches for the one before it."""
    rows = AuditEntry.objects.filter(shard=head.shard, sequence__lte=head.count).order_by("sequence")
    place, last_hash, last_row, last_good = 0, "", None, True
    for entry in rows.iterator(chunk_size=2000):
        for gap in range(place + 1, entry.sequence):
            yield Problem(Damage.MISSING, head.shard, gap)
        adjoining = entry.sequence == place + 1
        good = digest(entry) == entry.hash
        if not good:
            yield Problem(_what_happened_to(entry), head.shard, entry.sequence, entry.pk)
        elif adjoining and last_good and entry.previous_hash != last_hash:
            yield Problem(Damage.CHANGED, head.shard, place or 1, last_row or entry.pk)
        place, last_hash, last_row, last_good = entry.sequence, entry.hash, entry.pk, good
    for gap in range(place + 1, head.count + 1):
        yield Problem(Damage.MISSING, head.shard, gap)
    if place == head.count and last_good and last_hash != head.hash:
        yield Problem(Damage.CHANGED, head.shard, place, last_row)


def _what_happened_to(entry: AuditEntry) -> Damage:
    """MOVED when the row is whole for the place after its predecessor, wherever that stands now."""
    before = AuditEntry.objects.filter(hash=entry.previous_hash).exclude(pk=entry.pk).first()
    shards = [before.shard] if before else range(SHARDS)
    for shard in shards:
        rightful = AuditEntry(**{f.attname: getattr(entry, f.attname) for f in AuditEntry._meta.fields})
        rightful.shard, rightful.sequence = shard, before.sequence + 1 if before else 1
        if digest(rightful) == entry.hash:
            return Damage.MOVED
    return Damage.CHANGED


def _beyond_the_heads() -> list[Problem]:
    """Rows after the end of their chain, or in a chain that has no head: compared in one statement."""
    count = AuditChain.objects.filter(shard=OuterRef("shard")).values("count")
    extra = AuditEntry.objects.filter(sequence__gt=Coalesce(Subquery(count), 0)).order_by("shard", "sequence")
    return [Problem(Damage.ADDED, row.shard, row.sequence, row.pk) for row in extra]

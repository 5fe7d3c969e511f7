"""Writing the audit trail. A service records its change in its own transaction: both stand or neither.

Rows form sixteen hash chains, so that writers seldom wait for each other. The chain is picked by the
writing thread and not by the subject: a transaction then holds one head only, and two can never deadlock
over two of them.
"""

import hashlib
import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models, router
from django.utils import timezone

from core.masking import mask, mask_numbers
from core.middleware import current_request_id
from core.models import AuditChain, AuditEntry

SHARDS = 16


def record(
    subject: models.Model,
    action: str,
    *,
    by: models.Model | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    note: str = "",
) -> AuditEntry:
    """Append one event about `subject` to the trail, in the caller's transaction.

    `action` is a short English verb, `by` the person (None: the portal itself), `before` and `after` the
    facts that changed; secrets and people's numbers in them are masked. Raises RuntimeError outside
    `atomic()`.
    """
    connection = connections[router.db_for_write(AuditEntry)]
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record() belongs inside the transaction of the change it records.")
    chains = AuditChain.objects.using(connection.alias).select_for_update()
    chain, _ = chains.get_or_create(shard=shard_of_this_thread())
    entry = AuditEntry(
        shard=chain.shard,
        sequence=chain.count + 1,
        at=timezone.now(),
        actor_id=None if by is None else by.pk,
        actor_label="" if by is None else mask_numbers(str(by))[:150],
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        action=action,
        before=_plain(before),
        after=_plain(after),
        note=note,
        request_id=current_request_id(),
        previous_hash=chain.head_hash,
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True, using=connection.alias)
    chain.count, chain.head_hash = entry.sequence, entry.hash
    chain.save(update_fields=["count", "head_hash"])
    return entry


def shard_of_this_thread() -> int:
    """The chain this thread writes to."""
    return threading.get_native_id() % SHARDS


def digest(entry: AuditEntry) -> str:
    """SHA-256, in hex, of the hash before this row and all of the row's own columns as canonical JSON."""
    content = {
        "shard": entry.shard,
        "sequence": entry.sequence,
        "at": _moment(entry.at),
        "actor_id": entry.actor_id,
        "actor_label": entry.actor_label,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "action": entry.action,
        "before": entry.before,
        "after": entry.after,
        "note": entry.note,
        "request_id": entry.request_id,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{entry.previous_hash}\n{text}".encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(facts: Mapping[str, object] | None) -> Any:
    """What both databases give back exactly as it went in: masked, no floats, dates and decimals as text."""
    if facts is None:
        return None
    return json.loads(json.dumps(mask(facts), cls=DjangoJSONEncoder), parse_float=str)

"""Helpers of the audit tests: acts to record, and a hand that tampers with the rows."""

from contextlib import contextmanager
from unittest.mock import patch

from django.db import connection, transaction

from core import audit
from core.append_only import unprotected
from core.models import AuditChain, AuditEntry


def act(action, *, subject=None, chain=0, **facts):
    """Record one event on a chosen chain, in its own transaction."""
    subject = subject or AuditChain(shard=99)
    with patch("core.audit.trail.shard_of_this_thread", return_value=chain), transaction.atomic():
        return audit.record(subject, action, **facts)


@contextmanager
def tampering():
    """What somebody with the database's own rights can do."""
    with unprotected(connection, [AuditEntry._meta.db_table]):
        yield AuditEntry.objects


def findings(exported=None):
    """The problems as (damage, place) pairs."""
    return [(problem.damage.value, problem.sequence) for problem in audit.verify(exported)]

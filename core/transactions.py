"""What may not happen while a transaction is open."""

from django.db import connections


def refuse_inside_transaction(work: str) -> None:
    """Raise RuntimeError when `work` (a short English noun) is begun inside `atomic()`: it would hold locks
    for as long as the outside world pleases. The transaction a `TestCase` wraps around a test does not
    count."""
    for connection in connections.all(initialized_only=True):
        blocks = connection.atomic_blocks
        if blocks and not getattr(blocks[-1], "_from_testcase", False):
            raise RuntimeError(f"{work} inside a transaction: commit first, then call.")

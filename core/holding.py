"""Rows that one member of staff works on at a time: columns `held_by` and `held_at`."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core import audit
from core.refusals import RuleBroken

TAKEN, TAKEN_OVER = "taken", "taken over"
_COLUMNS = ("held_by", "held_at")


@dataclass(frozen=True)
class Holding:
    """Rows of one kind: the refusal naming the `{holder}`, the word for no holder, the audit action of putting back.

    The methods take a locked row and run in the caller's transaction.
    """

    held: str
    nobody: str
    put_back: str

    def take(self, row: Any, *, by: Any, from_holder: int | None) -> None:
        """Make `by` the holder, unless they are.

        Args:
            from_holder: the key of the holder whom the page showed; None when it showed none.

        Raises:
            RuleBroken: "held" when the row has another holder than the page showed.
        """
        if row.held_by_id == by.pk:
            return
        if row.held_by_id != from_holder:
            raise RuleBroken(self.held.format(holder=row.held_by or self.nobody), code="held")
        row.held_by, row.held_at = by, timezone.now()
        row.save(update_fields=_COLUMNS)
        action = TAKEN_OVER if from_holder else TAKEN
        audit.record(row, action, by=by, before={"holder": from_holder}, after={"holder": by.pk})

    def release(self, row: Any, *, by: Any) -> None:
        """Leave the row without a holder.

        Raises:
            RuleBroken: "held" when somebody else holds it.
        """
        if row.held_by_id is None:
            return
        if row.held_by_id != by.pk:
            raise RuleBroken(self.held.format(holder=row.held_by), code="held")
        row.held_by = row.held_at = None
        row.save(update_fields=_COLUMNS)
        audit.record(row, self.put_back, by=by, before={"holder": by.pk}, after={"holder": None})

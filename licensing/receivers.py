"""News from lower apps."""

from typing import Any

from deadlines.models import DeadlineMove
from licensing.models import LicenceRequest


def follow_moved_deadlines(sender: Any, moves: list[DeadlineMove], **kwargs: Any) -> None:
    """Keep the due moment on the row in step when the calendar moves it."""
    ours = [move for move in moves if move.deadline.subject_type == LicenceRequest._meta.label_lower]
    due = {int(move.deadline.subject_id): move.to_due for move in ours}
    rows = list(LicenceRequest.objects.filter(pk__in=due).only("pk", "due_at"))
    for row in rows:
        row.due_at = due[row.pk]
    LicenceRequest.objects.bulk_update(rows, ["due_at"], batch_size=500)

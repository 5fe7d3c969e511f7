"""News from lower apps."""

from functools import partial
from typing import Any

from django.db import transaction

from deadlines.models import DeadlineMove
from licensing.models import LicenceRequest
from licensing.services import clock


def follow_moved_deadlines(sender: Any, moves: list[DeadlineMove], **kwargs: Any) -> None:
    """Keep the due moment on the row in step when the calendar moves it, and tell the applicant."""
    ours = [move for move in moves if move.deadline.subject_type == LicenceRequest._meta.label_lower]
    transaction.on_commit(partial(clock.follow, ours), robust=True)

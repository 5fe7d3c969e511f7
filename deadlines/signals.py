"""News for the apps above."""

from django.dispatch import Signal

#: Sent inside the transaction that moved due moments, once for a batch.
#: Arguments: sender=Deadline, moves=list[DeadlineMove], each with its `deadline` loaded.
deadline_moved = Signal()

"""News for the apps above."""

from django.dispatch import Signal

#: A role was taken back. Sent inside the transaction that did it. Arguments: user (User).
role_withdrawn = Signal()

#: A missing trade was answered (R62, message M23): suggestion.
suggestion_answered = Signal()

#: Somebody described a missing trade and got a code to follow it (R62): suggestion.
suggestion_made = Signal()

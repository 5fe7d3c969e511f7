"""News of a request for the nouns above."""

from django.dispatch import Signal

#: Sent inside the transaction that ends a request without a licence: `case`, `reason` (as its history says it), `by`.
ended_without_licence = Signal()

"""News from signing in, for the apps above."""

from django.dispatch import Signal

#: A one-time code must reach a mobile. Sent inside the transaction that stored its hash.
#: Arguments: challenge (OtpChallenge), code (str, six ASCII digits; never log or store it in the clear).
code_issued = Signal()

#: A person signed in. Arguments: user (User), session_key (str).
signed_in = Signal()

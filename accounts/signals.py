"""Signals of accounts, received by the apps above."""

from django.dispatch import Signal

#: A one-time code must reach a mobile. Sent inside the transaction that stored its hash.
#: Arguments: challenge (OtpChallenge), code (str, six ASCII digits; never log or store it in the clear).
code_issued = Signal()

#: A person signed in. Arguments: user (User), session_key (str), device (str, in Persian words),
#: new_device (bool: a kind not seen before on this account, and not the account's first).
signed_in = Signal()

#: Somebody checked the identity of a person who lost their SIM; the code of the new SIM is still to come.
#: Arguments: change (MobileChange), person (Person, with the old number).
identity_confirmed = Signal()

#: The civil registry told a name other than the one that was recorded. Sent inside the transaction that wrote it down.
#: Arguments: person (Person, with the new name).
person_named = Signal()

#: A recorded mobile number was changed. Arguments: change (MobileChange, both numbers), person (Person).
mobile_changed = Signal()

#: An account of staff changed in a way its holder must hear of. Sent inside the transaction that changed it.
#: Arguments: user (User, with a person), event ("opened", "closed", "reopened", "backup_codes").
staff_account_changed = Signal()

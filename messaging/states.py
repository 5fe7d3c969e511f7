"""Where a text message stands and which state follows which; who publishes instructions."""

from datetime import timedelta

from django.db import models

from organizations.roles.states import Role


class SmsStatus(models.TextChoices):
    """Where a text message stands."""

    QUEUED = "QUEUED", "در صف ارسال"
    SENDING = "SENDING", "در حال ارسال"
    SENT = "SENT", "ارسال شد"
    FAILED = "FAILED", "ارسال نشد"
    EXPIRED = "EXPIRED", "مهلت گذشت"
    UNKNOWN = "UNKNOWN", "نامعلوم"


#: From each state, the states that may follow. What is not written here does not happen.
MOVES: dict[SmsStatus, frozenset[SmsStatus]] = {
    # SENT follows QUEUED only when an answer comes so late that the message was queued again meanwhile.
    SmsStatus.QUEUED: frozenset({SmsStatus.SENDING, SmsStatus.EXPIRED, SmsStatus.FAILED, SmsStatus.SENT}),
    SmsStatus.SENDING: frozenset(
        {SmsStatus.SENT, SmsStatus.QUEUED, SmsStatus.FAILED, SmsStatus.UNKNOWN, SmsStatus.EXPIRED}
    ),
    SmsStatus.UNKNOWN: frozenset({SmsStatus.SENT, SmsStatus.QUEUED, SmsStatus.FAILED, SmsStatus.EXPIRED}),
    SmsStatus.SENT: frozenset(),
    SmsStatus.FAILED: frozenset(),
    SmsStatus.EXPIRED: frozenset(),
}


#: States a message does not leave: a secret text is gone from then on.
FINISHED = tuple(status for status, following in MOVES.items() if not following)
UNFINISHED = tuple(status for status, following in MOVES.items() if following)


#: Who publishes instructions: for the whole country, and a chamber for its own county (R262).
NATIONWIDE_PUBLISHERS = (Role.SECRETARIAT, Role.NATIONAL_CHAMBER)
PUBLISHERS = (*NATIONWIDE_PUBLISHERS, Role.CHAMBER_OPERATOR)
#: How long a worker may hold a row before the sweep asks what became of it.
CLAIM = timedelta(seconds=60)
#: After a call without an answer the gateway gets this long before it is asked.
ASK_AFTER = timedelta(seconds=15)
#: Gateways remember our key for about half a day: later their "never seen" means nothing.
ASK_FOR = timedelta(hours=12)
#: The text of a message is kept this long, whatever became of it (security bar 6).
KEEP_TEXT = timedelta(days=7)


def states_before(status: SmsStatus) -> list[SmsStatus]:
    """The states from which a message may move to `status`."""
    return [before for before, following in MOVES.items() if status in following]

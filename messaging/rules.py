"""The life of a text message on its way out: its states, which follows which, and when it is tried again; who
publishes instructions.
"""

from datetime import datetime, timedelta

from django.db import models

from core.refusals import RuleBroken
from organizations.rules import Role

#: How long a worker may hold a row before the sweep asks what became of it.
CLAIM = timedelta(seconds=60)
#: A status message is tried for this long, counted from the moment it was queued.
TRY_FOR = timedelta(hours=72)
#: A one-time code is handed to the gateway at most this often.
CODE_TRIES = 2
#: The pause before a code's second try; it must reach the person well before it expires.
CODE_PAUSE = timedelta(seconds=10)
#: The pauses between tries of a status message; the last one repeats.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0.5, 1, 2, 5, 15, 30, 60, 120, 240))
#: After a call without an answer the gateway gets this long before it is asked.
ASK_AFTER = timedelta(seconds=15)
#: Gateways remember our key for about half a day: later their "never seen" means nothing.
ASK_FOR = timedelta(hours=12)
#: The text of a message is kept this long, whatever became of it (security bar 6).
KEEP_TEXT = timedelta(days=7)


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


def states_before(status: SmsStatus) -> list[SmsStatus]:
    """The states from which a message may move to `status`."""
    return [before for before, following in MOVES.items() if status in following]


def next_try(*, secret: bool, tries: int, queued_at: datetime, now: datetime) -> datetime | None:
    """When a message that the gateway did not take is tried again, or None when that was the last try.

    Args:
        secret: True for a one-time code, tried twice at most.
        tries: how often it was handed to the gateway so far, this time included.
        queued_at: when it was written; 72 hours later a status message is given up.
        now: the present moment.
    """
    if secret:
        return now + CODE_PAUSE if tries < CODE_TRIES else None
    moment = now + PAUSES[min(max(tries, 1), len(PAUSES)) - 1]
    return moment if moment <= queued_at + TRY_FOR else None


#: Who publishes instructions: for the whole country, and a chamber for its own county (R262).
NATIONWIDE_PUBLISHERS = (Role.SECRETARIAT, Role.NATIONAL_CHAMBER)
PUBLISHERS = (*NATIONWIDE_PUBLISHERS, Role.CHAMBER_OPERATOR)


def check_present(*, withdrawn: bool, replaced: bool, infected: bool) -> None:
    """Only the newest version that was not withdrawn is replaced or withdrawn.

    Raises:
        RuleBroken: "replaced", "withdrawn", "infected".
    """
    if infected:
        raise RuleBroken("فایل این دستورالعمل آلوده بود و برداشته شده است.", code="infected")
    if replaced:
        raise RuleBroken("به جای این دستورالعمل نسخهٔ تازه‌تری آمده است؛ آن را باز کنید.", code="replaced")
    if withdrawn:
        raise RuleBroken("این دستورالعمل برداشته شده است.", code="withdrawn")


def check_looked_through(*, held: bool) -> None:
    """A version is replaced only after the virus scanner has looked through it: owners have one of the two.

    Raises:
        RuleBroken: "being_scanned".
    """
    if held:
        raise RuleBroken(
            "فایل این نسخه هنوز در حال بررسی است. کمی بعد نسخهٔ تازه را ثبت کنید.", code="being_scanned"
        )

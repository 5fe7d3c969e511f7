"""When a text message is tried again; which instruction is replaced or withdrawn."""

from datetime import datetime, timedelta

from core.refusals import RuleBroken
from messaging import texts

#: A status message is tried for this long, counted from the moment it was queued.
TRY_FOR = timedelta(hours=72)
#: A one-time code is handed to the gateway at most this often.
CODE_TRIES = 2
#: The pause before a code's second try; it must reach the person well before it expires.
CODE_PAUSE = timedelta(seconds=10)
#: The pauses between tries of a status message; the last one repeats.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0.5, 1, 2, 5, 15, 30, 60, 120, 240))


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


def check_present(*, withdrawn: bool, replaced: bool, infected: bool) -> None:
    """Only the newest version that was not withdrawn is replaced or withdrawn.

    Raises:
        RuleBroken: "replaced", "withdrawn", "infected".
    """
    if infected:
        raise RuleBroken(texts.INSTRUCTION_INFECTED, code="infected")
    if replaced:
        raise RuleBroken(texts.INSTRUCTION_REPLACED, code="replaced")
    if withdrawn:
        raise RuleBroken(texts.INSTRUCTION_WITHDRAWN, code="withdrawn")


def check_scanned(*, awaits_scan: bool) -> None:
    """A version is replaced only after the virus scanner has passed it: owners have one of the two.

    Raises:
        RuleBroken: "being_scanned".
    """
    if awaits_scan:
        raise RuleBroken(texts.INSTRUCTION_IS_SCANNED, code="being_scanned")

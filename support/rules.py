"""Who may take which step of a ticket, and the limits of what is sent (R263)."""

from collections.abc import Iterable

from django.conf import settings

from core.refusals import NotYourTurn, RuleBroken
from core.uploads.checking import MEGABYTE, words
from support import texts
from support.models import Ticket
from support.states import MOVES, Side, TicketState


def may_move(state: str, to: TicketState, side: Side) -> bool:
    """Whether this side may bring a ticket from `state` to `to`."""
    allowed = MOVES[TicketState(state)].get(to, ())
    return side in ((allowed,) if isinstance(allowed, Side) else allowed)


def check_move(state: str, to: TicketState, side: Side) -> None:
    """Refuse a step that is not in the table, or is the other side's.

    Raises:
        RuleBroken: "closed" when the ticket is closed, "not_answered" when support would close without a word,
            "not_your_turn" otherwise.
    """
    if may_move(state, to, side):
        return
    if state == TicketState.CLOSED:
        raise RuleBroken(texts.IS_CLOSED, code="closed")
    if side == Side.SUPPORT_STAFF and to == TicketState.CLOSED:
        raise RuleBroken(texts.ANSWER_FIRST, code="not_answered")
    raise NotYourTurn


def check_impartial(ticket: Ticket, person_id: int | None) -> None:
    """Nobody answers, takes or closes their own ticket at the desk (security bar 2).

    Raises:
        RuleBroken: "own_ticket".
    """
    if person_id is not None and ticket.author_id == person_id:
        raise RuleBroken(texts.OWN_TICKET, code="own_ticket")


def check_open_tickets(waiting: int, at_most: int) -> None:
    """One more ticket may wait for support.

    Raises:
        RuleBroken: "too_many_tickets".
    """
    if waiting >= at_most:
        raise RuleBroken(texts.TOO_MANY_TICKETS, code="too_many_tickets")


def check_pace(posts: int, at_most: int) -> None:
    """One more message may be sent within this hour.

    Raises:
        RuleBroken: "too_many_posts".
    """
    if posts >= at_most:
        raise RuleBroken(texts.TOO_MANY_POSTS, code="too_many_posts")


def check_room(sizes: Iterable[int], *, size: int) -> None:
    """One more file of `size` bytes fits into a conversation that holds files of `sizes` bytes.

    Raises:
        RuleBroken: "too_many_files", "ticket_full".
    """
    present = list(sizes)
    if len(present) >= settings.UPLOAD_FILES:
        raise RuleBroken(words(texts.TOO_MANY_FILES), code="too_many_files")
    if sum(present) + size > settings.UPLOAD_TOTAL_MEGABYTES * MEGABYTE:
        raise RuleBroken(words(texts.TICKET_FULL), code="ticket_full")

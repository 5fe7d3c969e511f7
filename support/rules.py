"""Who may take which step of a ticket, and the limits of what is sent (R263)."""

from collections.abc import Iterable

from django.conf import settings

from core.refusals import RuleBroken
from core.uploads.checking import MEGABYTE, words
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
        raise RuleBroken("این تیکت بسته شده است.", code="closed")
    if side == Side.SUPPORT_STAFF and to == TicketState.CLOSED:
        raise RuleBroken("نخست به این تیکت پاسخ دهید و سپس آن را ببندید.", code="not_answered")
    raise RuleBroken("این کار در اختیار شما نیست.", code="not_your_turn")


def check_impartial(ticket: Ticket, person_id: int | None) -> None:
    """Nobody answers, takes or closes their own ticket at the desk (security bar 2).

    Raises:
        RuleBroken: "own_ticket".
    """
    if person_id is not None and ticket.author_id == person_id:
        raise RuleBroken("این تیکت خودتان است؛ همکار دیگری به آن پاسخ می‌دهد.", code="own_ticket")


def check_open_tickets(waiting: int, at_most: int) -> None:
    """One more ticket may wait for support.

    Raises:
        RuleBroken: "too_many_tickets".
    """
    if waiting >= at_most:
        raise RuleBroken(
            "چند تیکت شما هنوز در انتظار پاسخ است. در همان‌ها بنویسید یا آن را که دیگر لازم ندارید ببندید.",
            code="too_many_tickets",
        )


def check_pace(posts: int, at_most: int) -> None:
    """One more message may be sent within this hour.

    Raises:
        RuleBroken: "too_many_posts".
    """
    if posts >= at_most:
        raise RuleBroken(
            "در یک ساعت گذشته پیام‌های زیادی فرستاده‌اید. نوشته‌تان را نگه دارید و کمی بعد بفرستید.",
            code="too_many_posts",
        )


def check_room(sizes: Iterable[int], *, size: int) -> None:
    """One more file of `size` bytes fits into a conversation that holds files of `sizes` bytes.

    Raises:
        RuleBroken: "too_many_files", "ticket_full".
    """
    present = list(sizes)
    if len(present) >= settings.UPLOAD_FILES:
        raise RuleBroken(words("در هر تیکت حداکثر {files} فایل گرفته می‌شود."), code="too_many_files")
    if sum(present) + size > settings.UPLOAD_TOTAL_MEGABYTES * MEGABYTE:
        raise RuleBroken(words("فایل‌های هر تیکت روی هم حداکثر {total} مگابایت است."), code="ticket_full")

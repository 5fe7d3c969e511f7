"""The board's session: its states, what may be on the agenda, quorum and majority (S001 C-1, C-3, R73).

Quorum and majority are no rule of the seeds; the handbook knows none either. What stands here is the ordinary
practice of boards, confidence [G]: a default in one place, changed here when a text is found.
"""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db import models

from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.rules.moves import MOVES
from licensing.rules.states import Actor, ReasonKind, Status

if TYPE_CHECKING:
    from accounts.models import User
    from licensing.models import AgendaItem, BoardSession

#: Files a board can decide on.
ON_AGENDA = (Status.UNDER_REVIEW, Status.CONDITIONAL)
ITEMS_AT_MOST = 60


class SessionState(models.TextChoices):
    """Where a session stands."""

    PLANNED = "PLANNED", "در دست برنامه‌ریزی"
    PUBLISHED = "PUBLISHED", "اعلام شده"
    CANCELLED = "CANCELLED", "لغو شده"


class ItemOutcome(models.TextChoices):
    """What the board says of one file."""

    ACCEPT = "ACCEPT", "پذیرش"
    CONDITIONAL = "CONDITIONAL", "قبول مشروط"
    REJECT = "REJECT", "رد"
    POSTPONE = "POSTPONE", "موکول به جلسهٔ بعد"


class ItemResult(models.TextChoices):
    """What became of a file's place on the agenda."""

    OPEN = "OPEN", "در دستور کار"
    DECIDED = "DECIDED", "اعلام شد"
    POSTPONED = "POSTPONED", "موکول شد"
    REMOVED = "REMOVED", "از دستور کار برداشته شد"
    DROPPED = "DROPPED", "جلسه لغو شد"


class VoteChoice(models.TextChoices):
    """How a member voted on the proposed outcome."""

    FOR = "FOR", "موافق"
    AGAINST = "AGAINST", "مخالف"
    ABSTAIN = "ABSTAIN", "ممتنع"


SESSION_MOVES: Mapping[SessionState, Mapping[SessionState, Actor]] = {
    SessionState.PLANNED: {
        SessionState.PUBLISHED: Actor.UNION_BOARD,
        SessionState.CANCELLED: Actor.UNION_BOARD,
    },
}
#: The state of the request an outcome leads to; a postponed one stays where it is.
LEADS_TO: Mapping[str, Status] = {
    ItemOutcome.ACCEPT: Status.ACCEPTED,
    ItemOutcome.CONDITIONAL: Status.CONDITIONAL,
    ItemOutcome.REJECT: Status.REJECTED,
}
#: The kind of coded reason an outcome must rest on (R67, R81).
REASONS_OF: Mapping[str, ReasonKind] = {
    ItemOutcome.CONDITIONAL: ReasonKind.NEED,
    ItemOutcome.REJECT: ReasonKind.REFUSAL,
}


class AgendaRefused(RuleBroken):
    """Nothing was published; `problems` names each file that stands in the way, and why."""

    def __init__(self, problems: "list[tuple[AgendaItem, str]]") -> None:
        number = to_persian_digits(str(len(problems)))
        super().__init__(f"هیچ پاسخی اعلام نشد؛ {number} پرونده مانع است.", code="agenda")
        self.problems = problems


def check_session_move(session: "BoardSession", to: SessionState, by: "User") -> None:
    """The step exists and it is this person's: only the board publishes (R73).

    Raises:
        RuleBroken: "closed_session" or "not_your_turn".
    """
    actor = SESSION_MOVES.get(SessionState(session.state), {}).get(to)
    if actor is None:
        raise RuleBroken(
            f"این جلسه دیگر باز نیست؛ وضعیت آن اکنون «{session.get_state_display()}» است.",
            code="closed_session",
        )
    if actor not in session.actors_of(by):
        raise RuleBroken("این کار در اختیار هیأت مدیره است.", code="not_your_turn")


def check_works_on_session(session: "BoardSession", by: "User", actor: Actor) -> None:
    """The session is still being planned, and this person acts for the union in this part.

    Raises:
        RuleBroken: "closed_session" or "not_your_turn".
    """
    if session.state != SessionState.PLANNED:
        raise RuleBroken(
            f"این جلسه دیگر باز نیست؛ وضعیت آن اکنون «{session.get_state_display()}» است.",
            code="closed_session",
        )
    if actor not in session.actors_of(by):
        raise RuleBroken("این کار در اختیار شما نیست.", code="not_your_turn")


def check_session_fresh(session: "BoardSession", seen_version: int) -> None:
    """Nobody changed the agenda since the page was drawn.

    Raises:
        RuleBroken: "stale".
    """
    if session.version != seen_version:
        raise RuleBroken(
            "پس از باز کردن این صفحه، همکار دیگری دستور کار را تغییر داده است. آنچه اکنون ثبت شده کنار هر پرونده "
            "آمده است؛ ببینید و دوباره ثبت کنید.",
            code="stale",
        )


def outcomes_for(status: str) -> list[ItemOutcome]:
    """What a board may say of a file in this state: what the table of moves has, or wait for the next session."""
    following = MOVES.get(Status(status), {})
    return [
        outcome
        for outcome in ItemOutcome
        if outcome == ItemOutcome.POSTPONE or LEADS_TO[outcome] in following
    ]


def quorum(seats: int) -> int:
    """How many full members must be present: more than half of the seats that are filled [G]."""
    return seats // 2 + 1


def check_quorum(seats: int, present: int) -> None:
    """Raises RuleBroken "no_board" when no member is registered, "no_quorum" when too few are present."""
    if seats == 0:
        raise RuleBroken(
            "عضو اصلی هیأت مدیره برای این تاریخ ثبت نشده است. اتاق اصناف اعضا را ثبت می‌کند.", code="no_board"
        )
    if present < quorum(seats):
        needed, there = to_persian_digits(str(quorum(seats))), to_persian_digits(str(present))
        raise RuleBroken(
            f"جلسه رسمیت ندارد: حضور دست‌کم {needed} عضو اصلی لازم است و {there} عضو حاضر ثبت شده است.",
            code="no_quorum",
        )


def check_votes(voters: Collection[int], votes: Mapping[int, str]) -> None:
    """Everybody present who may vote on this file has voted, and more than half of them for the outcome [G].

    Args:
        voters: keys of the members present who may vote on this file.
        votes: how each voted, by the member's key.

    Raises:
        RuleBroken: "votes_missing", "no_majority".
    """
    missing = len(set(voters) - set(votes))
    if missing or not voters:
        number = to_persian_digits(str(missing))
        raise RuleBroken(
            f"رأی {number} عضو حاضر ثبت نشده است."
            if missing
            else "هیچ عضوی دربارهٔ این پرونده رأی نداده است.",
            code="votes_missing",
        )
    in_favour = sum(votes[member] == VoteChoice.FOR for member in voters)
    if in_favour * 2 <= len(voters):
        one, all_ = to_persian_digits(str(in_favour)), to_persian_digits(str(len(voters)))
        raise RuleBroken(
            f"این نتیجه رأی اکثریت حاضران را ندارد ({one} موافق از {all_} رأی).", code="no_majority"
        )


def check_item_fresh(item: "AgendaItem", status: str, version: int, *, is_silent: bool) -> None:
    """The file is as it was when it was put on the agenda.

    Raises:
        RuleBroken: "fell_to_silence", "stale".
    """
    if version == item.seen_version:
        return
    if is_silent:
        raise RuleBroken(
            "مهلت پاسخ پایان یافته و این درخواست به حکم قانون پذیرفته شده است.", code="fell_to_silence"
        )
    raise RuleBroken(
        f"پرونده پس از گذاشتن در دستور کار تغییر کرده و وضعیت آن اکنون «{Status(status).label}» است.",
        code="stale",
    )


def check_outcome(outcome: str, status: str) -> None:
    """Raises RuleBroken "wrong_outcome" when a board cannot say this of a file in this state."""
    if outcome not in outcomes_for(status):
        raise RuleBroken(
            f"این نتیجه برای پرونده‌ای که در وضعیت «{Status(status).label}» است ممکن نیست.",
            code="wrong_outcome",
        )

"""The board's session: its states, what may be on the agenda, quorum and majority (S001 C-1, C-3, R73).

How many seats a board has is the law's (Art. 22). Quorum and majority are no rule of the seeds; the handbook knows
none either. What stands here is the ordinary practice of boards, confidence [G]: a default in one place, changed here
when a text is found.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from accounts.models import User
from core.jalali import at_tehran, format_date, format_datetime
from core.refusals import NotYourTurn, RuleBroken
from core.text import to_persian_digits
from licensing.cases.states import MOVES, Actor, Status
from licensing.sessions.models import AgendaItem, BoardSession
from licensing.sessions.states import LEADS_TO, SESSION_MOVES, ItemOutcome, SessionState, VoteChoice


class AgendaRefused(RuleBroken):
    """Nothing was published; `problems` names each file that stands in the way, and why."""

    def __init__(self, problems: list[tuple[AgendaItem, str]]) -> None:
        number = to_persian_digits(str(len(problems)))
        super().__init__(f"هیچ پاسخی اعلام نشد؛ {number} پرونده مانع است.", code="agenda")
        self.problems = problems


def check_session_move(session: BoardSession, to: SessionState, by: User) -> None:
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


def check_works_on_session(session: BoardSession, by: User, actor: Actor) -> None:
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
        raise NotYourTurn


def check_session_fresh(session: BoardSession, seen_version: int) -> None:
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


def begins_at(session: BoardSession) -> datetime:
    """The moment the session is set for, in Tehran; the beginning of its day when no hour is set."""
    return at_tehran(session.held_on, session.starts_at or time.min)


def check_has_begun(session: BoardSession, now: datetime) -> None:
    """No result of a session is announced before it has begun.

    Raises:
        RuleBroken: "not_begun", with the day and hour.
    """
    if now < begins_at(session):
        when = format_datetime(begins_at(session)) if session.starts_at else format_date(session.held_on)
        raise RuleBroken(
            f"این جلسه هنوز آغاز نشده است: {when}. نتیجه‌ها پس از آن اعلام می‌شود.", code="not_begun"
        )


def check_sits(*, is_seated: bool) -> None:
    """Results are announced by somebody whose seat among the full members is in force at that moment.

    Raises:
        RuleBroken: "no_seat".
    """
    if not is_seated:
        raise RuleBroken(
            "نتیجه‌ها را عضو اصلی هیأت مدیره اعلام می‌کند که دورهٔ او امروز جاری باشد.", code="no_seat"
        )


def quorum(seats: int) -> int:
    """How many full members must be present: more than half of the seats the law gives, vacant ones counted [G]."""
    return seats // 2 + 1


def check_quorum(seats: int, present: int) -> None:
    """Enough members are there, measured by the seats of the law and not by who is left on the board.

    Args:
        seats: the full seats the law gives this board (Art. 22).
        present: the full members there whose term holds on the day of the session.

    Raises:
        RuleBroken: "no_quorum".
    """
    if present < quorum(seats):
        needed, there = to_persian_digits(str(quorum(seats))), to_persian_digits(str(present))
        raise RuleBroken(
            f"جلسه رسمیت ندارد: از {to_persian_digits(str(seats))} کرسی عضو اصلی، حضور دست‌کم {needed} نفر لازم است و "
            f"{there} نفر حاضر ثبت شده است.",
            code="no_quorum",
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How those who may vote on a file voted, and what stands against the outcome; nothing when it carries."""

    in_favour: int
    against: int
    abstained: int
    missing: int
    refusal: RuleBroken | None

    @property
    def carries(self) -> bool:
        """The outcome has the board's majority."""
        return self.refusal is None


def tally_of_votes(voters: Collection[int], votes: Mapping[int, str]) -> Tally:
    """Whether an outcome carries: everybody present who may vote on the file has, more than half of them for it [G].

    The one answer to this question, for the page of the session, its preview and its publication.

    Args:
        voters: keys of the members present who may vote on this file.
        votes: how each voted, by the member's key.
    """
    cast = Counter(votes[member] for member in voters if member in votes)
    missing, in_favour = len(voters) - cast.total(), cast[VoteChoice.FOR]
    refusal = None
    if not voters:
        refusal = RuleBroken("هیچ عضوی دربارهٔ این پرونده رأی نداده است.", code="votes_missing")
    elif missing:
        number = to_persian_digits(str(missing))
        refusal = RuleBroken(f"رأی {number} عضو حاضر ثبت نشده است.", code="votes_missing")
    elif in_favour * 2 <= len(voters):
        one, all_ = to_persian_digits(str(in_favour)), to_persian_digits(str(len(voters)))
        refusal = RuleBroken(
            f"این نتیجه رأی اکثریت حاضران را ندارد ({one} موافق از {all_} رأی).", code="no_majority"
        )
    return Tally(in_favour, cast[VoteChoice.AGAINST], cast[VoteChoice.ABSTAIN], missing, refusal)


def check_item_fresh(item: AgendaItem, status: str, version: int, *, is_silent: bool) -> None:
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


def check_may_take_off(reason: str, *, has_votes: bool, actors: Collection[str]) -> None:
    """Taking a file off needs a reason; once it was voted on, only the board does it.

    Raises:
        RuleBroken: "no_text", "not_your_turn".
    """
    if has_votes and Actor.UNION_BOARD not in actors:
        raise RuleBroken(
            "دربارهٔ این پرونده رأی گرفته شده است؛ فقط هیأت مدیره آن را از دستور کار برمی‌دارد.",
            code="not_your_turn",
        )
    if not reason:
        raise RuleBroken("بنویسید چرا پرونده از دستور کار برداشته می‌شود.", code="no_text")

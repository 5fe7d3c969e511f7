"""When an interview may be, who invites to it, and what comes before the file goes on (R77, S001 C-11)."""

from datetime import datetime, time

from accounts.models import User
from core.jalali import TEHRAN, format_date
from core.refusals import NotYourTurn, RuleBroken
from licensing.cases.models import LicenceRequest
from licensing.cases.rules import check_move
from licensing.cases.states import Actor, Status
from licensing.interviews import texts
from licensing.interviews.models import Interview
from licensing.interviews.states import InterviewResult

#: The law names no hours for unions; a time outside these is asked about once more, never refused.
OFFICE_OPENS, OFFICE_CLOSES = time(8), time(16)

#: What may be written down as the result; a new date writes MOVED by itself.
RESULTS = (InterviewResult.HELD, InterviewResult.NO_SHOW, InterviewResult.CANCELLED)


def may_invite(case: LicenceRequest, user: User) -> bool:
    """The board invites when the papers are complete, and again while the interview lasts."""
    return case.status in {Status.DOCS_COMPLETE, Status.INTERVIEW} and (
        Actor.UNION_BOARD in case.actors_of(user)
    )


def check_may_invite(case: LicenceRequest, by: User) -> None:
    """See `may_invite`.

    Raises:
        RuleBroken: "not_your_turn", or as the table of moves.
    """
    if case.status != Status.INTERVIEW:
        check_move(case, Status.INTERVIEW, by)
    elif not may_invite(case, by):
        raise NotYourTurn


def check_interview_ahead(at: datetime, now: datetime) -> None:
    """Nobody is invited to a moment that is over.

    Raises:
        RuleBroken: "in_the_past".
    """
    if at <= now:
        raise RuleBroken(texts.IN_THE_PAST, code="in_the_past")


def doubts_about(at: datetime, *, is_working_day: bool, due_at: datetime | None) -> list[str]:
    """Why this moment may be a slip of the pen; none of it forbids the interview.

    Args:
        due_at: the end of the union's term to issue (R69), which an interview does not stop.
    """
    local = at.astimezone(TEHRAN)
    found = []
    if not is_working_day:
        found.append(f"{format_date(local)} روز کاری نیست.")
    if not OFFICE_OPENS <= local.time() <= OFFICE_CLOSES:
        found.append("این ساعت بیرون از ساعت اداری (۸ تا ۱۶) است.")
    if due_at is not None and at > due_at:
        found.append(
            f"مهلت صدور پروانه پایان {format_date(due_at)} است و مصاحبه آن را متوقف نمی‌کند؛ این زمان پس از آن است."
        )
    return found


def check_result(case: LicenceRequest, interview: Interview | None, result: str, now: datetime) -> Interview:
    """A result belongs to the interview that is ahead; that somebody came or not is known only afterwards.

    Returns:
        The interview.

    Raises:
        RuleBroken: "no_interview", "wrong_result", "interview_not_yet".
    """
    if interview is None or case.status != Status.INTERVIEW:
        raise RuleBroken(texts.NO_INTERVIEW, code="no_interview")
    if result not in RESULTS:
        raise RuleBroken(texts.WRONG_RESULT, code="wrong_result")
    if result != InterviewResult.CANCELLED and interview.at > now:
        raise RuleBroken(texts.INTERVIEW_NOT_YET, code="interview_not_yet")
    return interview

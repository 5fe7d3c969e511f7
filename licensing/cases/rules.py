"""Checks before each move of a licence request (handbook 6.5)."""

from datetime import date

from accounts.models import User
from core.jalali import day_of, format_date
from core.refusals import NotYourTurn, RuleBroken
from licensing.cases import texts
from licensing.cases.models import LicenceRequest
from licensing.cases.states import MAY_START_AGAIN, MOVES, TURN_CHANGES, Actor, Status
from organizations.members.models import BoardMinute


def turn_in_words(case: LicenceRequest, by_clock: str) -> str:
    """Whose turn it is: by the state, or by the clock where the turn goes back and forth within a state.

    Args:
        by_clock: whom the present term names; "" when there is none.
    """
    return by_clock if by_clock and case.status in TURN_CHANGES else case.turn


def moves_open_to(case: LicenceRequest, user: User | None) -> list[Status]:
    """The steps this person may take now, in the table's order; `check_move` reads the same table.

    None stands for the portal itself, which acts where the law says so.
    """
    held = case.actors_of(user)
    return [to for to, actor in MOVES.get(Status(case.status), {}).items() if actor in held]


def check_move(case: LicenceRequest, to: Status, by: User | None) -> None:
    """The step exists and it is this person's.

    Raises:
        RuleBroken: "closed_step" or "not_your_turn".
    """
    if to not in MOVES.get(Status(case.status), {}):
        raise RuleBroken(texts.CLOSED_STEP.format(status=case.get_status_display()), code="closed_step")
    if to not in moves_open_to(case, by):
        raise NotYourTurn


def may_start_again(case: LicenceRequest, by: User) -> bool:
    """The file was closed without a decision, and it is this person's own."""
    return case.status in MAY_START_AGAIN and Actor.APPLICANT in case.actors_of(by)


def check_may_start_again(case: LicenceRequest, by: User) -> None:
    """See `may_start_again`.

    Raises:
        RuleBroken: "not_over".
    """
    if not may_start_again(case, by):
        raise RuleBroken(texts.NOT_OVER, code="not_over")


def check_fresh(case: LicenceRequest, seen_version: int) -> None:
    """Nobody changed the request since the page was drawn.

    Raises:
        RuleBroken: "stale", with the present state.
    """
    if case.version != seen_version:
        raise RuleBroken(texts.STALE.format(status=case.get_status_display()), code="stale")


def check_impartial(case: LicenceRequest, by: User) -> None:
    """Nobody takes a step of the union on their own request, so it must be known who they are.

    Raises:
        RuleBroken: "own_file", "unknown_officer".
    """
    if by.person_id is None:
        raise RuleBroken(texts.UNKNOWN_OFFICER, code="unknown_officer")
    if by.person_id == case.applicant_id:
        raise RuleBroken(texts.OWN_FILE, code="own_file")


def check_may_lead(case: LicenceRequest, to: Status, by: User) -> None:
    """The step is this person's, and the file is not their own.

    Raises:
        RuleBroken: "own_file", "unknown_officer", or as `check_move`.
    """
    check_move(case, to, by)
    check_impartial(case, by)


def check_works_on(case: LicenceRequest, by: User) -> None:
    """This person works at the desk of the request's union, and the file is still open.

    Raises:
        RuleBroken: "not_your_turn" or "closed_step".
    """
    if not case.actors_of(by) & {Actor.UNION_OPERATOR, Actor.UNION_BOARD}:
        raise NotYourTurn
    if case.is_over:
        raise RuleBroken(texts.CLOSED_CASE, code="closed_step")


def check_board_day(case: LicenceRequest, held_on: date) -> None:
    """No board decides on a request before it has come in.

    Raises:
        RuleBroken: "minute_too_early", with the day the request came in.
    """
    came_in = day_it_came_in(case) or held_on
    if held_on < came_in:
        raise RuleBroken(texts.MINUTE_TOO_EARLY.format(came_in=format_date(came_in)), code="minute_too_early")


def check_minute(case: LicenceRequest, minute: BoardMinute) -> None:
    """An answer rests on a minute that this union's board entered, of a day on which it could speak of it (R73).

    Raises:
        RuleBroken: "other_unions_minute", "minute_says_nothing" when it lost the file it consisted of,
            "minute_too_early".
    """
    if minute.union_id != case.union_id:
        raise RuleBroken(texts.OTHER_UNIONS_MINUTE, code="other_unions_minute")
    if minute.says_nothing:
        raise RuleBroken(texts.MINUTE_SAYS_NOTHING, code="minute_says_nothing")
    check_board_day(case, minute.held_on)


def day_it_came_in(case: LicenceRequest) -> date | None:
    """The day, in Tehran, on which the request was submitted."""
    return day_of(case.submitted_at) if case.submitted_at else None


def check_works_impartially(case: LicenceRequest, by: User) -> None:
    """This person works at the desk of the union, the file is open, and it is not their own.

    Raises:
        RuleBroken: "not_your_turn", "closed_step", "own_file", "unknown_officer".
    """
    check_works_on(case, by)
    check_impartial(case, by)

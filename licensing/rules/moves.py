"""The table of moves of a licence request and the checks before each step (handbook 6.5).

A move that is not in the table does not exist. `docs/states.md` is drawn from it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.refusals import RuleBroken
from licensing.rules.states import Actor, Status

if TYPE_CHECKING:
    from accounts.models import User
    from licensing.models import LicenceRequest

#: state → {next state: who takes the step}
MOVES: Mapping[Status, Mapping[Status, Actor]] = {
    Status.DRAFT: {Status.SUBMITTED: Actor.APPLICANT},
    Status.SUBMITTED: {
        Status.UNDER_REVIEW: Actor.UNION_OPERATOR,
        Status.ACCEPTED_BY_SILENCE: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.UNDER_REVIEW: {
        Status.ACCEPTED: Actor.UNION_BOARD,
        Status.CONDITIONAL: Actor.UNION_BOARD,
        Status.REJECTED: Actor.UNION_BOARD,
        Status.ACCEPTED_BY_SILENCE: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.CONDITIONAL: {
        Status.ACCEPTED: Actor.UNION_BOARD,
        Status.REJECTED: Actor.UNION_BOARD,
        Status.LAPSED: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.ACCEPTED: {Status.IN_PROGRESS: Actor.SYSTEM},
    Status.ACCEPTED_BY_SILENCE: {Status.IN_PROGRESS: Actor.SYSTEM},
    Status.IN_PROGRESS: {
        Status.DOCS_COMPLETE: Actor.SYSTEM,
        Status.REFUSED: Actor.UNION_BOARD,
        Status.LAPSED: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.DOCS_COMPLETE: {
        Status.INTERVIEW: Actor.UNION_BOARD,
        Status.AWAITING_PAYMENT: Actor.UNION_OPERATOR,
        Status.IN_PROGRESS: Actor.UNION_BOARD,
        Status.REFUSED: Actor.UNION_BOARD,
    },
    Status.INTERVIEW: {
        Status.AWAITING_PAYMENT: Actor.UNION_OPERATOR,
        Status.IN_PROGRESS: Actor.UNION_BOARD,
        Status.REFUSED: Actor.UNION_BOARD,
    },
    Status.AWAITING_PAYMENT: {
        Status.READY: Actor.UNION_OPERATOR,
        Status.REFUSED: Actor.UNION_BOARD,
        Status.LAPSED: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.READY: {
        Status.ISSUED: Actor.UNION_BOARD,
        Status.IN_PROGRESS: Actor.UNION_BOARD,
        Status.REFUSED: Actor.UNION_BOARD,
    },
    Status.ISSUED: {Status.DELIVERED: Actor.UNION_OPERATOR},
}

#: Whose turn it is, in the words of the timeline; states that are over have no turn. In `TURN_CHANGES` the clock
#: knows better (`licensing.services.turns`).
TURN: Mapping[Status, str] = {
    Status.DRAFT: "متقاضی",
    Status.SUBMITTED: "اتحادیه",
    Status.UNDER_REVIEW: "هیأت مدیرهٔ اتحادیه",
    Status.CONDITIONAL: "متقاضی",
    Status.ACCEPTED: "سامانه",
    Status.ACCEPTED_BY_SILENCE: "سامانه",
    Status.IN_PROGRESS: "متقاضی",
    Status.DOCS_COMPLETE: "هیأت مدیرهٔ اتحادیه",
    Status.INTERVIEW: "اتحادیه",
    Status.AWAITING_PAYMENT: "متقاضی",
    Status.READY: "هیأت مدیرهٔ اتحادیه",
}

WAITING_FOR_UNION = (Status.SUBMITTED, Status.UNDER_REVIEW)
#: States in which the turn goes back and forth with what was sent and looked at.
TURN_CHANGES = (Status.CONDITIONAL, Status.IN_PROGRESS, Status.AWAITING_PAYMENT)
#: States in which a list of the board's needs may be open.
LISTS_NEEDS = (Status.CONDITIONAL, Status.IN_PROGRESS)
#: Files on which the next step is the union's own: what an operator can finish, and what only the board can. Bills are
#: an operator's once the board has compared the originals (R78).
FOR_OPERATORS = (Status.SUBMITTED, Status.DOCS_COMPLETE)
FOR_BOARDS = (Status.UNDER_REVIEW, Status.DOCS_COMPLETE, Status.READY)
#: At how many working days left the board is warned that silence will accept.
WARN_AT = (5, 2, 0)
#: Closed for the applicant; of these ISSUED waits at the union for its delivery.
CLOSED = (Status.ISSUED, Status.DELIVERED, Status.REJECTED, Status.REFUSED, Status.LAPSED, Status.WITHDRAWN)
#: Ended without a licence: what was paid goes back.
WITHOUT_LICENCE = (Status.REJECTED, Status.REFUSED, Status.LAPSED, Status.WITHDRAWN)
#: Ended in a licence.
WITH_LICENCE = (Status.ISSUED, Status.DELIVERED)
#: After these the same may be asked for anew.
MAY_START_AGAIN = (Status.LAPSED, Status.WITHDRAWN)
#: The states an applicant passes through, for the drawn way ahead.
MAIN_WAY = (
    Status.SUBMITTED,
    Status.UNDER_REVIEW,
    Status.IN_PROGRESS,
    Status.DOCS_COMPLETE,
    Status.AWAITING_PAYMENT,
    Status.READY,
    Status.ISSUED,
    Status.DELIVERED,
)
#: States beside the usual way, and the state of that way they hang on.
BESIDE_THE_WAY = {Status.INTERVIEW: Status.DOCS_COMPLETE}


def turn_in_words(request: "LicenceRequest", by_clock: str) -> str:
    """Whose turn it is: by the state, or by the clock where the turn goes back and forth within a state.

    Args:
        by_clock: whom the present term names; "" when there is none.
    """
    return by_clock if by_clock and request.status in TURN_CHANGES else request.turn


def moves_open_to(request: "LicenceRequest", user: "User | None") -> list[Status]:
    """The steps this person may take now, in the table's order; `check_move` reads the same table.

    None stands for the portal itself, which acts where the law says so.
    """
    held = request.actors_of(user)
    return [to for to, actor in MOVES.get(Status(request.status), {}).items() if actor in held]


def check_move(request: "LicenceRequest", to: Status, by: "User | None") -> None:
    """The step exists and it is this person's.

    Raises:
        RuleBroken: "closed_step" or "not_your_turn".
    """
    if to not in MOVES.get(Status(request.status), {}):
        raise RuleBroken(
            f"این مرحله دیگر باز نیست؛ وضعیت درخواست اکنون «{request.get_status_display()}» است.",
            code="closed_step",
        )
    if to not in moves_open_to(request, by):
        raise RuleBroken("این کار در اختیار شما نیست.", code="not_your_turn")


def may_start_again(request: "LicenceRequest", by: "User") -> bool:
    """The file was closed without a decision, and it is this person's own."""
    return request.status in MAY_START_AGAIN and Actor.APPLICANT in request.actors_of(by)


def check_may_start_again(request: "LicenceRequest", by: "User") -> None:
    """See `may_start_again`.

    Raises:
        RuleBroken: "not_over".
    """
    if not may_start_again(request, by):
        raise RuleBroken("شروع دوباره فقط پس از انصراف یا پایان مهلت ممکن است.", code="not_over")


def check_fresh(request: "LicenceRequest", seen_version: int) -> None:
    """Nobody changed the request since the page was drawn.

    Raises:
        RuleBroken: "stale", with the present state.
    """
    if request.version != seen_version:
        raise RuleBroken(
            "پس از باز کردن این صفحه، پرونده تغییر کرده است و وضعیت آن اکنون "
            f"«{request.get_status_display()}» است. صفحهٔ تازه را ببینید و دوباره تصمیم بگیرید.",
            code="stale",
        )


def check_impartial(request: "LicenceRequest", by: "User") -> None:
    """Nobody takes a step of the union on their own request, so it must be known who they are.

    Raises:
        RuleBroken: "own_file", "unknown_officer".
    """
    if by.person_id is None:
        raise RuleBroken(
            "حساب شما به شخصی پیوند نخورده است. از نهاد بالادست بخواهید مشخصات شما را ثبت کند.",
            code="unknown_officer",
        )
    if by.person_id == request.applicant_id:
        raise RuleBroken("هیچ‌کس دربارهٔ درخواست خودش تصمیم نمی‌گیرد.", code="own_file")


def check_works_on(request: "LicenceRequest", by: "User") -> None:
    """This person works at the desk of the request's union, and the file is still open.

    Raises:
        RuleBroken: "not_your_turn" or "closed_step".
    """
    if not request.actors_of(by) & {Actor.UNION_OPERATOR, Actor.UNION_BOARD}:
        raise RuleBroken("این کار در اختیار شما نیست.", code="not_your_turn")
    if request.is_over:
        raise RuleBroken("این پرونده بسته شده است.", code="closed_step")

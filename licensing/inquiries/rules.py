"""Inquiries at other bodies: states, the table of moves, who may print and answer (handbook 6.8, R100–R108)."""

from datetime import timedelta

from core.refusals import NotYourTurn, RuleBroken
from licensing.cases.models import LicenceRequest
from licensing.inquiries import texts
from licensing.inquiries.models import Inquiry
from licensing.inquiries.states import (
    ANSWERED_BY_BODY,
    CORRECTIONS,
    MOVES,
    TAKES_INQUIRIES,
    InquiryActor,
    InquiryState,
    NeededWhen,
)
from organizations.categories.models import Category

#: How long the register of the post is asked before the union may send a letter.
ASK_THE_POST_FOR = timedelta(hours=72)


def is_needed(rule: str, category: Category, *, staff: bool) -> bool:
    """Whether a body is asked by its own rule, where no row of the trade or county says otherwise (handbook 6.8).

    Args:
        rule: a value of `NeededWhen`.
        staff: people are employed.
    """
    if rule == NeededWhen.HEALTH:
        return category.needs_health_inquiry
    if rule == NeededWhen.STAFF:
        return staff
    return rule == NeededWhen.ALWAYS


def moves_open_to(inquiry: Inquiry, held: set[InquiryActor]) -> list[InquiryState]:
    """The steps somebody who acts in these parts may take now."""
    moves = MOVES.get(InquiryState(inquiry.state), {})
    return [to for to, actors in moves.items() if held & set(actors)]


def check_move(inquiry: Inquiry, to: InquiryState, held: set[InquiryActor]) -> None:
    """The step exists and is this person's.

    Raises:
        RuleBroken: "closed_step" or "not_your_turn".
    """
    if to not in MOVES.get(InquiryState(inquiry.state), {}):
        raise RuleBroken(texts.CLOSED_STEP.format(state=inquiry.get_state_display()), code="closed_step")
    if to not in moves_open_to(inquiry, held):
        raise NotYourTurn


def check_takes_inquiries(case: LicenceRequest) -> None:
    """The request was accepted, also by silence, and its papers are being completed (R100).

    Raises:
        RuleBroken: "not_accepted".
    """
    if case.status not in TAKES_INQUIRIES:
        raise RuleBroken(texts.NOT_ACCEPTED.format(status=case.get_status_display()), code="not_accepted")


def check_may_print(case: LicenceRequest, *, is_board: bool, is_authorised: bool) -> None:
    """Printing waits for acceptance (R100), and an operator needs the board's authorization (R101).

    Raises:
        RuleBroken: "not_accepted", "no_authorization".
    """
    check_takes_inquiries(case)
    if not (is_board or is_authorised):
        raise RuleBroken(texts.NO_AUTHORIZATION, code="no_authorization")


def check_answer(to: InquiryState, text: str) -> None:
    """A negative answer has reasons, a conditional one its conditions (R107).

    Raises:
        RuleBroken: "not_an_answer", "no_reasons".
    """
    if to not in ANSWERED_BY_BODY:
        raise RuleBroken(texts.NOT_AN_ANSWER, code="not_an_answer")
    if to != InquiryState.POSITIVE and not text:
        raise RuleBroken(texts.NO_REASONS, code="no_reasons")


def check_correction(
    inquiry: Inquiry, held: set[InquiryActor], *, answerer: set[InquiryActor], is_board: bool, decided: bool
) -> None:
    """A recorded answer may be set right until the board has decided with it in hand.

    The body corrects what it answered itself, the union what it wrote down from a letter. A negative answer binds the
    file to the board (R107), so in the union only a member of the board takes it back.

    Args:
        held: the parts in which the person acts.
        answerer: the parts of the person who recorded the answer.
        is_board: the person is of the union's board.
        decided: the board has decided since the answer was recorded.

    Raises:
        RuleBroken: "no_recorded_answer", "decided", "not_your_turn", "negative_needs_board".
    """
    if inquiry.state not in CORRECTIONS or inquiry.answered_by_id is None:
        raise RuleBroken(texts.NO_RECORDED_ANSWER, code="no_recorded_answer")
    if decided or inquiry.case.status not in TAKES_INQUIRIES:
        raise RuleBroken(texts.DECIDED_ON_ANSWER, code="decided")
    owner = InquiryActor.BODY if InquiryActor.BODY in answerer else InquiryActor.UNION
    if owner not in held:
        raise NotYourTurn
    if owner == InquiryActor.UNION and inquiry.state == InquiryState.NEGATIVE and not is_board:
        raise RuleBroken(texts.NEGATIVE_TAKEN_BACK_BY_BOARD, code="negative_needs_board")

"""A request as values for templates."""

from collections.abc import Iterable
from typing import Any

from core.jalali import format_datetime
from core.references import group_tracking_code
from core.text import to_persian_digits
from deadlines.engine import TimeLeft
from deadlines.explanation import Explanation
from deadlines.services import clock, explaining
from deadlines.states import Owner, Unit
from licensing.cases import terms, texts, turn_texts
from licensing.cases.models import CaseEvent, LicenceRequest
from licensing.cases.states import (
    BESIDE_THE_WAY,
    MAIN_WAY,
    TURN,
    TURN_CHANGES,
    Status,
)


def left_in_words(left: TimeLeft | None) -> tuple[str, str]:
    """What is left of a term for a list, and the colour of its chip."""
    if left is None:
        return "", "neutral"
    if left.is_paused:
        return "مهلت ایستاده", "neutral"
    if left.is_over:
        return "مهلت گذشته", "danger"
    if left.amount == 0:
        return "روز آخر", "danger"
    unit = "روز کاری" if left.unit == Unit.WORKING_DAY else "روز"
    return f"{to_persian_digits(str(left.amount))} {unit}", "warning" if left.is_near else "info"


Row = dict[str, Any]


def tone(status: str) -> str:
    return texts.TONES.get(status, "info")


def next_step(case: LicenceRequest, explanation: Explanation | None = None, *, has_needs: bool) -> str:
    """What the applicant does now.

    Args:
        explanation: the ledger of the present term, where the turn goes back and forth within a state.
        has_needs: whether the board still needs something.
    """
    if case.awaits_second_look:
        return texts.NEXT_STEP_OF_NEEDS
    if (
        explanation
        and case.status in TURN_CHANGES
        and explanation.turn not in (Owner.APPLICANT, Owner.OUTAGE)
    ):
        reasons = [turn.reason for turn in explanation.turns[-1:]]  # none yet in the very moment it begins
        return turn_texts.OTHERS.format(reason=reasons[0] if reasons else f"نوبت {explanation.turn_name} است")
    if case.status == Status.IN_PROGRESS and has_needs:
        return texts.NEXT_STEP_RETURNED
    return texts.NEXT_STEP[case.status]


def present_term(case: LicenceRequest) -> Explanation | None:
    """The ledger of the term that matters now; None when none is alive."""
    deadline = clock.present(case)
    return explaining.explain(deadline) if deadline else None


def turn_of(name: str) -> str:
    return texts.YOU if name == TURN[Status.DRAFT] else name


def status_of(case: LicenceRequest) -> Row:
    """A request's state for components/status.html."""
    return {"label": Status(case.status).label, "tone": tone(case.status)}


def tracking_code(case: LicenceRequest) -> str:
    """The code as it is read out, or a dash while there is none."""
    return to_persian_digits(group_tracking_code(case.tracking_code)) if case.tracking_code else "—"


def timeline(case: LicenceRequest, events: Iterable[CaseEvent], *, sentences: bool) -> list[Row]:
    """What happened and what is still to come.

    Args:
        sentences: with the sentence and the minute's number of every step; the public page shows states only.
    """
    told = (event for event in events if sentences or event.from_status != event.to_status)
    rows = [_event(event, sentences=sentences) for event in told]
    if rows and not case.is_over:
        rows[-1]["state"] = "current"
    return rows + _ahead(case)


def _event(event: CaseEvent, *, sentences: bool) -> Row:
    row: Row = {"title": Status(event.to_status).label, "when": format_datetime(event.at), "state": "done"}
    if sentences:
        minute = str(event.minute) if event.minute else ""
        row |= {"note": event.text, "who": "" if minute in event.text else minute}
    return row


def _ahead(case: LicenceRequest) -> list[Row]:
    if case.is_over and case.status != Status.ISSUED:
        return []
    here = Status(case.status)
    here = BESIDE_THE_WAY.get(here, here)
    start = MAIN_WAY.index(here) if here in MAIN_WAY else MAIN_WAY.index(Status.IN_PROGRESS) - 1
    return [{"title": status.label, "state": "upcoming"} for status in MAIN_WAY[start + 1 :]]


def facts_of_case(case: LicenceRequest) -> list[Row]:
    return [
        {"key": "رسته", "value": case.category.name},
        {"key": "کد آیسیک", "value": to_persian_digits(case.category.isic_code), "ltr": True},
        {"key": "شهرستان", "value": f"{case.county.name} (استان {case.county.province.name})"},
        {"key": "اتحادیه", "value": case.union.name},
        {"key": "مدت پروانه", "value": terms.of_case(case)},
    ]

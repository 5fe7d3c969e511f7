"""An answer of an inquiry that was recorded wrongly, set right with a reason (R105, R107)."""

from django.db import transaction

from accounts.models import User
from core import audit
from core.refusals import RuleBroken
from core.text import normalise, to_ascii_digits
from licensing.cases.moves import add_to_history
from licensing.cases.rules import check_impartial
from licensing.cases.states import Actor
from licensing.inquiries import rules, texts
from licensing.inquiries.models import LONGEST_REASON, Inquiry, InquiryCorrection
from licensing.inquiries.services import lock_inquiry
from licensing.inquiries.states import InquiryState
from messaging import services as messaging


def check_may_correct(inquiry: Inquiry, by: User) -> None:
    """The answer is this person's to correct now.

    Raises:
        RuleBroken: as `rules.check_correction` and `check_impartial`.
    """
    case = inquiry.case
    answered_by = inquiry.answered_by
    decided = case.decisions.filter(decided_at__gte=inquiry.answered_at) if inquiry.answered_at else None
    rules.check_correction(
        inquiry,
        inquiry.actors_of(by),
        answerer=inquiry.actors_of(answered_by) if answered_by else set(),
        is_board=Actor.UNION_BOARD in case.actors_of(by),
        decided=decided is not None and decided.exists(),
    )
    check_impartial(case, by)


@transaction.atomic
def correct_answer(
    inquiry: Inquiry, *, answer: str, reasons: str = "", number: str = "", why: str, seen: int, by: User
) -> Inquiry:
    """Set a recorded answer right. Moment and recorder of the answer stay; the body's clock has ended and stays so.

    The applicant hears of it when answer, reasons or conditions change, not for the number of a letter.

    Args:
        answer, reasons, number: as they should have been recorded, as `inquiries.record_answer` takes them.
        why: what had gone wrong, up to 250 characters; the applicant reads it.
        seen: how many corrections the answer had on the page this came from.

    Raises:
        RuleBroken: "corrected_meanwhile", "no_correction_reason", "nothing_corrected", "not_an_answer", "no_reasons",
            or as `check_may_correct`.
    """
    row = lock_inquiry(inquiry)
    check_may_correct(row, by)
    if row.corrections.count() != seen:
        raise RuleBroken(texts.CORRECTED_MEANWHILE, code="corrected_meanwhile")
    reason = normalise(why)[:LONGEST_REASON]
    if not reason:
        raise RuleBroken(texts.NO_CORRECTION_REASON, code="no_correction_reason")
    before = (row.state, row.reasons, row.answer_number)
    to, told = InquiryState(answer), normalise(reasons)[:2000]
    rules.check_answer(to, told)
    after = (str(to), told, to_ascii_digits(normalise(number))[:40])
    if after == before:
        raise RuleBroken(texts.NOTHING_CORRECTED, code="nothing_corrected")
    correction = InquiryCorrection.objects.create(
        inquiry=row,
        before=row.state,
        before_reasons=row.reasons,
        before_number=row.answer_number,
        reason=reason,
        corrected_by=by,
    )
    row.state, row.reasons, row.answer_number = after
    row.save(update_fields=["state", "reasons", "answer_number"])
    names = ("state", "reasons", "number")
    audit.record(
        row,
        "answer corrected",
        by=by,
        before=dict(zip(names, before, strict=True)),
        after=dict(zip(names, after, strict=True)),
        note=reason,
    )
    _tell(row, correction, changed=after[:2] != before[:2])
    return row


def _tell(row: Inquiry, correction: InquiryCorrection, *, changed: bool) -> None:
    """The history for everybody; M12 anew when the result is another."""
    words = {
        "body": row.body.name,
        "before": correction.get_before_display(),
        "answer": row.get_state_display(),
        "reason": correction.reason,
    }
    add_to_history(row.case, by=correction.corrected_by, text=texts.ANSWER_CORRECTED.format(**words))
    if changed:
        reasons = texts.BODY_REASONS.format(reasons=row.reasons) if row.reasons else ""
        messaging.notify(
            row.case.applicant,
            kind="M12",
            subject=texts.SUBJECT_CORRECTED.format(**words),
            body=texts.BODY_CORRECTED.format(**words) + reasons,
        )

"""The union's answers as people read them: outcome, minute, reasons with their articles (annexes 11–13)."""

from dataclasses import dataclass

from core.jalali import format_date
from licensing.cases.models import LicenceRequest
from licensing.decisions.reason_models import DecisionReason
from licensing.decisions.refusals import where_to_object
from licensing.decisions.states import REASONED, REFUSALS, Source


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One reason as printed; `url` leads to the published text its article stands in."""

    text: str
    basis: str
    article: str
    title: str
    url: str
    explanation: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer with reasons; `chamber` is where to object, empty unless it is a refusal."""

    title: str
    minute: str
    decided_on: str
    reasons: tuple[ReasonRow, ...]
    chamber: str


def decision_rows(case: LicenceRequest) -> list[AnswerRow]:
    """The answers of this request that carry reasons, newest first; two statements however many they are."""
    decisions = (
        case.decisions.filter(outcome__in=REASONED)
        .select_related("minute")
        .prefetch_related("reasons__reason")
        .order_by("-decided_at")
    )
    return [
        AnswerRow(
            title=decision.get_outcome_display(),
            minute=str(decision.minute),
            decided_on=format_date(decision.decided_at),
            reasons=tuple(_reason(case, row) for row in decision.reasons.all()),
            chamber=where_to_object(case) if decision.outcome in REFUSALS else "",
        )
        for decision in decisions
    ]


def _reason(case: LicenceRequest, row: DecisionReason) -> ReasonRow:
    text = case.special_conditions if row.source == Source.SPECIAL else case.general_conditions
    titles = {article["number"]: article.get("title", "") for article in text.content.get("articles", [])}
    return ReasonRow(
        text=row.reason.text,
        basis=row.reason.basis,
        article=row.rests_on,
        title=titles.get(row.article, ""),
        url=text.get_absolute_url(),
        explanation=row.explanation,
    )

"""One ground of an answer: a coded reason with its article."""

from dataclasses import dataclass

from licensing.decisions.reason_models import Reason
from licensing.decisions.states import Source


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason of an answer: its code, the published article it rests on, and what the board adds (R67)."""

    reason: Reason
    source: Source
    article: int
    explanation: str = ""

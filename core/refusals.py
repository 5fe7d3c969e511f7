"""How a rule says no."""

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


class RuleBroken(Exception):
    """A rule of the trade forbids this act. The message is Persian and fit to be shown to the person.

    `code` names the rule for tests and callers that react to one refusal differently from another.
    """

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class NotYourTurn(RuleBroken):
    """The step belongs to somebody else; `code` is "not_your_turn"."""

    def __init__(self) -> None:
        super().__init__("این کار در اختیار شما نیست.", code="not_your_turn")


def why_not(check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> str:
    """The sentence with which a check refuses now; empty when it lets the act pass.

    An offer (a button, a form) asks the very rule its service asks.
    """
    try:
        check(*args, **kwargs)
    except RuleBroken as refusal:
        return str(refusal)
    return ""

"""How a rule says no."""


class RuleBroken(Exception):
    """A rule of the trade forbids this act. The message is Persian and fit to be shown to the person.

    `code` names the rule for tests and callers that react to one refusal differently from another.
    """

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code

"""Refuses whoever holds no role for an act, with code "not_your_office"."""

from accounts.models import User
from core.refusals import RuleBroken
from organizations.roles.querysets import holds

NOT_YOURS = "این کار در صلاحیت نهاد شما نیست."


def require(allowed: bool, words: str = NOT_YOURS) -> None:
    """Refuse unless `allowed`.

    Raises:
        RuleBroken: "not_your_office".
    """
    if not allowed:
        raise RuleBroken(words, code="not_your_office")


def require_role(by: User, *roles: str) -> None:
    """Refuse anybody who holds none of `roles` today. Raises RuleBroken "not_your_office"."""
    require(holds(by, *roles))

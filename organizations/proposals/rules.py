"""Which move is open to whom, and when a union is ready for electronic intake (R220, R221)."""

from collections.abc import Mapping

from core.refusals import RuleBroken


def moves_of(
    table: Mapping[str, Mapping[str, str | tuple[str, ...]]], state: str, parties: set[str]
) -> list[str]:
    """The states a proposal may go to when acted on by somebody in one of these parts."""
    return [
        to
        for to, allowed in table.get(state, {}).items()
        if parties & ({allowed} if isinstance(allowed, str) else set(allowed))
    ]


def check_move(
    table: Mapping[str, Mapping[str, str | tuple[str, ...]]], state: str, to: str, parties: set[str]
) -> None:
    """Refuse a move that is not in the table, or is not this person's.

    Raises:
        RuleBroken: "closed" when the step is not open any more, "not_your_office" when it is another's.
    """
    if to not in table.get(state, {}):
        raise RuleBroken("این گام دیگر باز نیست؛ وضعیت عوض شده است.", code="closed")
    if to not in moves_of(table, state, parties):
        raise RuleBroken("این تصمیم در صلاحیت نهاد شما نیست.", code="not_your_office")


def check_ready(*, software: bool, hardware: bool, trained_staff: bool) -> None:
    """A union is proposed for electronic work only with software, hardware and trained staff (R220).

    Raises:
        RuleBroken: "not_ready", naming what is missing.
    """
    things = (("نرم‌افزار", software), ("سخت‌افزار", hardware), ("کارکنان آموزش‌دیده", trained_staff))
    missing = [name for name, there in things if not there]
    if missing:
        raise RuleBroken(f"اتحادیه هنوز آماده نیست؛ {' و '.join(missing)} فراهم نشده است.", code="not_ready")

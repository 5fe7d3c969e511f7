"""When a deadline may be stopped, met or ended (handbook 3, 8)."""

from datetime import datetime

from core.refusals import RuleBroken
from deadlines.states import LAST_SECOND, LATE_IS_ALLOWED, LIVE


def is_past(due_at: datetime, moment: datetime) -> bool:
    """Whether `moment` lies after the deadline: the second 23:59:59 still belongs to the day (handbook 3)."""
    return moment >= due_at + LAST_SECOND


def check_alive(state: str) -> None:
    """Raise RuleBroken when the deadline has ended."""
    if state not in LIVE:
        raise RuleBroken("این مهلت پیش‌تر پایان یافته است.", code="deadline_closed")


def check_runs(runs: bool) -> None:
    """Raise RuleBroken when the clock stands still already."""
    if not runs:
        raise RuleBroken("این مهلت هم‌اکنون متوقف است.", code="deadline_paused")


def check_in_time(due_at: datetime | None, moment: datetime, at_end: str) -> None:
    """Raise RuleBroken when the law has already drawn its consequence from the end of the term."""
    if due_at is not None and at_end not in LATE_IS_ALLOWED and is_past(due_at, moment):
        raise RuleBroken("مهلت قانونی این کار به پایان رسیده است.", code="deadline_passed")


def check_over(due_at: datetime | None, moment: datetime) -> None:
    """Raise RuleBroken when the term has not run out yet: silence is not complete before its last second."""
    if due_at is None or not is_past(due_at, moment):
        raise RuleBroken("مهلت قانونی هنوز به پایان نرسیده است.", code="deadline_not_over")


def check_order(begun_at: datetime, moment: datetime) -> None:
    """Raise RuleBroken when an event is dated before the one it follows."""
    if moment < begun_at:
        raise RuleBroken("زمان این رویداد پیش از رویداد قبلی است.", code="out_of_order")

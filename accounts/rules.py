"""Checks of signing in: when a code may be sent again, how a mobile number changes, who opens which account."""

import re
from datetime import datetime, timedelta

from accounts import texts
from accounts.models import MobileChange, OtpChallenge, User
from accounts.states import MOVES, ChangeState, Mover
from core.refusals import RuleBroken
from core.text import to_persian_digits

#: How long a change may wait for the check of identity, and then, or from the start, for the code of the new SIM.
CHECK_WITHIN = timedelta(days=14)
CODE_WITHIN = timedelta(days=7)
OWN_CODE_WITHIN = timedelta(hours=1)

#: User names of staff: what every keyboard has.
USERNAME = re.compile(r"[a-z][a-z0-9.-]{2,31}")
#: How long a password somebody else made opens an account.
FIRST_PASSWORD_WITHIN = timedelta(days=3)
#: From so few backup codes on their owner is told.
FEW_BACKUP_CODES = 3


def check_move(change: MobileChange, to: ChangeState, mover: Mover, now: datetime) -> None:
    """Only moves of the table, by the one whose step it is, in time.

    Raises:
        RuleBroken: "move_closed" when the step is not open (any more) to this mover.
    """
    in_time = to == ChangeState.EXPIRED or change.ends_at > now
    if MOVES[ChangeState(change.state)].get(to) != mover or not in_time:
        raise RuleBroken(texts.CHANGE_CLOSED, code="move_closed")


def check_impartial(change: MobileChange, by: User) -> None:
    """Nobody confirms or refuses their own change.

    Raises:
        RuleBroken: "own_change".
    """
    if by.person is not None and by.person.national_code == change.national_code:
        raise RuleBroken(texts.OWN_CHANGE, code="own_change")


def check_second_person(account: User, by: User) -> None:
    """A second factor is reset by somebody else than its holder.

    Raises:
        RuleBroken: "own_factor".
    """
    if account.pk == by.pk or (account.person_id is not None and account.person_id == by.person_id):
        raise RuleBroken(texts.OWN_FACTOR, code="own_factor")


def check_other_person(national_code: str, by: User) -> None:
    """Nobody opens, closes or opens again an account of their own.

    Raises:
        RuleBroken: "own_account".
    """
    if by.person is not None and by.person.national_code == national_code:
        raise RuleBroken(texts.OWN_ACCOUNT, code="own_account")


def check_other_account(account: User, by: User) -> None:
    """As `check_other_person`, for an account: two accounts of one person are one person.

    Raises:
        RuleBroken: "own_account".
    """
    if account.pk == by.pk or (account.person_id is not None and account.person_id == by.person_id):
        raise RuleBroken(texts.OWN_ACCOUNT, code="own_account")


def check_username(name: str) -> None:
    """A name people can type anywhere; those of citizens' accounts are kept free.

    Raises:
        RuleBroken: "bad_username".
    """
    if not USERNAME.fullmatch(name) or name.startswith("citizen-"):
        raise RuleBroken(texts.BAD_USERNAME, code="bad_username")


def check_resend(challenge: OtpChallenge, now: datetime) -> None:
    """A new code may be sent 120 seconds after the last one (R6).

    Raises:
        RuleBroken: "resend_too_early"; the message says how many seconds are left.
    """
    left = int((challenge.resend_allowed_at - now).total_seconds() + 0.999)
    if left > 0:
        raise RuleBroken(
            texts.RESEND_TOO_EARLY.format(seconds=to_persian_digits(str(left))), code="resend_too_early"
        )

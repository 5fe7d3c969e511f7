"""What the desk offers: each step with the very check its service makes, so that no offer runs into a refusal."""

from collections.abc import Callable, Mapping
from functools import partial

from accounts.models import User
from core.refusals import why_not
from licensing import rules
from licensing.models import LicenceRequest
from licensing.rules import Status
from licensing.services.billing import check_may_bill
from licensing.services.decisions import check_may_answer
from licensing.services.issuing import check_may_issue
from licensing.services.payments import check_may_confirm
from licensing.services.review import check_may_accept

Check = Callable[[LicenceRequest, User], None]


def _plain(to: Status, case: LicenceRequest, by: User) -> None:
    rules.check_move(case, to, by)
    rules.check_impartial(case, by)


def _answer(to: Status, case: LicenceRequest, by: User) -> None:
    check_may_answer(case, to, by)


#: The check of each step a person of the union takes, by the state it leads to.
CHECKS: Mapping[Status, Check] = {
    Status.UNDER_REVIEW: partial(_plain, Status.UNDER_REVIEW),
    Status.ACCEPTED: check_may_accept,
    Status.CONDITIONAL: partial(_answer, Status.CONDITIONAL),
    Status.REJECTED: partial(_answer, Status.REJECTED),
    Status.IN_PROGRESS: partial(_answer, Status.IN_PROGRESS),
    Status.REFUSED: partial(_answer, Status.REFUSED),
    Status.AWAITING_PAYMENT: check_may_bill,
    Status.READY: check_may_confirm,
    Status.ISSUED: check_may_issue,
    Status.DELIVERED: partial(_plain, Status.DELIVERED),
}


def refusal_of_step(case: LicenceRequest, to: Status, by: User) -> str:
    """Why this person cannot lead the file to a state now; empty when the service would let them."""
    return why_not(CHECKS[to], case, by)

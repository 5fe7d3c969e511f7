"""What the desk offers: each step with the very check its service makes, so that no offer runs into a refusal."""

from collections.abc import Callable, Mapping
from functools import partial

from accounts.models import User
from core.refusals import why_not
from licensing.billing.payments import check_may_confirm
from licensing.billing.services import check_may_bill
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions.refusals import check_may_answer
from licensing.decisions.services import check_may_accept
from licensing.licences.services import check_may_issue

Check = Callable[[LicenceRequest, User], None]


def _plain(to: Status, case: LicenceRequest, by: User) -> None:
    cases_rules.check_move(case, to, by)
    cases_rules.check_impartial(case, by)


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

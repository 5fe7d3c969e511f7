"""Who reads the requests of a union, and when a step of the review desk is offered and open."""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from core.refusals import why_not
from licensing.cases import rules
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from organizations.roles.states import Role

READERS = (
    Role.UNION_OPERATOR,
    Role.UNION_BOARD,
    Role.CHAMBER_OPERATOR,
    Role.CHAMBER_INSPECTOR,
    Role.COMMISSION_COUNTY,
    Role.COMMISSION_PROVINCE,
    Role.NATIONAL_CHAMBER,
    Role.SECRETARIAT,
)


def leads_to(status: Status) -> Callable[[LicenceRequest, User], bool]:
    """Offered to whom the table of moves lets lead a case there from its present state."""
    return lambda case, user: status in rules.moves_open_to(case, user)


def refusal_by(check: Callable[[LicenceRequest, User], None]) -> Callable[[LicenceRequest, User], str]:
    """Why a step is not open: the very check its service makes, so that no offer runs into a refusal."""
    return lambda case, user: why_not(check, case, user)


def allowed_by(check: Callable[[LicenceRequest, User], None]) -> Callable[[LicenceRequest, User], bool]:
    """Offered to whom the check lets through, and not spoken of to others."""
    return lambda case, user: not why_not(check, case, user)


def refusal_of_move(to: Status) -> Callable[[LicenceRequest, User], str]:
    """Why a step is not open that rests on the table of moves alone."""
    return lambda case, user: why_not(rules.check_may_lead, case, to, user)


def page_url(case: LicenceRequest) -> str:
    return reverse("admin:licensing_licencerequest_change", args=[case.pk])

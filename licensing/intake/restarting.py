"""Begin again after a lapse or a withdrawal: the same answers, the conditions of today (R63, R68)."""

from django.db import transaction

from accounts.models import User
from core import audit
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock
from licensing.intake.rules import AlreadyOpen
from licensing.intake.services import DETAIL_FIELDS, save_details, start_request


@transaction.atomic
def start_again(case: LicenceRequest, *, by: User, seen: tuple[int, int] | None = None) -> LicenceRequest:
    """Open a draft with the answers of a closed request; calling this accepts the conditions in force now.

    Papers are not taken over: certificates go stale, and the union looks at them anew.

    Args:
        seen: keys of the general and special conditions the person read; others in force now are refused.

    Raises:
        RuleBroken: "not_over"; as `start_request`.
        AlreadyOpen: it was begun again before, or the same premises are asked for in another request.
    """
    case = lock(case)
    cases_rules.check_may_start_again(case, by)
    first = LicenceRequest.objects.twins_of(case).first()
    if first is not None:
        raise AlreadyOpen(first)
    draft = start_request(county=case.county, category=case.category, by=by, seen=seen)
    draft = save_details(draft, {name: getattr(case, name) for name in DETAIL_FIELDS}, by=by)
    audit.record(draft, "started again", by=by, after={"from_request": case.pk})
    return draft

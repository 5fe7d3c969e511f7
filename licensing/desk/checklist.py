"""The union ticks the points of the special conditions one by one (R204–R212)."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from core import audit
from core.refusals import RuleBroken
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock
from licensing.decisions import rules as decisions_rules
from licensing.desk import texts
from licensing.desk.checklist_models import ChecklistTick


@transaction.atomic
def tick_checklist(
    case: LicenceRequest, codes: Collection[str], *, by: User, seen_version: int | None = None
) -> LicenceRequest:
    """Keep exactly these points as ticked; points ticked before keep who ticked them and when.

    Raises:
        RuleBroken: "stale", "not_your_turn", "closed_step", "own_file", "unknown_officer", "unknown_point".
    """
    case = lock(case, seen_version=seen_version)
    cases_rules.check_works_impartially(case, by)
    wanted = set(codes)
    if not wanted <= set(decisions_rules.checklist_of(case)):
        raise RuleBroken(texts.UNKNOWN_POINT, code="unknown_point")
    ticked = set(case.ticks.values_list("code", flat=True))
    if wanted == ticked:
        return case
    case.ticks.filter(code__in=ticked - wanted).delete()
    ChecklistTick.objects.bulk_create(
        ChecklistTick(case=case, code=code, ticked_by=by) for code in sorted(wanted - ticked)
    )
    audit.record(
        case,
        "checklist ticked",
        by=by,
        before={"ticked": sorted(ticked)},
        after={"ticked": sorted(wanted)},
    )
    return case

"""After a conditional answer: the applicant says that the needs are met, and the board looks again (R81)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.refusals import RuleBroken
from core.text import normalise
from deadlines.rules import Key
from licensing import needs_texts as texts
from licensing.models import DecisionReason, LicenceRequest, NeedMet
from licensing.models.decisions import Outcome
from licensing.rules import Actor, Status
from licensing.services import clock
from licensing.services.moves import lock

LONGEST_NOTE = 500
#: Each time makes the board look anew, and stops a session whose agenda the file is on.
TIMES_A_DAY = 5


def needs_of(case: LicenceRequest) -> list[DecisionReason]:
    """What the board still needs, with what the applicant has said of it; empty unless that is open now."""
    if case.status != Status.CONDITIONAL:
        return []
    rows = DecisionReason.objects.filter(decision__request=case, decision__outcome=Outcome.CONDITIONAL)
    return list(rows.select_related("reason").prefetch_related("met"))


def may_say(case: LicenceRequest, by: User) -> bool:
    """Whether this person says that the needs are met."""
    return case.status == Status.CONDITIONAL and Actor.APPLICANT in case.actors_of(by)


@transaction.atomic
def say_needs_met(request: LicenceRequest, *, notes: Mapping[int, str], by: User) -> LicenceRequest:
    """The applicant says that every need is met. No change of state: the board answers when it has looked again.

    The applicant's three months go on running, but it is the board's turn now. Saying the same again is no news.

    Args:
        notes: a few words by the key of the need; may be left out.

    Raises:
        RuleBroken: "closed_step", "not_your_turn", "long_note", "too_often".
    """
    case = lock(request)
    if case.status != Status.CONDITIONAL:
        raise RuleBroken(texts.NOT_OPEN.format(state=case.get_status_display()), code="closed_step")
    if not may_say(case, by):
        raise RuleBroken("این کار در اختیار شما نیست.", code="not_your_turn")
    needs = needs_of(case)
    said = {need.pk: normalise(notes.get(need.pk, "")) for need in needs}
    if any(len(note) > LONGEST_NOTE for note in said.values()):
        raise RuleBroken(texts.LONG_NOTE, code="long_note")
    if case.needs_met_at is not None and said == {need.pk: need.newest_note for need in needs}:
        return case
    first = case.needs_met_at is None
    now = timezone.now()
    _check_pace(case, now)
    NeedMet.objects.bulk_create(
        NeedMet(reason=need, note=said[need.pk], said_at=now, said_by=by) for need in needs
    )
    case.needs_met_at = now
    case.version += 1
    case.save()
    if first:
        clock.hand_to_union(case, Key.T2_DOCUMENTS, by=by, reason=texts.TURN)
    audit.record(case, "said that the needs are met", by=by, after={"notes": said})
    return case


def _check_pace(case: LicenceRequest, now: datetime) -> None:
    lately = NeedMet.objects.filter(reason__decision__request=case, said_at__gt=now - timedelta(days=1))
    if lately.values("said_at").distinct().order_by().count() >= TIMES_A_DAY:
        raise RuleBroken(texts.TOO_OFTEN, code="too_often")

"""After a conditional answer or a return: the applicant says that the needs are met, the board looks again (R81)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.refusals import NotYourTurn, RuleBroken
from core.text import normalise
from licensing.cases import clock, turns
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import add_to_history, lock
from licensing.cases.states import Actor, Status
from licensing.decisions import texts
from licensing.decisions.reason_models import DecisionReason, NeedMet
from licensing.decisions.states import Outcome
from licensing.decisions.turns import open_return
from messaging import services as messaging
from organizations.members.models import BoardMinute

LONGEST_NOTE = 500

#: Each time makes the board look anew, and stops a session whose agenda the file is on.
TIMES_A_DAY = 5


def needs_of(case: LicenceRequest) -> list[DecisionReason]:
    """What the board still needs, with what the applicant has said of it; empty unless that is open now."""
    if case.status == Status.CONDITIONAL:
        rows = DecisionReason.objects.filter(decision__case=case, decision__outcome=Outcome.CONDITIONAL)
    elif case.status == Status.IN_PROGRESS:
        rows = DecisionReason.objects.filter(
            decision__case=case, decision__outcome=Outcome.RETURN, decision__settled_at=None
        )
    else:
        return []
    return list(rows.select_related("reason").prefetch_related("met"))


@transaction.atomic
def say_needs_met(case: LicenceRequest, *, notes: Mapping[int, str], by: User) -> LicenceRequest:
    """The applicant says that every need is met. No change of state: the board looks again, and T2 stands meanwhile.

    Saying the same again is no news.

    Args:
        notes: a few words by the key of the need; may be left out.

    Raises:
        RuleBroken: "closed_step", "not_your_turn", "long_note", "too_often", "deadline_passed".
    """
    case = lock(case)
    needs = needs_of(case)
    if not needs:
        raise RuleBroken(texts.NOT_OPEN.format(state=case.get_status_display()), code="closed_step")
    if Actor.APPLICANT not in case.actors_of(by):
        raise NotYourTurn
    said = {need.pk: normalise(notes.get(need.pk, "")) for need in needs}
    if any(len(note) > LONGEST_NOTE for note in said.values()):
        raise RuleBroken(texts.LONG_NOTE, code="long_note")
    if case.needs_met_at is not None and said == {need.pk: need.newest_note for need in needs}:
        return case
    now = timezone.now()
    _check_pace(case, now)
    NeedMet.objects.bulk_create(
        NeedMet(reason=need, note=said[need.pk], said_at=now, said_by=by) for need in needs
    )
    case.needs_met_at = now
    case.version += 1
    case.save()
    audit.record(case, "said that the needs are met", by=by, after={"notes": said})
    turns.settle(case, by=by)
    return case


def check_may_judge(case: LicenceRequest, by: User) -> None:
    """The board says whether the needs it listed are met.

    Raises:
        RuleBroken: "closed_step", "not_your_turn", "own_file", "unknown_officer".
    """
    if not needs_of(case):
        raise RuleBroken(texts.NOT_OPEN.format(state=case.get_status_display()), code="closed_step")
    if Actor.UNION_BOARD not in case.actors_of(by):
        raise NotYourTurn
    cases_rules.check_impartial(case, by)


@transaction.atomic
def settle_needs(case: LicenceRequest, *, by: User, seen_version: int | None = None) -> LicenceRequest:
    """The board found the needs of a returned file met; the file goes on when nothing else is missing (R69).

    After a conditional answer the board accepts instead.

    Raises:
        RuleBroken: as `check_may_judge`; "stale".
    """
    case = lock(case, seen_version=seen_version)
    check_may_judge(case, by)
    returned = open_return(case)
    if returned is None:
        raise RuleBroken(texts.ACCEPT_INSTEAD, code="closed_step")
    returned.settled_at, returned.settled_by = timezone.now(), by
    returned.save(update_fields=["settled_at", "settled_by"])
    case.needs_met_at = None
    add_to_history(case, by=by, text=texts.SETTLED)
    case.save(update_fields=["needs_met_at"])
    turns.settle(case, by=by)
    return case


@transaction.atomic
def ask_again(
    case: LicenceRequest, *, text: str, minute: BoardMinute, by: User, seen_version: int | None = None
) -> LicenceRequest:
    """The board looked and the needs are not met: it says what is missing, and T2 runs again (M10, R73).

    Args:
        minute: the minute of the board that holds what is said.

    Raises:
        RuleBroken: as `check_may_judge`; "stale", "not_said", "no_text"; as `rules.check_minute`.
    """
    case = lock(case, seen_version=seen_version)
    check_may_judge(case, by)
    if case.needs_met_at is None:
        raise RuleBroken(texts.NOT_SAID, code="not_said")
    why = normalise(text, multiline=True)[:LONGEST_NOTE]
    if not why:
        raise RuleBroken(texts.SAY_WHAT, code="no_text")
    cases_rules.check_minute(case, minute)
    case.needs_met_at = None
    add_to_history(case, by=by, text=texts.ASKED_AGAIN, minute=minute)
    case.save(update_fields=["needs_met_at"])
    turns.settle(case, by=by)
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M10",
        subject=texts.SUBJECT_ASKED_AGAIN,
        body=texts.BODY_ASKED_AGAIN.format(
            category=case.category.name, text=why, due=clock.due_in_words(case)
        )
        + f"\n\n{minute}",
        sms_text=texts.SMS_ASKED_AGAIN.format(due=clock.due_in_words(case)),
    )
    return case


def _check_pace(case: LicenceRequest, now: datetime) -> None:
    lately = NeedMet.objects.filter(reason__decision__case=case, said_at__gt=now - timedelta(days=1))
    if lately.values("said_at").distinct().order_by().count() >= TIMES_A_DAY:
        raise RuleBroken(texts.TOO_OFTEN, code="too_often")

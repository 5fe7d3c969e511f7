"""Answers that are not a plain yes: accepted on conditions, or refused, always with coded reasons (R67, R81)."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from core.refusals import RuleBroken
from core.sweeps import run_each_logging_errors
from core.text import to_persian_digits
from deadlines.states import Key, State
from licensing.cases import clock, turns
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock, move
from licensing.cases.states import DECIDED_IN_SESSION, Status
from licensing.decisions import rules, texts
from licensing.decisions.agenda import check_decided_here
from licensing.decisions.grounds import Ground
from licensing.decisions.models import Decision
from licensing.decisions.reason_models import DecisionReason
from licensing.decisions.rules import AgendaPlace
from licensing.decisions.states import Outcome, ReasonKind
from licensing.inquiries import services as inquiries
from licensing.interviews import services as interviews
from messaging import services as messaging
from organizations.bodies.models import Chamber
from organizations.members.models import BoardMinute


@transaction.atomic
def accept_conditionally(
    case: LicenceRequest,
    *,
    grounds: Sequence[Ground],
    minute: BoardMinute,
    by: User,
    seen_version: int | None = None,
    item: AgendaPlace | None = None,
) -> LicenceRequest:
    """The board accepts on conditions and lists what is needed (R81); the applicant has the time T2 for it.

    Args:
        item: the file's place on the agenda of the session that decides; none at the file's own desk.

    Raises:
        RuleBroken: "stale", "own_file", "deadline_passed", "on_agenda", "no_reason", "wrong_reason", "no_such_article",
            as the table of moves, "other_unions_minute", "minute_too_early".
    """
    case = lock(case, seen_version=seen_version)
    check_may_answer(case, Status.CONDITIONAL, by, item)
    rules.check_grounds(case, grounds, ReasonKind.NEED)
    cases_rules.check_minute(case, minute)
    clock.stop(case, Key.T1_UNION_ANSWER, outcome=State.MET)
    decision = _record(case, Outcome.CONDITIONAL, grounds, minute=minute, by=by)
    clock.start(case, Key.T2_DOCUMENTS, by=by)
    move(case, Status.CONDITIONAL, by=by, text=texts.CONDITIONAL.format(minute=minute), minute=minute)
    due = clock.due_in_words(case)
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M10",
        subject=texts.SUBJECT_CONDITIONAL,
        body=texts.BODY_CONDITIONAL.format(
            category=case.category.name,
            minute=minute,
            due=due,
            union=case.union.name,
            reasons=_in_words(decision),
        ),
        sms_text=texts.SMS_CONDITIONAL.format(due=due),
    )
    return case


@transaction.atomic
def reject(
    case: LicenceRequest,
    *,
    grounds: Sequence[Ground],
    minute: BoardMinute,
    by: User,
    seen_version: int | None = None,
    item: AgendaPlace | None = None,
) -> LicenceRequest:
    """The board refuses with reasons (R67); the applicant learns them, where to object and until when.

    Raises:
        RuleBroken: as `accept_conditionally`.
    """
    case = lock(case, seen_version=seen_version)
    _check_refusal(case, Status.REJECTED, grounds, minute, by=by, item=item)
    if case.status == Status.CONDITIONAL:
        clock.stop(case, Key.T2_DOCUMENTS, outcome=State.CANCELLED)
    else:
        clock.stop(case, Key.T1_UNION_ANSWER, outcome=State.MET)
    _refuse(case, _REJECTION, grounds, minute=minute, by=by)
    return case


@transaction.atomic
def refuse_to_issue(
    case: LicenceRequest,
    *,
    grounds: Sequence[Ground],
    minute: BoardMinute,
    by: User,
    seen_version: int | None = None,
) -> LicenceRequest:
    """After acceptance the board refuses to issue, with reasons (R67, R107); the applicant may object as to `reject`.

    The union's time to issue is met by this answer; the applicant's time for documents or payment loses its object.
    What was paid goes back (`licensing.billing.refunds`).

    Raises:
        RuleBroken: as `accept_conditionally`, but for "deadline_passed"; "interview_open".
    """
    case = lock(case, seen_version=seen_version)
    _check_refusal(case, Status.REFUSED, grounds, minute, by=by)
    clock.stop(case, Key.T2_DOCUMENTS, outcome=State.CANCELLED)
    clock.stop(case, Key.T22_PAYMENT, outcome=State.CANCELLED)
    clock.stop(case, Key.T3_ISSUE, outcome=State.MET)
    _refuse(case, _NO_ISSUE, grounds, minute=minute, by=by)
    return case


@transaction.atomic
def return_for_completion(
    case: LicenceRequest,
    *,
    grounds: Sequence[Ground],
    minute: BoardMinute,
    by: User,
    seen_version: int | None = None,
) -> LicenceRequest:
    """Something is still missing, as an interview or a last look showed: back to the papers, with what is needed (R76).

    The term to issue (R69) supposes complete papers and loses its object; the applicant has the time T2 anew. A bill
    that was paid stays paid: it goes back only if the file ends without a licence.

    Raises:
        RuleBroken: as `accept_conditionally`, but for "deadline_passed"; "interview_open".
    """
    case = lock(case, seen_version=seen_version)
    check_may_answer(case, Status.IN_PROGRESS, by)
    rules.check_grounds(case, grounds, ReasonKind.NEED)
    cases_rules.check_minute(case, minute)
    clock.stop(case, Key.T3_ISSUE, outcome=State.CANCELLED)
    decision = _record(case, Outcome.RETURN, grounds, minute=minute, by=by)
    case.needs_met_at = None
    clock.start(case, Key.T2_DOCUMENTS, by=by)
    move(case, Status.IN_PROGRESS, by=by, text=texts.RETURNED.format(minute=minute), minute=minute)
    due = clock.due_in_words(case)
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M10",
        subject=texts.SUBJECT_RETURNED,
        body=texts.BODY_RETURNED.format(
            category=case.category.name, minute=minute, due=due, reasons=_in_words(decision)
        ),
        sms_text=texts.SMS_RETURNED.format(due=due),
    )
    turns.settle(case, by=by)
    return case


def check_may_answer(case: LicenceRequest, to: Status, by: User, item: AgendaPlace | None = None) -> None:
    """The board may lead this file to a state by an answer with reasons now, at its desk or in its session.

    Raises:
        RuleBroken: "own_file", "unknown_officer", "interview_open", "on_agenda", moves.
    """
    cases_rules.check_impartial(case, by)
    cases_rules.check_move(case, to, by)
    interviews.check_settled(case)
    if to in DECIDED_IN_SESSION:
        check_decided_here(case, item)


class _Words(NamedTuple):
    """Where a refusal leads, what it is called, and what the applicant is told."""

    to: Status
    outcome: Outcome
    history: str
    subject: str
    body: str
    sms: str


_REJECTION = _Words(
    Status.REJECTED,
    Outcome.REJECT,
    texts.REJECTED,
    texts.SUBJECT_REJECTED,
    texts.BODY_REJECTED,
    texts.SMS_REJECTED,
)

_NO_ISSUE = _Words(
    Status.REFUSED,
    Outcome.REFUSE_ISSUE,
    texts.REFUSED,
    texts.SUBJECT_REFUSED,
    texts.BODY_REFUSED,
    texts.SMS_REFUSED,
)


def _check_refusal(
    case: LicenceRequest,
    to: Status,
    grounds: Sequence[Ground],
    minute: BoardMinute,
    *,
    by: User,
    item: AgendaPlace | None = None,
) -> None:
    """Everything a refusal is checked for, before anything is written."""
    check_may_answer(case, to, by, item)
    rules.check_grounds(case, grounds, ReasonKind.REFUSAL)
    cases_rules.check_minute(case, minute)


def _refuse(
    case: LicenceRequest, words: _Words, grounds: Sequence[Ground], *, minute: BoardMinute, by: User
) -> None:
    """Write the decision, start the time to object, void what bodies were still asked, tell the applicant (M11)."""
    decision = _record(case, words.outcome, grounds, minute=minute, by=by)
    clock.start(case, Key.T5_OBJECT_CHAMBER, by=by)
    inquiries.cancel_open(case)
    move(case, words.to, by=by, text=words.history.format(minute=minute), minute=minute)
    due = clock.due_in_words(case)
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M11",
        subject=words.subject,
        body=words.body.format(
            category=case.category.name,
            minute=minute,
            reasons=_in_words(decision),
            due=due,
            chamber=where_to_object(case),
        ),
        sms_text=words.sms.format(due=due),
    )


def where_to_object(case: LicenceRequest) -> str:
    """The name of the chamber that takes the first objection (handbook 2.3)."""
    chamber = Chamber.objects.filter(county=case.county_id, is_active=True).first()
    return chamber.name if chamber else texts.CHAMBER_OF.format(county=case.county.name)


def end_objection_times() -> int:
    """Close the times to object that passed unused; the right is lost. Returns how many ended."""
    return run_each_logging_errors(_end_objection_time, clock.overdue_cases(Key.T5_OBJECT_CHAMBER))


@transaction.atomic
def _end_objection_time(case: LicenceRequest) -> bool:
    case = lock(case)
    try:
        clock.stop(case, Key.T5_OBJECT_CHAMBER, outcome=State.MISSED)
    except RuleBroken:  # the calendar moved it, or an objection was first
        return False
    case.save(update_fields=["due_at"])
    return True


def _record(
    case: LicenceRequest, outcome: Outcome, grounds: Sequence[Ground], *, minute: BoardMinute, by: User
) -> Decision:
    decision = Decision.objects.create(case=case, outcome=outcome, minute=minute, decided_by=by)
    articles = rules.articles_of(case)
    DecisionReason.objects.bulk_create(
        DecisionReason(
            decision=decision,
            reason=ground.reason,
            source=ground.source,
            article=ground.article,
            part=articles[(ground.source, ground.article)].part,
            explanation=ground.explanation,
        )
        for ground in grounds
    )
    return decision


def _in_words(decision: Decision) -> str:
    """The numbered list of reasons, each with its article and basis, as a message holds it."""
    lines = []
    for number, row in enumerate(decision.reasons.select_related("reason"), start=1):
        line = texts.REASON_LINE.format(
            number=to_persian_digits(str(number)),
            reason=row.reason.text,
            article=row.rests_on,
            basis=row.reason.basis,
        )
        lines.append(f"{line}\n{row.explanation}" if row.explanation else line)
    return "\n".join(lines)

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


class Answer(NamedTuple):
    """An answer with reasons: where it leads, which terms it ends and begins, and what the applicant is told."""

    to: Status
    outcome: Outcome
    reasons: ReasonKind
    ends: tuple[tuple[Key, State], ...]
    begins: Key
    kind: str
    history: str
    subject: str
    body: str
    sms: str


_CONDITIONAL = Answer(
    Status.CONDITIONAL,
    Outcome.CONDITIONAL,
    ReasonKind.NEED,
    ends=((Key.T1_UNION_ANSWER, State.MET),),
    begins=Key.T2_DOCUMENTS,
    kind="M10",
    history=texts.CONDITIONAL,
    subject=texts.SUBJECT_CONDITIONAL,
    body=texts.BODY_CONDITIONAL,
    sms=texts.SMS_CONDITIONAL,
)
_REJECTION = Answer(
    Status.REJECTED,
    Outcome.REJECT,
    ReasonKind.REFUSAL,
    ends=((Key.T2_DOCUMENTS, State.CANCELLED), (Key.T1_UNION_ANSWER, State.MET)),
    begins=Key.T5_OBJECT_CHAMBER,
    kind="M11",
    history=texts.REJECTED,
    subject=texts.SUBJECT_REJECTED,
    body=texts.BODY_REJECTED,
    sms=texts.SMS_REJECTED,
)
_NO_ISSUE = Answer(
    Status.REFUSED,
    Outcome.REFUSE_ISSUE,
    ReasonKind.REFUSAL,
    ends=(
        (Key.T2_DOCUMENTS, State.CANCELLED),
        (Key.T22_PAYMENT, State.CANCELLED),
        (Key.T3_ISSUE, State.MET),
    ),
    begins=Key.T5_OBJECT_CHAMBER,
    kind="M11",
    history=texts.REFUSED,
    subject=texts.SUBJECT_REFUSED,
    body=texts.BODY_REFUSED,
    sms=texts.SMS_REFUSED,
)
_RETURN = Answer(
    Status.IN_PROGRESS,
    Outcome.RETURN,
    ReasonKind.NEED,
    ends=((Key.T3_ISSUE, State.CANCELLED),),
    begins=Key.T2_DOCUMENTS,
    kind="M10",
    history=texts.RETURNED,
    subject=texts.SUBJECT_RETURNED,
    body=texts.BODY_RETURNED,
    sms=texts.SMS_RETURNED,
)


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
    return _answer(case, _CONDITIONAL, grounds, minute=minute, by=by, seen_version=seen_version, item=item)


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
    return _answer(case, _REJECTION, grounds, minute=minute, by=by, seen_version=seen_version, item=item)


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
    return _answer(case, _NO_ISSUE, grounds, minute=minute, by=by, seen_version=seen_version)


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
    case = _answer(case, _RETURN, grounds, minute=minute, by=by, seen_version=seen_version)
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


def _answer(
    case: LicenceRequest,
    answer: Answer,
    grounds: Sequence[Ground],
    *,
    minute: BoardMinute,
    by: User,
    seen_version: int | None,
    item: AgendaPlace | None = None,
) -> LicenceRequest:
    """Check, write the decision, turn the clocks and tell the applicant; a refusal voids what was still asked."""
    refuses = answer.reasons == ReasonKind.REFUSAL
    case = lock(case, seen_version=seen_version)
    check_may_answer(case, answer.to, by, item)
    rules.check_grounds(case, grounds, answer.reasons)
    cases_rules.check_minute(case, minute)
    for key, end in answer.ends:
        clock.stop(case, key, outcome=end)
    decision = _record(case, answer.outcome, grounds, minute=minute, by=by)
    clock.start(case, answer.begins, by=by)
    if refuses:
        inquiries.cancel_open(case)
    if answer is _RETURN:  # what was said of an earlier need is no answer to these
        case.needs_met_at = None
    move(case, answer.to, by=by, text=answer.history.format(minute=minute), minute=minute)
    due = clock.due_in_words(case)
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind=answer.kind,
        subject=answer.subject,
        body=answer.body.format(
            category=case.category.name,
            minute=minute,
            reasons=_in_words(decision),
            due=due,
            union=case.union.name,
            chamber=where_to_object(case) if refuses else "",
        ),
        sms_text=answer.sms.format(due=due),
    )
    return case


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

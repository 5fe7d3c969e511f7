"""The union's side: open, decide within the lawful time, collect what is needed (S001 C, R66–R73)."""

from django.db import transaction

from accounts.models import User
from core.queue import after_commit
from core.references import group_tracking_code
from core.refusals import RuleBroken
from core.sweeps import run_each_logging_errors
from core.text import to_persian_digits
from deadlines.states import Key, State
from licensing.cases import clock, turns
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock, move
from licensing.cases.recipients import people_to_tell
from licensing.cases.states import WAITING_FOR_UNION, Status
from licensing.decisions import texts
from licensing.decisions.agenda import check_decided_here
from licensing.decisions.models import Decision
from licensing.decisions.rules import AgendaPlace
from licensing.decisions.silence_models import SilenceLetter
from licensing.decisions.states import Outcome
from licensing.inquiries import services as inquiries
from licensing.papers import paper_list
from messaging import services as messaging
from organizations.members.models import BoardMinute


@transaction.atomic
def open_review(case: LicenceRequest, *, by: User) -> LicenceRequest:
    """The union opens the request and hands it to the board.

    Raises:
        RuleBroken: as the table of moves.
    """
    case = lock(case)
    move(case, Status.UNDER_REVIEW, by=by, text=texts.OPENED)
    return case


@transaction.atomic
def accept(
    case: LicenceRequest,
    *,
    minute: BoardMinute,
    by: User,
    seen_version: int | None = None,
    item: AgendaPlace | None = None,
) -> LicenceRequest:
    """The board accepts, under one of its minutes (R73); the documents' clock starts (R68).

    Args:
        item: the file's place on the agenda of the session that decides; none at the file's own desk.

    Raises:
        RuleBroken: "stale", "own_file", "on_agenda", "deadline_passed" (silence was acceptance already), as the table
            of moves, "other_unions_minute", "minute_too_early".
    """
    case = lock(case, seen_version=seen_version)
    check_may_accept(case, by, item)
    cases_rules.check_minute(case, minute)
    Decision.objects.create(case=case, outcome=Outcome.ACCEPT, minute=minute, decided_by=by)
    _accepted(case, Status.ACCEPTED, by=by, minute=minute)
    return case


def check_may_accept(case: LicenceRequest, by: User, item: AgendaPlace | None = None) -> None:
    """The board may accept this request now, at its desk or in the session whose agenda it is on.

    Raises:
        RuleBroken: "own_file", "unknown_officer", "on_agenda", moves.
    """
    cases_rules.check_impartial(case, by)
    cases_rules.check_move(case, Status.ACCEPTED, by)
    check_decided_here(case, item)


@transaction.atomic
def accept_by_silence(case: LicenceRequest) -> bool:
    """Accept by law when the union's time ran out without an answer (R66).

    Returns:
        Whether this call did it; a decision made in time, or a second run, leaves nothing to do.
    """
    case = lock(case)
    if case.status not in WAITING_FOR_UNION:
        return False
    ended_at = case.due_at
    try:
        clock.stop(case, Key.T1_UNION_ANSWER, outcome=State.MISSED)
    except RuleBroken:  # the calendar moved it, an outage pauses it, or somebody was first
        return False
    decision = Decision.objects.create(case=case, outcome=Outcome.ACCEPT, by_silence=True)
    _accepted(case, Status.ACCEPTED_BY_SILENCE, by=None, minute=None)
    letter = SilenceLetter.objects.create(
        case=case, decision=decision, term_ended_at=ended_at or decision.decided_at
    )
    _tell_union_of_silence(case)
    after_commit("licensing.draw_up_silence_letter", letter_id=letter.pk)
    return True


def _tell_union_of_silence(case: LicenceRequest) -> None:
    """M9 for the union's board and the chamber's inspectors."""
    body = texts.BODY_SILENCE.format(
        code=to_persian_digits(group_tracking_code(case.tracking_code or "")),
        category=case.category.name,
        union=case.union.name,
    )
    for person in people_to_tell(case.union):
        messaging.notify(person, kind="M9", subject=texts.SUBJECT_SILENCE, body=body)


def accept_overdue() -> int:
    """Run `accept_by_silence` on every request whose answer is overdue; returns how many were accepted."""
    return run_each_logging_errors(accept_by_silence, clock.overdue_cases(Key.T1_UNION_ANSWER))


def _accepted(case: LicenceRequest, state: Status, *, by: User | None, minute: BoardMinute | None) -> None:
    """Close the clock that ran, start the three months for documents, tell the applicant (M8, M9)."""
    silent = state is Status.ACCEPTED_BY_SILENCE
    if not silent:
        clock.stop(case, _clock_before(case), outcome=State.MET)
    move(
        case,
        state,
        by=by,
        text=texts.SILENCE if silent else texts.ACCEPTED.format(minute=minute),
        minute=minute,
    )
    case.needs_met_at = None
    clock.start(case, Key.T2_DOCUMENTS, by=by)
    move(case, Status.IN_PROGRESS, by=None, text=texts.TO_PROGRESS)
    inquiries.prepare(case)
    _tell_accepted(case, silent=silent)
    turns.settle(case, by=by)


def _tell_accepted(case: LicenceRequest, *, silent: bool) -> None:
    """M8, M9: which papers are due until when, and that letters and card form can be printed."""
    how = texts.BY_SILENCE if silent else ""
    due = clock.due_in_words(case)
    titles = "، ".join(paper_list.to_do(case))
    papers = texts.PAPERS_DUE.format(due=due, titles=titles) if titles else texts.PAPERS_IN
    brief = texts.SMS_PAPERS_DUE.format(due=due) if titles else texts.SMS_PAPERS_IN
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M9" if silent else "M8",
        subject=texts.SUBJECT_ACCEPTED,
        body=texts.BODY_ACCEPTED.format(category=case.category.name, how=how, papers=papers),
        sms_text=texts.SMS_ACCEPTED.format(how=how, papers=brief),
    )


def _clock_before(case: LicenceRequest) -> Key:
    """What an acceptance ends: the union's time to answer, or after a conditional answer the applicant's."""
    return Key.T2_DOCUMENTS if case.status == Status.CONDITIONAL else Key.T1_UNION_ANSWER

"""The one publication of a board's session: every answer under one minute, or none (R66, R67, R73)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.decisions import rules as decisions_rules
from licensing.decisions import texts as decisions_texts
from licensing.decisions.models import Decision
from licensing.decisions.refusals import accept_conditionally, reject
from licensing.decisions.services import accept
from licensing.sessions import rules
from licensing.sessions.ballots import counts_in_words
from licensing.sessions.models import AgendaItem, BoardSession
from licensing.sessions.rules import AgendaRefused
from licensing.sessions.services import (
    changed,
    lawful_seats,
    lock_session,
    locked_cases,
    present_in,
    votes_on,
)
from licensing.sessions.states import REASONS_OF, ItemOutcome, ItemResult, SessionState
from organizations.members import minutes
from organizations.members.models import BoardMinute
from organizations.members.rules import FULL_SEATS

_WITH_REASONS: dict[str, Callable[..., LicenceRequest]] = {
    ItemOutcome.CONDITIONAL: accept_conditionally,
    ItemOutcome.REJECT: reject,
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What would stand in the way of publishing now: for the whole session in words, and for each file by its key."""

    refusal: str
    problems: dict[int, str]


def preview(session: BoardSession, *, by: User) -> Preview:
    """What `publish` would answer now, asked of the same checks; nothing is written."""
    items = _items(session)
    present = present_in(session)
    refusal = ""
    try:
        _check_session(session, items, present, by)
    except RuleBroken as broken:
        refusal = str(broken)
    problems: dict[int, str] = {}
    for item in items:
        try:
            _check_item(item, item.case, present)
        except RuleBroken as broken:
            problems[item.pk] = str(broken)
    return Preview(refusal, problems)


@transaction.atomic
def publish(session: BoardSession, *, minute_number: str, by: User, seen_version: int) -> BoardSession:
    """Announce every answer of the session in one transaction under one minute: all of them, or none (R73).

    Each file is looked at again behind its lock: an acceptance by silence or any other change since it was put on the
    agenda stops the whole publication, and the refusal names the files.

    Args:
        minute_number: the number the board gave the minute of this session.
        seen_version: the session's version the preview was drawn from.

    Raises:
        AgendaRefused: "agenda", with each file that cannot be decided and why.
        RuleBroken: "closed_session", "not_your_turn" for operators, "stale", "empty_agenda", "not_begun", "no_seat",
            "no_quorum", "minute_taken", "minute_exists", "minute_number".
    """
    held = lock_session(session)
    rules.check_session_move(held, SessionState.PUBLISHED, by)
    rules.check_session_fresh(held, seen_version)
    items, present = _items(held), present_in(held)
    _check_session(held, items, present, by)
    cases = {case.pk: case for case in locked_cases(item.case_id for item in items)}
    minute = _minute(held, minute_number, items, by)
    problems: list[tuple[AgendaItem, str]] = []
    for item in items:
        item.case = cases[item.case_id]
        try:
            _check_item(item, item.case, present)
            _settle(item, minute, by)
        except RuleBroken as refusal:
            problems.append((item, str(refusal)))
    if problems:
        raise AgendaRefused(problems)
    held.state, held.minute = SessionState.PUBLISHED, minute
    held.published_by, held.published_at = by, timezone.now()
    outcomes = {str(item.case_id): item.outcome for item in items}
    changed(held, "published", by=by, after={"minute": minute.number, "outcomes": outcomes})
    return held


def _items(held: BoardSession) -> list[AgendaItem]:
    rows = held.items.open().select_related(
        "case__general_conditions", "case__special_conditions", "case__applicant"
    )
    return list(rows.prefetch_related("votes", "grounds__reason__places"))


def _check_session(
    held: BoardSession, items: Sequence[AgendaItem], present: Mapping[int, int], by: User
) -> None:
    """The session as a whole may be published now, by this person."""
    if not items:
        raise RuleBroken("دستور کار این جلسه خالی است.", code="empty_agenda")
    rules.check_has_begun(held, timezone.now())
    rules.check_quorum(lawful_seats(held), len(present))
    seats = held.union.board.in_force().filter(role__in=FULL_SEATS)
    rules.check_sits(is_seated=by.person_id is not None and seats.filter(person=by.person_id).exists())


def _check_item(item: AgendaItem, case: LicenceRequest, present: Mapping[int, int]) -> None:
    """One file may get its outcome: it has one, with a majority and its reasons, and nothing changed meanwhile."""
    if item.outcome == ItemOutcome.POSTPONE:
        return
    if not item.outcome:
        raise RuleBroken("نتیجهٔ این پرونده هنوز ثبت نشده است.", code="no_outcome")
    is_silent = case.version != item.seen_version and case.decisions.filter(by_silence=True).exists()
    rules.check_item_fresh(item, case.status, case.version, is_silent=is_silent)
    tally = votes_on(item, present, case.applicant_id)
    if tally.refusal is not None:
        raise tally.refusal
    kind = REASONS_OF.get(item.outcome)
    if kind is not None:
        decisions_rules.check_grounds(case, [row.as_ground() for row in item.grounds.all()], kind)


def _settle(item: AgendaItem, minute: BoardMinute, by: User) -> None:
    """Say the answer to one file, or leave it for the next session."""
    if item.outcome == ItemOutcome.POSTPONE:
        item.result = ItemResult.POSTPONED
        item.save(update_fields=["result"])
        return
    act = accept
    if item.outcome in _WITH_REASONS:
        act = partial(_WITH_REASONS[item.outcome], grounds=[row.as_ground() for row in item.grounds.all()])
    case = act(item.case, minute=minute, by=by, seen_version=item.seen_version, item=item)
    item.decision = Decision.objects.get(case=case, minute=minute, outcome=item.outcome)
    item.result = ItemResult.DECIDED
    item.save(update_fields=["result", "decision"])


def _minute(held: BoardSession, number: str, items: Sequence[AgendaItem], by: User) -> BoardMinute:
    """The minute of this session: the one the board has entered for its day already, or a new one."""
    entered: BoardMinute | None = BoardMinute.objects.filter(
        union=held.union_id, number=minutes.canonical_number(number), held_on=held.held_on
    ).first()
    if entered is None:
        entered = minutes.enter_minute(
            held.union, number=number, held_on=held.held_on, text=_minute_text(items), by=by
        )
    elif BoardSession.objects.filter(minute=entered).exists():
        raise RuleBroken("این شماره از آنِ صورتجلسهٔ جلسهٔ دیگری در همین روز است.", code="minute_taken")
    return entered


def _minute_text(items: Sequence[AgendaItem]) -> str:
    """What the session said of each file, one line a file."""
    return "\n".join(
        decisions_texts.MINUTE_LINE.format(
            order=to_persian_digits(str(item.order)),
            unit=to_persian_digits(item.case.unit_name),
            number=to_persian_digits(str(item.case.receipt_number)),
            outcome=item.get_outcome_display(),
            counts=counts_in_words(Counter(vote.choice for vote in item.votes.all())),
        )
        for item in items
    )

"""The one publication of a board's session: every answer under one minute, or none (R66, R67, R73)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing import texts
from licensing.models import AgendaItem, BoardSession, Decision, LicenceRequest
from licensing.rules import sessions as board
from licensing.rules.sessions import AgendaRefused, ItemOutcome, ItemResult, SessionState
from licensing.services.ballots import counts_in_words
from licensing.services.decisions import accept_conditionally, reject
from licensing.services.review import accept
from licensing.services.sessions import changed, lock_session, locked_cases, present_in, seats_of
from organizations import services as organizations
from organizations.models import BoardMinute

_WITH_REASONS: dict[str, Callable[..., LicenceRequest]] = {
    ItemOutcome.CONDITIONAL: accept_conditionally,
    ItemOutcome.REJECT: reject,
}


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
        RuleBroken: "closed_session", "not_your_turn" for operators, "stale", "empty_agenda", "no_board",
            "no_quorum", "minute_taken", "minute_exists", "minute_number", "minute_in_future".
    """
    held = lock_session(session)
    board.check_session_move(held, SessionState.PUBLISHED, by)
    board.check_session_fresh(held, seen_version)
    items = list(held.items.open().select_related("request").prefetch_related("votes", "grounds__reason"))
    if not items:
        raise RuleBroken("دستور کار این جلسه خالی است.", code="empty_agenda")
    present = present_in(held)
    board.check_quorum(len(seats_of(held)), len(present))
    cases = {case.pk: case for case in locked_cases(item.request_id for item in items)}
    minute = _minute(held, minute_number, items, by)
    problems: list[tuple[AgendaItem, str]] = []
    for item in items:
        item.request = cases[item.request_id]
        try:
            _settle(item, minute, present, by)
        except RuleBroken as refusal:
            problems.append((item, str(refusal)))
    if problems:
        raise AgendaRefused(problems)
    held.state, held.minute = SessionState.PUBLISHED, minute
    held.published_by, held.published_at = by, timezone.now()
    outcomes = {str(item.request_id): item.outcome for item in items}
    changed(held, "published", by=by, after={"minute": minute.number, "outcomes": outcomes})
    return held


def _settle(item: AgendaItem, minute: BoardMinute, present: Mapping[int, int], by: User) -> None:
    """Say the answer to one file, or leave it for the next session."""
    case = item.request
    if item.outcome == ItemOutcome.POSTPONE:
        item.result = ItemResult.POSTPONED
        item.save(update_fields=["result"])
        return
    if not item.outcome:
        raise RuleBroken("نتیجهٔ این پرونده هنوز ثبت نشده است.", code="no_outcome")
    is_silent = case.version != item.seen_version and case.decisions.filter(by_silence=True).exists()
    board.check_item_fresh(item, case.status, case.version, is_silent=is_silent)
    grounds = [row.as_ground() for row in item.grounds.all()]
    voters = [member for member, person in present.items() if person != case.applicant_id]
    board.check_votes(voters, {vote.member_id: vote.choice for vote in item.votes.all()})
    act = (
        accept
        if item.outcome == ItemOutcome.ACCEPT
        else partial(_WITH_REASONS[item.outcome], grounds=grounds)
    )
    act(case, minute=minute, by=by, seen_version=item.seen_version)
    item.decision = Decision.objects.get(request=case, minute=minute, outcome=item.outcome)
    item.result = ItemResult.DECIDED
    item.save(update_fields=["result", "decision"])


def _minute(held: BoardSession, number: str, items: Sequence[AgendaItem], by: User) -> BoardMinute:
    """The minute of this session: the one the board has entered for its day already, or a new one."""
    entered: BoardMinute | None = BoardMinute.objects.filter(
        union=held.union_id, number=organizations.canonical_number(number), held_on=held.held_on
    ).first()
    if entered is None:
        entered = organizations.enter_minute(
            held.union, number=number, held_on=held.held_on, text=_minute_text(items), by=by
        )
    elif BoardSession.objects.filter(minute=entered).exists():
        raise RuleBroken("این شماره از آنِ صورتجلسهٔ جلسهٔ دیگری در همین روز است.", code="minute_taken")
    return entered


def _minute_text(items: Sequence[AgendaItem]) -> str:
    """What the session said of each file, one line a file."""
    return "\n".join(
        texts.MINUTE_LINE.format(
            order=to_persian_digits(str(item.order)),
            unit=to_persian_digits(item.request.unit_name),
            number=to_persian_digits(str(item.request.receipt_number)),
            outcome=item.get_outcome_display(),
            counts=counts_in_words(Counter(vote.choice for vote in item.votes.all())),
        )
        for item in items
    )

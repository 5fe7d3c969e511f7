"""The board's session before its publication: agenda, attendance, outcomes, reasons, votes (R67, R73)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from core import audit
from core.refusals import RuleBroken
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor
from licensing.decisions import rules as decisions_rules
from licensing.decisions.grounds import Ground
from licensing.sessions import rules
from licensing.sessions.models import AgendaGround, AgendaItem, BoardSession, Vote
from licensing.sessions.rules import Tally
from licensing.sessions.states import REASONS_OF, ItemResult, SessionState, VoteChoice
from organizations.bodies.models import Union
from organizations.members import boards
from organizations.members.models import BoardMember
from organizations.members.rules import FULL_SEATS


@dataclass(frozen=True, slots=True)
class Entry:
    """What the page says of one file: the proposed outcome ("" for none yet) and the vote by the member's key."""

    outcome: str
    votes: Mapping[int, str]


def seats_of(session: BoardSession) -> list[BoardMember]:
    """The full members whose term holds on the day of the session, in the order of the offices."""
    rows = session.union.board.in_force(session.held_on).filter(role__in=FULL_SEATS).select_related("person")
    offices = list(FULL_SEATS)
    return sorted(rows, key=lambda seat: (offices.index(seat.role), seat.pk))


@transaction.atomic
def plan_session(
    *, union: Union, held_on: date, by: User, starts_at: time | None = None, place: str = ""
) -> BoardSession:
    """Plan a session; operators may, since the agenda is only prepared by it.

    Raises:
        RuleBroken: "not_your_turn" for people of other bodies, "planned_already" for a second one on that day.
    """
    Union.objects.select_for_update(of=("self",)).get(pk=union.pk)
    session = BoardSession(union=union, held_on=held_on, starts_at=starts_at, place=place, made_by=by)
    rules.check_works_on_session(session, by, Actor.UNION_OPERATOR)
    if union.sessions.filter(held_on=held_on, state=SessionState.PLANNED).exists():
        raise RuleBroken(
            "برای این روز جلسه‌ای برنامه‌ریزی شده است؛ همان را ادامه دهید.", code="planned_already"
        )
    session.save()
    audit.record(session, "planned", by=by, after={"held_on": held_on.isoformat()})
    return session


@transaction.atomic
def set_attendance(session: BoardSession, present: Collection[int], *, by: User) -> BoardSession:
    """Say which full members are there; votes of somebody who is not are removed.

    Args:
        present: keys of board members.

    Raises:
        RuleBroken: "closed_session", "not_your_turn", "not_a_member".
    """
    held = _for_board(session, by)
    _attend(held, present)
    changed(held, "attendance", by=by, after={"present": sorted(present)})
    return held


@transaction.atomic
def set_outcome(item: AgendaItem, outcome: str, *, by: User, grounds: Sequence[Ground] = ()) -> AgendaItem:
    """Propose an outcome with its coded reasons; another outcome than before removes reasons and votes of the old one.

    Raises:
        RuleBroken: "closed_session", "not_your_turn", "not_on_agenda", "own_file", "wrong_outcome", and those of
            `check_grounds` when reasons are given.
    """
    held = _for_board(item.session, by)
    row = open_item(held, item.pk)
    cases_rules.check_impartial(row.case, by)
    _propose(row, outcome)
    if grounds:
        _reason(row, grounds)
    changed(held, "outcome", by=by, after={"case": row.case_id, "outcome": outcome})
    return row


@transaction.atomic
def set_grounds(
    item: AgendaItem, grounds: Sequence[Ground], *, by: User, seen_version: int | None = None
) -> AgendaItem:
    """Replace the reasons of a proposed outcome.

    Args:
        seen_version: the session's version the page was drawn from.

    Raises:
        RuleBroken: as `set_outcome`; "stale"; "no_reasons_here" for an outcome that rests on none.
    """
    held = _for_board(item.session, by, seen_version)
    row = open_item(held, item.pk)
    cases_rules.check_impartial(row.case, by)
    _reason(row, grounds)
    changed(held, "reasons", by=by, after={"case": row.case_id, "reasons": len(grounds)})
    return row


@transaction.atomic
def record_votes(item: AgendaItem, votes: Mapping[int, str], *, by: User) -> AgendaItem:
    """Write down how the members present voted on the proposed outcome of one file.

    Args:
        votes: the choice by the member's key; members not named lose an earlier vote.

    Raises:
        RuleBroken: "closed_session", "not_your_turn", "not_on_agenda", "not_present", "own_file", "no_outcome".
    """
    held = _for_board(item.session, by)
    row = open_item(held, item.pk)
    cases_rules.check_impartial(row.case, by)
    _vote(row, votes, present_in(held), by=by)
    changed(held, "votes", by=by, after={"case": row.case_id, "votes": len(votes)})
    return row


@transaction.atomic
def save_sheet(
    session: BoardSession,
    *,
    present: Collection[int],
    entries: Mapping[int, Entry],
    by: User,
    seen_version: int,
) -> BoardSession:
    """Keep the whole page at once: attendance, outcomes and votes of every file; all of it or nothing.

    Somebody whose own file is on the agenda may send the page as long as it changes nothing about that file.

    Args:
        entries: what is said of each file, by the item's key.

    Raises:
        RuleBroken: "stale" when a colleague changed the agenda meanwhile, and those of the single acts.
    """
    held = _for_board(session, by, seen_version)
    _attend(held, present)
    there = present_in(held)
    for key, entry in entries.items():
        row = open_item(held, key)
        if entry == _kept(row):
            continue
        cases_rules.check_impartial(row.case, by)
        _propose(row, entry.outcome)
        if entry.outcome:
            _vote(row, entry.votes, there, by=by)
    after: dict[str, object] = {
        "present": sorted(present),
        "items": {str(key): [entry.outcome, _facts(entry.votes)] for key, entry in entries.items()},
    }
    changed(held, "sheet kept", by=by, after=after)
    return held


@transaction.atomic
def cancel_session(session: BoardSession, *, by: User) -> BoardSession:
    """The session does not take place; its files are free for another one.

    Raises:
        RuleBroken: "closed_session", "not_your_turn".
    """
    held = lock_session(session)
    rules.check_session_move(held, SessionState.CANCELLED, by)
    held.items.open().update(result=ItemResult.DROPPED)
    held.state = SessionState.CANCELLED
    changed(held, "cancelled", by=by, after={"state": held.state})
    return held


def lock_session(session: BoardSession) -> BoardSession:
    """The session as it is now, locked until the transaction ends; always before its requests."""
    found: BoardSession = (
        BoardSession.objects.select_for_update(of=("self",)).select_related("union").get(pk=session.pk)
    )
    return found


def locked_cases(keys: Iterable[int]) -> "QuerySet[LicenceRequest]":
    """These requests, locked in the order of their keys, so that two transactions never wait for each other."""
    rows = LicenceRequest.objects.filter(pk__in=list(keys))
    return rows.select_for_update(of=("self",)).order_by("pk")


def _for_board(session: BoardSession, by: User, seen_version: int | None = None) -> BoardSession:
    held = lock_session(session)
    rules.check_works_on_session(held, by, Actor.UNION_BOARD)
    if seen_version is not None:
        rules.check_session_fresh(held, seen_version)
    return held


def open_item(held: BoardSession, key: int) -> AgendaItem:
    """A file that still stands on the session's agenda.

    Raises:
        RuleBroken: "not_on_agenda".
    """
    item: AgendaItem | None = held.items.open().filter(pk=key).select_related("case").first()
    if item is None:
        raise RuleBroken("این پرونده دیگر در دستور کار این جلسه نیست.", code="not_on_agenda")
    return item


def lawful_seats(session: BoardSession) -> int:
    """How many full members the law gives the board on the day of the session, seated or not (Art. 22)."""
    return boards.board_size(session.union, session.held_on).full


def votes_on(item: AgendaItem, present: Mapping[int, int], applicant_id: int) -> Tally:
    """How the members present voted on a file; its own applicant has no vote.

    Args:
        present: as `present_in` gives it.
    """
    voters = [member for member, person in present.items() if person != applicant_id]
    return rules.tally_of_votes(voters, {vote.member_id: vote.choice for vote in item.votes.all()})


def present_in(held: BoardSession) -> dict[int, int]:
    """The members present who count: the person's key by the member's."""
    there = set(held.present.values_list("pk", flat=True))
    return {seat.pk: seat.person_id for seat in seats_of(held) if seat.pk in there}


def _attend(held: BoardSession, present: Collection[int]) -> None:
    if not set(present) <= {seat.pk for seat in seats_of(held)}:
        raise RuleBroken("حاضران را از میان اعضای اصلی هیأت مدیره انتخاب کنید.", code="not_a_member")
    held.present.set(present)
    Vote.objects.filter(item__session=held, item__result=ItemResult.OPEN).exclude(member__in=present).delete()


def _propose(item: AgendaItem, outcome: str) -> None:
    """Write the outcome; what belonged to another one goes."""
    if outcome:
        rules.check_outcome(outcome, item.case.status)
    if outcome == item.outcome:
        return
    item.outcome = outcome
    item.save(update_fields=["outcome"])
    item.votes.all().delete()
    item.grounds.all().delete()


def _reason(item: AgendaItem, grounds: Sequence[Ground]) -> None:
    kind = REASONS_OF.get(item.outcome)
    if kind is None:
        raise RuleBroken("این نتیجه دلیل نمی‌خواهد.", code="no_reasons_here")
    decisions_rules.check_grounds(item.case, grounds, kind)
    articles = decisions_rules.articles_of(item.case)
    item.grounds.all().delete()
    AgendaGround.objects.bulk_create(
        AgendaGround(
            item=item,
            reason=ground.reason,
            source=ground.source,
            article=ground.article,
            part=articles[(ground.source, ground.article)].part,
            explanation=ground.explanation,
        )
        for ground in grounds
    )


def _vote(item: AgendaItem, votes: Mapping[int, str], present: Mapping[int, int], *, by: User) -> None:
    """Replace the votes on one file; those that did not change keep who wrote them down and when."""
    if votes and not item.outcome:
        raise RuleBroken("نخست نتیجه‌ای را که به رأی گذاشته شد انتخاب کنید.", code="no_outcome")
    for member in votes:
        if member not in present:
            raise RuleBroken("رأی فقط برای عضو حاضر ثبت می‌شود.", code="not_present")
        if present[member] == item.case.applicant_id:
            raise RuleBroken("هیچ عضوی دربارهٔ پروندهٔ خودش رأی نمی‌دهد.", code="own_file")
    before = {vote.member_id: vote.choice for vote in item.votes.all()}
    fresh = {member: VoteChoice(choice) for member, choice in votes.items() if before.get(member) != choice}
    item.votes.exclude(member__in=set(votes) - set(fresh)).delete()
    Vote.objects.bulk_create(
        Vote(item=item, member_id=member, choice=choice, recorded_by=by) for member, choice in fresh.items()
    )


def _kept(item: AgendaItem) -> Entry:
    return Entry(item.outcome, {vote.member_id: vote.choice for vote in item.votes.all()})


def _facts(votes: Mapping[int, str]) -> dict[str, str]:
    return {str(member): choice for member, choice in votes.items()}


def changed(held: BoardSession, action: str, *, by: User, after: dict[str, object]) -> None:
    """Raise the version, so that a page drawn before is stale, and leave the trail."""
    held.version += 1
    held.save()
    audit.record(held, action, by=by, after=after)

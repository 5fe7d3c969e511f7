"""The agenda of a board's session: files put on it and taken off, and that nobody decides on them elsewhere (R73)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.refusals import RuleBroken
from core.text import normalise
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.states import ON_AGENDA, Actor
from licensing.sessions import rules
from licensing.sessions.models import LONGEST_REMOVAL, AgendaItem, BoardSession
from licensing.sessions.services import changed, lock_session, locked_cases, open_item
from licensing.sessions.states import ITEMS_AT_MOST, ItemResult


@transaction.atomic
def add_to_agenda(session: BoardSession, seen: Mapping[int, int], *, by: User) -> int:
    """Put files of this union on the agenda: all of them, or none.

    Args:
        seen: the version the page showed, by the request's primary key.

    Returns:
        How many were put on.

    Raises:
        RuleBroken: "closed_session", "not_your_turn", "stale", "not_for_agenda", "on_agenda", "agenda_full",
            "own_file", "minute_too_early" when a file came in after the day of the session.
    """
    held = lock_session(session)
    rules.check_works_on_session(held, by, Actor.UNION_OPERATOR)
    cases = list(locked_cases(seen).filter(union=held.union_id).select_related("union"))
    if len(cases) < len(seen):
        raise RuleBroken("یکی از پرونده‌ها از این اتحادیه نیست.", code="stale")
    if held.items.open().count() + len(cases) > ITEMS_AT_MOST:
        raise RuleBroken("دستور کار این جلسه پر است؛ جلسهٔ دیگری برنامه‌ریزی کنید.", code="agenda_full")
    taken = set(AgendaItem.objects.open().filter(case__in=seen).values_list("case_id", flat=True))
    last = held.items.order_by("-order").values_list("order", flat=True).first() or 0
    rank = {pk: place for place, pk in enumerate(seen)}
    for number, case in enumerate(sorted(cases, key=lambda case: rank[case.pk]), start=last + 1):
        cases_rules.check_impartial(case, by)
        _check_may_stand(held, case, seen[case.pk], is_taken=case.pk in taken)
        AgendaItem.objects.create(session=held, case=case, order=number, seen_version=case.version)
    changed(held, "put on agenda", by=by, after={"requests": sorted(seen)})
    return len(cases)


def _check_may_stand(held: BoardSession, case: LicenceRequest, seen: int, *, is_taken: bool) -> None:
    cases_rules.check_fresh(case, seen)
    if case.status not in ON_AGENDA:
        raise RuleBroken(
            f"پروندهٔ «{case.unit_name}» در وضعیت «{case.get_status_display()}» است و در دستور کار جا ندارد.",
            code="not_for_agenda",
        )
    if is_taken:
        raise RuleBroken(f"پروندهٔ «{case.unit_name}» در دستور کار جلسهٔ دیگری است.", code="on_agenda")
    cases_rules.check_board_day(case, held.held_on)


@transaction.atomic
def take_off_agenda(item: AgendaItem, *, reason: str, by: User) -> AgendaItem:
    """Take a file off the agenda; it may be put on another one. Its row and votes stay, with the reason.

    Raises:
        RuleBroken: "closed_session", "not_your_turn" for others and, once it was voted on, for operators,
            "not_on_agenda", "own_file", "no_text" without a reason.
    """
    held = lock_session(item.session)
    rules.check_works_on_session(held, by, Actor.UNION_OPERATOR)
    row = open_item(held, item.pk)
    cases_rules.check_impartial(row.case, by)
    clean = normalise(reason)[:LONGEST_REMOVAL]
    rules.check_may_take_off(clean, has_votes=row.votes.exists(), actors=held.actors_of(by))
    row.result, row.removed_because = ItemResult.REMOVED, clean
    row.removed_by, row.removed_at = by, timezone.now()
    row.save()
    after: dict[str, object] = {"case": row.case_id, "votes": row.votes.count()}
    audit.record(row.case, "taken off agenda", by=by, after=after, note=clean)
    changed(held, "taken off agenda", by=by, after=after)
    return row

"""Who holds which file at the union's desk, and what was read (S001 C-1, R71)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.holding import TAKEN, TAKEN_OVER, Holding
from core.models import AuditEntry
from core.refusals import RuleBroken
from core.text import normalise
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock
from licensing.cases.states import Actor
from licensing.decisions.services import open_review
from licensing.desk import texts
from licensing.desk.models import Reading, SavedFilter
from organizations.roles.querysets import bodies_as
from organizations.roles.states import Role

FILTERS_AT_MOST = 12
PUT_BACK, ROLE_ENDED = "put back", "holder's role ended"
HANDOVERS = (TAKEN, TAKEN_OVER, PUT_BACK, ROLE_ENDED)
HANDOVERS_SHOWN = 50
FILES = Holding(texts.HELD, texts.NOBODY, PUT_BACK)


@transaction.atomic
def take_next(*, by: User) -> LicenceRequest | None:
    """Take the file that came first among those this person can finish and nobody holds.

    Two people who ask at one moment get two files: the update takes only a file that is still free.

    Returns:
        The file, or None when there is none.
    """
    held = list(bodies_as(by, Role.UNION_OPERATOR, Role.UNION_BOARD).values_list("body_id", flat=True))
    boards = list(bodies_as(by, Role.UNION_BOARD).values_list("body_id", flat=True))
    free = (
        LicenceRequest.objects.finishable(held, boards)
        .filter(held_by=None)
        .exclude(applicant_id=by.person_id)
        .order_by("submitted_at", "pk")
    )
    while True:
        found: LicenceRequest | None = free.first()
        if found is None:
            return None
        if _claim(found, by, timezone.now()):
            audit.record(found, TAKEN, by=by)
            found.refresh_from_db()
            return found


def _claim(case: LicenceRequest, by: User, now: datetime) -> bool:
    """One conditional statement: of several people one succeeds."""
    free = LicenceRequest.objects.filter(pk=case.pk, held_by=None, status=case.status)
    return bool(free.update(held_by=by, held_at=now))


@transaction.atomic
def take(case: LicenceRequest, *, by: User, from_holder: int | None = None) -> LicenceRequest:
    """Take a file, or take it over from the person the page named; the trail keeps both.

    Args:
        from_holder: the holder whom the page showed; None when it showed none.

    Raises:
        RuleBroken: "not_your_turn" for people of other bodies, "held" when somebody else was first.
    """
    case = lock(case)
    cases_rules.check_works_on(case, by)
    FILES.take(case, by=by, from_holder=from_holder)
    return case


@transaction.atomic
def release(case: LicenceRequest, *, by: User) -> LicenceRequest:
    """Put a file one holds back.

    Raises:
        RuleBroken: "held" when somebody else holds it.
    """
    case = lock(case)
    FILES.release(case, by=by)
    return case


@transaction.atomic
def free_files_of(user: User) -> int:
    """Put back every file this person holds in a union they do not work for any more; returns how many.

    An account that is closed works for none.
    """
    unions = bodies_as(user, Role.UNION_OPERATOR, Role.UNION_BOARD)
    left = LicenceRequest.objects.filter(held_by=user).exclude(union__in=unions)
    cases = list(left.select_for_update(of=("self",)).order_by("pk"))
    for case in cases:
        case.held_by = case.held_at = None
        case.save(update_fields=["held_by", "held_at"])
        audit.record(case, ROLE_ENDED, by=None, before={"holder": user.pk}, after={"holder": None})
    return len(cases)


def free_left_files() -> int:
    """Run `free_files_of` on everybody who holds a file: roles also end by their date. Returns how many were freed."""
    holders = User.objects.filter(pk__in=LicenceRequest.objects.exclude(held_by=None).values("held_by"))
    return sum(free_files_of(user) for user in holders)


@transaction.atomic
def open_many(seen: Mapping[int, int], *, by: User) -> int:
    """Open several requests at once and hand them to the board: all of them, or none.

    Args:
        seen: the version the page showed, by the request's primary key.

    Raises:
        RuleBroken: "stale" when one changed since the preview, as the table of moves; nothing is opened then.
    """
    cases = list(LicenceRequest.objects.visible_to(by).filter(pk__in=seen).order_by("pk"))
    if len(cases) < len(seen):
        raise RuleBroken(texts.STALE, code="stale")
    for case in cases:
        cases_rules.check_fresh(lock(case), seen[case.pk])
        open_review(case, by=by)
    return len(cases)


def mark_read(case: LicenceRequest, *, by: User) -> None:
    """Note that this person has seen the request as it is now."""
    Reading.objects.update_or_create(user=by, case=case, defaults={"version": case.version})


@transaction.atomic
def save_filter(*, name: str, query: str, by: User) -> SavedFilter:
    """Keep a filter of the inbox under a name; the same name again replaces it.

    Raises:
        RuleBroken: "no_name", "no_filter", "too_many".
    """
    clean = normalise(name)[:60]
    if not clean:
        raise RuleBroken(texts.NO_NAME, code="no_name")
    if not query or len(query) > 300:
        raise RuleBroken(texts.NO_FILTER, code="no_filter")
    own = SavedFilter.objects.visible_to(by)
    if not own.filter(name=clean).exists() and own.count() >= FILTERS_AT_MOST:
        raise RuleBroken(texts.TOO_MANY, code="too_many")
    kept, _ = SavedFilter.objects.update_or_create(user=by, name=clean, defaults={"query": query})
    return kept


def forget_filter(saved: SavedFilter) -> None:
    saved.delete()


@dataclass(frozen=True, slots=True)
class Handover:
    """One line of who held a file: taken, taken over from somebody, put back, or freed when the holder's role ended."""

    at: datetime
    action: str
    who: str
    before: str


def sees_handovers(case: LicenceRequest, user: User) -> bool:
    """The union's board, and the inspectors of the chamber above; the request is one this person may see."""
    return Actor.UNION_BOARD in case.actors_of(user) or bodies_as(user, Role.CHAMBER_INSPECTOR).exists()


def handovers_of(case: LicenceRequest) -> list[Handover]:
    """Who held the file and when, newest first, from the audit trail. Two statements."""
    rows = list(
        AuditEntry.objects.filter(
            subject_type=case._meta.label_lower, subject_id=str(case.pk), action__in=HANDOVERS
        ).order_by("-at", "-pk")[:HANDOVERS_SHOWN]
    )
    ids = {row.before["holder"] for row in rows if row.action in {TAKEN_OVER, ROLE_ENDED} and row.before}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids).select_related("person")}
    return [
        Handover(row.at, row.action, row.actor_label, names.get((row.before or {}).get("holder", 0), ""))
        for row in rows
    ]

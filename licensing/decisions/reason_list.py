"""The list of coded reasons, kept by the secretariat; what was used in a decision keeps its text (R67, R81)."""

import secrets
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from core import audit
from core.refusals import RuleBroken
from core.text import normalise
from licensing.decisions import texts
from licensing.decisions.reason_models import DecisionReason, Reason, ReasonPlace
from licensing.decisions.states import ReasonKind, Source
from organizations.roles.querysets import bodies_as
from organizations.roles.states import Role

SAME_TEXT = "دلیلی با همین متن در فهرست هست."
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@transaction.atomic
def add_reason(*, kind: str, text: str, basis: str, places: Collection[str], by: User) -> Reason:
    """A new reason, which boards may choose from now on.

    Args:
        places: the parts of conditions it may rest on, as «SOURCE:part».

    Raises:
        RuleBroken: "not_your_office", "incomplete", "no_place", "same_text".
    """
    check_keeps_reasons(by)
    words = _words(ReasonKind(kind), text, basis)
    reason = _create(kind=kind, **words)
    _tie(reason, places)
    audit.record(reason, "added", by=by, after=words | {"places": sorted(places)})
    return reason


@transaction.atomic
def revise_reason(reason: Reason, *, text: str, basis: str, places: Collection[str], by: User) -> Reason:
    """Better words, or other parts to rest on, for a reason.

    One that decisions rest on, or that stands on the agenda of a board, keeps its words: it is retired and a new row
    takes its place, since nobody announces other words than those that were voted on.

    Raises:
        RuleBroken: "not_your_office", "retired", "incomplete", "no_place", "same_text".
    """
    check_keeps_reasons(by)
    row = Reason.objects.select_for_update().get(pk=reason.pk)
    if not row.is_active:
        raise RuleBroken(texts.RETIRED, code="retired")
    words = _words(ReasonKind(row.kind), text, basis, besides=row)
    before = {"text": row.text, "basis": row.basis}
    if words == before or not is_used(row):
        tied = places_of(row)
        _tie(row, places)
        row.text, row.basis = words["text"], words["basis"]
        row.save(update_fields=["text", "basis"])
        if words != before or tied != sorted(places):
            was, now = before | {"places": tied}, words | {"places": sorted(places)}
            audit.record(row, "changed", by=by, before=was, after=now)
        return row
    row.is_active = False
    row.save(update_fields=["is_active"])
    new = _create(kind=row.kind, replaces=row, **words)
    _tie(new, places)
    audit.record(new, "replaced", by=by, before=before | {"code": row.code}, after=words)
    return new


@transaction.atomic
def retire_reason(reason: Reason, *, by: User) -> Reason:
    """Boards may not choose it any more; what rests on it stands.

    Raises:
        RuleBroken: "not_your_office", "last_one".
    """
    check_keeps_reasons(by)
    active = list(Reason.objects.select_for_update().filter(kind=reason.kind, is_active=True).order_by("pk"))
    if reason.pk not in {row.pk for row in active}:
        return reason
    if len(active) == 1:
        raise RuleBroken(texts.LAST_ONE, code="last_one")
    return _switch(Reason.objects.get(pk=reason.pk), to=False, by=by)


@transaction.atomic
def restore_reason(reason: Reason, *, by: User) -> Reason:
    """Boards may choose it again.

    Raises:
        RuleBroken: "not_your_office", "already_replaced", "same_text".
    """
    check_keeps_reasons(by)
    row = Reason.objects.select_for_update().get(pk=reason.pk)
    if row.is_active:
        return row
    if Reason.objects.filter(replaces=row).exists():
        raise RuleBroken(texts.ALREADY_REPLACED, code="already_replaced")
    _words(ReasonKind(row.kind), row.text, row.basis, besides=row)
    return _switch(row, to=True, by=by)


def places_of(reason: Reason) -> list[str]:
    """The parts a reason may rest on, as «SOURCE:part», in order."""
    return sorted(f"{place.source}:{place.part}" for place in reason.places.all())


def is_used(reason: Reason) -> bool:
    """A decision rests on it, or a proposal a board has not announced yet."""
    decided = DecisionReason.objects.filter(reason=reason)
    return decided.exists() or reason.agenda_grounds.filter(item__result="OPEN").exists()


def check_keeps_reasons(by: User) -> None:
    """Only the secretariat keeps the list.

    Raises:
        RuleBroken: "not_your_office".
    """
    if not bodies_as(by, Role.SECRETARIAT).exists():
        raise RuleBroken(texts.NOT_YOUR_OFFICE, code="not_your_office")


def _tie(reason: Reason, places: Collection[str]) -> None:
    """Exactly these parts from now on; what rests on others already stands."""
    if not places:
        raise RuleBroken(texts.NO_PLACE, code="no_place")
    reason.places.all().delete()
    ReasonPlace.objects.bulk_create(
        ReasonPlace(reason=reason, source=Source(source), part=part)
        for source, part in (place.split(":") for place in sorted(set(places)))
    )


def _switch(row: Reason, *, to: bool, by: User) -> Reason:
    row.is_active = to
    row.save(update_fields=["is_active"])
    audit.record(row, "restored" if to else "retired", by=by)
    return row


def _words(kind: ReasonKind, text: str, basis: str, besides: Reason | None = None) -> dict[str, str]:
    words = {"text": normalise(text)[:300], "basis": normalise(basis)[:200]}
    if not all(words.values()):
        raise RuleBroken(texts.INCOMPLETE, code="incomplete")
    twins = Reason.objects.filter(kind=kind, text=words["text"], is_active=True)
    if besides is not None:
        twins = twins.exclude(pk=besides.pk)
    if twins.exists():
        raise RuleBroken(SAME_TEXT, code="same_text")
    return words


def _create(**fields: Any) -> Reason:
    """The row; of two people who write the same words at one moment the second is told."""
    try:
        with transaction.atomic():
            reason: Reason = Reason.objects.create(code=_new_code(fields["kind"]), **fields)
    except IntegrityError as error:
        raise RuleBroken(SAME_TEXT, code="same_text") from error
    return reason


def _new_code(kind: str) -> str:
    head = "R" if kind == ReasonKind.REFUSAL else "N"
    return f"{head}_{''.join(secrets.choice(CODE_LETTERS) for _ in range(8))}"

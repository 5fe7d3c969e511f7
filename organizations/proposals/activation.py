"""From paper to electronic intake: the chamber proposes, the commission decides (R220–R222, R225)."""

from datetime import date

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.jalali import tehran_today
from core.refusals import RuleBroken
from organizations.approvals.services import approval_for
from organizations.bodies.models import Union
from organizations.bodies.rules import enters_for, parties
from organizations.members.services import check_not_oneself
from organizations.proposals import rules
from organizations.proposals.models import UnionActivation
from organizations.proposals.states import ACTIVATION_MOVES, ActivationState
from organizations.roles import trail
from organizations.roles.rules import require


@transaction.atomic
def propose_activation(
    union: Union, *, software: bool, hardware: bool, trained_staff: bool, readiness_note: str, by: User
) -> UnionActivation:
    """The chamber says that a union is ready.

    Raises:
        RuleBroken: "not_your_office", "not_ready", "electronic_already", "proposed_already".
    """
    require(enters_for(by, union), "پیشنهاد فعال‌سازی با اتاق اصناف است.")
    locked: Union = trail.locked(union)
    rules.check_ready(software=software, hardware=hardware, trained_staff=trained_staff)
    if locked.electronic_since is not None:
        raise RuleBroken("پذیرش الکترونیکی این اتحادیه پیش‌تر تصویب شده است.", code="electronic_already")
    if locked.activations.filter(state=ActivationState.PROPOSED).exists():
        raise RuleBroken("پیشنهاد دیگری برای این اتحادیه در دست بررسی است.", code="proposed_already")
    row = UnionActivation(
        union=locked,
        has_software=software,
        has_hardware=hardware,
        has_trained_staff=trained_staff,
        readiness_note=readiness_note,
        proposed_by=by,
    )
    trail.insert(row, by=by, action="proposed")
    return row


@transaction.atomic
def approve_activation(
    activation: UnionActivation, *, approval_number: str, approved_on: date, effective_from: date, by: User
) -> UnionActivation:
    """The commission approves; from `effective_from` on the portal takes requests and paper is a violation (R222).

    Raises:
        RuleBroken: "not_your_office", "closed", "to_oneself" for the person who proposed it, "before_approval",
            those of `approval_for`.
    """
    row = _moving(activation, ActivationState.APPROVED, by)
    if effective_from < approved_on:
        raise RuleBroken("آغاز پذیرش پیش از تاریخ مصوبه نیست.", code="before_approval")
    subject = f"آغاز پذیرش الکترونیکی {row.union}"
    approval = approval_for(
        row.union, number=approval_number, approved_on=approved_on, subject=subject, by=by
    )
    _decide(row, ActivationState.APPROVED, by, approval=approval, effective_from=effective_from)
    union: Union = trail.locked(row.union)
    trail.change(
        union, {"electronic_since": effective_from}, by=by, action="activated", unchecked=_bodys_own(union)
    )
    return row


@transaction.atomic
def refuse_activation(activation: UnionActivation, *, reason: str, by: User) -> UnionActivation:
    """The commission refuses, with its reason. Raises RuleBroken "not_your_office", "closed", "to_oneself",
    "no_reason"."""
    row = _moving(activation, ActivationState.REFUSED, by)
    if not reason.strip():
        raise RuleBroken("علت رد را بنویسید.", code="no_reason")
    return _decide(row, ActivationState.REFUSED, by, reason=reason)


@transaction.atomic
def withdraw_activation(activation: UnionActivation, *, reason: str, by: User) -> UnionActivation:
    """The chamber takes its proposal back. Raises RuleBroken "not_your_office", "closed"."""
    row: UnionActivation = trail.locked(activation)
    rules.check_move(ACTIVATION_MOVES, row.state, ActivationState.WITHDRAWN, parties(by, row.union))
    return _decide(row, ActivationState.WITHDRAWN, by, reason=reason)


def moves_open_to(activation: UnionActivation, by: User) -> list[str]:
    """The states this person may move the proposal to; the page draws its forms from it."""
    return rules.moves_of(ACTIVATION_MOVES, activation.state, parties(by, activation.union))


def _moving(activation: UnionActivation, to: str, by: User) -> UnionActivation:
    row: UnionActivation = trail.locked(activation)
    rules.check_move(ACTIVATION_MOVES, row.state, to, parties(by, row.union))
    check_not_oneself(row.proposed_by, by)
    return row


def _decide(row: UnionActivation, to: str, by: User, **values: object) -> UnionActivation:
    """The only place that writes the state of a proposal."""
    decided = {"state": to, "decided_by": by, "decided_at": timezone.now()} | values
    trail.change(row, decided, by=by, action=f"moved to {to}", unchecked=["union", "proposed_by"])
    return row


def _bodys_own(union: Union) -> list[str]:
    return ["name", "parent", "province", "county", "postal_code", "phone", "address", "kind", "level"]


def progress(unions: "QuerySet[Union]", by_county: bool) -> "list[dict[str, object]]":
    """Of each province, or county, how many of `unions` are active and how many of them take electronic requests
    today (R225)."""
    place = "county" if by_county else "province"
    today = tehran_today()
    rows = (
        unions.filter(is_active=True, **{f"{place}__isnull": False})
        .order_by()
        .values(place, place_name=F(f"{place}__name"), place_sort=F(f"{place}__name_sort"))
        .annotate(
            total=Count("pk"),
            electronic=Count("pk", filter=Q(electronic_since__isnull=False, electronic_since__lte=today)),
        )
    )
    return sorted(rows, key=lambda row: str(row["place_sort"]))

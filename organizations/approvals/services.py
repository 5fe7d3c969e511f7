"""Numbered decisions that conditions, fees and activations rest on; whose number was typed by another body is
confirmed or disputed by the body it names (R125, R127, R133)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.checks import clean_approval_number
from core.jalali import format_date, tehran_today
from core.refusals import RuleBroken
from core.text import to_persian_digits
from organizations.approvals.models import CommissionApproval
from organizations.approvals.states import ApprovalState
from organizations.bodies.models import Body, Union
from organizations.bodies.rules import authority_of, decides_for, enters_for, in_body
from organizations.roles import trail
from organizations.roles.querysets import holds
from organizations.roles.rules import require
from organizations.roles.states import BodyKind, Role


@transaction.atomic
def record_approval(
    body: Body, *, number: str, approved_on: date, subject: str, by: User
) -> CommissionApproval:
    """A commission, or the secretariat, writes its own decision down.

    Raises:
        RuleBroken: "not_your_office", "approval_in_future", "approval_exists".
        ValidationError: a number that is none.
    """
    require(speaks_for(body, by))
    clean = clean_approval_number(number)
    known = _undisputed(body, clean)
    if known is not None:
        raise RuleBroken(
            "این شماره را اتاق اصناف پیش‌تر ثبت کرده است؛ در صفحهٔ همان مصوبه آن را تأیید یا رد کنید."
            if known.state == ApprovalState.ENTERED
            else "مصوبه‌ای با همین شماره ثبت شده است.",
            code="approval_exists",
        )
    return _record(body, clean, approved_on, subject, by, source=body)


@transaction.atomic
def approval_for(
    union: Union | None, *, number: str, approved_on: date, subject: str, by: User
) -> CommissionApproval:
    """The decision with this number of the body that decides on `union`, of the high board when it is None; written
    down at its first use (R127, R130). What a chamber types waits for the commission's word.

    Raises:
        RuleBroken: "not_your_office"; "approval_in_future"; "other_date" when the number is known with another date;
            "disputed" when the body says that it never decided so.
        ValidationError: a number that is none.
    """
    decides = decides_for(by, union)
    require(decides or enters_for(by, union))
    body = authority_of(union)
    source = body if decides or union is None else union.parent
    return _known_or_recorded(body, number, approved_on, subject, by, source=source)


@transaction.atomic
def approval_on_server(*, number: str, approved_on: date, subject: str) -> CommissionApproval:
    """The high board's decision with this number, written down by whoever runs the installation: it waits for the
    secretariat's word, as a number typed by a chamber does. Raises as `approval_for`, but for "not_your_office"."""
    return _known_or_recorded(authority_of(None), number, approved_on, subject, None, source=None)


def _known_or_recorded(
    body: Body, number: str, approved_on: date, subject: str, by: User | None, *, source: Body | None
) -> CommissionApproval:
    clean = clean_approval_number(number)
    known = _undisputed(body, clean)
    if known is None:
        if CommissionApproval.objects.filter(body=body, number=clean, state=ApprovalState.DISPUTED).exists():
            raise RuleBroken(
                f"{body} شمارهٔ {to_persian_digits(clean)} را مصوبهٔ خود نمی‌داند؛ نخست آن را با مرجع روشن کنید.",
                code="disputed",
            )
        return _record(body, clean, approved_on, subject, by, source=source)
    if known.approved_on != approved_on:
        raise RuleBroken(
            f"مصوبهٔ شمارهٔ {known.number} با تاریخ {format_date(known.approved_on)} ثبت شده است؛"
            " شماره یا تاریخ را درست کنید.",
            code="other_date",
        )
    return known


@transaction.atomic
def confirm_approval(approval: CommissionApproval, *, by: User) -> CommissionApproval:
    """The body named in the decision says that it is its own.

    Raises:
        RuleBroken: "not_your_office"; "closed" when it is confirmed; "conflict" when another row has the number now.
    """
    row = _to_answer(approval, by)
    if row.state == ApprovalState.CONFIRMED:
        raise RuleBroken("این مصوبه تأیید شده است.", code="closed")
    return _answer(row, by, {"state": ApprovalState.CONFIRMED, "dispute": ""}, action="confirmed")


@transaction.atomic
def dispute_approval(approval: CommissionApproval, *, note: str, by: User) -> CommissionApproval:
    """The body named in the decision says that it is not its own: what rests on it is charged no more (R133).

    Raises:
        RuleBroken: "not_your_office"; "closed" for a decision the body wrote down itself, or one disputed already.
    """
    row = _to_answer(approval, by)
    if row.state == ApprovalState.DISPUTED or row.source_id == row.body_id:
        raise RuleBroken("اعتراض به این مصوبه دیگر باز نیست.", code="closed")
    values = {"state": ApprovalState.DISPUTED, "dispute": note}
    return _answer(row, by, values, action="disputed", note=note)


def speaks_for(body: Body, by: User) -> bool:
    """Whether `by` records and answers for the decisions of this body: its commission's staff, or the secretariat."""
    if body.kind == BodyKind.SECRETARIAT:
        return holds(by, Role.SECRETARIAT)
    return in_body(by, body.pk, Role.COMMISSION_COUNTY, Role.COMMISSION_PROVINCE)


def _undisputed(body: Body, number: str) -> CommissionApproval | None:
    rows = CommissionApproval.objects.filter(body=body, number=number)
    found: CommissionApproval | None = rows.exclude(state=ApprovalState.DISPUTED).first()
    return found


def _to_answer(approval: CommissionApproval, by: User) -> CommissionApproval:
    row: CommissionApproval = trail.locked(approval)
    require(speaks_for(row.body, by))
    return row


def _answer(
    row: CommissionApproval, by: User, values: dict[str, Any], *, action: str, note: str = ""
) -> CommissionApproval:
    answered = {"answered_at": timezone.now(), "answered_by": by}
    trail.change(row, values | answered, by=by, action=action, note=note, unchecked=["body", "source"])
    return row


def _record(
    body: Body, number: str, approved_on: date, subject: str, by: User | None, *, source: Body | None
) -> CommissionApproval:
    if approved_on > tehran_today():
        raise RuleBroken("تاریخ مصوبه در آینده است.", code="approval_in_future")
    row = CommissionApproval(
        body=body, number=number, approved_on=approved_on, subject=subject[:300], source=source
    )
    if source == body:
        row.state, row.answered_at, row.answered_by = ApprovalState.CONFIRMED, timezone.now(), by
    trail.insert(row, by=by, action="recorded")
    return row

"""Numbered decisions that conditions, fees and activations rest on (R125, R133)."""

from datetime import date

from django.db import transaction

from accounts.models import User
from core.checks import clean_approval_number
from core.jalali import format_date, tehran_today
from core.refusals import RuleBroken
from organizations.models import Body, CommissionApproval, Union
from organizations.querysets import holds
from organizations.rules import BodyKind, Role
from organizations.services import trail
from organizations.services.competence import authority_of, decides_for, enters_for, in_body, require


@transaction.atomic
def record_approval(
    body: Body, *, number: str, approved_on: date, subject: str, by: User
) -> CommissionApproval:
    """A commission, or the secretariat, writes its own decision down.

    Raises:
        RuleBroken: "not_your_office", "approval_in_future", "approval_exists".
        ValidationError: a number that is none.
    """
    secretariat = body.kind == BodyKind.SECRETARIAT and holds(by, Role.SECRETARIAT)
    require(secretariat or in_body(by, body.pk, Role.COMMISSION_COUNTY, Role.COMMISSION_PROVINCE))
    clean = clean_approval_number(number)
    if CommissionApproval.objects.filter(body=body, number=clean).exists():
        raise RuleBroken("مصوبه‌ای با همین شماره ثبت شده است.", code="approval_exists")
    return _record(body, clean, approved_on, subject, by)


@transaction.atomic
def approval_for(
    union: Union | None, *, number: str, approved_on: date, subject: str, by: User
) -> CommissionApproval:
    """The decision with this number of the body that decides on `union`, of the high board when it is None; written
    down at its first use (R127, R130).

    Raises:
        RuleBroken: "not_your_office"; "approval_in_future"; "other_date" when the number is known with another date.
        ValidationError: a number that is none.
    """
    require(enters_for(by, union) or decides_for(by, union))
    body, clean = authority_of(union), clean_approval_number(number)
    known: CommissionApproval | None = CommissionApproval.objects.filter(body=body, number=clean).first()
    if known is None:
        return _record(body, clean, approved_on, subject, by)
    if known.approved_on != approved_on:
        raise RuleBroken(
            f"مصوبهٔ شمارهٔ {known.number} با تاریخ {format_date(known.approved_on)} ثبت شده است؛"
            " شماره یا تاریخ را درست کنید.",
            code="other_date",
        )
    return known


def _record(body: Body, number: str, approved_on: date, subject: str, by: User) -> CommissionApproval:
    if approved_on > tehran_today():
        raise RuleBroken("تاریخ مصوبه در آینده است.", code="approval_in_future")
    row = CommissionApproval(body=body, number=number, approved_on=approved_on, subject=subject[:300])
    trail.insert(row, by=by, action="recorded")
    return row

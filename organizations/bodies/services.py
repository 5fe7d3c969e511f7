"""Unions, chambers and commissions, and which union answers for which trade where (R61)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from core.refusals import RuleBroken
from organizations.bodies.models import Body, Chamber, Commission, Union, UnionCoverage
from organizations.bodies.rules import covers, decides_for, enters_for, founds, in_body, is_above
from organizations.categories.models import Category
from organizations.places.models import County
from organizations.roles import trail
from organizations.roles.querysets import holds
from organizations.roles.rules import require
from organizations.roles.states import BodyKind, Level, Role

#: What the body above corrects; name and existence of a union are the commission's.
CONTACT = ("address", "postal_code", "phone")


@transaction.atomic
def found_union(union: Union, *, by: User) -> Union:
    """Register a union; the body above it follows from its level and place (handbook 2.1).

    Raises:
        RuleBroken: "not_your_office", "no_body_above".
        ValidationError: by field.
    """
    _complete_place(union)
    require(founds(by, level=union.level, county_id=union.county_id, province_id=union.province_id))
    union.kind = BodyKind.UNION
    union.parent = _above_union(union)
    trail.insert(union, by=by, action="founded")
    return union


@transaction.atomic
def found_chamber(chamber: Chamber, *, by: User) -> Chamber:
    """Register the chamber of a county under its commission. Raises as `found_union` does."""
    require(holds(by, Role.SECRETARIAT))
    chamber.kind, chamber.level = BodyKind.CHAMBER, Level.COUNTY
    _complete_place(chamber)
    chamber.parent = Commission.objects.filter(level=Level.COUNTY, county=chamber.county_id).first()
    _refuse_second(Chamber.objects.filter(county=chamber.county_id, is_active=True).exists())
    trail.insert(chamber, by=by, action="founded")
    return chamber


@transaction.atomic
def found_commission(commission: Commission, *, by: User) -> Commission:
    """Register a commission; that of a county stands under that of its province. Raises as `found_union` does."""
    require(holds(by, Role.SECRETARIAT))
    commission.kind = BodyKind.COMMISSION
    _complete_place(commission)
    if commission.level == Level.COUNTY:
        commission.parent = Commission.objects.filter(
            level=Level.PROVINCE, province=commission.province_id
        ).first()
    else:
        commission.parent = Body.objects.filter(kind=BodyKind.SECRETARIAT).first()
    same = Commission.objects.filter(
        level=commission.level, county=commission.county_id, province=commission.province_id, is_active=True
    )
    _refuse_second(same.exists())
    trail.insert(commission, by=by, action="founded")
    return commission


@transaction.atomic
def change_body(body: Union | Chamber | Commission, values: Mapping[str, Any], *, by: User) -> Body:
    """Correct a body's contact data, or, as its commission or the secretariat, its name and whether it is active.

    Raises:
        RuleBroken: "not_your_office"; "covers_trades" when a union that is closed still answers for a trade.
        ValidationError: by field.
    """
    row: Body = trail.locked(body)
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    corrects = changed <= set(CONTACT) and may_correct(row, by=by)
    require(may_rename(row, by=by) or corrects or (changed <= {"postal_code"} and may_recode(row, by=by)))
    if (
        isinstance(row, Union)
        and values.get("is_active") is False
        and row.coverage.filter(is_active=True).exists()
    ):
        raise RuleBroken(
            "این اتحادیه هنوز پاسخگوی رسته‌هایی است؛ نخست پوشش آن‌ها را به اتحادیهٔ دیگری بدهید.",
            code="covers_trades",
        )
    trail.change(row, values, by=by)
    return row


def may_rename(body: Body, *, by: User) -> bool:
    """Whether `by` may rename or close this body."""
    if body.kind == BodyKind.UNION:
        return founds(by, level=body.level, county_id=body.county_id, province_id=body.province_id)
    return holds(by, Role.SECRETARIAT)


def may_correct(body: Body, *, by: User) -> bool:
    """Whether `by` may correct this body's address, postal code and telephone (R201)."""
    if isinstance(body, Union):
        return enters_for(by, body) or decides_for(by, body)
    return in_body(by, body.parent_id, Role.COMMISSION_COUNTY, Role.COMMISSION_PROVINCE)


def may_recode(body: Body, *, by: User) -> bool:
    """Whether `by` may correct this body's postal code: for a union every body above it (R201)."""
    return is_above(by, body) if isinstance(body, Union) else may_correct(body, by=by)


@transaction.atomic
def cover(union: Union, *, county: County, category: Category, by: User) -> UnionCoverage:
    """Say that this union answers for a trade in a county.

    Raises:
        RuleBroken: "not_your_office"; "other_place" when the union does not reach the county; "covered" when another
            active union answers there (R61).
    """
    require(covers(by, county_id=county.pk, province_id=county.province_id))
    check_reach(union, county)
    present = _answering(county, category)
    if present is not None:
        raise RuleBroken(
            f"برای این رسته در این شهرستان «{present.union}» پاسخگوست؛ اگر باید عوض شود، از همان ردیف جابه‌جا کنید.",
            code="covered",
        )
    row = UnionCoverage(union=union, county=county, category=category)
    trail.insert(row, by=by, action="covered")
    return row


@transaction.atomic
def move_coverage(coverage: UnionCoverage, union: Union, *, by: User, note: str = "") -> UnionCoverage:
    """Give a trade of a county to another union: the old row ends and the new one begins together.

    Raises:
        RuleBroken: "not_your_office", "other_place", "closed", "same_union".
    """
    old: UnionCoverage = trail.locked(coverage)
    end_coverage(old, by=by, note=note)
    if old.union_id == union.pk:
        raise RuleBroken("همین اتحادیه پاسخگوست؛ اتحادیهٔ دیگری انتخاب کنید.", code="same_union")
    return cover(union=union, county=old.county, category=old.category, by=by)


@transaction.atomic
def end_coverage(coverage: UnionCoverage, *, by: User, note: str = "") -> UnionCoverage:
    """Nobody answers for this trade in this county any more. Raises RuleBroken "not_your_office", "closed"."""
    row: UnionCoverage = trail.locked(coverage)
    require(covers(by, county_id=row.county_id, province_id=row.county.province_id))
    if not row.is_active:
        raise RuleBroken("این پوشش پیش‌تر پایان یافته است.", code="closed")
    trail.change(row, {"is_active": False}, by=by, action="ended", note=note)
    return row


def _answering(county: County, category: Category) -> UnionCoverage | None:
    rows = UnionCoverage.objects.filter(county=county, category=category, is_active=True)
    found: UnionCoverage | None = rows.select_related("union").first()
    return found


def check_reach(union: Union, county: County) -> None:
    """A union answers within its level and place. Raises RuleBroken "other_place"."""
    fits = (
        union.level == Level.NATIONAL
        or (union.level == Level.PROVINCE and union.province_id == county.province_id)
        or union.county_id == county.pk
    )
    if not fits:
        raise RuleBroken("این شهرستان در محدودهٔ این اتحادیه نیست.", code="other_place")


def _complete_place(body: Body) -> None:
    """A county brings its province; a level leaves out what is below it."""
    if body.level == Level.NATIONAL:
        body.province = body.county = None
    elif body.level == Level.PROVINCE:
        body.county = None
    elif body.county is not None:
        body.province = body.county.province


def _above_union(union: Union) -> Body:
    """County union → its chamber; provincial → chamber of the province centre; national → Iran Chamber."""
    if union.level == Level.NATIONAL:
        found: Body | None = Body.objects.filter(kind=BodyKind.NATIONAL_CHAMBER).first()
    elif union.level == Level.PROVINCE:
        found = Chamber.objects.filter(county__province=union.province_id, county__is_centre=True).first()
    else:
        found = Chamber.objects.filter(county=union.county_id).first()
    if found is None:
        raise RuleBroken(
            "اتاق اصنافی که باید بالای این اتحادیه باشد هنوز ثبت نشده است.", code="no_body_above"
        )
    return found


def _refuse_second(exists: bool) -> None:
    if exists:
        raise RuleBroken("برای همین محل نهاد فعال دیگری از همین نوع ثبت شده است.", code="second_body")

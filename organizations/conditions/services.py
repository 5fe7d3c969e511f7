"""Conditions: drafted by the chamber after an approval, published once, changed only by a new version (R200–R203)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from core.refusals import RuleBroken
from organizations.approvals.services import approval_for
from organizations.bodies.models import Union
from organizations.bodies.rules import enters_for, is_above
from organizations.categories.models import Category
from organizations.conditions import articles
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.roles import trail
from organizations.roles.rules import require, require_role
from organizations.roles.states import Role

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed for a version of special conditions."""

    title: str
    content: Content
    union_postal_code: str
    approval_number: str
    approved_on: date


@transaction.atomic
def draft_conditions(union: Union, category: Category | None, draft: Draft, *, by: User) -> SpecialConditions:
    """Begin the next version of a union's conditions, for one category or for all of them.

    Raises:
        RuleBroken: "not_your_office", "draft_exists", "other_category", and those of `approval_for`.
        ValidationError: by field.
    """
    require(enters_for(by, union), "ضوابط را اتاق اصناف وارد می‌کند و برای اتحادیهٔ کشوری، دبیرخانه.")
    Union.objects.select_for_update(of=("self",)).get(pk=union.pk)
    rows = SpecialConditions.objects.filter(union=union, category=category)
    if rows.filter(published_at__isnull=True).exists():
        raise RuleBroken("پیش‌نویسی برای همین ضوابط باز است؛ همان را کامل کنید.", code="draft_exists")
    if category and not union.coverage.filter(category=category, is_active=True).exists():
        raise RuleBroken("این رسته در پوشش این اتحادیه نیست.", code="other_category")
    newest = rows.aggregate(newest=Max("version"))["newest"] or 0
    row = SpecialConditions(union=union, category=category, version=newest + 1, **_values(union, draft, by))
    trail.insert(row, by=by, action="drafted", note=_length(draft.content))
    return row


@transaction.atomic
def revise_draft(
    conditions: SpecialConditions, draft: Draft, *, seen_revision: int, by: User
) -> SpecialConditions:
    """Change a draft.

    Raises:
        RuleBroken: "not_your_office", "published", "stale" when somebody saved it since the page was opened.
        ValidationError: by field.
    """
    row = _draft(conditions, by)
    _check_fresh(row.revision, seen_revision)
    values = _values(row.union, draft, by) | {"revision": row.revision + 1}
    trail.change(row, values, by=by, action="revised", note=_length(draft.content))
    return row


@transaction.atomic
def publish_conditions(conditions: SpecialConditions, *, by: User) -> SpecialConditions:
    """Publish a draft at its address for ever. From then on only a new version changes anything.

    Raises:
        RuleBroken: "not_your_office", "published", "empty" when there is no article.
    """
    row = _draft(conditions, by)
    if not row.content.get("articles"):
        raise RuleBroken("ضوابط هنوز هیچ ماده‌ای ندارد.", code="empty")
    unchecked = ["union", "category", "approval"]
    trail.change(row, {"published_at": timezone.now()}, by=by, action="published", unchecked=unchecked)
    return row


@transaction.atomic
def correct_postal_code(conditions: SpecialConditions, postal_code: str, *, by: User) -> SpecialConditions:
    """Correct the postal code documents are sent to, also in a published version (R201).

    Raises:
        RuleBroken: "not_your_office" for anybody but the chamber and the bodies above it.
    """
    row: SpecialConditions = trail.locked(conditions)
    require(is_above(by, row.union))
    trail.change(row, {"union_postal_code": postal_code}, by=by, action="postal_code_corrected")
    return row


def _draft(conditions: SpecialConditions, by: User) -> SpecialConditions:
    row: SpecialConditions = trail.locked(conditions)
    require(enters_for(by, row.union))
    _check_unpublished(row.published_at)
    return row


def _values(union: Union, draft: Draft, by: User) -> dict[str, Any]:
    approval = approval_for(
        union, number=draft.approval_number, approved_on=draft.approved_on, subject=draft.title, by=by
    )
    return {
        "title": draft.title,
        "content": dict(draft.content),
        "union_postal_code": draft.union_postal_code,
        "approval": approval,
    }


def _length(content: Content) -> str:
    """A note for the trail: the text itself is in the version."""
    found, notes = articles.count(content.get("articles", []))
    return f"{found} ماده و {notes} تبصره"


def _check_unpublished(published_at: Any) -> None:
    if published_at is not None:
        raise RuleBroken("متن منتشرشده تغییر نمی‌کند؛ نسخهٔ تازه‌ای بسازید.", code="published")


def _check_fresh(revision: int, seen: int) -> None:
    if revision != seen:
        raise RuleBroken(
            "کس دیگری این پیش‌نویس را پس از باز شدن این صفحه ذخیره کرده است. آنچه نوشته‌اید همین‌جاست؛"
            " نسخهٔ تازه را در پنجره‌ای دیگر ببینید و سپس دوباره ذخیره کنید.",
            code="stale",
        )


@transaction.atomic
def draft_general(*, title: str, content: Content, by: User) -> GeneralConditions:
    """Begin the next version of the general conditions.

    Raises:
        RuleBroken: "not_your_office", "draft_exists".
    """
    require_role(by, Role.SECRETARIAT)
    if GeneralConditions.objects.filter(published_at__isnull=True).exists():
        raise RuleBroken("پیش‌نویسی از ضوابط عمومی باز است؛ همان را کامل کنید.", code="draft_exists")
    newest = GeneralConditions.objects.aggregate(newest=Max("version"))["newest"] or 0
    row = GeneralConditions(version=newest + 1, title=title, content=dict(content), published_at=None)
    trail.insert(row, by=by, action="drafted", note=_length(content))
    return row


@transaction.atomic
def revise_general(
    conditions: GeneralConditions, *, title: str, content: Content, seen_revision: int, by: User
) -> GeneralConditions:
    """Change the draft. Raises RuleBroken "not_your_office", "published", "stale"."""
    require_role(by, Role.SECRETARIAT)
    row: GeneralConditions = trail.locked(conditions)
    _check_unpublished(row.published_at)
    _check_fresh(row.revision, seen_revision)
    values = {"title": title, "content": dict(content), "revision": row.revision + 1}
    trail.change(row, values, by=by, action="revised", note=_length(content))
    return row


@transaction.atomic
def publish_general(conditions: GeneralConditions, *, by: User) -> GeneralConditions:
    """Publish the draft for everybody. Raises RuleBroken "not_your_office", "published", "empty"."""
    require_role(by, Role.SECRETARIAT)
    row: GeneralConditions = trail.locked(conditions)
    _check_unpublished(row.published_at)
    if not row.content.get("articles"):
        raise RuleBroken("ضوابط هنوز هیچ ماده‌ای ندارد.", code="empty")
    trail.change(row, {"published_at": timezone.now()}, by=by, action="published")
    return row

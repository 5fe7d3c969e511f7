"""Bringing a file of categories in: checked first, then everything or nothing, or the good rows, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.refusals import RuleBroken
from core.rials import group_digits
from core.text import to_persian_digits
from organizations.categories import files as category_files
from organizations.categories import synonyms
from organizations.categories.files import GoodRow, RefusedRow
from organizations.categories.import_models import CategoryImport
from organizations.categories.models import Category
from organizations.categories.states import ImportMode, ImportState
from organizations.roles import trail
from organizations.roles.rules import require_role
from organizations.roles.states import Role

BATCH = 500


@dataclass(slots=True)
class Plan:
    """What a file would do to the categories as they stand now."""

    created: list[Category] = field(default_factory=list)
    synonyms: list[tuple[Category, tuple[str, ...]]] = field(default_factory=list)
    changed: list[tuple[Category, Mapping[str, Any]]] = field(default_factory=list)
    same: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    #: What changes, row by row and column by column, in words.
    changes: list[dict[str, Any]] = field(default_factory=list)


@transaction.atomic
def check_file(*, file_name: str, content: bytes, by: User) -> CategoryImport:
    """Read a file and keep it with the report of its check; no category is touched yet.

    Raises:
        RuleBroken: "not_your_office", and those of `category_files.decode` and `category_files.read`.
    """
    require_role(by, Role.SECRETARIAT)
    text = category_files.decode(content)
    plan = _plan(text)
    row = CategoryImport(
        file_name=file_name[-160:],
        content=text,
        created_count=len(plan.created),
        changed_count=len(plan.changed),
        same_count=plan.same,
        refused=[asdict(refused) for refused in plan.refused],
        changes=plan.changes,
        uploaded_by=by,
    )
    row.save()
    audit.record(row, "checked", by=by, after=_counts(row))
    return row


@transaction.atomic
def run_import(upload: CategoryImport, mode: str, *, by: User) -> CategoryImport:
    """Bring a checked file in as `mode` (an `ImportMode`) says. What fails, fails whole.

    Raises:
        RuleBroken: "not_your_office", "closed" when it was decided before, "refused_rows" for "all or nothing" while a
            row is refused, "nothing_good" when no row may come in, "conflict" when two trades would share a name.
    """
    row = _open(upload, by)
    plan = _plan(row.content)
    if plan.refused and mode == ImportMode.ALL_OR_NOTHING:
        count = group_digits(len(plan.refused))
        raise RuleBroken(
            f"{count} ردیف نادرست است و «همه یا هیچ» خواسته‌اید؛ چیزی وارد نشد.", code="refused_rows"
        )
    if not (plan.created or plan.changed or plan.same):
        raise RuleBroken("هیچ ردیف درستی در این فایل نیست.", code="nothing_good")
    for category in plan.created:
        category.created_in = row
    try:
        with transaction.atomic():
            Category.objects.bulk_create(plan.created, batch_size=BATCH)
            _change(plan.changed, row, by)
            synonyms.replace(plan.synonyms)
    except IntegrityError as error:
        raise RuleBroken(
            "دو رسته در این فایل نام‌های خود را با هم عوض می‌کنند، یا کسی همین لحظه نامی را گرفت؛ چیزی وارد نشد."
            " نام‌ها را در دو فایل عوض کنید.",
            code="conflict",
        ) from error
    row.state, row.mode, row.decided_by, row.decided_at = ImportState.DONE, mode, by, timezone.now()
    row.created_count, row.changed_count, row.same_count = len(plan.created), len(plan.changed), plan.same
    row.refused, row.changes = [asdict(refused) for refused in plan.refused], plan.changes
    row.save()
    audit.record(row, "imported", by=by, after=_counts(row), note=str(ImportMode(mode).label))
    return row


@transaction.atomic
def discard_import(upload: CategoryImport, *, by: User) -> CategoryImport:
    """Put a checked file aside. Raises RuleBroken "not_your_office", "closed"."""
    row = _open(upload, by)
    row.state, row.decided_by, row.decided_at = ImportState.DISCARDED, by, timezone.now()
    row.save()
    audit.record(row, "discarded", by=by)
    return row


def _open(upload: CategoryImport, by: User) -> CategoryImport:
    require_role(by, Role.SECRETARIAT)
    row: CategoryImport = trail.locked(upload)
    if row.state != ImportState.CHECKED:
        raise RuleBroken("دربارهٔ این فایل پیش‌تر تصمیم گرفته شده است.", code="closed")
    return row


def _plan(text: str) -> Plan:
    reading = category_files.read(text)
    present = _present(reading.good)
    plan = Plan(refused=reading.refused)
    for good in _with_own_names(reading, plan):
        values = dict(good.values)
        names: tuple[str, ...] | None = values.pop("synonyms", None)
        category = present.get(values["isic_code"])
        if category is None:
            category = Category(**values)
            category.fill_name_keys()
            plan.created.append(category)
            plan.synonyms += [(category, names)] if names else []
            continue
        changed = {name: value for name, value in values.items() if getattr(category, name) != value}
        if names is not None and synonyms.differ(category, names):
            changed["synonyms"] = names
            plan.synonyms.append((category, names))
        if changed:
            plan.changed.append((category, changed))
            plan.changes += _in_words(good.line, category, changed)
        else:
            plan.same += 1
    return plan


def _with_own_names(reading: category_files.Reading, plan: Plan) -> list[GoodRow]:
    """The rows whose name is no other trade's, neither in the file nor among those that stay as they are."""
    codes = {row.values["isic_code"] for row in reading.good}
    stored = Category.objects.values_list("name", "isic_code")
    owners = {name: code for name, code in stored if code not in codes}
    kept = []
    for row in reading.good:
        code, name = row.values["isic_code"], row.values["name"]
        owner = owners.setdefault(name, code)
        if owner == code:
            kept.append(row)
        else:
            reason = f"نام «{name}» از آنِ رستهٔ {to_persian_digits(owner)} است؛ هر نام یک بار می‌آید."
            plan.refused.append(RefusedRow(row.line, f"{code}، {name}", reason))
    return kept


def _in_words(line: int, category: Category, changed: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "line": line,
            "shown": f"{category.isic_code}، {category.name}",
            "field": category_files.COLUMNS[name],
            "old": synonyms.in_words(category)
            if name == "synonyms"
            else category_files.words(name, getattr(category, name)),
            "new": category_files.words(name, value),
        }
        for name, value in changed.items()
    ]


def _present(rows: Sequence[GoodRow]) -> dict[str, Category]:
    codes = [row.values["isic_code"] for row in rows]
    found: dict[str, Category] = {}
    for start in range(0, len(codes), BATCH):
        some = Category.objects.filter(isic_code__in=codes[start : start + BATCH]).prefetch_related(
            "synonyms"
        )
        found |= {category.isic_code: category for category in some}
    return found


def _change(changed: list[tuple[Category, Mapping[str, Any]]], upload: CategoryImport, by: User) -> None:
    names: set[str] = set()
    for category, values in changed:
        before = trail.facts(category)
        columns = values.keys() - {"synonyms"}
        for name in columns:
            setattr(category, name, values[name])
        category.fill_name_keys()
        was, became = trail.difference(before, trail.facts(category))
        if "synonyms" in values:
            was["synonyms"], became["synonyms"] = synonyms.in_words(category), "، ".join(values["synonyms"])
        audit.record(category, "changed", by=by, before=was, after=became, note=f"ورود گروهی {upload.pk}")
        names |= columns
    if names:
        written = sorted(names | {"name_sort", "name_search"})
        Category.objects.bulk_update([category for category, _ in changed], written, batch_size=100)


def _counts(row: CategoryImport) -> dict[str, object]:
    return {
        "file_name": row.file_name,
        "created_count": row.created_count,
        "changed_count": row.changed_count,
        "same_count": row.same_count,
        "refused": len(row.refused),
    }

"""General conditions, and the special conditions every union publishes (R200–R203)."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from asnaf.sample.approvals import CONDITIONS, approvals_by_union
from asnaf.sample.nation import CAPITAL, Nation, PlannedUnion, insert_missing
from core.jalali import at_tehran, from_jalali
from organizations import data_files
from organizations.bodies.models import Body
from organizations.conditions.models import GeneralConditions, SpecialConditions

#: The capital's carpet sellers have only a draft, so that a visitor can meet R126: no conditions, no charges.
WITHOUT_CONDITIONS = "carpets"


def load_conditions(nation: Nation) -> int:
    """Version 1 of the general conditions and of the special conditions of every union."""
    document = data_files.document("general_conditions.json")
    general = GeneralConditions(
        version=1, title=document.pop("title"), content=document, published_at=_published()
    )
    loaded = insert_missing(GeneralConditions, [general], "version")
    return loaded + insert_missing(SpecialConditions, _special(nation), "union_id", "category_id", "version")


def publishes(union: PlannedUnion) -> bool:
    """False for the one union whose conditions are still a draft."""
    return not (union.group.slug == WITHOUT_CONDITIONS and union.county and union.county.name == CAPITAL)


def _published() -> datetime:
    day = from_jalali(1400, 1, 10)
    return at_tehran(day, time(9))


def _special(nation: Nation) -> Iterator[SpecialConditions]:
    approvals = approvals_by_union(nation, CONDITIONS)
    codes = dict(Body.objects.values_list("pk", "postal_code"))
    known = data_files.document("special_conditions_521128.json")
    for union in nation.unions:
        common: dict[str, Any] = {
            "union_id": union.pk,
            "version": 1,
            "union_postal_code": codes[union.pk],
            "approval_id": approvals[union.pk],
            "published_at": _published() if publishes(union) else None,
        }
        yield SpecialConditions(title=f"ضوابط خاص {union.name}", content=_plain(union), **common)
        if union.group.slug == known["union_group"]:
            yield SpecialConditions(
                title=known["title"],
                category=nation.categories[known["category_isic"]],
                content={part: known[part] for part in ("issuer", "articles", "checklist")},
                **common,
            )


def _plain(union: PlannedUnion) -> dict[str, Any]:
    articles = [
        {
            "number": number,
            "part": part,
            "title": title,
            "title_is_original": True,
            "text": text.format(union=union.name),
            "items": [
                {"letter": letter, "text": item, "notes": []}
                for letter, item in zip(_LETTERS, _items(union, part), strict=False)
            ],
            "notes": [],
        }
        for number, (part, title, text) in enumerate(_ARTICLES, start=1)
    ]
    return {"issuer": union.name, "articles": articles, "checklist": []}


def _items(union: PlannedUnion, part: str) -> list[str]:
    if part == "category":
        return [category.name for category in union.group.categories]
    if part == "means":
        return ["دستگاه کارت‌خوان", "کپسول آتش‌نشانی با تاریخ معتبر"]
    if part != "equipment":
        return []
    safety = ["سیم‌کشی و لوله‌کشی ایمن", "دوربین مداربسته، اگر پلیس نظارت بر اماکن عمومی بخواهد"]
    if any(category.needs_health_inquiry for category in union.group.categories):
        safety += ["کارت بهداشت فردی برای همهٔ کارکنان", "دیوار و کف قابل شست‌وشو و تهویهٔ مناسب"]
    return safety


_LETTERS = ["الف", "ب", "پ", "ت", "ث", "ج", "چ", "ح"]
_ARTICLES = (
    (
        "legal_basis",
        "مبنای قانونی",
        "این ضوابط بر پایهٔ قانون نظام صنفی برای صدور و تمدید پروانه کسب در {union} تعیین می‌شود.",
    ),
    ("category", "رسته‌ها", "این ضوابط برای رسته‌های زیر است:"),
    (
        "permitted_services",
        "فعالیت‌های مجاز",
        "فقط فعالیت‌های همان رسته‌ای که در پروانه آمده است. نرخ کالا و خدمت باید در جای دید مشتری نصب شود.",
    ),
    ("means", "وسایل و ابزار کار", "محل کسب باید ابزار سالم و استاندارد متناسب با رسته داشته باشد:"),
    ("equipment", "تجهیزات ایمنی، انتظامی و بهداشتی", ""),
    (
        "duties",
        "تکالیف فرد صنفی",
        "فرد صنفی مقررات صنفی، انتظامی، بهداشتی و ایمنی را رعایت می‌کند و به مشتری صورتحساب می‌دهد.",
    ),
    ("approval", "تصویب", "این ضوابط به پیشنهاد اتحادیه تصویب شده و از روز انتشار لازم‌الاجراست."),
)

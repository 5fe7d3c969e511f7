"""Public pages: unions with their boards, conditions and tariffs; every version of every text, and what changed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.jalali import format_date
from core.numbers import number_in
from core.searching import named
from core.text import to_persian_digits
from organizations.approvals import rows as approvals_rows
from organizations.bodies.models import Union
from organizations.bodies.querysets import UnionQuerySet
from organizations.conditions import differences, published
from organizations.conditions import rows as conditions_rows
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.members import boards
from organizations.places.models import County
from organizations.roles.states import Level
from organizations.tariffs import charges
from organizations.tariffs import rows as tariffs_rows
from organizations.tariffs.rows import FEE_COLUMNS

MOST_UNIONS = 60
VERSION_COLUMNS = ["نسخه", "انتشار", "تفاوت"]


@require_safe
def unions(request: HttpRequest) -> HttpResponse:
    """Find a union by county and name; without published conditions it is marked so (R126)."""
    county = _county(number_in(request.GET.get("county")))
    typed = request.GET.get("q", "").strip()[:80]
    found: list[Union] = []
    if county or typed:
        rows: UnionQuerySet = Union.objects.filter(is_active=True).select_related("county", "province")
        if county:
            rows = rows.filter(coverage__county=county, coverage__is_active=True).distinct()
        rows = rows.filter(named(typed, "name_search"))
        found = list(published.with_publication(rows)[: MOST_UNIONS + 1])
    context = {
        "counties": County.objects.select_related("province").order_by("province__name_sort", "name_sort"),
        "county": county,
        "typed": typed,
        "unions": found[:MOST_UNIONS],
        "more": len(found) > MOST_UNIONS,
        "asked": bool(county or typed),
    }
    return render(request, "organizations/unions.html", context)


def _county(chosen: int | None) -> County | None:
    return None if chosen is None else County.objects.filter(pk=chosen).first()


@require_safe
def union(request: HttpRequest, pk: int) -> HttpResponse:
    """A union: address, intake, board, conditions in force, tariff (annex 22, R125, R128)."""
    rows = published.with_publication(Union.objects.select_related("county", "province", "parent"))
    row = get_object_or_404(rows, pk=pk)
    context = {
        "union": row,
        "facts": _facts(row),
        "board": boards.board_on(row),
        "conditions": published.newest_conditions(row),
        "fee_columns": FEE_COLUMNS,
        "fee_rows": tariffs_rows.fee_rows(charges.charges_on(row)),
    }
    return render(request, "organizations/union.html", context)


def _facts(row: Union) -> list[dict[str, Any]]:
    since = row.electronic_since
    chamber = row.parent.name if row.parent else "—"
    return [
        {"key": "سطح", "value": Level(row.level).label},
        {"key": "محل", "value": str(row.county or row.province or "سراسر کشور")},
        {"key": "نهاد بالادست", "value": chamber},
        {"key": "نشانی", "value": to_persian_digits(row.address)},
        {"key": "کد پستی", "value": to_persian_digits(row.postal_code), "ltr": True},
        {"key": "تلفن", "value": to_persian_digits(row.phone), "ltr": True},
        {"key": "پذیرش الکترونیکی", "value": f"از {format_date(since)}" if since else "هنوز آغاز نشده است"},
    ]


@require_safe
def conditions(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a union's special conditions, under the board's names, with the charges (annexes 5, 22)."""
    text = _published(pk)
    versions = list(published.versions_of(text))
    context = {
        "text": text,
        "newest_url": versions[0].get_absolute_url() if versions[0] != text else "",
        "board": boards.board_on(text.union),
        "articles": conditions_rows.articles(text),
        "size": conditions_rows.size_words(text),
        "approval": approvals_rows.approval_words(text.approval),
        "fee_columns": FEE_COLUMNS,
        "fee_rows": tariffs_rows.fee_rows(charges.charges_on(text.union)),
        "version_columns": VERSION_COLUMNS,
        "versions": _version_rows(versions, text),
    }
    return render(request, "organizations/conditions.html", context)


def _published(pk: int) -> SpecialConditions:
    rows = SpecialConditions.objects.published().select_related("union__county", "category", "approval__body")
    found: SpecialConditions = get_object_or_404(rows, pk=pk)
    return found


def _version_rows(versions: list[SpecialConditions], shown: SpecialConditions) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for place, version in enumerate(versions):
        before = versions[place + 1] if place + 1 < len(versions) else None
        name = f"نسخهٔ {to_persian_digits(str(version.version))}"
        difference: Any = "نخستین نسخه"
        if before is not None:
            url = reverse("conditions_difference", args=[before.pk, version.pk])
            difference = {"text": "چه چیزی عوض شد؟", "url": url}
        shown_name = (
            f"{name} (همین صفحه)" if version == shown else {"text": name, "url": version.get_absolute_url()}
        )
        rows.append(
            [shown_name, format_date(version.published_at) if version.published_at else "", difference]
        )
    return rows


@require_safe
def conditions_difference(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """Two versions of the same document side by side, changed words marked (R203)."""
    before, after = _published(old), _published(new)
    if (before.union_id, before.category_id) != (after.union_id, after.category_id):
        raise Http404
    return _difference(request, before, after, f"ضوابط خاص {after.union.name}")


@require_safe
def general_conditions(request: HttpRequest, version: int) -> HttpResponse:
    """One version of the regulation and general conditions (annex 4)."""
    text = _general(version)
    newest = published.general_conditions_in_force()
    before = GeneralConditions.objects.filter(version__lt=version, published_at__isnull=False).first()
    context = {
        "text": text,
        "newest_url": newest.get_absolute_url() if newest and newest != text else "",
        "preamble": text.content.get("preamble", ""),
        "articles": conditions_rows.articles(text),
        "size": conditions_rows.size_words(text),
        "difference_url": reverse("general_conditions_difference", args=[before.version, version])
        if before
        else "",
    }
    return render(request, "organizations/general_conditions.html", context)


@require_safe
def general_conditions_difference(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """Two versions of the general conditions side by side."""
    return _difference(request, _general(old), _general(new), "شرایط عمومی")


def _general(version: int) -> GeneralConditions:
    return get_object_or_404(GeneralConditions, version=version, published_at__isnull=False)


def _difference(request: HttpRequest, before: Any, after: Any, title: str) -> HttpResponse:
    sections = differences.compare(before.content.get("articles", []), after.content.get("articles", []))
    context = {
        "title": title,
        "before": before,
        "after": after,
        "changed": [section for section in sections if section.change != "same"],
        "same": [section.title for section in sections if section.change == "same"],
    }
    return render(request, "organizations/difference.html", context)

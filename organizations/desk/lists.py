"""Django's list of a model, drawn as our table: Django gives scope, search, filters and pages, the words are ours."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.rials import group_digits
from organizations.desk.base import DeskBase
from organizations.desk.cards import Cells, Row


def draw_list(desk: DeskBase, request: StaffRequest, response: HttpResponse) -> HttpResponse:
    """Draw Django's answer as our page; an answer that is no list (the way back from a wrong filter) stays as it is."""
    context = getattr(response, "context_data", None)
    if context is None or "cl" not in context:
        return response
    found = context["cl"]
    response.template_name = "desk/list.html"  # type: ignore[attr-defined]
    context |= {
        "trail": desk.trail(),
        "intro": desk.intro,
        "columns": list(desk.columns),
        "rows": [_linked(desk, row, request.user) for row in found.result_list],
        "filters": [_pick(spec) for spec in found.filter_specs],
        "search_hint": desk.search_hint,
        "add_label": desk.add_label if desk.has_add_permission(request) else "",
        "add_url": reverse(desk.name_of("add")),
        "links": desk.list_links(request.user),
        "pages": _pages(found) if found.multi_page else [],
        "count": _count(found),
    }
    return response


def _linked(desk: DeskBase, row: Any, user: User) -> Cells:
    first, *rest = desk.cells(row, user)
    link = first if isinstance(first, dict) else {"text": first}
    return [link | {"url": desk.url_of(row)}, *rest]


def _pick(spec: Any) -> Row:
    return {
        "title": spec.title,
        "name": spec.parameter_name,
        "choices": [
            {"value": value, "label": label, "selected": str(spec.value() or "") == str(value)}
            for value, label in spec.lookup_choices
        ],
    }


def _pages(found: Any) -> list[Row]:
    numbers = found.paginator.get_elided_page_range(found.page_num, on_each_side=1, on_ends=1)
    return [
        {
            "label": group_digits(number) if isinstance(number, int) else "…",
            "url": found.get_query_string({"p": number}) if isinstance(number, int) else "",
            "current": number == found.page_num,
        }
        for number in numbers
    ]


def _count(found: Any) -> str:
    rows = f"{group_digits(found.result_count)} ردیف"
    return f"بیش از {rows}؛ با جست‌وجو کوتاهش کنید" if found.paginator.is_cut else rows

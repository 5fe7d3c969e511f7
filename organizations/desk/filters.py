"""Filters of the lists: each a small choice in the search form above the table."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

Choices = Iterable[tuple[str, str]]


def pick(
    title: str, name: str, choices: Choices | Callable[[], Choices], where: Callable[[str], Q]
) -> type[Any]:
    """A filter called `title` under the parameter `name`; `where` says which rows a choice keeps."""

    class Pick(admin.SimpleListFilter):
        parameter_name = name

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return list(choices() if callable(choices) else choices)

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            known = {value for value, _ in self.lookup_choices}
            return queryset.filter(where(self.value() or "")) if self.value() in known else queryset

    Pick.title = title  # a class body does not see the argument of the same name
    return Pick


def choice(title: str, column: str, choices: Choices) -> type[Any]:
    """A filter by the choices of one column."""
    return pick(title, column, choices, lambda value: Q(**{column: value}))


def yes_no(title: str, name: str, yes: str, no: str, where: Callable[[], Q]) -> type[Any]:
    """A filter of two sides."""
    return pick(
        title, name, [("yes", yes), ("no", no)], lambda value: where() if value == "yes" else ~where()
    )

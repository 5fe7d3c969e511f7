"""Numbers of addresses and parameters are read in one place, with a bound."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from core.numbers import is_digits, number_in, numbers_in, pairs_in, place_in, place_text

ROOT = Path(__file__).resolve().parent.parent.parent
READS_NUMBERS = "core/numbers.py"
#: Packages that are no part of a running portal.
LEFT_OUT = {"tests", "tools", "benchmarks"}
NO_NUMBERS = (
    "",
    "²",
    "۱۲",
    "٣",
    "9" * 19,
    "9" * 5000,
    "-1",
    "+1",
    " 1",
    "1\n",
    "1_0",
    "1.0",
    "1\0",
    "\u202e1",
    "x",
)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_plain_number_of_a_column_is_none(text):
    assert number_in(text) is None
    assert numbers_in([text, "7", text]) == [7]
    assert place_in(f"{text}-1") is None
    assert place_in(f"1-{text}") is None
    with pytest.raises(ValueError, match="key:version"):
        pairs_in([f"1:{text}"])


def test_plain_numbers_are_read():
    assert number_in("0") == 0
    assert number_in("9" * 18) == 10**18 - 1
    assert number_in(None) is None
    assert numbers_in(["3", "1", "3"]) == [3, 1, 3]
    assert pairs_in(["4:2", "7:1"]) == {4: 2, 7: 1}
    assert is_digits("9" * 5000)
    assert not is_digits("")


def test_place_of_a_list_comes_back_and_a_moment_no_calendar_holds_is_none():
    moment = datetime(2026, 11, 26, 3, 0, 0, 123_456, tzinfo=UTC)

    assert place_in(place_text(moment, 42)) == (moment, 42)
    assert place_in(place_text(None, 42)) == (datetime(1970, 1, 1, tzinfo=UTC), 42)
    assert place_in(f"{'9' * 18}-1") is None
    assert place_in(f"{'9' * 17}-1") is not None


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the portal, by its path."""
    apps = (found.parent for found in ROOT.glob("*/__init__.py") if found.parent.name not in LEFT_OUT)
    for path in sorted(path for app in apps for path in app.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _answers_requests(module: ast.Module) -> bool:
    imports = (node for node in ast.walk(module) if isinstance(node, ast.ImportFrom))
    return any(node.module == "django.http" for node in imports)


def _reads_by_hand(call: ast.Call, *, answers_requests: bool) -> bool:
    """Whether a call asks a text for digits, or makes a number of something a request brought."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr in {"isdigit", "isdecimal", "isnumeric"}
    if not (answers_requests and isinstance(call.func, ast.Name) and call.func.id == "int"):
        return False
    return bool(call.args) and not isinstance(call.args[0], ast.BinOp | ast.Constant)


def test_no_module_but_one_turns_what_a_request_brought_into_a_number():
    found = [
        f"{place}:{node.lineno}"
        for place, module in modules()
        if place != READS_NUMBERS
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and _reads_by_hand(node, answers_requests=_answers_requests(module))
    ]

    assert found == []


def _int_converters(resolver: URLResolver) -> Iterator[str]:
    for found in resolver.url_patterns:
        kinds = getattr(found.pattern, "converters", {}).values()
        if any(isinstance(kind, IntConverter) for kind in kinds):
            yield str(found.pattern)
        if not isinstance(found, URLPattern):
            yield from _int_converters(found)


def test_no_address_takes_a_number_without_a_bound():
    assert list(_int_converters(get_resolver())) == []

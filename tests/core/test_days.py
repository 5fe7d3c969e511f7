"""A day is taken from a moment in one place, on Tehran's calendar: `core.jalali.day_of`."""

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings

from core.jalali import TEHRAN, at_tehran, day_of, end_of_day_tehran, from_jalali, start_of_day_tehran
from tests.clock import EDGES, edge_of, moment_of

ROOT = Path(settings.BASE_DIR)
FOREIGN = {".venv", "var", "migrations"}
SOURCES = [path for path in sorted(ROOT.rglob("*.py")) if not FOREIGN & set(path.relative_to(ROOT).parts)]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
THE_HELPER = ROOT / "core" / "jalali.py"
#: What gives a day by the zone of the machine or of the moment, or a moment without a zone.
BY_SOME_ZONE = re.compile(
    r"(?:\w+\.)?(?:date|datetime)\.(?:today|utcnow|utcfromtimestamp)|timezone\.localdate"
)
#: Django's filters on days; a date for machines and the hour of a session, which has no zone, are harmless.
DJANGO_DATES = re.compile(
    r"\|\s*(?:date|time|timesince|timeuntil|natural(?:day|time))\b(?!:'Y-m-d')|{%\s*now\b"
)
HOUR_OF_A_SESSION = 'session.starts_at|time:"H:i"'


#: Calls whose answer another moment changes; at import they would keep the moment the process started at.
NOW = re.compile(r"(?:\w+\.)*(?:tehran_today|moment|now)")


def asked_at_import(source: str) -> list[str]:
    """Calls for the present moment that run when a module is imported: outside functions, or in their heads."""
    found: list[str] = []

    def look(node: ast.AST) -> None:
        if isinstance(node, ast.Call) and NOW.fullmatch(ast.unparse(node.func)):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        heads = (
            [node.args, *getattr(node, "decorator_list", [])] if is_function else ast.iter_child_nodes(node)
        )
        for child in heads:
            look(child)

    look(ast.parse(source))
    return found


def days_taken(source: str) -> list[str]:
    """What in a source text takes a day from a moment, or a moment without a zone."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and BY_SOME_ZONE.fullmatch(ast.unparse(node)):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
            is_naive_now = ast.unparse(node.func).endswith("datetime.now") and not node.keywords
            if (node.func.attr == "date" and not node.keywords) or is_naive_now:
                found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def test_day_is_taken_from_a_moment_by_one_helper_in_source_and_tests() -> None:
    found = {
        str(path.relative_to(ROOT)): taken
        for path in SOURCES
        if path != THE_HELPER and (taken := days_taken(path.read_text(encoding="utf-8")))
    }

    assert found == {}, "use day_of or tehran_today of core.jalali"


def test_no_module_keeps_the_moment_it_was_imported_at() -> None:
    found = {
        str(path.relative_to(ROOT)): asked
        for path in SOURCES
        if (asked := asked_at_import(path.read_text(encoding="utf-8")))
    }

    assert found == {}, "ask when it is needed; a default may be the function itself"


def test_moment_kept_at_import_is_found_wherever_it_hides() -> None:
    hidden = "TODAY = tehran_today()", "def f(day=tehran_today()): ...", "class A:\n    at = timezone.now()"
    asked_later = (
        "def f():\n    return now()",
        "later = lambda: tehran_today()",
        "field(default=tehran_today)",
    )

    assert [len(asked_at_import(source)) for source in (*hidden, *asked_later)] == [1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize(
    "slip",
    ["case.submitted_at.date()", "moment.astimezone(TEHRAN).date()", "dt.date.today()", "datetime.now()",
     "timezone.localdate()", "Field(default=timezone.localdate)", "dt.datetime.utcnow()"],
)  # fmt: skip
def test_each_way_to_take_a_day_by_another_zone_is_found(slip: str) -> None:
    assert days_taken(f"found = {slip}")


def test_fields_and_moments_with_a_zone_are_no_days_taken() -> None:
    assert days_taken("a = row.date; b = datetime.now(UTC); c = dt.date(2024, 3, 20); d = day_of(at)") == []


def test_moment_of_a_clock_in_tehran_is_made_in_utc_by_one_helper() -> None:
    made = re.compile(r"\.combine\(|tzinfo=TEHRAN|, TEHRAN\)")
    ours = [path for path in SOURCES if path != THE_HELPER and "tests" not in path.relative_to(ROOT).parts]

    assert [str(path) for path in ours if made.search(path.read_text(encoding="utf-8"))] == [], (
        "use at_tehran"
    )


def test_clock_that_was_turned_back_shows_the_same_hour_twice() -> None:
    earlier, later = (at_tehran(from_jalali(1401, 6, 30), dt.time(23, 30), fold=fold) for fold in (0, 1))

    assert later - earlier == dt.timedelta(hours=1)
    assert day_of(earlier) == day_of(later)
    assert later == later.astimezone(dt.UTC)


def test_templates_show_days_on_the_jalali_calendar_only() -> None:
    shown = [(path, path.read_text(encoding="utf-8").replace(HOUR_OF_A_SESSION, "")) for path in TEMPLATES]

    assert [str(path) for path, text in shown if DJANGO_DATES.search(text)] == []


def test_moment_after_midnight_in_tehran_belongs_to_the_new_day_whatever_zone_it_carries() -> None:
    moment = dt.datetime(2026, 3, 20, 20, 40, tzinfo=dt.UTC)

    assert {day_of(moment), day_of(moment.astimezone(TEHRAN))} == {from_jalali(1405, 1, 1)}
    with pytest.raises(ValueError, match="naive"):
        day_of(dt.datetime(2026, 3, 20))


def test_clock_of_the_tests_stands_at_the_edges_of_the_calendar() -> None:
    moments = [moment_of(edge).astimezone(TEHRAN) for edge in EDGES]

    assert [(day_of(moment), f"{moment:%H:%M}") for moment in moments] == [
        (from_jalali(1404, 12, 29), "23:50"),
        (from_jalali(1403, 12, 30), "23:50"),
        (from_jalali(1404, 8, 23), "23:50"),
        (from_jalali(1405, 1, 1), "00:10"),
    ]
    assert moments[2].strftime("%A") == "Friday"
    assert moment_of(EDGES[3]).day == 20, "in UTC it is still the day before"
    assert {edge_of(f"tests/test_{n}.py") for n in range(40)} == set(EDGES)


def test_day_begins_with_its_first_moment_and_ends_with_its_last_second() -> None:
    day = from_jalali(1403, 7, 1)
    first, last = start_of_day_tehran(day), end_of_day_tehran(day)

    assert (first, last) == (
        dt.datetime(2024, 9, 21, 20, 30, tzinfo=dt.UTC),
        dt.datetime(2024, 9, 22, 20, 29, 59, tzinfo=dt.UTC),
    )

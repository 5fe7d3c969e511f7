"""What PostgreSQL means to do with the statements of a page: for tests that fail on a plan that reads a large table."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin
from django.db import connection

#: A table from so many rows on is large: reading all of it, or sorting a good part of it, is a fault.
LARGE = 20_000
#: More rows of a large table, or joined to one, than any page or sweep has to put in order; the bodies of a nation
#: with their boards are fewer.
MOST_SORTED = 15_000
#: What the planner thinks a statement costs, in pages read: about a quarter of a second.
MOST_COST = 30_000
#: A step that costs so little is not worth a word, whatever it is called.
LITTLE = 1_000
#: Columns of some kilobytes that no list shows.
DRAWINGS = ('"licensing_licence"."qr_svg"', '"guild_units_qrcode"."svg"')
_READS = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_LIST = re.compile(r"\((%s)(, %s)+\)")


class Statements:
    """Keeps each statement once, under the shape it has without its values, with where it was asked first."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[str, str, Any]] = {}
        self.place = ""
        self.large = large_tables()
        #: Names of the desk's lists of large tables.
        self.searched = {
            f"{model._meta.app_label}_{model._meta.model_name}_changelist"
            for model in admin.site._registry
            if model._meta.db_table in self.large
        }

    @contextmanager
    def kept(self) -> Iterator["Statements"]:
        """While this lasts, whatever is asked of the database is kept."""
        with connection.execute_wrapper(self._keep):
            yield self

    def _keep(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        shape = _LIST.sub("(%s)", sql)
        if _READS.match(sql) and not many and shape not in self.seen:
            self.seen[shape] = (self.place, sql, params)
        return execute(sql, params, many, context)


def large_tables() -> dict[str, int]:
    """The tables with so many rows that they must not be read as a whole, as PostgreSQL counted them last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' AND reltuples >= %s"
            " AND relnamespace = current_schema()::regnamespace",
            [LARGE],
        )
        return dict(cursor.fetchall())


def faults_of(sql: str, params: Any, large: dict[str, int]) -> list[str]:
    """What is wrong with the plan of a statement, in words; nothing runs."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        found = cursor.fetchone()[0]
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    faults = [fault for node in _nodes(plan) if (fault := _fault(node, large))]
    drawings = [column for column in DRAWINGS if column in sql.split(" FROM ", maxsplit=1)[0]]
    if drawings and plan["Plan Rows"] > 1:
        faults.append(f"loads {drawings[0]} of {plan['Plan Rows']:.0f} rows")
    if plan["Total Cost"] > MOST_COST:
        faults.append(f"costs {plan['Total Cost']:.0f}")
    return faults


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The steps of a plan; not those below a limit that ends them early."""
    yield plan
    if plan["Node Type"] == "Limit" and plan["Total Cost"] <= LITTLE:
        return
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _fault(node: dict[str, Any], large: dict[str, int]) -> str:
    kind, rows = node["Node Type"], node["Plan Rows"]
    if kind == "Seq Scan" and node["Relation Name"] in large:
        return f"reads all of {node['Relation Name']}"
    if (
        kind == "Sort"
        and rows > MOST_SORTED
        and any(below.get("Relation Name") in large for below in _nodes(node))
    ):
        return f"sorts {rows:.0f} rows by {', '.join(node['Sort Key'])}"
    return ""

"""Compares the triggers that stand in the database with those the apps' guards would make there.

A trigger can be gone, switched off (`DISABLE`, `ENABLE REPLICA`), kept by name with another function, with a function
emptied of its body, or with a condition that never holds. So the whole definition is compared, not the name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from typing import Any, cast

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.module_loading import module_has_submodule

from core import append_only
from core.models import AuditEntry

_FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\(\).*?\$\$(.*?)\$\$", re.DOTALL)
_TRIGGER = {
    "postgresql": re.compile(r"CREATE TRIGGER .*?EXECUTE FUNCTION \w+\(\)", re.DOTALL),
    "sqlite": re.compile(r"CREATE TRIGGER .*\bEND\b", re.DOTALL),
}
_NAMES = re.compile(r'CREATE TRIGGER "?(?P<name>\w+)"? .*? ON "?(?P<table>\w+)"?', re.DOTALL)
#: What PostgreSQL adds to a condition when it tells it again: brackets, types, and a schema it would not find itself.
_CAST = re.compile(r"::[a-z]+( varying)?(\([0-9]+\))?(\[\])?")
_DRESSING = re.compile(r'[\s()"]+')
_POSTGRES_TRIGGERS = """
SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid, true), t.tgenabled::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""
_POSTGRES_FUNCTIONS = """
SELECT p.proname, p.prosrc, l.lanname, p.proconfig IS NULL
FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace = current_schema()::regnamespace AND p.pronargs = 0
"""
_SQLITE_TRIGGERS = "SELECT name, tbl_name, sql, 'O' FROM sqlite_master WHERE type = 'trigger'"


class Fault(StrEnum):
    """What is wrong with a guard of the database."""

    MISSING = "is gone"
    OFF = "is switched off"
    CHANGED = "is not what it was made as"
    FOREIGN = "was put there by nobody of ours"


@dataclass(frozen=True, slots=True)
class Finding:
    """One guard that does not stand as it should: the name of its trigger or function."""

    name: str
    fault: Fault


@dataclass(slots=True)
class _Guards:
    """Triggers and functions by name, as comparable text; the tables the triggers stand on."""

    triggers: dict[str, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)


class _Listening:
    """Stands for a schema editor and keeps what would be executed."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.statements: list[str] = []

    def execute(self, sql: Any, params: object = ()) -> None:
        self.statements.append(str(sql))


def findings(connection: BaseDatabaseWrapper) -> list[Finding]:
    """Every guard that is gone, off or changed, and every trigger of somebody else on a guarded table. By name."""
    wanted, found = _wanted(connection), []
    present = _triggers(connection)
    for name, text in wanted.triggers.items():
        if name not in present:
            found.append(Finding(name, Fault.MISSING))
            continue
        _, told, enabled = present[name]
        if enabled not in {"O", "A"}:
            found.append(Finding(name, Fault.OFF))
        if told != text:
            found.append(Finding(name, Fault.CHANGED))
    found += [
        Finding(name, Fault.FOREIGN)
        for name, (table, _, _) in present.items()
        if table in wanted.tables and name not in wanted.triggers
    ]
    functions = _functions(connection) if wanted.functions else {}
    for name, body in wanted.functions.items():
        if functions.get(name) != body:
            found.append(Finding(name, Fault.CHANGED if name in functions else Fault.MISSING))
    return sorted(found, key=lambda finding: finding.name)


def _wanted(connection: BaseDatabaseWrapper) -> _Guards:
    listening = _Listening(connection)
    editor = cast(BaseDatabaseSchemaEditor, listening)
    append_only.protect_append_only(editor, AuditEntry._meta.db_table)
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "guards"):
            import_module(f"{config.name}.guards").protect(editor)
    return _read(listening.statements, connection.vendor)


def _read(statements: Iterable[str], vendor: str) -> _Guards:
    guards = _Guards()
    for statement in statements:
        guards.functions |= {name: _plain(body) for name, body in _FUNCTION.findall(statement)}
        for text in _TRIGGER[vendor].findall(_FUNCTION.sub("", statement)):
            named = _NAMES.match(text)
            if named:
                guards.triggers[named["name"]] = _plain(text)
                guards.tables.add(named["table"])
    return guards


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str, str]]:
    query = _POSTGRES_TRIGGERS if connection.vendor == "postgresql" else _SQLITE_TRIGGERS
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: (table, _plain(text), enabled) for name, table, text, enabled in cursor.fetchall()}


def _functions(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The body of each function without arguments; one in another language or with settings of its own is none."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_FUNCTIONS)
        return {
            name: _plain(body) if language == "plpgsql" and plain else ""
            for name, body, language, plain in cursor.fetchall()
        }


def _plain(text: str) -> str:
    """A definition without what an engine may add or leave out. What stands in quotes keeps its letters and blanks."""
    parts = re.split(r"('(?:[^']|'')*')", _CAST.sub("", text))
    return "".join(
        part if place % 2 else _DRESSING.sub("", part).casefold() for place, part in enumerate(parts)
    )

"""The documents tell the truth: links lead somewhere, names exist, the table of settings is complete."""

import ast
import contextlib
import re
from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Choices, Model

from accounts.states import Purpose
from asnaf.celery import app as celery_app
from deadlines.states import State
from licensing.cases.states import Actor, Status
from licensing.licences.states import LicenceState
from messaging.states import SmsStatus
from organizations.members.states import BoardRole
from organizations.roles.states import BodyKind, Role
from organizations.tariffs.states import FeeKind
from support.states import TicketState

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
OUR_APPS = sorted(path.parent.name for path in ROOT.glob("*/apps.py"))
#: Set by the system or by ourselves for a child process; nobody configures the portal with them.
NOT_SETTINGS = {"PATH", "HOSTNAME"}
READERS = {"text", "flag", "number", "names"}
IN_TICKS = re.compile(r"`([^`]+)`")
DOTTED = re.compile(r"[a-z_]+(\.[A-Za-z_]+)+")


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def without_blocks(text: str) -> str:
    """The text without its fenced blocks."""
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def without_code(text: str) -> str:
    """Prose only: fenced blocks and text in back quotes are no links."""
    return re.sub(r"`[^`\n]*`", "", without_blocks(text))


def anchors(page: Path) -> set[str]:
    """The anchors a page has, made from its headings as forges make them."""
    headings = re.findall(r"^#+ (.+)$", without_blocks(read(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def rows(text: str) -> list[list[str]]:
    """Cells of every table row, heads and rules left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    bodies = [line for line, following in pairwise([*lines, ""]) if not following.startswith("|--")]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in bodies if not line.startswith("|--")
    ]


def variables_of_settings_table() -> list[str]:
    table = re.search(
        r"<!-- configuration:.*?-->(.*?)<!-- end of configuration -->", read(ROOT / "README.md"), re.DOTALL
    )
    assert table is not None
    return [IN_TICKS.fullmatch(row[0]).group(1) for row in rows(table.group(1))]


def names_read_by(source: str) -> Iterator[str]:
    """Environment variables a Python file asks for: env.text("X"), os.environ["X"], os.environ.get("X"), os.getenv("X")."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Attribute(attr=attr, value=ast.Name(id="env")),
                args=[ast.Constant(value=str(name)), *_],
            ) if attr in READERS:
                yield name
            case ast.Call(
                func=ast.Attribute(attr="get", value=ast.Attribute(attr="environ")),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name
            case ast.Call(func=ast.Attribute(attr="getenv"), args=[ast.Constant(value=str(name)), *_]):
                yield name
            case ast.Subscript(
                value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(name)), ctx=ast.Load()
            ):
                yield name


def names_in_shell(text: str) -> set[str]:
    return set(re.findall(r"(?<!\$)\$\{?([A-Z][A-Z_]+)\b", text))


def variables_of_code() -> set[str]:
    folders = (*OUR_APPS, "deploy", "tools")
    files = [ROOT / "manage.py", *(path for name in folders for path in (ROOT / name).rglob("*.py"))]
    found = {name for path in files for name in names_read_by(read(path))}
    for file in ("Procfile", "docker-compose.yml"):
        found |= names_in_shell(read(ROOT / file))
    commands = [line for line in read(ROOT / "Dockerfile").splitlines() if line.startswith("CMD ")]
    return (found | names_in_shell("\n".join(commands))) - NOT_SETTINGS


def resolve(dotted: str) -> object:
    """The object behind `app.module.Class.member`; a model's field counts as a member."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        with contextlib.suppress(ModuleNotFoundError):
            return reduce(member, parts[length:], import_module(".".join(parts[:length])))
    raise LookupError(dotted)


def member(owner: object, name: str) -> object:
    if isinstance(owner, type) and issubclass(owner, Model):
        with contextlib.suppress(FieldDoesNotExist):
            return owner._meta.get_field(name)
    return getattr(owner, name)


def glossary() -> tuple[list[list[str]], list[list[str]]]:
    """Rows of what exists, and rows of what is still to be built."""
    existing, planned = read(ROOT / "docs" / "glossary.md").split("## Words of parts still to be built")
    return rows(existing), rows(planned)


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_reader_who_follows_a_link_finds_its_page_and_heading(document):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(read(document))):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        found = (document.parent / path).resolve() if path else document
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)

    assert broken == []


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_reader_on_another_machine_meets_no_path_of_the_authors_machine(document):
    found = re.findall(r"(?<![\w.-])/(?:work|root|tmp/plan|home/\w+)/\S*", read(document))

    assert found == []


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_reader_who_looks_for_a_named_file_finds_it(document):
    named = [
        text
        for text in IN_TICKS.findall(without_blocks(read(document)))
        if re.fullmatch(r"[\w./-]+\.(py|md|html|css|js|yaml|yml|conf)", text)
    ]
    made_at_work = ("var/",)
    missing = [
        name
        for name in named
        if "/" in name and not name.startswith(made_at_work) and not (ROOT / name).exists()
    ]

    assert missing == []


def test_newcomer_finds_every_app_in_the_architecture_page():
    table = (
        read(ROOT / "docs" / "architecture.md")
        .split("## Apps and their order")[1]
        .split("## Inside an app")[0]
    )
    existing, planned = table.split("Still to come")

    assert sorted(IN_TICKS.search(row[0]).group(1) for row in rows(existing)) == OUR_APPS
    assert {name for row in rows(planned) for name in IN_TICKS.findall(row[0])}.isdisjoint(OUR_APPS)


def test_operator_finds_every_variable_that_is_read_and_no_other():
    documented = variables_of_settings_table()

    assert len(documented) == len(set(documented))
    assert sorted(documented) == sorted(variables_of_code())


def test_operator_finds_every_task_of_the_timetable():
    page = read(ROOT / "docs" / "operations.md").split("## The timetable")[1].split("##")[0]
    scheduled = {entry["task"] for entry in celery_app.conf.beat_schedule.values()}

    assert {IN_TICKS.fullmatch(row[1]).group(1) for row in rows(page)} == scheduled


def test_translator_finds_that_every_name_of_the_glossary_exists():
    existing, _ = glossary()
    names = [name for row in existing for name in IN_TICKS.findall(row[2])]

    assert len(names) == len(existing)
    for name in names:
        assert DOTTED.fullmatch(name), name
        assert resolve(name) is not None, name


def test_translator_finds_every_model_state_and_role_with_the_portals_own_words():
    existing, _ = glossary()
    words = {row[2].strip("`"): row[0] for row in existing}
    models = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    choices: tuple[type[Choices], ...] = (
        Status, LicenceState, Actor, State, SmsStatus, Purpose, Role, BodyKind, BoardRole, FeeKind, TicketState,
    )  # fmt: skip
    members = {
        f"{kind.__module__}.{kind.__name__}.{choice.name}": choice.label
        for kind in choices
        for choice in kind
    }

    missing = [
        name for model in models if (name := f"{model._meta.app_label}.models.{model.__name__}") not in words
    ]
    assert missing == []
    assert {name: words.get(name) for name in members} == members


def test_word_that_became_a_model_is_no_longer_listed_as_to_be_built():
    _, planned = glossary()
    names = {name for row in planned for name in IN_TICKS.findall(row[2])}
    models = {model.__name__ for app in OUR_APPS for model in apps.get_app_config(app).get_models()}

    assert names
    assert names & models == set()


def test_decisions_are_numbered_without_a_gap_and_have_their_three_parts():
    numbers = [int(path.name[:4]) for path in ADRS]

    assert numbers == list(range(1, len(ADRS) + 1))
    for path in ADRS:
        text = read(path)
        assert re.match(rf"# (ADR )?0*{int(path.name[:4])}\b", text), path.name
        headings = re.findall(r"^## (\w+)", text, re.MULTILINE)
        assert [name for name in headings if name in {"Context", "Decision", "Consequences"}] == [
            "Context", "Decision", "Consequences",
        ], path.name  # fmt: skip

"""Measure how the source hangs together and refuse what is over a limit: `python -m tools.structure`.

Reads the files only; imports inside functions and those for types alone count like any other. A noun is a folder of an
app that is named for a thing of the trade (`licensing/inquiries`), not for a layer.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

from tools.processes import ROOT

# The limits.
#: Apps cut by noun: most of their imports stay inside a noun, and no noun outgrows the others.
CUT_BY_NOUN = ("licensing",)
MUTUAL_PAIRS_AT_MOST = 0
CIRCLES_AT_MOST = 0
SHARE_INSIDE_AT_LEAST = 50  # percent
LARGEST_NOUN_BELOW = 20  # percent of its app's lines
#: Where the context of a staff page is built, by Django's `each_context`.
DESK_HOMES = ("organizations.desk", "asnaf.admin_site")
LINES_AT_MOST: int | None = None
#: Folders of an app that are named for a layer.
LAYERS = {
    "admin",
    "backends",
    "data",
    "forms",
    "management",
    "models",
    "rules",
    "services",
    "templatetags",
    "views",
}
#: Source that belongs to no app.
BESIDE_APPS = ("tools",)
#: Folders whose files count as no source.
LEFT_OUT = {"migrations", "tests"}


def apps(root: Path = ROOT) -> list[str]:
    """The names of our apps: folders with an `apps.py`."""
    return sorted(path.parent.name for path in root.glob("*/apps.py"))


@dataclass(frozen=True)
class Import:
    """One module uses another; `home` is where the imported name is defined, past packages that hand it on."""

    module: str
    target: str
    home: str


@dataclass(frozen=True)
class Measure:
    """A number, its limit in words, and what makes it up when it is over the limit."""

    title: str
    value: str
    limit: str
    kept: bool
    details: tuple[str, ...] = ()


class Source:
    """The Python files of all apps below a folder, and of our tools."""

    def __init__(self, root: Path) -> None:
        self.apps = apps(root)
        files = [
            path
            for folder in (*self.apps, *BESIDE_APPS)
            for path in sorted((root / folder).rglob("*.py"))
            if LEFT_OUT.isdisjoint(path.relative_to(root).parts)
        ]
        self._text = {_name_of(path.relative_to(root)): path.read_text() for path in files}
        self._trees = {name: ast.parse(text) for name, text in self._text.items()}
        self._packages = {_name_of(path.relative_to(root)) for path in files if path.name == "__init__.py"}

    @cached_property
    def imports(self) -> set[Import]:
        """Every import from one module of ours to another."""
        return {
            Import(module, target, home)
            for module, tree in self._trees.items()
            for target, home in self._imported(tree)
            if target != module
        }

    def nouns(self, app: str) -> list[str]:
        """The nouns of an app, as `licensing.inquiries`."""
        folders = [name for name in self._packages if name.count(".") == 1 and name.split(".")[0] == app]
        return sorted(name for name in folders if name.split(".")[1] not in LAYERS)

    def noun_of(self, module: str) -> str:
        """The noun a module stands in; empty for a file beside the nouns."""
        first_two = ".".join(module.split(".")[:2])
        return first_two if first_two in self.nouns(module.split(".", maxsplit=1)[0]) else ""

    def lines(self, package: str = "") -> int:
        """The lines of all files, or of those of one package."""
        return sum(
            len(text.splitlines())
            for name, text in self._text.items()
            if _is_in(name, package) or not package
        )

    def calling(self, method: str) -> list[str]:
        """The modules that call or override a method of this name."""
        return [
            module
            for module, tree in self._trees.items()
            if any(
                (isinstance(node, ast.Attribute) and node.attr == method)
                or (isinstance(node, ast.FunctionDef) and node.name == method)
                for node in ast.walk(tree)
            )
        ]

    def _imported(self, tree: ast.Module) -> Iterator[tuple[str, str]]:
        for node in ast.walk(tree):
            for module, name in _named(node):
                whole = f"{module}.{name}" if name else module
                if whole in self._trees:
                    yield whole, whole
                    yield from ((whole, home) for home in self._homes_of_all(whole))
                elif module in self._trees:
                    yield module, self._home(module, name)

    def _home(self, module: str, name: str) -> str:
        """The module in which a name of `module` is defined, if `module` only hands it on."""
        seen = set()
        while name in self._handed_on[module] and (module, name) not in seen:
            seen.add((module, name))
            module, name = self._handed_on[module][name]
            if f"{module}.{name}" in self._trees:
                return f"{module}.{name}"
        return module

    def _homes_of_all(self, module: str) -> set[str]:
        """The homes of all names of a module that does nothing but hand names on."""
        body = [node for node in self._trees[module].body if not _is_docstring_or_all(node)]
        if not all(isinstance(node, ast.ImportFrom) for node in body):
            return set()
        return {self._home(module, name) for name in self._handed_on[module]}

    @cached_property
    def _handed_on(self) -> dict[str, dict[str, tuple[str, str]]]:
        """For each module the names it imports from ours: the module each comes from, and its name there."""
        return {
            module: {
                alias.asname or alias.name: (node.module or "", alias.name)
                for node in tree.body
                if isinstance(node, ast.ImportFrom) and node.module in self._trees
                for alias in node.names
            }
            for module, tree in self._trees.items()
        }


def mutual_pairs(source: Source) -> list[str]:
    """Nouns of one app that import each other."""
    between = {(source.noun_of(link.module), source.noun_of(link.home)) for link in source.imports}
    return [
        f"{one} ⇄ {other}"
        for app in source.apps
        for one, other in combinations(source.nouns(app), 2)
        if {(one, other), (other, one)} <= between
    ]


def circles(source: Source) -> list[list[str]]:
    """Groups of files each of which imports itself by way of the others: the largest first."""
    onward: dict[str, set[str]] = {}
    for link in source.imports:
        onward.setdefault(link.module, set()).update({link.target, link.home} - {link.module})
    reached = {module: _reached(module, onward) for module in onward}
    groups = {frozenset(n for n in reached[m] if m in reached.get(n, ())) for m in onward if m in reached[m]}
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))


def measures(source: Source) -> Iterator[Measure]:
    """All measures, each against its limit."""
    pairs, rings = mutual_pairs(source), circles(source)
    yield _at_most("Nouns that import each other", pairs, MUTUAL_PAIRS_AT_MOST)
    yield _at_most("Circles of files", [" ⇄ ".join(ring) for ring in rings], CIRCLES_AT_MOST)
    for app in CUT_BY_NOUN:
        yield _inside(source, app)
        yield _largest(source, app)
    strangers = [m for m in source.calling("each_context") if not any(_is_in(m, home) for home in DESK_HOMES)]
    yield _at_most("Staff pages built outside the desk", strangers, 0)
    lines = source.lines()
    limit = f"at most {LINES_AT_MOST:,}" if LINES_AT_MOST else "none yet"
    yield Measure("Lines of source", f"{lines:,}", limit, not LINES_AT_MOST or lines <= LINES_AT_MOST)


def main(root: Path = ROOT) -> int:
    """Print the table, and what makes up each number that is over its limit; 0 when none is."""
    found = list(measures(Source(root)))
    for measure in found:
        verdict = "" if measure.kept else "  ✗"
        print(f"{measure.title:42}{measure.value:>10}   {measure.limit}{verdict}")
    for measure in found:
        if not measure.kept and measure.details:
            print(f"\n{measure.title}:", *measure.details, sep="\n  ")
    return 0 if all(measure.kept for measure in found) else 1


def _at_most(title: str, things: list[str], limit: int) -> Measure:
    return Measure(title, str(len(things)), f"at most {limit}", len(things) <= limit, tuple(things))


def _inside(source: Source, app: str) -> Measure:
    """How many imports of the nouns' files stay inside the noun; files beside them, as `urls.py`, know all nouns."""
    nouns = source.nouns(app)
    own = {
        (link.module, link.home)
        for link in source.imports
        if link.home != link.module and source.noun_of(link.module) in nouns and _is_in(link.home, app)
    }
    inside = [pair for pair in own if source.noun_of(pair[0]) == source.noun_of(pair[1])]
    share = 100 * len(inside) / len(own) if own else 100
    return Measure(
        f"Imports of {app} inside a noun", f"{share:.0f} %", f"at least {SHARE_INSIDE_AT_LEAST} %",
        share >= SHARE_INSIDE_AT_LEAST,
    )  # fmt: skip


def _largest(source: Source, app: str) -> Measure:
    lines = {noun: source.lines(noun) for noun in source.nouns(app)}
    noun = max(lines, key=lambda name: lines[name], default="")
    share = 100 * lines[noun] / source.lines(app) if noun else 0
    return Measure(
        f"Largest noun of {app}: {noun.rpartition('.')[2] or 'none'}", f"{share:.0f} %",
        f"below {LARGEST_NOUN_BELOW} %", share < LARGEST_NOUN_BELOW,
        tuple(f"{size:>7,}  {name}" for name, size in sorted(lines.items(), key=lambda item: -item[1])),
    )  # fmt: skip


def _reached(start: str, onward: dict[str, set[str]]) -> set[str]:
    """Every module that `start` imports, directly or over others."""
    seen: set[str] = set()
    waiting = list(onward.get(start, ()))
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting += onward.get(module, ())
    return seen


def _named(node: ast.AST) -> list[tuple[str, str]]:
    """What an import statement names: modules, and names in them (empty for the whole module)."""
    if isinstance(node, ast.Import):
        return [(alias.name, "") for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "", alias.name) for alias in node.names]
    return []


def _is_docstring_or_all(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _name_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


if __name__ == "__main__":
    sys.exit(main())

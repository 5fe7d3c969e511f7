"""Draws docs/states.md from the tables of moves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from licensing import inquiry_rules as inquiries
from licensing import rules as licensing

TITLE = """# States and moves

Generated from the tables of moves by `manage.py draw_states`; a test fails when this page is stale.
A move that is not here does not exist.
"""


def page() -> str:
    """The whole document."""
    return "\n".join(
        [
            TITLE,
            _table("Licence request", "licensing/rules.py", licensing),
            "",
            _table("Inquiry", "licensing/inquiry_rules.py", inquiries),
            "",
        ]
    )


def _table(title: str, source: str, rules: Any) -> str:
    """A diagram and a table of one app's moves."""
    arrows = [
        f"    {state.name} --> {to.name}: {' or '.join(actor.name.lower() for actor in _actors(actors))}"
        for state, moves in rules.MOVES.items()
        for to, actors in moves.items()
    ]
    rows = [
        f"| `{state.name}` | {state.label} | `{to.name}` | {to.label} "
        f"| {' یا '.join(actor.label for actor in _actors(actors))} |"
        for state, moves in rules.MOVES.items()
        for to, actors in moves.items()
    ]
    return "\n".join(
        [
            f"## {title} (`{source}`)",
            "",
            "```mermaid",
            "stateDiagram-v2",
            f"    [*] --> {next(iter(rules.MOVES)).name}",
            *arrows,
            *(f"    {state.name} --> [*]" for state in rules.CLOSED),
            "```",
            "",
            "| from | | to | | who |",
            "|---|---|---|---|---|",
            *rows,
        ]
    )


def _actors(actors: Any) -> tuple[Any, ...]:
    """One actor or several may take a step."""
    return actors if isinstance(actors, tuple) else (actors,)


class Command(BaseCommand):
    help = "Draw docs/states.md from the tables of moves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when the page is stale, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(settings.BASE_DIR) / "docs" / "states.md"
        drawn = page()
        if options["check"]:
            if not target.exists() or target.read_text(encoding="utf-8") != drawn:
                raise CommandError("docs/states.md is stale: run `manage.py draw_states`.")
            return
        target.parent.mkdir(exist_ok=True)
        target.write_text(drawn, encoding="utf-8")
        self.stdout.write(f"{target.relative_to(settings.BASE_DIR)} drawn.")

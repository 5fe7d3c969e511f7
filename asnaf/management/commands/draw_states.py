"""Draws docs/states.md from the tables of moves."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import states as accounts_states
from licensing.cases import states as cases
from licensing.inquiries import states as inquiries
from licensing.sessions.states import SESSION_MOVES
from messaging import states as messaging_states
from organizations.proposals.states import ACTIVATION_MOVES, SUGGESTION_MOVES
from support import states as support_states

TITLE = """# States and moves

Generated from the tables of moves by `manage.py draw_states`; a test fails when this page is stale.
A move that is not here does not exist.
"""


class Table(NamedTuple):
    """One table of moves: state → {next state: who}; without actors when the portal alone moves the row."""

    title: str
    source: str
    moves: Mapping[Any, Any]


TABLES = (
    Table("Licence request", "licensing/cases/states.py", cases.MOVES),
    Table("Session of a board", "licensing/sessions/states.py", SESSION_MOVES),
    Table("Inquiry", "licensing/inquiries/states.py", inquiries.MOVES),
    Table("Correction of a recorded answer", "licensing/inquiries/states.py", inquiries.CORRECTIONS),
    Table("Activation of a union", "organizations/proposals/states.py", ACTIVATION_MOVES),
    Table("Suggestion of a category", "organizations/proposals/states.py", SUGGESTION_MOVES),
    Table("Change of a mobile number", "accounts/states.py", accounts_states.MOVES),
    Table("Ticket", "support/states.py", support_states.MOVES),
    Table("Text message", "messaging/states.py", messaging_states.MOVES),
)


def page() -> str:
    return "\n".join([TITLE, *(f"{_drawn(table)}\n" for table in TABLES)])


def _drawn(table: Table) -> str:
    steps = [
        (state, to, _actors(following[to] if isinstance(following, Mapping) else ()))
        for state, following in table.moves.items()
        for to in _in_order(following)
    ]
    goes_on = {state for state, _, _ in steps}
    ends = dict.fromkeys(to for _, to, _ in steps if to not in goes_on)
    return "\n".join(
        [
            f"## {table.title} (`{table.source}`)",
            "",
            "```mermaid",
            "stateDiagram-v2",
            f"    [*] --> {next(iter(table.moves)).name}",
            *(f"    {state.name} --> {to.name}{_arrow(actors)}" for state, to, actors in steps),
            *(f"    {state.name} --> [*]" for state in ends),
            "```",
            "",
            "| from | | to | | who |",
            "|---|---|---|---|---|",
            *(
                f"| `{state.name}` | {state.label} | `{to.name}` | {to.label} "
                f"| {' یا '.join(actor.label for actor in actors) or 'سامانه'} |"
                for state, to, actors in steps
            ),
        ]
    )


def _in_order(following: Any) -> list[Any]:
    """The next states; a set in the order of its class, so that the page is the same at every run."""
    return (
        list(following) if isinstance(following, Mapping) else sorted(following, key=lambda state: state.name)
    )


def _arrow(actors: tuple[Any, ...]) -> str:
    return f": {' or '.join(actor.name.lower() for actor in actors)}" if actors else ""


def _actors(actors: Any) -> tuple[Any, ...]:
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

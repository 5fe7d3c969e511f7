"""Checks the audit trail."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import audit


class Command(BaseCommand):
    """Ends with status 1 and one line per finding when the trail was tampered with."""

    help = "Check the audit trail: every changed, missing, added or moved row is named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--heads", type=Path, help="a file written by export_audit_heads")

    def handle(self, *args: Any, heads: Path | None, **options: Any) -> None:
        problems = audit.verify(_read(heads) if heads else None)
        for problem in problems:
            self.stderr.write(str(problem))
        if problems:
            raise CommandError(f"The audit trail is broken: {len(problems)} finding(s).")
        self.stdout.write("The audit trail is whole.")


def _read(path: Path) -> list[audit.Head]:
    try:
        return [audit.Head(**head) for head in json.loads(path.read_text())["heads"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} is not an export of audit heads.") from error

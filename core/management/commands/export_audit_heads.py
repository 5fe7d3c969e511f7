"""Writes down the heads of the audit chains, once a day, to a place the database's owner cannot reach."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core import audit


class Command(BaseCommand):
    """Prints JSON, or writes it to a file. `verify_audit --heads` reads it."""

    help = "Export the heads of the audit chains as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="the file to write; standard output without it")

    def handle(self, *args: Any, to: Path | None, **options: Any) -> None:
        export = {"at": timezone.now().isoformat(), "heads": [asdict(head) for head in audit.heads()]}
        text = json.dumps(export, indent=1)
        if to is None:
            self.stdout.write(text)
        else:
            to.write_text(f"{text}\n")
            self.stdout.write(f"{len(export['heads'])} heads written to {to}")

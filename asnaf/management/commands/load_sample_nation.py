"""Fills the database with the sample nation."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from asnaf.sample.load import is_empty, is_loaded, load_nation
from asnaf.sample.nation import Size


class Command(BaseCommand):
    help = "Load the made-up nation: places, trades, unions, fees, people and staff accounts. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=[size.value for size in Size], default=Size.SMALL.value)
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when the nation is there already"
        )
        parser.add_argument("--empty-desks", action="store_true", help="load no cases in progress")
        parser.add_argument(
            "--force-empty-database",
            action="store_true",
            help="rehearsals only: load where DEBUG is off, into an empty database, without the staff accounts",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        demonstration = settings.DEMO or settings.DEBUG
        if not demonstration:
            _check_rehearsal(forced=options["force_empty_database"])
        if options["if_empty"] and is_loaded():
            return
        begun = time.monotonic()
        busy = demonstration and not options["empty_desks"]
        stages = load_nation(Size(options["size"]), with_staff=demonstration, with_cases=busy)
        for name, loaded in stages:
            self.stdout.write(f"  {loaded:>6} {name}")
        self.stdout.write(f"Sample nation ready after {time.monotonic() - begun:.1f} s.")


def _check_rehearsal(*, forced: bool) -> None:
    if not forced:
        raise CommandError(
            "This is not a demonstration (DEBUG and DEMO are off): made-up people have no place here."
        )
    if not is_empty():
        raise CommandError("The database is not empty: the sample nation is never mixed with real records.")

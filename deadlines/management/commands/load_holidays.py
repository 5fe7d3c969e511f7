"""Fill or refresh the table of official holidays."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deadlines.services import holidays
from deadlines.services.month import FIRST_YEAR, LAST_YEAR


class Command(BaseCommand):
    """`manage.py load_holidays --from 1390 --to 1420`; safe to repeat, rows a person touched stay."""

    help = "Load the official holidays of Iran for some Jalali years."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=int, default=FIRST_YEAR)
        parser.add_argument("--to", dest="last", type=int, default=LAST_YEAR)

    def handle(self, *args: Any, **options: Any) -> None:
        first, last = options["first"], options["last"]
        if not 1359 <= first <= last <= 1450:
            raise CommandError("Give Jalali years between 1359 and 1450, the first not after the last.")
        report = holidays.load_holidays(first, last)
        self.stdout.write(f"{report.added} added, {report.updated} updated, {report.removed} removed")

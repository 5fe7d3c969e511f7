"""Brings a CSV file of categories in from the command line, by the same service as the page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from core.refusals import RuleBroken
from organizations.categories import importing
from organizations.categories.states import ImportMode

MODES = {"all": ImportMode.ALL_OR_NOTHING, "good": ImportMode.GOOD_ROWS}


class Command(BaseCommand):
    help = "Check a CSV file of categories, name its refused rows, and bring it in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV in UTF-8, headings in the first line")
        parser.add_argument("--user", required=True, help="the secretariat's account that answers for it")
        parser.add_argument(
            "--mode", choices=MODES, default="all", help="all or nothing (default), or good rows"
        )
        parser.add_argument("--check", action="store_true", help="only check and report; nothing comes in")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"], is_staff=True, is_active=True).first()
        if user is None:
            raise CommandError(f"No active staff account {options['user']}.")
        path: Path = options["file"]
        try:
            upload = importing.check_file(file_name=path.name, content=path.read_bytes(), by=user)
            for refused in upload.refused:
                self.stdout.write(f"{path.name}:{refused['line']}: {refused['reason']}")
            if options["check"]:
                upload = importing.discard_import(upload, by=user)
            else:
                upload = importing.run_import(upload, MODES[options["mode"]], by=user)
        except (OSError, RuleBroken) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{upload.created_count} new, {upload.changed_count} changed, {upload.same_count} as they were, "
            f"{len(upload.refused)} refused."
        )

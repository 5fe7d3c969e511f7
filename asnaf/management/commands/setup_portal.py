"""Brings what every portal needs into an empty database, and says what the first union still lacks."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from asnaf.readiness import Step, groups_for
from asnaf.sample.load import holds_sample
from core.commands import telling_refusals
from core.jalali import parse_jalali
from organizations.bodies import reference_data
from organizations.members import staff_accounts
from organizations.tariffs import national_fees
from organizations.tariffs.national_fees import Account, HighBoardDecision
from organizations.tariffs.states import FeeKind

#: What a line of the whole country cannot be entered without.
NEEDED_OPTIONS = {
    FeeKind.NATIONAL_SHARE: "--decision, --decided-on, --national-share and --iran-chamber-account",
    FeeKind.CHAMBER_SHARE: "--decision, --decided-on and --chamber-share",
    FeeKind.E_SERVICES: "--decision, --decided-on and --secretariat-account",
}


class Command(BaseCommand):
    """Safe to repeat: only what is missing is added, rows somebody touched stay."""

    help = (
        "Bring provinces, counties, categories, the national bodies, the charges of the whole country and the first "
        "account of the secretariat into an empty database; --check only lists what is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="list what is missing; write nothing")
        parser.add_argument(
            "--account", metavar="NAME", help="open an account of the secretariat with this name"
        )
        parser.add_argument("--decision", metavar="NUMBER", help="the high board's decision on the shares")
        parser.add_argument("--decided-on", metavar="1403/05/17", help="its date, in the Jalali calendar")
        parser.add_argument("--national-share", metavar="RIALS", type=int, help="share of the Iran Chamber")
        parser.add_argument(
            "--chamber-share", metavar="RIALS", type=int, help="share of the county's chamber"
        )
        for option, whose in (
            ("--iran-chamber-account", "the Iran Chamber"),
            ("--secretariat-account", "the secretariat"),
        ):
            parser.add_argument(
                option,
                nargs="+",
                metavar=("BANK", "NUMBER"),
                help=f"account of {whose} that fees are paid into: bank, number and, where there is one, branch",
            )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            if holds_sample():
                raise CommandError(
                    "This database holds the sample nation: made-up people never become real ones. "
                    "Set the portal up in an empty database; --check works here too."
                )
            with telling_refusals():
                self._load(options)
        for line in _report():
            self.stdout.write(line)

    def _load(self, options: dict[str, Any]) -> None:
        decision = _decision(options)
        for name, load in (
            ("provinces", reference_data.load_provinces),
            ("counties", reference_data.load_counties),
            ("categories", reference_data.load_categories),
            ("national bodies", reference_data.found_national_bodies),
        ):
            loaded = load()
            self.stdout.write(f"  {loaded.added:>6} {name}")
            for row in loaded.clashing:
                self.stdout.write(f"         left out, another row has its name or code: {row}")
        self._enter_fees(decision)
        if options["account"]:
            self._open_account(options["account"])

    def _enter_fees(self, decision: HighBoardDecision | None) -> None:
        entered = national_fees.enter_national_fees(decision) if decision else []
        self.stdout.write(f"  {len(entered):>6} charges of the whole country")
        for kind in national_fees.national_kinds_missing():
            self.stdout.write(f"         left out: {kind.name}, which needs {NEEDED_OPTIONS[kind]}")

    def _open_account(self, username: str) -> None:
        if User.objects.filter(username=username).exists():
            self.stdout.write(f"The account {username} is there already; nothing was changed in it.")
            return
        opened = staff_accounts.open_secretariat_account(username)
        self.stdout.write(
            f"\nAccount of the secretariat, shown this once:\n  user name  {opened.user.username}\n"
            f"  password   {opened.password}\nIt opens the account for three days and is changed at the first sign-in."
        )


def _decision(options: dict[str, Any]) -> HighBoardDecision | None:
    number, day = options["decision"], options["decided_on"]
    told = [
        name
        for name in ("national_share", "chamber_share", "iran_chamber_account", "secretariat_account")
        if options[name] is not None
    ]
    if not (number and day):
        if number or day or told:
            raise CommandError(
                "Charges of the whole country rest on a decision: say --decision and --decided-on."
            )
        return None
    return HighBoardDecision(
        number=number,
        approved_on=_date(day),
        national_share=options["national_share"],
        chamber_share=options["chamber_share"],
        national_chamber_account=_account(options["iran_chamber_account"]),
        secretariat_account=_account(options["secretariat_account"]),
    )


def _date(text: str) -> date:
    try:
        return parse_jalali(text)
    except ValidationError as error:
        raise CommandError(f"{text} is no Jalali date such as 1403/05/17.") from error


def _account(words: list[str] | None) -> Account | None:
    if words is None:
        return None
    if not 2 <= len(words) <= 3:
        raise CommandError("An account is told as bank, number and, where there is one, branch.")
    return Account(*words)


def _report() -> Iterator[str]:
    missing = 0
    for group in groups_for(None):
        yield f"\n{group.title}"
        for step in group.steps:
            yield from _line(step)
        missing += len(group.missing)
    yield f"\n{missing} needed steps are missing." if missing else "\nThe first union can work."


def _line(step: Step) -> Iterator[str]:
    mark = "x" if step.done else " " if step.is_needed else "-"
    yield f"  [{mark}] {step.title}: {step.detail}"
    if not step.done:
        yield f"      نوبت: {step.turn}" + (f"  {step.command}" if step.command else "")

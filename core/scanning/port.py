"""What the portal asks a virus scanner, and the shape of its answer (security bar 3)."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class ScannerAway(Exception):
    """No verdict: the scanner is away, too slow, or refuses the file. The file stays held and is tried again."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner says of a file; `found` is its name for the infection, empty for a clean file."""

    found: str = ""

    @property
    def is_infected(self) -> bool:
        """Something was found."""
        return bool(self.found)


class Scanner(Protocol):
    """A back end. With `holds` false there is no scanner, and no file waits for one."""

    holds: bool

    def scan(self, content: bytes) -> Verdict:
        """Look through a file. Not inside a transaction.

        Raises:
            ScannerAway: there is no verdict.
        """


def get_scanner() -> Scanner:
    """The back end that the setting SCANNER_BACKEND names by its dotted path."""
    scanner: Scanner = import_string(settings.SCANNER_BACKEND)()
    return scanner

"""What a page draws of a deadline: a ledger a person can read, with the facts beside every sentence."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from deadlines.engine import TimeLeft


class EntryKind(StrEnum):
    """What a line is about; a page may mark lines by it."""

    STARTED = "STARTED"
    DAY_OFF = "DAY_OFF"
    STOPPED = "STOPPED"
    CLAMPED = "CLAMPED"
    ROLLED = "ROLLED"
    UNKNOWN_TABLE = "UNKNOWN_TABLE"
    MOVED = "MOVED"
    DUE = "DUE"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the sentence, and the same as fields. `on` is the day it is about, `until` the last of several."""

    kind: EntryKind
    sentence: str
    on: date
    until: date | None = None
    at: datetime | None = None
    owner: str = ""
    legal_basis: str = ""
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it was in one stretch. Turns do not overlap and their lengths add up to the age of the deadline."""

    owner: str
    owner_name: str
    reason: str
    legal_basis: str
    starts: datetime
    ends: datetime
    runs: bool
    sentence: str

    @property
    def length(self) -> timedelta:
        """How long this turn has lasted."""
        return self.ends - self.starts


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the age of a deadline was somebody's turn."""

    owner: str
    owner_name: str
    length: timedelta
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole ledger of one deadline."""

    key: str
    title: str
    legal_basis: str
    consequence: str
    state: str
    state_label: str
    owner: str
    owner_name: str
    turn: str
    turn_name: str
    started_at: datetime
    due_at: datetime | None
    due_sentence: str
    left: TimeLeft
    left_sentence: str
    is_live: bool
    is_estimated: bool
    is_subject_to_law: bool
    entries: tuple[Entry, ...]
    turns: tuple[Turn, ...]
    shares: tuple[Share, ...]

    @property
    def age(self) -> timedelta:
        """From the start to now, or to the end: the sum of all turns."""
        return sum((turn.length for turn in self.turns), timedelta())

"""How far back and how long days off may reach, as numbers of `organizations.LegalValue` the secretariat keeps."""

from datetime import date

from organizations.services import legal_value

#: How far back an outage may begin when it is announced: a late notice must not revive what was decided (R223).
OUTAGE_BACKDATING = "outage_backdating"


def days_of(key: str, on: date | None = None) -> int:
    """A limit in days, as it holds on a day (today when omitted). Raises RuleBroken "no_legal_value" without a row."""
    return legal_value(key, on)

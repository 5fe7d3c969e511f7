"""Whose turn it is while a bill is paid (R68, R134)."""

from deadlines.states import Owner
from licensing.cases import turn_texts
from licensing.cases.clock import Turn
from licensing.cases.models import LicenceRequest


def of_slips(case: LicenceRequest) -> Turn:
    """The union's once every line has the number of its slip; until then the applicant's."""
    if slips_sent(case):
        return Turn(Owner.UNION, turn_texts.SLIPS_SENT)
    return Turn(Owner.APPLICANT, turn_texts.SLIPS)


def slips_sent(case: LicenceRequest) -> bool:
    """Whether every line of the bill has the number of its slip."""
    return all(line.slip_number for line in case.invoice.lines.all())

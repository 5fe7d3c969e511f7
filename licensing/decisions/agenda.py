"""A file on an open agenda is decided there and nowhere else (R73)."""

from licensing.cases.models import LicenceRequest
from licensing.decisions import rules


def check_decided_here(case: LicenceRequest, deciding: rules.AgendaPlace | None) -> None:
    """See `licensing.decisions.rules.check_decided_here`; the request must be locked.

    Raises:
        RuleBroken: "on_agenda".
    """
    on_agenda = case.agenda_items.open().select_related("session").first()
    rules.check_decided_here(on_agenda, deciding)

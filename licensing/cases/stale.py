"""What happened to a case after the page of a form was drawn."""

from collections.abc import Iterable
from typing import Any

from licensing.cases.models import CaseEvent, LicenceRequest

#: The newest events that are named; a case that changed more often is read in its history.
MOST_EVENTS = 5


def changed_since(case: LicenceRequest, events: Iterable[CaseEvent], seen_version: int) -> dict[str, Any]:
    """What happened after the page was drawn, newest first, and who holds the case now; each version has one event.

    Args:
        case: the case as it is now.
        events: its history, oldest first.
        seen_version: the version of the page.
    """
    newest = list(events)[-max(1, min(case.version - seen_version, MOST_EVENTS)) :]
    return {
        "status": case.get_status_display(),
        "holder": str(case.held_by) if case.held_by else "",
        "events": newest[::-1],
    }

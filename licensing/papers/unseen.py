"""Papers the union has not looked at in time are named to its board and the chamber's inspectors (R69)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core.jalali import format_date
from core.references import group_tracking_code
from core.sweeps import run_each_logging_errors
from core.text import to_persian_digits
from deadlines.services import clock, terms, working_days
from deadlines.states import Key
from licensing.cases.recipients import people_to_tell
from licensing.papers import texts
from licensing.papers.models import RequestDocument
from licensing.papers.states import UNION_LOOKS, DocumentState
from messaging import services as messaging
from organizations.bodies.models import Union

AT_ONCE = 500


def name_unseen_papers() -> int:
    """Tell of every paper that lies longer than the term `PAPER_LOOK`, each once; returns for how many unions."""
    now = timezone.now()
    # a working day is a day at least: what is younger than the term's own number of days cannot be late
    long_ago = now - timedelta(days=clock.term_in_force(Key.PAPER_LOOK).amount)
    rows = (
        RequestDocument.objects.current()
        .filter(state=DocumentState.SENT, named_at=None, sent_at__lt=long_ago, case__status__in=UNION_LOOKS)
        .select_related("type", "case__union", "case__county")
        .order_by("sent_at", "pk")[:AT_ONCE]
    )
    late: dict[Union, list[RequestDocument]] = defaultdict(list)
    for row in rows:
        if not row.awaits_scan and _end(row) < now:
            late[row.case.union].append(row)
    return run_each_logging_errors(lambda found: _name(*found), late.items())


def _end(row: RequestDocument) -> datetime:
    """When the union's time to look at this paper ends: from its sending, or from the request if that came later."""
    reached_at = max(row.sent_at, row.case.submitted_at or row.sent_at)
    return working_days.end_of_term(Key.PAPER_LOOK, at=reached_at, county=row.case.county)


@transaction.atomic
def _name(union: Union, found: Sequence[RequestDocument]) -> bool:
    """Mark and tell the papers of one union that nobody named or looked at meanwhile."""
    still = RequestDocument.objects.select_for_update(of=("self",)).filter(
        pk__in=[row.pk for row in found], state=DocumentState.SENT, is_current=True, named_at=None
    )
    pks = set(still.order_by("pk").values_list("pk", flat=True))
    if not pks:
        return False
    RequestDocument.objects.filter(pk__in=pks).update(named_at=timezone.now())
    body = texts.BODY_UNSEEN.format(
        union=union.name,
        term=terms.term_in_words(Key.PAPER_LOOK),
        lines="\n".join(_line(row) for row in found if row.pk in pks),
    )
    for person in people_to_tell(union):
        messaging.notify(person, kind="M19", subject=texts.SUBJECT_UNSEEN, body=body)
    return True


def _line(row: RequestDocument) -> str:
    return texts.UNSEEN_LINE.format(
        number=to_persian_digits(str(row.case.receipt_number)),
        code=to_persian_digits(group_tracking_code(row.case.tracking_code or "")),
        title=row.type.title,
        day=format_date(row.sent_at),
    )

"""Messages of the union to the applicant that are no decision: official, and under a minute unless the board itself
writes (R73)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.refusals import RuleBroken
from core.text import normalise
from licensing import rules, texts
from licensing.models import LicenceRequest, UnionNote
from licensing.rules import Actor
from licensing.services.minutes import minute_for
from licensing.services.moves import lock
from messaging import services as messaging

#: The same words of the same person within this time are a button pressed twice.
TWICE = timedelta(minutes=10)


@transaction.atomic
def post_note(
    request: LicenceRequest,
    *,
    text: str,
    by: User,
    minute_number: str = "",
    minute_date: date | None = None,
    seen_version: int | None = None,
) -> UnionNote:
    """Write to the applicant; it changes no state and stops no clock. The same form sent twice is one message.

    Args:
        minute_number, minute_date: the minute that holds the message; operators post only what a minute holds.
        seen_version: the version of the file its writer had before them.

    Raises:
        RuleBroken: "stale", "no_text", "no_minute", "not_your_turn", "closed_step", "own_file", or the minute
            is not plausible.
    """
    case = lock(request, seen_version=seen_version)
    rules.check_works_on(case, by)
    rules.check_impartial(case, by)
    clean = normalise(text, multiline=True)
    if not clean:
        raise RuleBroken("متن پیام را بنویسید.", code="no_text")
    minute = None
    if minute_number and minute_date:
        minute = minute_for(case, number=minute_number, held_on=minute_date, by=by)
    elif Actor.UNION_BOARD not in case.actors_of(by):
        raise RuleBroken(texts.NOTE_NEEDS_MINUTE, code="no_minute")
    just_now = UnionNote.objects.filter(request=case, posted_at__gt=timezone.now() - TWICE)
    again: UnionNote | None = just_now.filter(text=clean, minute=minute, posted_by=by).first()
    if again is not None:
        return again
    note: UnionNote = UnionNote.objects.create(request=case, text=clean, minute=minute, posted_by=by)
    audit.record(case, "note posted", by=by, after={"note": note.pk})
    basis = f"\n\n{minute}" if minute else ""
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="UNION",
        subject=texts.SUBJECT_NOTE,
        body=texts.BODY_NOTE.format(union=case.union.name, category=case.category.name, text=clean) + basis,
        sms_text=texts.SMS_NOTE,
    )
    return note


def notes_of(case: LicenceRequest) -> list[UnionNote]:
    """The union's messages about a request, newest first, for its applicant: being read is kept, the first time."""
    now = timezone.now()
    found = list(case.notes.select_related("minute"))
    if any(note.seen_at is None for note in found):
        case.notes.filter(seen_at=None, posted_at__lte=now).update(seen_at=now)
    return found

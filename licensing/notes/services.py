"""Messages of the union to the applicant that are no decision: official, so each stands in a minute (R73)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.refusals import RuleBroken
from core.text import normalise
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock
from licensing.notes import texts
from licensing.notes.models import UnionNote
from messaging import services as messaging
from organizations.members.models import BoardMinute

#: The same words of the same person within this time are a button pressed twice.
TWICE = timedelta(minutes=10)


@transaction.atomic
def post_note(
    case: LicenceRequest,
    *,
    text: str,
    minute: BoardMinute,
    by: User,
    seen_version: int | None = None,
) -> UnionNote:
    """Write to the applicant; it changes no state and stops no clock. The same form sent twice is one message.

    Args:
        minute: the minute of the board that holds the message.
        seen_version: the version of the file its writer had before them.

    Raises:
        RuleBroken: "stale", "no_text", "not_your_turn", "closed_step", "own_file", "other_unions_minute",
            "minute_too_early".
    """
    case = lock(case, seen_version=seen_version)
    cases_rules.check_works_impartially(case, by)
    clean = normalise(text, multiline=True)
    if not clean:
        raise RuleBroken(texts.NO_TEXT, code="no_text")
    cases_rules.check_minute(case, minute)
    just_now = UnionNote.objects.filter(case=case, posted_at__gt=timezone.now() - TWICE)
    again: UnionNote | None = just_now.filter(text=clean, minute=minute, posted_by=by).first()
    if again is not None:
        return again
    note: UnionNote = UnionNote.objects.create(case=case, text=clean, minute=minute, posted_by=by)
    audit.record(case, "note posted", by=by, after={"note": note.pk})
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="UNION",
        subject=texts.SUBJECT_NOTE,
        body=texts.BODY_NOTE.format(union=case.union.name, category=case.category.name, text=clean)
        + f"\n\n{minute}",
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

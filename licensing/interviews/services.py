"""The interview: inviting, another date, and what came of it (R77, S001 C-11, M15)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.ics import Event, ics_of
from core.jalali import TEHRAN, format_datetime, weekday_name
from core.refusals import NotYourTurn, RuleBroken
from core.text import to_persian_digits
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import add_to_history, lock, move
from licensing.cases.states import Actor, Status
from licensing.interviews import rules, texts
from licensing.interviews.models import Interview
from licensing.interviews.states import InterviewResult
from messaging import services as messaging

#: How long an interview is taken to last in a calendar; nobody is held to it.
LASTS = timedelta(hours=1)

#: Characters of a place, or of paper titles, that still fit into an SMS of reasonable length.
ROOM_IN_SMS = 100


@transaction.atomic
def invite(
    case: LicenceRequest,
    *,
    at: datetime,
    place: str,
    originals: Sequence[str] = (),
    by: User,
    seen_version: int | None = None,
) -> Interview:
    """The board invites to an interview, or to another time than the one before; M15 tells time, place, originals.

    The union's term to issue (R69) runs on: the law stops it for nobody's interview.

    Args:
        at: the moment, aware.
        originals: titles of the papers whose originals are to be brought.

    Raises:
        RuleBroken: "in_the_past", "no_place", "own_file", "stale", "not_your_turn", or as the table of moves.
    """
    case = lock(case, seen_version=seen_version)
    cases_rules.check_impartial(case, by)
    rules.check_may_invite(case, by)
    rules.check_interview_ahead(at, timezone.now())
    if not place.strip():
        raise RuleBroken(texts.NO_PLACE, code="no_place")
    before = ahead(case)
    if before is not None:
        _close(before, InterviewResult.MOVED, by=by)
    interview = Interview.objects.create(
        case=case, at=at, place=place.strip(), originals="\n".join(originals), made_by=by
    )
    words = {"when": in_words(at), "place": to_persian_digits(interview.place)}
    history = (texts.INTERVIEW_MOVED if before else texts.INVITED).format(**words)
    if case.status == Status.INTERVIEW:
        add_to_history(case, by=by, text=history)
    else:
        move(case, Status.INTERVIEW, by=by, text=history)
    audit.record(interview, "invited", by=by, after={"at": at.isoformat(), "case": case.pk})
    _tell(case, interview, moved=before is not None)
    return interview


@transaction.atomic
def record_interview(
    case: LicenceRequest, *, result: str, note: str = "", by: User, seen_version: int | None = None
) -> Interview:
    """The union writes down what came of the interview; the file itself stays where it is until the next step.

    Args:
        result: one of `rules.RESULTS`.

    Raises:
        RuleBroken: "no_interview", "wrong_result", "interview_not_yet", "not_your_turn", "own_file", "stale".
    """
    case = lock(case, seen_version=seen_version)
    cases_rules.check_impartial(case, by)
    if Actor.UNION_OPERATOR not in case.actors_of(by):
        raise NotYourTurn
    interview = rules.check_result(case, ahead(case), result, timezone.now())
    _close(interview, InterviewResult(result), note=note, by=by)
    add_to_history(case, by=by, text=texts.INTERVIEW_RESULT.format(result=interview.get_result_display()))
    audit.record(interview, "result recorded", by=by, after={"result": str(result)}, note=note)
    if result == InterviewResult.CANCELLED:
        words = {"when": in_words(interview.at), "category": case.category.name}
        messaging.notify(
            case.applicant,
            link=case.get_absolute_url(),
            kind="M15",
            subject=texts.SUBJECT_INTERVIEW_CANCELLED,
            body=texts.BODY_INTERVIEW_CANCELLED.format(**words),
            sms_text=texts.SMS_INTERVIEW_CANCELLED.format(**words),
        )
    return interview


def check_settled(case: LicenceRequest) -> None:
    """No file leaves the interview before its result is written down; the request is locked.

    Raises:
        RuleBroken: "interview_open".
    """
    interview = ahead(case) if case.status == Status.INTERVIEW else None
    if interview is not None:
        raise RuleBroken(texts.INTERVIEW_OPEN.format(when=in_words(interview.at)), code="interview_open")


def ahead(case: LicenceRequest) -> Interview | None:
    return Interview.objects.ahead().filter(case=case).first()


def in_words(at: datetime) -> str:
    """«سه‌شنبه ۳ آذر ۱۴۰۵، ساعت ۱۰:۳۰» in Tehran."""
    return f"{weekday_name(at.astimezone(TEHRAN))} {format_datetime(at)}"


def calendar_file(case: LicenceRequest, interview: Interview) -> bytes:
    """The appointment for the applicant's calendar; a later file of the same request replaces it there."""
    return ics_of(
        Event(
            uid=f"interview-{case.pk}@{urlsplit(settings.SITE_URL).hostname}",
            sequence=case.interviews.filter(pk__lt=interview.pk).count(),
            stamped_at=interview.made_at,
            starts_at=interview.at,
            lasts=LASTS,
            summary=texts.CALENDAR_SUMMARY.format(category=case.category.name),
            location=interview.place,
            description=_originals(interview, texts.CALENDAR_ORIGINALS),
        )
    )


def _close(interview: Interview, result: InterviewResult, *, by: User, note: str = "") -> None:
    interview.result, interview.note = result, note
    interview.result_at, interview.result_by = timezone.now(), by
    interview.save(update_fields=["result", "note", "result_at", "result_by"])


def _originals(interview: Interview, sentence: str) -> str:
    names = "، ".join(interview.originals_list)
    return sentence.format(originals=names) if names else ""


def _place_by_sms(interview: Interview) -> str:
    """The place while an SMS has room for it, else where it is told."""
    return to_persian_digits(interview.place) if len(interview.place) <= ROOM_IN_SMS else texts.SMS_LONG_PLACE


def _originals_by_sms(interview: Interview) -> str:
    """The originals by name while an SMS has room for them, else how many and where the list is."""
    if len(interview.originals) <= ROOM_IN_SMS:
        return _originals(interview, texts.SMS_ORIGINALS)
    return texts.SMS_MANY_ORIGINALS.format(count=to_persian_digits(str(len(interview.originals_list))))


def _tell(case: LicenceRequest, interview: Interview, *, moved: bool) -> None:
    """M15: date, time, place, originals."""
    words = {
        "category": case.category.name,
        "union": case.union.name,
        "when": in_words(interview.at),
        "place": to_persian_digits(interview.place),
    }
    body = texts.BODY_INTERVIEW_MOVED if moved else texts.BODY_INTERVIEW
    sms = texts.SMS_INTERVIEW_MOVED if moved else texts.SMS_INTERVIEW
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M15",
        subject=texts.SUBJECT_INTERVIEW_MOVED if moved else texts.SUBJECT_INTERVIEW,
        body=body.format(**words) + _originals(interview, texts.BODY_ORIGINALS),
        sms_text=sms.format(**words | {"place": _place_by_sms(interview)}) + _originals_by_sms(interview),
    )

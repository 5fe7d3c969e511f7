"""The statutory clock of a request. Its due moment is kept on the row too, since lists are ordered by it."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.jalali import TEHRAN, format_date
from core.sweeps import each
from deadlines import services as deadlines
from deadlines.models import Deadline, DeadlineMove
from deadlines.rules import Key, Owner, State
from licensing import texts
from licensing.models import LicenceRequest, MovedTerm
from messaging import services as messaging

#: News of the calendar is told by day: nothing about it is worth waking anybody.
NEWS_FROM, NEWS_UNTIL = time(8), time(21)
TOLD_AT_ONCE = 500


def start(case: LicenceRequest, key: Key, *, by: User | None, at: datetime | None = None) -> None:
    """Start a term on the locked request; the caller's move saves the due moment.

    Args:
        at: the moment of receipt, when it lies in the past (R224); now when omitted.
    """
    case.due_at = deadlines.start(key, subject=case, county=case.county, by=by, at=at).due_at


def due_in_words(case: LicenceRequest) -> str:
    """The last day of the present term; in an outage the clock stands and has no day yet."""
    return format_date(case.due_at) if case.due_at else texts.AFTER_OUTAGE


def stop(case: LicenceRequest, key: Key, *, outcome: State) -> None:
    """End a term on the locked request.

    Raises:
        RuleBroken: "deadline_passed" when it comes too late, "deadline_not_over" when too early,
            "deadline_closed" when somebody was first.
    """
    running = deadlines.live(case, key)
    if running is not None:
        deadlines.close(running, outcome=outcome)
    case.due_at = None


def wait_for_applicant(case: LicenceRequest, key: Key, *, by: User, reason: str, legal_basis: str) -> None:
    """Let a term of the union stand while the applicant must act first."""
    running = deadlines.live(case, key)
    if running is not None:
        paused = deadlines.pause(
            running, owner=Owner.APPLICANT, reason=reason, legal_basis=legal_basis, by=by
        )
        case.due_at = paused.due_at


def hand_to_union(case: LicenceRequest, key: Key, *, by: User, reason: str) -> None:
    """It is the union's turn while a term of the applicant goes on running."""
    running = deadlines.live(case, key)
    if running is not None:
        deadlines.hand_over(running, Owner.UNION, reason, by=by)


def go_on(case: LicenceRequest, key: Key, *, by: User) -> None:
    """Let a term that stood run again."""
    paused = deadlines.live(case, key)
    if paused is not None:
        case.due_at = deadlines.resume(paused, by=by).due_at


@transaction.atomic
def follow(moves: list[DeadlineMove]) -> None:
    """The calendar moved these terms of requests: bring the rows in step and note what applicants have to hear.

    Called after the move has committed, a short transaction for each case: a decision locks the request before
    its deadline, so nobody may hold the deadline while waiting for the request.
    """
    each(_follow_one, moves)


@transaction.atomic
def _follow_one(change: DeadlineMove) -> bool:
    """Whether the term still runs, so that its end is worth telling."""
    case = LicenceRequest.objects.select_for_update().get(pk=change.deadline.subject_id)
    running = deadlines.live(case, Key(change.deadline.key))
    if running is None:
        return False
    case.due_at = running.due_at
    case.save(update_fields=["due_at"])
    news, is_new = MovedTerm.objects.get_or_create(
        request=case, key=running.key, defaults={"from_due": change.from_due, "because": change.because}
    )
    if not is_new and change.because not in news.because:
        news.because = texts.BOTH_CAUSES.format(first=news.because, second=change.because)
        news.save(update_fields=["because"])
    return True


def tell_moved(now: datetime | None = None) -> int:
    """Tell applicants of the ends that moved, each term once however often it moved, and by day only.

    Returns how many were told. Nobody is told of an end that has come back to where it was.
    """
    clock = (now or timezone.now()).astimezone(TEHRAN).time()
    if not NEWS_FROM <= clock < NEWS_UNTIL:
        return 0
    return each(_tell_one, MovedTerm.objects.order_by("pk").values_list("pk", "request_id")[:TOLD_AT_ONCE])


@transaction.atomic
def _tell_one(row: tuple[int, int]) -> bool:
    pk, request_id = row
    case = LicenceRequest.objects.select_for_update().get(pk=request_id)
    news = MovedTerm.objects.select_for_update().filter(pk=pk).first()
    if news is None:
        return False
    running = deadlines.live(case, Key(news.key))
    news.delete()
    if running is None or running.due_at == news.from_due:
        return False
    _tell_moved(case, news, running.due_at)
    return True


def _tell_moved(case: LicenceRequest, news: MovedTerm, due_at: datetime | None) -> None:
    """A message for each moved term; an SMS only when the applicant may have less time than they counted on."""
    before = format_date(news.from_due) if news.from_due else texts.NO_DAY_YET
    after = format_date(due_at) if due_at else texts.AFTER_OUTAGE
    is_earlier = bool(news.from_due and due_at and due_at < news.from_due)
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind=texts.KIND_MOVED,
        subject=texts.SUBJECT_MOVED,
        body=texts.BODY_MOVED.format(
            term=news.get_key_display(),
            category=case.category.name,
            before=before,
            after=after,
            because=news.because,
        ),
        sms_text=texts.SMS_MOVED.format(after=after) if is_earlier else "",
    )


def stop_all(case: LicenceRequest) -> None:
    """Void whatever still runs, because the file is closed."""
    for running in Deadline.objects.of(case).live():
        deadlines.close(running, outcome=State.CANCELLED)
    case.due_at = None

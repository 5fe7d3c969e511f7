"""The postal code of the premises, confirmed by the post register (R103, S001 C-8).

Only an answer that agrees counts as one: silence and "I cannot tell" are asked again, and after 72 hours the union
asks by letter, as it may at any time. What disagrees is the union's to judge.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import audit
from core.sweeps import run_each_logging_errors
from deadlines.states import State
from licensing.inquiries.models import Inquiry
from licensing.inquiries.postal_models import PostalCheck
from licensing.inquiries.rules import ASK_THE_POST_FOR
from licensing.inquiries.services import lock_inquiry, move_inquiry, stop_clock, tell_answer
from licensing.inquiries.states import OPEN, InquiryChannel, InquiryState, PostalState
from registries import services as registries
from registries.ports import PostalFacts, RegisterUnavailable, Unknown

CLAIM = timedelta(seconds=60)
LONGEST_PAUSE = timedelta(hours=1)
AT_ONCE = 100


def ask_post(check_id: int) -> bool:
    """Ask the register about one request; of several workers only one asks. Not inside a transaction.

    Returns:
        Whether the register gave an answer that was written down.
    """
    now = timezone.now()
    due = PostalCheck.objects.filter(pk=check_id, state=PostalState.WAITING, next_try_at__lte=now)
    if not due.update(next_try_at=now + CLAIM, tries=F("tries") + 1):
        return False
    check = PostalCheck.objects.select_related("inquiry__case").get(pk=check_id)
    try:
        place = registries.post().postal_code(check.inquiry.case.postal_code)
    except RegisterUnavailable:
        place = Unknown.UNKNOWN
    if isinstance(place, Unknown) or (place is not None and not (place.county_code and place.address)):
        _try_later(check, now)
        return False
    return _write_down(check, place)


def sweep_checks() -> int:
    """Ask what a lost message, a stopped worker or a silent register left unasked; returns how many were answered."""
    waiting = PostalCheck.objects.filter(state=PostalState.WAITING, next_try_at__lte=timezone.now())
    return run_each_logging_errors(
        ask_post, waiting.order_by("next_try_at").values_list("pk", flat=True)[:AT_ONCE]
    )


@transaction.atomic
def _try_later(check: PostalCheck, now: datetime) -> None:
    rows = PostalCheck.objects.filter(pk=check.pk, state=PostalState.WAITING)
    if now - check.began_at < ASK_THE_POST_FOR:
        pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** min(check.tries, 6)))
        rows.update(next_try_at=now + pause)
    elif rows.update(state=PostalState.BY_HAND):
        audit.record(check.inquiry, "post register gave no answer")


@transaction.atomic
def _write_down(check: PostalCheck, place: PostalFacts | None) -> bool:
    inquiry = lock_inquiry(check.inquiry)
    row = PostalCheck.objects.select_for_update().get(pk=check.pk)
    if row.state != PostalState.WAITING:
        return False
    if inquiry.state not in OPEN:  # answered by letter, or void, while the register was asked
        row.state = PostalState.BY_HAND
        row.save(update_fields=["state"])
        return False
    row.answered_at = timezone.now()
    if place is not None:
        row.address, row.county_code = place.address[:300], place.county_code[:6]
    row.state = PostalState.CONFIRMED if _agrees(place, inquiry) else PostalState.DIFFERS
    row.save()
    audit.record(inquiry, "post register answered", after={"state": row.state, "county": row.county_code})
    if row.state == PostalState.CONFIRMED:
        _confirm(inquiry, row.answered_at)
    return True


def _agrees(place: PostalFacts | None, inquiry: Inquiry) -> bool:
    """The register knows this very code, in the county of the request."""
    if place is None:
        return False
    case = inquiry.case
    return place.postal_code == case.postal_code and place.county_code == case.county.code


def _confirm(inquiry: Inquiry, at: datetime) -> None:
    inquiry.channel, inquiry.answered_at = InquiryChannel.REGISTER, at
    move_inquiry(inquiry, InquiryState.POSITIVE, by=None)
    stop_clock(inquiry, State.MET)
    tell_answer(inquiry)

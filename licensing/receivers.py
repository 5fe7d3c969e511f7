"""News from lower apps, and from the request itself."""

from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import Person, User
from core.searched import follow_names
from deadlines.models import DeadlineMove
from licensing.billing import refunds
from licensing.cases import clock
from licensing.cases.models import LicenceRequest
from licensing.desk.holding import free_files_of
from licensing.inquiries.models import Inquiry


def follow_moved_deadlines(sender: Any, moves: list[DeadlineMove], **kwargs: Any) -> None:
    """Keep the due moment on the row in step when the calendar moves it, and tell the applicant."""
    ours = [move for move in moves if move.deadline.subject_type == LicenceRequest._meta.label_lower]
    transaction.on_commit(partial(clock.follow, ours), robust=True)


def book_refund(sender: Any, case: LicenceRequest, reason: str, by: User | None, **kwargs: Any) -> None:
    """What was paid goes back when a file ends without a licence, whichever step ends it (R138)."""
    refunds.book(case, reason=reason, by=by)


def follow_new_name(sender: Any, person: Person, **kwargs: Any) -> None:
    """Files and inquiries are found by the applicant's new name; after the commit, since whoever tells a name may hold
    one file of the person while somebody else holds another."""

    def follow() -> None:
        follow_names(LicenceRequest.objects.filter(applicant=person).select_related("applicant"))
        inquiries = Inquiry.objects.filter(case__applicant=person)
        follow_names(inquiries.select_related("case", "body"))

    transaction.on_commit(follow, robust=True)


def free_files_of_whoever_left(sender: Any, user: User, **kwargs: Any) -> None:
    """Whoever lost a role, or whose account was closed, holds no file of that union any more."""
    free_files_of(user)

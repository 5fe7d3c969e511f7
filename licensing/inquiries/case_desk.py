"""The inquiries of one file on the review desk, and the printing of their letters (annex 14)."""

from django.urls import reverse

from accounts.models import User
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor
from licensing.inquiries import reminders, services
from licensing.inquiries.models import LetterBatch
from licensing.inquiries.states import OPEN
from organizations.desk.cards import Card
from organizations.desk.steps import Step


def _print_letters(case: LicenceRequest, *, by: User) -> LetterBatch:
    waiting = case.inquiries.filter(state__in=OPEN).select_related("body", "case")
    return services.print_letters(waiting, by=by)


STEP = Step(
    name="letters",
    service=_print_letters,
    button="چاپ نامه‌های این پرونده",
    goes_to=lambda case, batch: reverse("admin:licensing_inquiry_letters", args=[batch.pk]),
    is_panel=False,
)


def cards(case: LicenceRequest, user: User) -> list[Card]:
    """The inquiries with the day of their last reminder, and whether this person may print letters."""
    found = list(
        case.inquiries.select_related("body", "postal_check").annotate(reminded_at=reminders.REMINDED_AT)
    )
    if not found:
        return []
    unanswered = sum(row.state in OPEN for row in found)
    known = {
        "inquiries": found,
        "unanswered": unanswered,
        "may_print": Actor.UNION_OPERATOR in case.actors_of(user)
        and bool(unanswered)
        and services.may_print(case, user),
        "case": case,
    }
    return [Card("admin/licensing/_inquiries.html", known, anchor="inquiries", tab="استعلام‌ها")]

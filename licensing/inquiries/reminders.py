"""Reminders to bodies that have not answered: on their own desk, or as a letter of the union."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import Person, User
from core import audit
from core.jalali import format_date
from core.queue import after_commit
from core.refusals import NotYourTurn, RuleBroken
from core.sweeps import run_each_logging_errors
from licensing.inquiries import texts
from licensing.inquiries.models import Inquiry, InquiryReminder, LetterBatch
from licensing.inquiries.services import check_may_print, lock_inquiry
from licensing.inquiries.states import InquiryActor, InquiryChannel, InquiryState
from messaging import services as messaging
from organizations.members.models import Membership
from organizations.roles.states import Role

AT_ONCE = 500

#: For `annotate` on inquiries: the moment of the newest reminder that went out.
REMINDED_AT = Subquery(
    InquiryReminder.objects.filter(inquiry=OuterRef("pk"), sent_at__isnull=False)
    .order_by("-sent_at")
    .values("sent_at")[:1]
)


def remind_bodies() -> int:
    """Send every reminder that is due; returns how many went out. A second run finds nothing to do."""
    due = InquiryReminder.objects.filter(sent_at=None, due_at__lte=timezone.now())
    return run_each_logging_errors(
        _remind, due.select_related("inquiry__case").order_by("due_at", "pk")[:AT_ONCE]
    )


@transaction.atomic
def _remind(reminder: InquiryReminder) -> bool:
    """One reminder, if it still makes sense: no answer, and time left to give one. Else the row goes."""
    inquiry = lock_inquiry(reminder.inquiry)
    row = InquiryReminder.objects.filter(pk=reminder.pk, sent_at=None).first()
    if row is None:
        return False
    now = timezone.now()
    if inquiry.state != InquiryState.DELIVERED or inquiry.due_at is None or inquiry.due_at <= now:
        row.delete()
        return False
    row.sent_at = now
    row.save(update_fields=["sent_at"])
    audit.record(inquiry, "reminded", after={"step": row.step})
    if inquiry.channel == InquiryChannel.ONLINE:
        _tell_office(inquiry)
    return True


def _tell_office(inquiry: Inquiry) -> None:
    """A message to everybody who answers for the office; the applicant's name stays on the desk."""
    held = Membership.objects.in_force().filter(body=inquiry.office_id, role=Role.INQUIRY_BODY)
    people = Person.objects.filter(users__memberships__in=held, users__is_active=True).distinct()
    words = {"title": inquiry.body.title, "due": format_date(inquiry.due_at) if inquiry.due_at else ""}
    for person in people.order_by("pk"):
        messaging.notify(
            person,
            kind="REMINDER",
            subject=texts.SUBJECT_REMINDER,
            body=texts.BODY_REMINDER.format(code=inquiry.code_in_groups, **words),
        )


@transaction.atomic
def print_reminder(inquiry: Inquiry, *, by: User) -> LetterBatch:
    """A letter that reminds the body, drawn after commit; for the union, once a reminder was due.

    Raises:
        RuleBroken: "not_your_turn", "not_accepted", "no_authorization", "nothing_to_remind".
    """
    row = lock_inquiry(inquiry)
    if InquiryActor.UNION not in row.actors_of(by):
        raise NotYourTurn
    check_may_print(row.case, by)
    if not may_remind(row):
        raise RuleBroken(texts.NOTHING_TO_REMIND, code="nothing_to_remind")
    batch: LetterBatch = LetterBatch.objects.create(made_by=by, reminds=True)
    batch.inquiries.add(row)
    audit.record(row, "reminder printed", by=by)
    after_commit("licensing.draw_up_letters", batch_id=batch.pk)
    return batch


def may_remind(inquiry: Inquiry) -> bool:
    """The body has the letter, has not answered, and its reminder was due."""
    waits = inquiry.state == InquiryState.DELIVERED
    return waits and inquiry.reminders.filter(sent_at__isnull=False).exists()

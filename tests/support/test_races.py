"""At one moment: one form is one ticket, two answers are two, one ticket has one holder."""

import uuid

import pytest

from core.models import AuditEntry
from messaging.models import Message
from support import services
from support.models import Ticket, TicketPost
from support.states import TicketState, Topic
from tests.factories import CitizenFactory
from tests.races import at_once, together
from tests.support.cases import TEXT, answer, ask, officer, say

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 8


def test_one_form_sent_many_times_at_once_opens_one_ticket_and_all_see_it():
    user, key = CitizenFactory(), uuid.uuid4()

    results = at_once(
        TIMES,
        lambda: (
            services.open_ticket(
                subject="کد نمی‌رسد", topic=Topic.SIGN_IN, text=TEXT, form_key=key, by=user
            ).pk
        ),
    )

    assert results == [Ticket.objects.get().pk] * TIMES
    assert TicketPost.objects.count() == 1


def test_different_forms_at_once_do_not_pass_the_limit(settings):
    settings.SUPPORT_OPEN_TICKETS = 2
    user = CitizenFactory()

    results = at_once(TIMES, lambda: ask(user).pk)

    assert results.count("too_many_tickets") == TIMES - 2
    assert Ticket.objects.count() == 2


def steps_of(ticket):
    """From which state to which every message led, in the order of the trail."""
    entries = AuditEntry.objects.filter(subject_type="support.ticket", subject_id=ticket.pk).order_by("pk")
    return [
        (entry.before["state"], entry.after["state"])
        for entry in entries.filter(action__in=["answered", "written to"])
    ]


def test_two_officers_who_answer_at_once_are_both_kept_and_both_told():
    ticket, first, second = ask(), officer(), officer()

    together(lambda: answer(ticket, first, text="یک"), lambda: answer(ticket, second, text="دو"))

    ticket.refresh_from_db()
    assert ticket.state == TicketState.ANSWERED
    assert set(ticket.posts.filter(by_staff=True).values_list("text", flat=True)) == {"یک", "دو"}
    assert Message.objects.filter(kind="M60").count() == 2
    assert steps_of(ticket) == [("OPEN", "ANSWERED"), ("ANSWERED", "ANSWERED")]


def test_ticket_taken_by_two_at_once_has_one_holder():
    ticket, clerks = ask(), [officer() for _ in range(4)]

    results = together(*[lambda clerk=clerk: services.take(ticket, by=clerk).held_by_id for clerk in clerks])

    ticket.refresh_from_db()
    assert results.count("held") == len(clerks) - 1
    assert ticket.held_by_id in results


def test_answers_and_a_message_at_once_leave_a_ticket_that_fits_its_last_word():
    ticket, clerks = ask(), [officer(), officer()]
    user = ticket.author.users.get()

    together(lambda: say(ticket, user), *[lambda clerk=clerk: answer(ticket, clerk) for clerk in clerks])

    ticket.refresh_from_db()
    last = ticket.posts.order_by("-pk").first()
    assert ticket.posts.count() == 4
    assert ticket.state == (TicketState.ANSWERED if last.by_staff else TicketState.OPEN)
    began, ended = zip(*steps_of(ticket), strict=True)
    assert began == ("OPEN", *ended[:-1])  # each saw what the one before had left

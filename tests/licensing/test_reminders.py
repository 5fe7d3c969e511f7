"""Bodies that are late with their answer are reminded: twice, and never after an answer."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.jalali import TEHRAN, day_of, tehran_today
from core.refusals import RuleBroken
from deadlines.models import Term
from deadlines.services import terms
from licensing.cases.states import Status
from licensing.inquiries import letters as inquiry_letters
from licensing.inquiries import reminders
from licensing.inquiries import services as inquiries
from licensing.inquiries.models import Inquiry, InquiryOffice, InquiryReminder, LetterBatch
from messaging.models import Message
from organizations.bodies.models import Body
from organizations.roles.states import BodyKind, Role
from tests.deadlines.cases import make_secretary
from tests.factories import LicenceRequestFactory, MembershipFactory, board_of, bring_to
from tests.races import at_once
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
RECEIPT = datetime(2025, 5, 10, 9, 35, tzinfo=TEHRAN)  # a Saturday, no holiday for three weeks


def posted():
    """An inquiry whose letter reached the police by post today."""
    case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)
    row = case.inquiries.select_related("case").get(body__code="POLICE")
    board = board_of(case.union)
    inquiries.print_letters([row], by=board)
    row = Inquiry.objects.select_related("case").get(pk=row.pk)
    return inquiries.record_delivery(row, delivered_on=tehran_today(), slip_number="1", by=board)


def online():
    """An inquiry on the desk of an office with two clerks and one who left."""
    case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)
    row = case.inquiries.select_related("case", "body").get(body__code="POLICE")
    office = Body.objects.create(
        kind=BodyKind.INQUIRY_BODY,
        name="اماکن عمومی",
        level="COUNTY",
        county=case.county,
        province=case.county.province,
    )
    InquiryOffice.objects.create(body=row.body, county=case.county, office=office)
    Inquiry.objects.filter(pk=row.pk).update(office=office)
    clerks = [MembershipFactory(body=office, role=Role.INQUIRY_BODY).user for _ in range(3)]
    clerks[2].is_active = False
    clerks[2].save()
    return inquiries.send_online(row, by=board_of(case.union)), clerks


def test_body_that_is_late_is_reminded_after_ten_days_and_near_the_end_each_once():
    with time_machine.travel(RECEIPT, tick=False):
        row = posted()
        assert reminders.remind_bodies() == 0

    went_out = {}
    for days in range(1, 18):
        with time_machine.travel(RECEIPT + timedelta(days=days), tick=False):
            if reminders.remind_bodies():
                went_out[days] = row.reminders.filter(sent_at__isnull=False).count()
            assert reminders.remind_bodies() == 0

    assert went_out == {11: 1, 15: 2}  # after ten days; after thirteen, a Friday, so after the next day
    assert not Message.objects.filter(kind="REMINDER").exists()  # the letter goes by post


def test_clerks_of_an_online_office_get_the_message_without_the_applicants_name():
    row, clerks = online()
    first = row.reminders.first()
    with time_machine.travel(first.due_at + timedelta(hours=9), tick=False):
        assert reminders.remind_bodies() >= 1

    found = Message.objects.filter(kind="REMINDER")
    assert {message.recipient_id for message in found} == {clerk.person_id for clerk in clerks[:2]}
    assert row.code_in_groups in found[0].body
    assert row.case.applicant.last_name not in found[0].body


def test_answer_stops_the_reminders():
    row = posted()
    inquiries.record_answer(row, answer="POSITIVE", by=board_of(row.case.union))

    assert not InquiryReminder.objects.exists()
    with time_machine.travel(row.due_at - timedelta(minutes=1), tick=False):
        assert reminders.remind_bodies() == 0


def test_reminder_that_lost_its_sense_goes_without_a_word():
    row = posted()
    with time_machine.travel(row.due_at + timedelta(seconds=1), tick=False):
        assert reminders.remind_bodies() == 0

    assert not InquiryReminder.objects.exists()


def test_secretariats_new_term_holds_for_letters_that_arrive_from_then_on():
    old = Term.objects.get(key="INQUIRY_REMINDER")
    terms.set_term(
        old,
        amount=5,
        unit=old.unit,
        valid_from=tehran_today(),
        legal_basis="بخشنامهٔ دبیرخانه",
        by=make_secretary(),
    )

    row = posted()

    first = row.reminders.get(step="INQUIRY_REMINDER")
    assert 5 <= (day_of(first.due_at) - tehran_today()).days < 10


@pytest.mark.django_db(transaction=True)
def test_two_timetables_at_one_moment_remind_once():
    row, _ = online()
    with time_machine.travel(row.reminders.first().due_at + timedelta(hours=9), tick=False):
        done = at_once(4, reminders.remind_bodies)

    sent = row.reminders.filter(sent_at__isnull=False).count()
    assert sum(done) == sent
    assert Message.objects.filter(kind="REMINDER").count() == 2 * sent


def test_union_prints_a_reminder_only_once_it_is_due_and_sees_the_mark(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = posted()
    desk = verified(board_of(row.case.union))
    remind = reverse("admin:licensing_inquiry_remind", args=[row.pk])
    assert desk.post(remind).status_code == 302
    assert not LetterBatch.objects.filter(reminds=True).exists()
    InquiryReminder.objects.filter(inquiry=row).update(sent_at=timezone.now())

    page = desk.get(reverse("admin:licensing_inquiry_change", args=[row.pk])).content.decode()
    printed = desk.post(remind)

    assert "چاپ نامهٔ یادآوری" in page
    batch = LetterBatch.objects.get(reminds=True)
    assert printed.url == reverse("admin:licensing_inquiry_letters", args=[batch.pk])
    letter = inquiry_letters.letters_html(batch)
    assert "یادآوری: " in letter
    assert "پیرو نامهٔ ما" in letter
    case_page = desk.get(reverse("admin:licensing_licencerequest_change", args=[row.case_id]))
    assert "یادآوری شد" in case_page.content.decode()
    listed = desk.get(reverse("admin:licensing_inquiry_changelist")).content.decode()
    assert "یادآوری" in listed


def test_stranger_and_applicant_print_no_reminder():
    row = posted()
    InquiryReminder.objects.filter(inquiry=row).update(sent_at=timezone.now())
    stranger = MembershipFactory(role=Role.UNION_BOARD).user
    for person in (stranger, row.case.created_by):
        with pytest.raises(RuleBroken) as caught:
            reminders.print_reminder(row, by=person)
        assert caught.value.code == "not_your_turn"

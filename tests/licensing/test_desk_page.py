"""The order of the review desk: what is to be done first, what is past folded, nothing twice, statements constant."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.cases.models import CaseEvent
from licensing.cases.states import Status
from licensing.notes.services import post_note
from organizations.roles.states import Role
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    WorkingUnionFactory,
    board_of,
    bring_to,
    minute_of,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db

#: The desk of a file ready for issue, for its board: measured, and not to grow unseen.
MOST_STATEMENTS = 36
STATES = (
    Status.SUBMITTED,
    Status.UNDER_REVIEW,
    Status.IN_PROGRESS,
    Status.DOCS_COMPLETE,
    Status.AWAITING_PAYMENT,
    Status.READY,
    Status.ISSUED,
    Status.DELIVERED,
)


def page_of(case, user=None):
    address = reverse("admin:licensing_licencerequest_change", args=[case.pk])
    return verified(user or board_of(case.union)).get(address).content.decode()


def part(page, key):
    """The section of this id, as text."""
    return re.search(rf'<section class="card" id="{key}".*?</section>', page, re.DOTALL)[0]


def test_every_anchor_leads_to_its_part_in_every_state_and_the_step_stands_first():
    union = WorkingUnionFactory()
    case = LicenceRequestFactory(union=union, submitted=True)
    for state in STATES:
        case = bring_to(case, state)
        page = page_of(case)

        anchors = re.findall(r'<li><a href="#([a-z-]+)">', page)

        assert anchors[0] == "step"
        assert all(page.count(f'id="{anchor}"') == 1 for anchor in anchors), state
        assert page.index('id="step"') < page.index('id="facts"') < page.index('id="papers"')


def test_an_unusual_postal_code_is_marked_among_the_facts_and_the_usual_one_is_not():
    union = WorkingUnionFactory()
    usual = LicenceRequestFactory(union=union, submitted=True)
    unusual = LicenceRequestFactory(union=union, submitted=True, postal_code="1113556729")

    assert "با پاکت پست مقایسه کنید" not in part(page_of(usual), "facts")
    assert "با پاکت پست مقایسه کنید" in part(page_of(unusual), "facts")


def test_what_is_waited_for_is_open_and_what_is_past_is_folded():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)
    waiting = page_of(case)
    billed = page_of(bring_to(case, Status.AWAITING_PAYMENT))
    paid = page_of(bring_to(case, Status.READY))

    assert '<details class="details" open>' in part(waiting, "inquiries")
    assert "بی‌پاسخ است" in part(waiting, "inquiries")
    assert '<details class="details">' in part(billed, "inquiries")
    assert "پاسخ گرفته است" in part(billed, "inquiries")
    assert '<details class="details" open>' in part(billed, "invoice")
    assert '<details class="details">' in part(paid, "invoice")
    assert "پرداخت تأیید شده است" in part(paid, "invoice")
    assert "پذیرفته‌شده:" in part(paid, "papers")


def test_newest_lines_of_the_history_are_seen_and_the_older_ones_folded():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.READY)

    history = part(page_of(case), "history")
    folded, seen = history.split("</details>", 1)

    events = list(case.events.all())
    assert (
        f"{len(events) - 3}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) + " رویداد پیشین" in folded
    )
    assert seen.split("<details")[0].count("<li>") == 3


def test_head_of_the_desk_names_the_person_once():
    case = bring_to(LicenceRequestFactory(submitted=True, unit_name="فروشگاه یکتا"), Status.UNDER_REVIEW)

    page = page_of(case)

    assert page.count("فروشگاه یکتا") == 1
    assert page.index("فروشگاه یکتا") < page.index('id="step"')


def test_desk_says_what_a_file_waits_for_before_it_offers_to_refuse_it():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)

    page = page_of(case)
    acts = page[page.index('id="step"') :]

    assert "متقاضی مدارک مانده را می‌فرستد." in acts
    assert acts.index("متقاضی مدارک مانده را می‌فرستد.") < acts.index("عدم صدور")


def test_who_may_only_look_is_told_so_and_gets_no_form():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.READY)
    inspector = MembershipFactory(body=case.union, role=Role.CHAMBER_INSPECTOR).user

    page = page_of(case, inspector)

    assert "در این مرحله کاری بر عهدهٔ شما نیست." in page
    assert "<form" not in page[page.index('id="step"') : page.index("</main>")]


def test_statements_do_not_grow_with_history_messages_and_twins():
    union = WorkingUnionFactory()
    case = bring_to(LicenceRequestFactory(union=union, submitted=True), Status.READY)
    board = board_of(union)
    client = verified(board)
    address = reverse("admin:licensing_licencerequest_change", args=[case.pk])
    post_note(case, text="پیام", minute=minute_of(case.union), by=board)
    LicenceRequestFactory(union=union, submitted=True, postal_code=case.postal_code)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(4):
        post_note(case, text=f"پیام {number}", minute=minute_of(case.union), by=board)
        CaseEvent.objects.create(case=case, to_status=case.status, text="رویداد", by=board)
        LicenceRequestFactory(union=union, submitted=True, postal_code=case.postal_code)

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)
    assert len(few) <= MOST_STATEMENTS, "\n".join(query["sql"][:160] for query in few)

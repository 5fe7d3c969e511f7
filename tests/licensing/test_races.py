"""At one moment, from many threads: one outcome, one set of messages."""

from datetime import timedelta

import pytest
import time_machine

from licensing.cases.models import LicenceRequest
from licensing.cases.serials import next_serial
from licensing.cases.states import Status
from licensing.decisions import services as decisions
from licensing.decisions.models import Decision
from licensing.desk import holding
from licensing.intake import services as intake
from licensing.licences import services as licences
from licensing.licences.models import Licence
from messaging.models import Message
from organizations.roles.states import Role
from tests.factories import (
    POSTAL_CODE,
    CitizenFactory,
    EmptyDraftFactory,
    LicenceRequestFactory,
    MembershipFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    bring_to,
    minute_of,
)
from tests.races import at_once, at_own_moment, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_equal_submissions_make_one_request_one_code_one_message():
    draft = LicenceRequestFactory()
    applicant = account_of(draft.applicant)

    codes = at_once(20, lambda: intake.submit(draft, undertaking=True, by=applicant).tracking_code)

    assert len(set(codes)) == 1
    assert LicenceRequest.objects.get().tracking_code == codes[0]
    assert Message.objects.filter(kind="M6").count() == 1


def test_two_officers_make_one_decision_and_the_other_learns_of_it():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    board, minute, seen = board_of(case.union), minute_of(case.union), case.version

    results = at_once(
        6,
        lambda: decisions.accept(case, minute=minute, by=board, seen_version=seen).status,
    )

    assert sorted(results) == ["IN_PROGRESS"] + ["stale"] * 5
    assert Decision.objects.count() == 1
    assert Message.objects.filter(kind="M8").count() == 1


def test_silence_and_a_decision_made_in_the_last_second_have_one_outcome(monkeypatch):
    case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    board, minute, due_at = board_of(case.union), minute_of(case.union), case.due_at

    def accept():
        return decisions.accept(case, minute=minute, by=board).status

    with time_machine.travel(due_at + timedelta(seconds=2), tick=False):
        results = together(
            lambda: decisions.accept_by_silence(case),
            at_own_moment(monkeypatch, due_at - timedelta(seconds=1), accept),
            lambda: decisions.accept_by_silence(case),
        )

    was_silent = Decision.objects.get().by_silence
    assert (results.count(True), results[1]) == ((1, "closed_step") if was_silent else (0, "IN_PROGRESS"))
    assert Message.objects.filter(kind__in=["M8", "M9"], recipient=case.applicant).count() == 1


def test_issue_pressed_five_times_makes_one_licence():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.READY)
    board, minute = board_of(case.union), minute_of(case.union)

    results = at_once(
        5,
        lambda: licences.issue(case, minute=minute, by=board).number,
    )

    assert Licence.objects.count() == 1
    assert results.count("closed_step") == 4


def test_running_numbers_are_given_once_each():
    numbers = at_once(16, lambda: next_serial("test"))

    assert sorted(numbers) == list(range(1, 17))


def test_conditions_accepted_on_ten_pages_open_one_draft():
    union = WorkingUnionFactory()
    county, category, account = union.county, union.coverage.get().category, CitizenFactory()

    results = at_once(10, lambda: intake.start_request(county=county, category=category, by=account).pk)

    assert set(results) == {LicenceRequest.objects.get().pk}


def test_two_drafts_given_the_same_premises_at_one_moment_leave_one_with_them():
    first = EmptyDraftFactory()
    account = account_of(first.applicant)
    drafts = [first] + [
        EmptyDraftFactory(
            union=WorkingUnionFactory(covers=first.category),
            applicant=first.applicant,
            category=first.category,
        )
        for _ in range(3)
    ]

    results = together(
        *(
            lambda draft=draft: intake.save_details(draft, {"postal_code": POSTAL_CODE}, by=account).pk
            for draft in drafts
        )
    )

    assert results.count("already_open") == 3
    assert LicenceRequest.objects.filter(postal_code=POSTAL_CODE).count() == 1


def test_two_clerks_who_ask_for_the_next_file_at_one_moment_get_two_files():
    union = WorkingUnionFactory()
    clerks = [MembershipFactory(body=union, role=Role.UNION_OPERATOR).user for _ in range(4)]
    for _ in range(3):
        LicenceRequestFactory(union=union, submitted=True)

    taken = together(*[lambda clerk=clerk: holding.take_next(by=clerk) for clerk in clerks])

    found = [case.pk for case in taken if case]
    assert sorted(found) == sorted(LicenceRequest.objects.values_list("pk", flat=True))
    assert taken.count(None) == 1
    assert LicenceRequest.objects.values("held_by").distinct().count() == 3

"""The calendar moves the end of a term: the row follows, and the applicant hears of it once."""

from datetime import time, timedelta

import pytest
from django.test import TestCase
from django.urls import reverse

from core.jalali import at_tehran, format_date, tehran_today
from deadlines.models import Closure, Deadline, DeadlineMove
from deadlines.services import clock as deadline_clock
from deadlines.services import closures, notices, recomputing, working_days
from licensing.cases import clock
from licensing.cases import texts as cases_texts
from licensing.cases.moved_terms import MovedTerm
from licensing.cases.states import Status
from messaging.models import Message, Sms
from organizations.bodies.models import Commission
from organizations.roles.states import BodyKind, Level, Role
from tests.factories import LicenceRequestFactory, MembershipFactory, account_of, bring_to, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return LicenceRequestFactory(submitted=True)


def commissioner_of(county):
    """A member of the county's commission, who may close it."""
    commission = Commission.objects.create(
        kind=BodyKind.COMMISSION,
        level=Level.COUNTY,
        county=county,
        province=county.province,
        name="کمیسیون نظارت",
    )
    return MembershipFactory(body=commission, role=Role.COMMISSION_COUNTY).user, commission


def let_deadlines_follow():
    """What the timed task does, and what happens once it has committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        recomputing.apply_changes()


def tell(hour=10):
    """What the timed task does at an hour of today."""
    return clock.tell_moved(at_tehran(tehran_today(), time(hour)))


def close(county, days=2, told=True):
    """Close the county for the working days after tomorrow, and let the deadlines follow."""
    by, commission = commissioner_of(county)
    first = tehran_today() + timedelta(days=1)
    while not working_days.is_working_day(first, county):
        first += timedelta(days=1)
    closure = closures.declare_closure(
        county=county,
        date_from=first,
        date_to=first + timedelta(days=days - 1),
        reason="آلودگی هوا",
        announced_by=commission,
        legal_basis="مصوبهٔ کارگروه",
        basis_number="۱۲۳",
        basis_on=tehran_today(),
        by=by,
    )
    let_deadlines_follow()
    if told:
        tell()
    return closure, by


def told():
    return Message.objects.filter(kind=cases_texts.KIND_MOVED)


def test_applicant_is_told_from_which_day_to_which_and_why(case):
    before = case.due_at

    close(case.county)

    case.refresh_from_db()
    assert case.due_at > before
    assert case.due_at == Deadline.objects.of(case).live().get().due_at
    message = told().get()
    assert message.recipient == case.applicant
    for shown in (format_date(before), format_date(case.due_at), "آلودگی هوا", case.category.name):
        assert shown in message.body


def test_a_later_end_sends_no_text_message_and_an_earlier_one_does(case):
    closure, by = close(case.county)
    assert not Sms.objects.filter(kind=cases_texts.KIND_MOVED).exists()

    closures.withdraw_closure(closure, by=by, note="لغو شد")
    let_deadlines_follow()
    tell()

    case.refresh_from_db()
    sms = Sms.objects.get(kind=cases_texts.KIND_MOVED)
    assert format_date(case.due_at) in sms.text
    assert sms.mobile == case.applicant.mobile
    assert told().count() == 2


def test_following_the_same_change_twice_tells_once(case):
    close(case.county)

    let_deadlines_follow()
    recomputing.recompute()
    tell()

    assert told().count() == 1


def test_others_cases_hear_nothing(case):
    elsewhere = LicenceRequestFactory(submitted=True)
    over = bring_to(LicenceRequestFactory(submitted=True, union=case.union), Status.ISSUED)

    close(case.county)

    assert set(told().values_list("recipient", flat=True)) == {case.applicant_id}
    assert Closure.objects.count() == 1
    assert {elsewhere.applicant_id, over.applicant_id}.isdisjoint(told().values_list("recipient", flat=True))


def test_an_outage_stops_the_term_and_its_end_names_the_new_day(case):
    by, _ = commissioner_of(case.county)
    since = deadline_clock.moment() - timedelta(minutes=5)
    notice = notices.announce_outage(county=case.county, from_at=since, reason="قطعی برق", by=by)
    let_deadlines_follow()
    tell()
    case.refresh_from_db()
    latest = case.due_at
    assert format_date(latest) in told().get().body

    notices.end_outage(notice, by=by, to_at=since + timedelta(minutes=2))
    let_deadlines_follow()
    tell()

    case.refresh_from_db()
    newest = told().order_by("pk").last()
    assert case.due_at < latest
    assert format_date(case.due_at) in newest.body


def test_the_applicants_page_shows_the_move_in_the_ledger(case):
    close(case.county)

    text = signed_in(account_of(case.applicant)).get(reverse("request", args=[case.pk])).content.decode()

    assert "حساب مهلت" in text
    assert "آلودگی هوا" in text


def test_news_of_the_night_waits_for_the_morning(case):
    close(case.county, told=False)

    assert (tell(hour=23), tell(hour=3), tell(hour=7)) == (0, 0, 0)
    assert not told().exists()
    assert (tell(hour=8), tell(hour=9)) == (1, 0)
    assert told().count() == 1


def test_closure_taken_back_before_anybody_heard_of_it_is_no_news(case):
    closure, by = close(case.county, told=False)
    closures.withdraw_closure(closure, by=by)
    let_deadlines_follow()

    assert tell() == 0
    assert not told().exists()
    assert not MovedTerm.objects.exists()


def test_two_changes_of_a_day_are_one_message_from_the_end_that_was_known(case):
    before = case.due_at
    _, by = close(case.county, told=False)
    since = deadline_clock.moment() - timedelta(minutes=5)
    notices.announce_outage(
        county=case.county, from_at=since, to_at=since + timedelta(minutes=2), reason="قطعی برق", by=by
    )
    let_deadlines_follow()

    assert tell() == 1
    body = told().get().body
    case.refresh_from_db()
    for shown in (format_date(before), format_date(case.due_at), "آلودگی هوا"):
        assert shown in body


def test_case_that_was_answered_meanwhile_hears_of_no_term(case):
    close(case.county, told=False)
    bring_to(case, Status.IN_PROGRESS)

    tell()

    assert not told().filter(body__contains="پاسخ اتحادیه").exists()


def test_terms_that_move_together_are_followed_in_a_handful_of_statements(django_assert_max_num_queries):
    cases = [LicenceRequestFactory(submitted=True) for _ in range(12)]
    moves = []
    for case in cases:
        term = deadline_clock.present(case)
        later = term.due_at + timedelta(days=1)
        moves.append(
            DeadlineMove.objects.create(deadline=term, from_due=term.due_at, to_due=later, because="برف")
        )
        Deadline.objects.filter(pk=term.pk).update(due_at=later)

    with django_assert_max_num_queries(10):  # a statement or two for each case would be more
        clock.follow(moves)

    assert MovedTerm.objects.filter(because="برف").count() == 12
    for case in cases:
        case.refresh_from_db()
        assert case.due_at == deadline_clock.present(case).due_at


def test_second_cause_of_a_term_stands_beside_the_first(case):
    term = deadline_clock.present(case)
    first, second = (
        DeadlineMove(deadline=term, from_due=term.due_at, to_due=term.due_at + timedelta(days=1), because=why)
        for why in ("برف", "سیل")
    )

    clock.follow([first])
    clock.follow([second])
    clock.follow([second])

    assert MovedTerm.objects.get().because == cases_texts.BOTH_CAUSES.format(first="برف", second="سیل")

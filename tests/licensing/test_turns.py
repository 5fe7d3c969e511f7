"""Whose turn it is while a file is completed: nobody lapses by another's silence, and what is complete goes on (R68, R69)."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.jalali import tehran_today
from core.refusals import RuleBroken
from deadlines.models import Deadline
from deadlines.services import clock as deadline_clock
from deadlines.services import explaining
from deadlines.states import Key, Owner, State
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import lapsing, refusals
from licensing.decisions.needs import ask_again, needs_of, say_needs_met, settle_needs
from licensing.decisions.states import ReasonKind
from licensing.inquiries import services as inquiries
from licensing.inquiries.states import OPEN, InquiryState
from licensing.papers import paper_list
from licensing.papers import services as papers
from licensing.papers.models import DocumentType
from licensing.papers.states import DocumentState
from messaging.models import Message
from tests.factories import (
    LicenceRequestFactory,
    UnionFactory,
    account_of,
    board_of,
    bring_to,
    grounds_of,
    minute_of,
    signed_in,
    uploaded,
    with_answers,
    with_originals,
    with_papers,
)
from tests.races import together
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
SATURDAY = "2026-11-21T06:00:00Z"  # 30 Aban 1405


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clock():
    """Frozen time, a Saturday morning."""
    with time_machine.travel(SATURDAY, tick=False) as traveller:
        yield traveller


def accepted():
    return bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)


def fresh(case):
    return LicenceRequest.objects.get(pk=case.pk)


def announced(case):
    """The applicant wrote the number of the envelope for everything that is still to be sent."""
    for paper in paper_list.papers_of(case):
        if paper.awaits_applicant:
            old = next((row for row in paper.documents if row.state in ("REJECTED", "REPLACE")), None)
            papers.announce_post(
                case, paper.type, postal_number="123", by=account_of(case.applicant), replaces=old
            )
    return fresh(case)


def documents_term(case):
    return Deadline.objects.of(case).filter(key=Key.T2_DOCUMENTS).last()


def turn(case):
    return documents_term(case).intervals.get(ended_at=None)


class TestTurns:
    def test_term_runs_while_a_paper_is_missing_and_stands_once_all_are_sent(self, clock):
        case = accepted()
        assert (turn(case).owner, turn(case).runs) == (Owner.APPLICANT, True)

        case = announced(case)

        assert (turn(case).owner, turn(case).runs, case.due_at) == (Owner.UNION, False, None)

    def test_paper_given_back_is_the_applicants_turn_again_with_the_days_that_were_left(self, clock):
        case = announced(accepted())
        clock.shift(timedelta(days=200))
        document = case.documents.first()

        papers.give_verdict(document, state="REPLACE", reason="UNREADABLE", by=board_of(case.union))

        case = fresh(case)
        assert (turn(case).owner, turn(case).runs) == (Owner.APPLICANT, True)
        left = explaining.days_left(documents_term(case))
        assert left >= 85  # the two hundred days were the union's

    def test_bodies_have_the_turn_while_their_own_time_runs(self, clock):
        case = with_papers(accepted())
        board = board_of(case.union)
        rows = list(case.inquiries.filter(state=InquiryState.PREPARED).select_related("body", "case"))
        assert turn(case).owner == Owner.UNION  # the letters are the union's to send (S001 C-7)

        inquiries.print_letters(rows, by=board)
        for row in rows:
            inquiries.record_delivery(row, delivered_on=tehran_today(), slip_number="1", by=board)

        assert (turn(case).owner, turn(case).runs) == (Owner.BODY, False)
        assert rows[0].body.name in turn(case).reason

    def test_page_and_desk_name_who_is_on_turn_and_the_ledger_shows_whose_days_they_are(self, clock):
        case = announced(accepted())
        clock.shift(timedelta(days=40))

        page = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()
        desk = verified(board_of(case.union)).get(f"/admin/licensing/licencerequest/{case.pk}/change/")

        assert "نوبت اتحادیه" in page
        assert "تا نوبت به شما برنگردد، مهلت شما نمی‌گذرد" in page
        assert "اتحادیه: ۴۰ روز" in page
        assert "نوبت: <b>اتحادیه</b>" in desk.content.decode()

    def test_needs_said_to_be_met_let_the_term_stand_until_the_board_asks_again(self, clock):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
        minute = {"minute": minute_of(case.union, "7"), "by": board_of(case.union)}
        case = refusals.accept_conditionally(case, grounds=grounds_of(ReasonKind.NEED), **minute)
        say_needs_met(case, notes={}, by=account_of(case.applicant))
        clock.shift(timedelta(days=300))
        assert lapsing.lapse_overdue() == 0

        foreign = minute_of(UnionFactory(), "8")
        with pytest.raises(RuleBroken, match="اتحادیهٔ دیگری"):
            ask_again(fresh(case), text="گواهی خوانا نیست.", minute=foreign, by=board_of(case.union))
        minute = minute_of(case.union, "9")
        ask_again(fresh(case), text="گواهی خوانا نیست.", minute=minute, by=board_of(case.union))

        case = fresh(case)
        assert (case.needs_met_at, turn(case).owner, turn(case).runs) == (None, Owner.APPLICANT, True)
        message = Message.objects.filter(kind="M10", recipient=case.applicant).latest("pk")
        assert "گواهی خوانا نیست." in message.body
        assert str(minute) in message.body
        assert case.events.last().minute == minute
        clock.shift(timedelta(days=100))
        assert lapsing.lapse_overdue() == 1  # now it is the applicant's own silence


class TestCompleteness:
    def test_last_accepted_paper_completes_the_file_without_a_click(self, clock):
        case = with_answers(accepted())

        with_papers(case)

        case = fresh(case)
        assert case.status == Status.DOCS_COMPLETE
        assert documents_term(case).state == State.MET
        assert deadline_clock.live(case, Key.T3_ISSUE).state == State.OPEN
        assert case.events.last().by is None

    def test_last_body_that_is_silent_completes_the_file_without_a_click(self, clock):
        case = with_papers(accepted())
        board = board_of(case.union)
        rows = list(case.inquiries.filter(state=InquiryState.PREPARED).select_related("body", "case"))
        inquiries.print_letters(rows, by=board)
        for row in rows:
            inquiries.record_delivery(row, delivered_on=tehran_today(), slip_number="1", by=board)
        clock.shift(timedelta(days=17))

        assert inquiries.deem_overdue() == len(rows)

        assert fresh(case).status == Status.DOCS_COMPLETE

    def test_file_with_everything_at_acceptance_is_complete_at_once(self, clock):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
        with_papers(case)

        case = with_answers(bring_to(case, Status.IN_PROGRESS))

        assert fresh(case).status == Status.DOCS_COMPLETE
        body = Message.objects.get(kind="M8", recipient=case.applicant).body
        assert "مدارک شما رسیده است" in body

    def test_returned_file_waits_for_its_needs_and_not_for_papers_it_has(self, clock):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.DOCS_COMPLETE)
        board = board_of(case.union)
        minute = {"minute": minute_of(case.union, "9"), "by": board}
        refusals.return_for_completion(case, grounds=grounds_of(ReasonKind.NEED), **minute)
        case = fresh(case)
        assert (case.status, turn(case).owner) == (Status.IN_PROGRESS, Owner.APPLICANT)

        say_needs_met(case, notes={needs_of(case)[0].pk: "آوردم."}, by=account_of(case.applicant))
        assert (fresh(case).status, turn(case).owner) == (Status.IN_PROGRESS, Owner.UNION)
        settle_needs(fresh(case), by=board)

        assert fresh(case).status == Status.DOCS_COMPLETE
        assert needs_of(fresh(case)) == []

    def test_message_of_acceptance_names_the_papers_due_and_that_letters_can_be_printed(self, clock):
        case = accepted()

        body = Message.objects.get(kind="M8", recipient=case.applicant).body

        assert paper_list.to_do(case)[0] in body
        assert "چاپ" in body


class TestLapsing:
    def test_applicant_who_sends_nothing_lapses(self, clock):
        case = accepted()
        clock.shift(timedelta(days=100))

        assert lapsing.lapse_overdue() == 1
        assert fresh(case).status == Status.LAPSED

    def test_list_of_papers_that_grew_shorter_after_the_end_does_not_lapse_a_complete_file(self, clock):
        """Facts may change without an act on the file; the lapse looks at them again behind its lock."""
        case = with_answers(accepted())
        awaited = [paper.type for paper in paper_list.papers_of(case) if paper.is_open]
        papers.receive_posted(case, awaited[1:], by=board_of(case.union))
        clock.shift(timedelta(days=100))
        DocumentType.objects.filter(pk=awaited[0].pk).update(is_active=False)

        assert lapsing.lapse_overdue() == 0

        assert fresh(case).status == Status.DOCS_COMPLETE


@contextmanager
def undone():
    """What one example wrote is gone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _union_accepts_a_paper(case):
    document = case.documents.current().filter(state=DocumentState.SENT).first()
    if document is not None:
        papers.give_verdict(document, state="ACCEPTED", by=board_of(case.union))


def _union_prints(case):
    rows = list(case.inquiries.filter(state=InquiryState.PREPARED).select_related("body", "case"))
    if rows and case.status == Status.IN_PROGRESS:
        inquiries.print_letters(rows, by=board_of(case.union))


def _applicant_prints(case):
    rows = list(case.inquiries.filter(state__in=OPEN).select_related("body", "case"))
    if rows and case.status == Status.IN_PROGRESS:
        inquiries.print_letters(rows, by=account_of(case.applicant))


def _letter_arrives(case):
    row = case.inquiries.filter(state=InquiryState.PRINTED).select_related("case").first()
    if row is not None:
        inquiries.record_delivery(row, delivered_on=tehran_today(), slip_number="1", by=board_of(case.union))


def _body_answers(case):
    row = case.inquiries.filter(state=InquiryState.DELIVERED).select_related("case").first()
    if row is not None:
        inquiries.record_answer(row, answer="POSITIVE", by=board_of(case.union))


def _nobody_does_anything(case):
    pass


OTHERS = (
    _nobody_does_anything,
    _union_accepts_a_paper,
    _union_prints,
    _applicant_prints,
    _letter_arrives,
    _body_answers,
)


@given(story=st.lists(st.tuples(st.sampled_from(OTHERS), st.integers(0, 120)), max_size=8))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_silence_and_acts_of_others_lapses_an_applicant_who_sent_everything(db, story):
    with undone(), time_machine.travel(SATURDAY, tick=False) as traveller:
        case = announced(accepted())

        for act, days in story:
            act(fresh(case))
            traveller.shift(timedelta(days=days))
            inquiries.deem_overdue()
            lapsing.lapse_overdue()

        assert fresh(case).status in (Status.IN_PROGRESS, Status.DOCS_COMPLETE)
        ledger = explaining.explain(documents_term(case))
        owners = {line.owner for line in ledger.turns if line.length}
        assert Owner.APPLICANT not in owners  # every day belongs to somebody else's account


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_officers_accept_the_last_two_papers_at_once_and_the_file_moves_once():
    case = with_answers(accepted())
    awaited = [paper.type for paper in paper_list.papers_of(case) if paper.is_open]
    papers.receive_posted(case, awaited[2:], by=board_of(case.union))
    for kind in awaited[:2]:
        papers.announce_post(case, kind, postal_number="1", by=account_of(case.applicant))
    one, other = case.documents.filter(state=DocumentState.SENT)
    board = board_of(case.union)

    together(
        lambda: papers.give_verdict(one, state="ACCEPTED", by=board).pk,
        lambda: papers.give_verdict(other, state="ACCEPTED", by=board).pk,
    )

    assert fresh(case).status == Status.DOCS_COMPLETE
    assert case.events.filter(to_status=Status.DOCS_COMPLETE).count() == 1


def test_matched_paper_that_is_given_back_after_a_return_has_to_be_compared_anew(clock):
    case = LicenceRequestFactory(submitted=True)
    uploaded(case)
    papers.give_verdict(case.documents.get(), state="ACCEPTED", by=board_of(case.union))
    case = with_originals(bring_to(case, Status.DOCS_COMPLETE))
    board = board_of(case.union)
    minute = {"minute": minute_of(case.union, "9"), "by": board}
    refusals.return_for_completion(case, grounds=grounds_of(ReasonKind.NEED), **minute)
    document = case.documents.current().get(channel="UPLOAD")

    papers.give_verdict(document, state="REPLACE", reason="UNREADABLE", by=board)

    document.refresh_from_db()
    assert (document.state, document.matched_at) == (DocumentState.REPLACE, None)

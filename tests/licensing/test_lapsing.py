"""Before a request lapses: warnings 60, 30 and 7 days ahead, and papers that lie unseen are named (R68, R69, M13)."""

from datetime import timedelta

import pytest
import time_machine

from core.jalali import day_of, format_date
from deadlines.models import Term
from deadlines.states import Key
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import lapsing, refusals
from licensing.decisions.silence_models import LapseWarning
from licensing.intake import services as intake
from licensing.papers import paper_list, unseen
from licensing.papers import services as papers
from messaging.models import Message, Sms
from organizations.roles.states import Role
from tests.factories import (
    ChamberFactory,
    LicenceRequestFactory,
    MembershipFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    bring_to,
    uploaded,
)

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


@pytest.fixture
def case(clock):
    return bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)


def warnings(case):
    return Message.objects.filter(kind="M13", recipient=case.applicant)


class TestWarnings:
    def test_each_warning_comes_once_with_what_is_missing_and_until_when(self, case, clock):
        days = (day_of(case.due_at) - day_of(case.submitted_at)).days
        assert lapsing.warn_of_lapse() == 0
        for left in (60, 30, 7):
            clock.move_to(case.due_at - timedelta(days=left, hours=3))
            assert lapsing.warn_of_lapse() == 1, left
            assert lapsing.warn_of_lapse() == 0, left

        assert days > 60
        assert sorted(LapseWarning.objects.values_list("days_left", flat=True)) == [7, 30, 60]
        body = warnings(case).latest("pk").body
        assert all(title in body for title in paper_list.to_do(case))
        assert format_date(case.due_at) in body
        assert Sms.objects.filter(kind="M13").count() == 3

    def test_run_that_comes_late_gives_only_the_warning_that_fits(self, case, clock):
        clock.move_to(case.due_at - timedelta(days=5))

        lapsing.warn_of_lapse()

        assert list(LapseWarning.objects.values_list("days_left", flat=True)) == [7]

    def test_term_that_stands_still_warns_of_nothing(self, case, clock):
        due = case.due_at
        for paper in paper_list.papers_of(case):
            if paper.awaits_applicant:
                papers.announce_post(case, paper.type, postal_number="1", by=account_of(case.applicant))
        clock.move_to(due - timedelta(days=5))

        assert lapsing.warn_of_lapse() == 0
        assert not warnings(case).exists()

    def test_days_of_the_warnings_are_rows(self, case, clock):
        row = Term.objects.get(key=Key.LAPSE_WARNING_LAST)
        Term.objects.create(
            key=row.key,
            title=row.title,
            amount=10,
            unit=row.unit,
            owner=row.owner,
            valid_from=day_of(case.submitted_at),
            legal_basis=row.legal_basis,
            confidence=row.confidence,
            at_end=row.at_end,
        )
        from deadlines.models import CalendarVersion

        CalendarVersion.objects.update(token="anew")  # as `set_term` does
        clock.move_to(case.due_at - timedelta(days=9))

        lapsing.warn_of_lapse()

        assert list(LapseWarning.objects.values_list("days_left", flat=True)) == [10]

    def test_needs_of_a_conditional_answer_are_named_as_missing(self, clock):
        from licensing.decisions.needs import needs_of
        from licensing.decisions.states import ReasonKind
        from tests.factories import grounds_of, minute_of

        case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
        minute = {"minute": minute_of(case.union, "7"), "by": board_of(case.union)}
        case = refusals.accept_conditionally(case, grounds=grounds_of(ReasonKind.NEED), **minute)
        clock.move_to(case.due_at - timedelta(days=20))

        lapsing.warn_of_lapse()

        assert needs_of(case)[0].reason.text in warnings(case).get().body


class TestUnseenPapers:
    @pytest.fixture
    def union(self, clock):
        chamber = ChamberFactory()
        union = WorkingUnionFactory(parent=chamber)
        MembershipFactory(body=chamber, role=Role.CHAMBER_INSPECTOR)
        return union

    def told(self):
        return Message.objects.filter(kind="M19", subject="مدارکی که بررسی نشده است")

    def test_paper_nobody_looked_at_for_five_working_days_is_named_once_to_board_and_inspector(
        self, union, clock
    ):
        case = bring_to(LicenceRequestFactory(union=union, submitted=True), Status.IN_PROGRESS)
        document = uploaded(case)
        clock.shift(timedelta(days=6))  # Friday: five working days end on Thursday
        assert unseen.name_unseen_papers() == 1
        assert unseen.name_unseen_papers() == 0

        board, inspector = (
            board_of(union),
            MembershipFactory._meta.model.objects.get(role=Role.CHAMBER_INSPECTOR),
        )
        assert {row.recipient for row in self.told()} == {board.person, inspector.user.person}
        assert document.type.title in self.told().first().body

    def test_paper_that_was_looked_at_or_is_young_is_not_named(self, union, clock):
        case = bring_to(LicenceRequestFactory(union=union, submitted=True), Status.IN_PROGRESS)
        papers.give_verdict(uploaded(case), state="ACCEPTED", by=board_of(union))
        clock.shift(timedelta(days=6))
        uploaded(case, "PHOTO")
        clock.shift(timedelta(days=4))

        assert unseen.name_unseen_papers() == 0

    def test_paper_of_a_draft_counts_from_the_day_the_request_came_in(self, union, clock):
        draft = LicenceRequestFactory(union=union)
        uploaded(draft)
        clock.shift(timedelta(days=20))
        assert unseen.name_unseen_papers() == 0
        intake.submit(draft, undertaking=True, by=account_of(draft.applicant))
        LicenceRequest.objects.get(pk=draft.pk)
        clock.shift(timedelta(days=2))
        assert unseen.name_unseen_papers() == 0

        clock.shift(timedelta(days=6))

        assert unseen.name_unseen_papers() == 1

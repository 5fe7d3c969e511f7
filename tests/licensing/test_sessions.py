"""The board's session: agenda, votes, one minute, and everything published in one transaction."""

import itertools
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.jalali import tehran_today
from core.models import AuditEntry
from core.refusals import RuleBroken
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import refusals as decisions_refusals
from licensing.decisions import services as decisions
from licensing.decisions.models import Decision
from licensing.decisions.states import ReasonKind
from licensing.intake import services as intake
from licensing.sessions import agenda, publishing
from licensing.sessions import services as sessions
from licensing.sessions.ballots import ballots_of
from licensing.sessions.models import AgendaItem, BoardSession
from licensing.sessions.rules import AgendaRefused, check_session_move, outcomes_for, quorum, tally_of_votes
from licensing.sessions.services import Entry
from licensing.sessions.states import (
    ITEMS_AT_MOST,
    SESSION_MOVES,
    ItemOutcome,
    ItemResult,
    SessionState,
    VoteChoice,
)
from messaging.models import Message
from organizations.members.models import BoardMinute
from organizations.members.states import BoardRole
from organizations.roles.states import Role
from tests.factories import (
    BoardMemberFactory,
    LicenceRequestFactory,
    MembershipFactory,
    UnitCountFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    bring_to,
    grounds_of,
    minute_of,
)

pytestmark = pytest.mark.django_db
OFFICES = (
    BoardRole.CHAIR,
    BoardRole.FIRST_VICE,
    BoardRole.SECOND_VICE,
    BoardRole.SECRETARY,
    BoardRole.TREASURER,
)


def seated(union):
    """Five full members and a substitute, who is not counted; the account of the board is the treasurer's."""
    BoardMemberFactory(union=union, role=BoardRole.SUBSTITUTE)
    members = [BoardMemberFactory(union=union, role=role) for role in OFFICES]
    MembershipFactory(body=union, user__person=members[-1].person)
    return members


@pytest.fixture
def union():
    union = WorkingUnionFactory()
    seated(union)
    return union


@pytest.fixture
def board(union):
    return board_of(union)


def planned(union, *cases, present=3, by=None):
    """A session of today with these files on its agenda and so many members present."""
    by = by or board_of(union)
    session = sessions.plan_session(union=union, held_on=tehran_today(), by=by)
    if cases:
        agenda.add_to_agenda(session, {case.pk: case.version for case in cases}, by=by)
    members = sessions.seats_of(session)[:present]
    return sessions.set_attendance(session, [member.pk for member in members], by=by)


def waiting(union, **kwargs):
    return bring_to(LicenceRequestFactory(union=union, submitted=True, **kwargs), Status.UNDER_REVIEW)


def decide(item, outcome, *, by, choices=(VoteChoice.FOR,) * 3):
    """An outcome with its reasons and the votes of the members present."""
    kind = {"CONDITIONAL": ReasonKind.NEED, "REJECT": ReasonKind.REFUSAL}.get(outcome)
    sessions.set_outcome(item, outcome, by=by, grounds=grounds_of(kind) if kind else ())
    if outcome != ItemOutcome.POSTPONE:
        present = item.session.present.order_by("pk").values_list("pk", flat=True)
        sessions.record_votes(item, dict(zip(present, choices, strict=False)), by=by)


def publish(session, *, by, number="۱۲/الف"):
    session.refresh_from_db()
    return publishing.publish(session, minute_number=number, by=by, seen_version=session.version)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


class TestPublishing:
    def test_board_with_four_files_publishes_four_outcomes_under_one_minute(self, union, board):
        cases = [waiting(union) for _ in ItemOutcome]
        session = planned(union, *cases)
        for item, outcome in zip(session.items.all(), ItemOutcome, strict=True):
            decide(item, outcome, by=board)

        publish(session, by=board)

        assert [LicenceRequest.objects.get(pk=case.pk).status for case in cases] == [
            Status.IN_PROGRESS,
            Status.CONDITIONAL,
            Status.REJECTED,
            Status.UNDER_REVIEW,
        ]
        minute = BoardMinute.objects.get(union=union)
        assert set(Decision.objects.values_list("minute", flat=True)) == {minute.pk}
        assert Decision.objects.count() == 3
        session.refresh_from_db()
        assert (session.state, session.minute, session.published_by) == ("PUBLISHED", minute, board)
        assert list(session.items.values_list("result", flat=True)) == ["DECIDED"] * 3 + ["POSTPONED"]
        assert Message.objects.filter(kind__in=["M8", "M10", "M11"]).count() == 3
        assert Decision.objects.get(outcome="REJECT").reasons.count() == 1
        assert AuditEntry.objects.filter(action="published").count() == 1

    def test_postponed_file_is_free_for_the_next_session(self, union, board):
        case = waiting(union)
        session = planned(union, case)
        decide(session.items.get(), ItemOutcome.POSTPONE, by=board)
        publish(session, by=board)

        agenda.add_to_agenda(
            sessions.plan_session(union=union, held_on=tehran_today(), by=board),
            {case.pk: case.version},
            by=board,
        )

        assert AgendaItem.objects.filter(case=case).count() == 2

    def test_one_file_fell_to_silence_in_between_and_nothing_is_published(self, union, board):
        with time_machine.travel(timezone.now() - timedelta(days=3), tick=False):
            early = waiting(union)
        session = planned(union, early, waiting(union))
        for item in session.items.all():
            decide(item, ItemOutcome.REJECT, by=board)
        with time_machine.travel(early.due_at + timedelta(seconds=2), tick=False):
            decisions.accept_by_silence(early)

            with pytest.raises(AgendaRefused) as caught:
                publish(session, by=board)

        [(item, why)] = caught.value.problems
        assert item.case == early
        assert "به حکم قانون پذیرفته" in why
        assert Decision.objects.get().by_silence
        assert not BoardMinute.objects.exists()
        assert not Message.objects.filter(kind="M11").exists()
        session.refresh_from_db()
        assert session.state == SessionState.PLANNED

    def test_term_that_ran_out_stops_the_session_even_before_the_timetable(self, union, board):
        case = waiting(union)
        session = planned(union, case)
        decide(session.items.get(), ItemOutcome.ACCEPT, by=board)
        with time_machine.travel(case.due_at + timedelta(seconds=2), tick=False):
            assert refusal_of(publish, session, by=board) == "agenda"

        assert not Decision.objects.exists()

    def test_file_taken_off_after_a_refusal_lets_the_others_be_published(self, union, board):
        moved, other = waiting(union), waiting(union)
        session = planned(union, moved, other)
        for item in session.items.all():
            decide(item, ItemOutcome.ACCEPT, by=board)
        intake.withdraw(moved, by=account_of(moved.applicant))
        assert refusal_of(publish, session, by=board) == "agenda"

        item = session.items.get(case=moved)
        agenda.take_off_agenda(item, reason="نقشه نرسیده است", by=board)
        publish(session, by=board)

        item.refresh_from_db()
        assert item.result == ItemResult.REMOVED
        assert item.votes.count() == 3
        assert LicenceRequest.objects.get(pk=other.pk).status == Status.IN_PROGRESS

    def test_operator_prepares_the_agenda_but_neither_votes_nor_publishes(self, union):
        operator = MembershipFactory(body=union, role=Role.UNION_OPERATOR).user
        case = waiting(union)
        session = sessions.plan_session(union=union, held_on=tehran_today(), by=operator)
        agenda.add_to_agenda(session, {case.pk: case.version}, by=operator)
        item = session.items.get()

        assert refusal_of(sessions.set_attendance, session, [], by=operator) == "not_your_turn"
        assert refusal_of(sessions.set_outcome, item, "ACCEPT", by=operator) == "not_your_turn"
        assert refusal_of(sessions.record_votes, item, {}, by=operator) == "not_your_turn"
        assert refusal_of(publish, session, by=operator) == "not_your_turn"
        assert refusal_of(sessions.cancel_session, session, by=operator) == "not_your_turn"

    def test_board_of_another_union_does_nothing_here(self, union):
        stranger = MembershipFactory(role=Role.UNION_BOARD).user
        session = planned(union, waiting(union))

        assert (
            refusal_of(agenda.take_off_agenda, session.items.get(), reason="علت", by=stranger)
            == "not_your_turn"
        )
        assert refusal_of(publish, session, by=stranger) == "not_your_turn"
        assert (
            refusal_of(sessions.plan_session, union=union, held_on=tehran_today(), by=stranger)
            == "not_your_turn"
        )
        assert not BoardSession.objects.visible_to(stranger).exists()

    def test_officer_whose_own_request_is_on_the_agenda_does_not_publish_it(self, union, board):
        own = LicenceRequestFactory(union=union, submitted=True, applicant=board.person)
        decisions.open_review(own, by=MembershipFactory(body=union, role=Role.UNION_OPERATOR).user)
        own.refresh_from_db()
        colleague = MembershipFactory(body=union, role=Role.UNION_BOARD).user
        session = planned(union, own, by=colleague)
        decide(session.items.get(), ItemOutcome.ACCEPT, by=colleague)

        with pytest.raises(AgendaRefused) as caught:
            publish(session, by=board)

        assert "درخواست خودش" in caught.value.problems[0][1]

    def test_officer_prepares_nothing_about_the_own_request(self, union, board):
        other = waiting(union)
        own = LicenceRequestFactory(union=union, submitted=True, applicant=board.person)
        decisions.open_review(own, by=MembershipFactory(body=union, role=Role.UNION_OPERATOR).user)
        own.refresh_from_db()
        colleague = MembershipFactory(body=union, role=Role.UNION_BOARD).user
        session = planned(union, other, by=board)
        member = session.present.order_by("pk").first()

        put = refusal_of(agenda.add_to_agenda, session, {own.pk: own.version}, by=board)
        agenda.add_to_agenda(session, {own.pk: own.version}, by=colleague)
        item, beside = session.items.get(case=own), session.items.get(case=other)
        sessions.set_outcome(item, ItemOutcome.REJECT, by=colleague)
        refusals = [
            refusal_of(agenda.take_off_agenda, item, reason="علت", by=board),
            refusal_of(sessions.set_outcome, item, ItemOutcome.ACCEPT, by=board),
            refusal_of(sessions.set_grounds, item, grounds_of(ReasonKind.REFUSAL), by=board),
            refusal_of(sessions.record_votes, item, {member.pk: VoteChoice.AGAINST}, by=board),
        ]
        session.refresh_from_db()
        sheet = {"present": [member.pk], "by": board, "seen_version": session.version}
        entries = {item.pk: Entry(ItemOutcome.ACCEPT, {}), beside.pk: Entry(ItemOutcome.ACCEPT, {})}
        changed = refusal_of(sessions.save_sheet, session, entries=entries, **sheet)
        entries[item.pk] = Entry(ItemOutcome.REJECT, {})
        sessions.save_sheet(session, entries=entries, **sheet)

        assert {put, changed, *refusals} == {"own_file"}
        beside.refresh_from_db()
        assert beside.outcome == ItemOutcome.ACCEPT

    def test_stale_preview_publishes_nothing(self, union, board):
        session = planned(union, waiting(union))

        assert refusal_of(publishing.publish, session, minute_number="1", by=board, seen_version=1) == "stale"

    def test_empty_agenda_is_not_published(self, union, board):
        assert refusal_of(publish, planned(union), by=board) == "empty_agenda"

    def test_session_of_tomorrow_is_not_published_today(self, union, board):
        session = planned(union, waiting(union))
        decide(session.items.get(), ItemOutcome.ACCEPT, by=board)
        BoardSession.objects.update(held_on=tehran_today() + timedelta(days=1))

        assert refusal_of(publish, session, by=board) == "not_begun"

    def test_minute_of_another_session_of_the_day_is_not_used_again(self, union, board):
        first = planned(union, waiting(union))
        decide(first.items.get(), ItemOutcome.ACCEPT, by=board)
        publish(first, by=board, number="۷")
        second = planned(union, waiting(union))
        decide(second.items.get(), ItemOutcome.ACCEPT, by=board)

        assert refusal_of(publish, second, by=board, number="7") == "minute_taken"

    def test_refusal_without_reasons_stops_the_publication(self, union, board):
        session = planned(union, waiting(union))
        item = session.items.get()
        sessions.set_outcome(item, ItemOutcome.REJECT, by=board)
        present = session.present.values_list("pk", flat=True)
        sessions.record_votes(item, dict.fromkeys(present, VoteChoice.FOR), by=board)

        with pytest.raises(AgendaRefused) as caught:
            publish(session, by=board)

        assert "دست‌کم یک مورد" in caught.value.problems[0][1]


class TestQuorumAndVotes:
    @pytest.mark.parametrize(("seats", "needed"), [(1, 1), (2, 2), (3, 2), (5, 3), (6, 4), (7, 4)])
    def test_quorum_is_more_than_half_of_the_full_seats(self, seats, needed):
        assert quorum(seats) == needed

    def test_two_of_five_present_are_too_few(self, union, board):
        session = planned(union, waiting(union), present=2)
        decide(session.items.get(), ItemOutcome.ACCEPT, by=board)

        assert refusal_of(publish, session, by=board) == "no_quorum"

    def test_board_nobody_has_registered_cannot_meet(self):
        union = WorkingUnionFactory()
        session = planned(union, waiting(union))

        assert refusal_of(publish, session, by=board_of(union)) == "no_quorum"

    def test_substitute_is_not_counted_among_the_present(self, union, board):
        session = planned(union)
        substitute = union.board.get(role=BoardRole.SUBSTITUTE)

        assert refusal_of(sessions.set_attendance, session, [substitute.pk], by=board) == "not_a_member"

    @pytest.mark.parametrize(
        ("choices", "passes"),
        [
            (("FOR", "FOR", "AGAINST"), True),
            (("FOR", "FOR", "ABSTAIN"), True),
            (("FOR", "AGAINST", "ABSTAIN"), False),
            (("AGAINST", "AGAINST", "AGAINST"), False),
            (("FOR", "FOR"), False),  # one present member has not voted
        ],
    )
    def test_outcome_needs_the_votes_of_more_than_half_of_those_present(self, union, board, choices, passes):
        session = planned(union, waiting(union))
        decide(session.items.get(), ItemOutcome.ACCEPT, by=board, choices=choices)

        if passes:
            assert publish(session, by=board).state == SessionState.PUBLISHED
        else:
            assert refusal_of(publish, session, by=board) == "agenda"

    def test_member_does_not_vote_on_the_own_file_and_the_others_suffice(self, union, board):
        member = union.board.get(role=BoardRole.CHAIR)
        session = planned(union, waiting(union, applicant=member.person))
        item = session.items.get()
        sessions.set_outcome(item, ItemOutcome.ACCEPT, by=board)
        others = {seat.pk: VoteChoice.FOR for seat in sessions.seats_of(session)[1:3]}

        refused = refusal_of(sessions.record_votes, item, {member.pk: VoteChoice.FOR}, by=board)
        sessions.record_votes(item, others, by=board)
        publish(session, by=board)

        assert refused == "own_file"
        assert Decision.objects.get().outcome == "ACCEPT"

    def test_absent_member_has_no_vote(self, union, board):
        session = planned(union, waiting(union))
        item = session.items.get()
        sessions.set_outcome(item, ItemOutcome.ACCEPT, by=board)
        absent = sessions.seats_of(session)[4]

        assert refusal_of(sessions.record_votes, item, {absent.pk: "FOR"}, by=board) == "not_present"

    def test_votes_go_when_the_outcome_they_were_cast_on_is_replaced(self, union, board):
        session = planned(union, waiting(union))
        item = session.items.get()
        decide(item, ItemOutcome.REJECT, by=board)

        sessions.set_outcome(item, ItemOutcome.ACCEPT, by=board)

        assert not item.votes.exists()
        assert not item.grounds.exists()

    def test_sheet_of_a_colleague_who_was_second_is_stale_and_changes_nothing(self, union, board):
        session = planned(union, waiting(union))
        item, members = session.items.get(), list(session.present.all())
        votes = {member.pk: "FOR" for member in members}
        sheet = {"present": list(votes), "entries": {item.pk: Entry("ACCEPT", votes)}, "by": board}
        sessions.save_sheet(session, seen_version=session.version, **sheet)

        code = refusal_of(sessions.save_sheet, session, seen_version=session.version, **sheet)

        assert code == "stale"
        assert item.votes.count() == 3

    def test_votes_stand_beside_the_decision_with_names_for_the_union_and_counts_above_it(self, union, board):
        case = waiting(union)
        session = planned(union, case)
        decide(session.items.get(), ItemOutcome.ACCEPT, by=board, choices=("FOR", "FOR", "AGAINST"))
        publish(session, by=board)
        inspector = MembershipFactory(body=union, role=Role.CHAMBER_INSPECTOR).user

        [own], [above] = ballots_of(case, board), ballots_of(case, inspector)

        assert own.counts == above.counts == "۲ موافق، ۱ مخالف، ۰ ممتنع"
        assert len(own.members) == 3
        assert above.members == ()
        assert ballots_of(case, account_of(case.applicant)) == []


class TestSeatsOfTheLaw:
    """The seats of Art. 22 are the measure, whoever is left on the board."""

    def left(self, union, role):
        """Everybody but the holder of one office left the board yesterday; their account publishes."""
        gone = union.board.exclude(role=role)
        gone.update(to_date=tehran_today() - timedelta(days=1))
        member = union.board.get(role=role)
        return MembershipFactory(body=union, user__person=member.person).user

    def test_one_member_who_is_left_decides_nothing(self, union):
        secretary = self.left(union, BoardRole.SECRETARY)
        session = planned(union, waiting(union), present=1)
        decide(session.items.get(), ItemOutcome.ACCEPT, by=secretary, choices=("FOR",))

        assert refusal_of(publish, session, by=secretary) == "no_quorum"
        assert not Decision.objects.exists()

    @pytest.mark.parametrize(("vacant", "publishes"), [(2, True), (3, False)])
    def test_vacant_seats_count_against_the_quorum(self, union, board, vacant, publishes):
        keys = list(union.board.filter(role__in=OFFICES).values_list("pk", flat=True))[:vacant]
        union.board.filter(pk__in=keys).update(to_date=tehran_today())
        session = planned(union, waiting(union), present=5 - vacant)
        decide(session.items.get(), ItemOutcome.ACCEPT, by=board, choices=("FOR",) * (5 - vacant))

        if publishes:
            assert publish(session, by=board).state == SessionState.PUBLISHED
        else:
            assert refusal_of(publish, session, by=board) == "no_quorum"

    @pytest.mark.parametrize(("units", "code"), [(999, ""), (1000, "no_quorum"), (None, "no_quorum")])
    def test_board_of_a_large_union_needs_four_of_its_seven_seats(self, union, board, units, code):
        union.unit_counts.all().delete()
        if units:
            UnitCountFactory(union=union, units=units)
        session = planned(union, waiting(union), present=3)
        decide(session.items.get(), ItemOutcome.ACCEPT, by=board)

        if code:
            assert refusal_of(publish, session, by=board) == code
        else:
            assert publish(session, by=board).state == SessionState.PUBLISHED

    @pytest.mark.parametrize("seat", ["ended today", "not begun", "substitute", "another union's", "none"])
    def test_nobody_publishes_without_a_full_seat_in_force_at_that_moment(self, union, board, seat):
        session = planned(union, waiting(union))
        decide(session.items.get(), ItemOutcome.ACCEPT, by=board)
        today = tehran_today()
        own = union.board.filter(person=board.person)
        if seat == "ended today":
            own.update(to_date=today)
        elif seat == "not begun":
            own.update(from_date=today + timedelta(days=1))
        else:
            own.update(to_date=today)
            elsewhere = {"substitute": union, "another union's": WorkingUnionFactory()}.get(seat)
            if elsewhere:
                role = BoardRole.SUBSTITUTE if elsewhere == union else BoardRole.CHAIR
                BoardMemberFactory(union=elsewhere, person=board.person, role=role)

        assert refusal_of(publish, session, by=board) == "no_seat"
        assert not BoardMinute.objects.exists()


class TestHour:
    @pytest.mark.parametrize(
        ("clock", "code"), [("13:29:59", "not_begun"), ("13:30:00", ""), ("20:29:00", "")]
    )
    def test_results_wait_for_the_hour_of_the_session(self, request, clock, code):
        """17:00 in Tehran is 13:30 UTC."""
        with time_machine.travel("2026-11-25T05:00:00Z", tick=False):
            union = request.getfixturevalue("union")  # its board is seated from that day on
            board = board_of(union)
            session = planned(union, waiting(union))
            BoardSession.objects.filter(pk=session.pk).update(starts_at=time(17, 0))
            decide(session.items.get(), ItemOutcome.ACCEPT, by=board)
        with time_machine.travel(f"2026-11-25T{clock}Z", tick=False):
            if code:
                assert refusal_of(publish, session, by=board) == code
                assert "۱۷:۰۰" in publishing.preview(BoardSession.objects.get(), by=board).refusal
            else:
                assert publish(session, by=board).state == SessionState.PUBLISHED


class TestOneAnswer:
    """What the page says before is what publishing answers."""

    @pytest.mark.parametrize(
        ("voters", "choices", "code"),
        [
            (4, ("FOR", "FOR", "AGAINST", "AGAINST"), "no_majority"),
            (4, ("FOR", "FOR", "FOR", "AGAINST"), ""),
            (4, ("FOR", "FOR", "ABSTAIN", "ABSTAIN"), "no_majority"),
            (5, ("FOR", "FOR", "FOR", "AGAINST", "AGAINST"), ""),
            (3, ("FOR", "FOR"), "votes_missing"),
            (1, ("FOR",), ""),
            (1, ("ABSTAIN",), "no_majority"),
            (0, (), "votes_missing"),
        ],
    )
    def test_majority_is_more_than_half_of_those_who_may_vote(self, voters, choices, code):
        tally = tally_of_votes(range(voters), dict(enumerate(choices)))

        assert (tally.refusal.code if tally.refusal else "") == code
        assert tally.carries is (not code)
        assert tally.in_favour + tally.against + tally.abstained + tally.missing == voters

    def test_vote_of_somebody_who_is_not_counted_changes_nothing(self):
        assert tally_of_votes([1, 2, 3], {1: "FOR", 2: "AGAINST", 3: "AGAINST", 9: "FOR"}).in_favour == 1

    @pytest.mark.parametrize("flaw", ["tie", "no votes", "no outcome", "no reasons", "withdrawn", "none"])
    def test_preview_names_what_publishing_refuses(self, union, board, flaw):
        case = waiting(union)
        session = planned(union, case, present=4)
        item = session.items.get()
        outcome = ItemOutcome.REJECT if flaw == "no reasons" else ItemOutcome.ACCEPT
        choices = ("FOR", "FOR", "AGAINST", "AGAINST") if flaw == "tie" else ("FOR",) * 4
        if flaw != "no outcome":
            decide(item, outcome, by=board, choices=() if flaw == "no votes" else choices)
        if flaw == "no reasons":
            item.grounds.all().delete()
        if flaw == "withdrawn":
            intake.withdraw(case, by=account_of(case.applicant))
        ahead = publishing.preview(BoardSession.objects.get(), by=board)

        try:
            publish(session, by=board)
        except AgendaRefused as refused:
            said = {row.pk: why for row, why in refused.problems}
        else:
            said = {}

        assert ahead.problems == said
        assert bool(said) is (flaw != "none")


class TestDecidedInTheSession:
    """A file on an open agenda is decided there and nowhere else."""

    @pytest.mark.parametrize(
        "act", [decisions.accept, decisions_refusals.accept_conditionally, decisions_refusals.reject]
    )
    @pytest.mark.parametrize("days_ago", [0, 1])
    def test_desk_decides_nothing_on_a_file_its_session_has_on_the_agenda(self, union, board, act, days_ago):
        with time_machine.travel(datetime.now(UTC) - timedelta(days=2)):
            case = waiting(union)
        minute = minute_of(union, "5", tehran_today() - timedelta(days=days_ago))
        session = planned(union, case)
        decide(session.items.get(), ItemOutcome.ACCEPT, by=board, choices=("AGAINST",) * 3)
        kind = {"accept_conditionally": ReasonKind.NEED, "reject": ReasonKind.REFUSAL}.get(act.__name__)
        grounds = {"grounds": grounds_of(kind)} if kind else {}

        refused = refusal_of(act, case, minute=minute, by=board, **grounds)

        assert refused == "on_agenda"
        assert not Decision.objects.exists()

    def test_file_taken_off_for_a_reason_may_be_decided_at_the_desk(self, union, board):
        case = waiting(union)
        session = planned(union, case)
        item = session.items.get()
        agenda.take_off_agenda(item, reason=" در جلسهٔ پیش تصمیم گرفته شد ", by=board)

        decisions.accept(case, minute=minute_of(union), by=board)

        item.refresh_from_db()
        assert item.removed_because == "در جلسهٔ پیش تصمیم گرفته شد"
        assert (item.removed_by, item.result) == (board, ItemResult.REMOVED)
        entry = AuditEntry.objects.get(action="taken off agenda", subject_type="licensing.licencerequest")
        assert entry.note == "در جلسهٔ پیش تصمیم گرفته شد"

    def test_nothing_is_taken_off_without_a_reason(self, union, board):
        session = planned(union, waiting(union))
        item = session.items.get()

        assert refusal_of(agenda.take_off_agenda, item, reason="  ", by=board) == "no_text"
        with pytest.raises(IntegrityError), transaction.atomic():
            AgendaItem.objects.filter(pk=item.pk).update(result=ItemResult.REMOVED)
        item.refresh_from_db()
        assert item.result == ItemResult.OPEN

    def test_operator_takes_off_no_file_the_board_has_voted_on(self, union, board):
        operator = MembershipFactory(body=union, role=Role.UNION_OPERATOR).user
        session = planned(union, waiting(union), waiting(union))
        voted, fresh = session.items.all()
        decide(voted, ItemOutcome.ACCEPT, by=board, choices=("AGAINST",) * 3)

        assert refusal_of(agenda.take_off_agenda, voted, reason="علت", by=operator) == "not_your_turn"
        agenda.take_off_agenda(fresh, reason="علت", by=operator)

        assert [item.case_id for item in session.items.open()] == [voted.case_id]


class TestAgenda:
    def test_queue_gives_what_is_due_soonest_first_and_no_file_twice(self, union):
        with time_machine.travel("2026-11-21T06:00:00Z", tick=False):
            first = waiting(union)
        with time_machine.travel("2026-11-23T06:00:00Z", tick=False):
            second, on_agenda = waiting(union), waiting(union)
            LicenceRequestFactory(union=union, submitted=True)  # not opened yet
            planned(union, on_agenda)

            assert list(LicenceRequest.objects.for_agenda()) == [first, second]

    def test_conditional_file_whose_needs_were_met_comes_back_to_be_accepted(self, union, board):
        case = waiting(union)
        decisions_refusals.accept_conditionally(
            case, grounds=grounds_of(ReasonKind.NEED), minute=minute_of(union, "1"), by=board
        )
        case.refresh_from_db()
        session = planned(union, case)
        item = session.items.get()

        assert refusal_of(sessions.set_outcome, item, "CONDITIONAL", by=board) == "wrong_outcome"
        decide(item, ItemOutcome.ACCEPT, by=board)
        publish(session, by=board)

        case.refresh_from_db()
        assert case.status == Status.IN_PROGRESS

    def test_file_stands_on_one_open_agenda_only(self, union, board):
        case = waiting(union)
        planned(union, case)
        other = sessions.plan_session(union=union, held_on=tehran_today() + timedelta(days=1), by=board)

        assert refusal_of(agenda.add_to_agenda, other, {case.pk: case.version}, by=board) == "on_agenda"

    def test_files_come_on_all_or_none(self, union, board):
        good, fresh = waiting(union), LicenceRequestFactory(union=union, submitted=True)
        session = planned(union)
        seen = {good.pk: good.version, fresh.pk: fresh.version}

        assert refusal_of(agenda.add_to_agenda, session, seen, by=board) == "not_for_agenda"
        assert refusal_of(agenda.add_to_agenda, session, {good.pk: 1}, by=board) == "stale"
        assert not session.items.exists()

    def test_agenda_takes_as_many_files_as_a_session_can_hear_and_no_further_one(
        self, union, board, monkeypatch
    ):
        assert ITEMS_AT_MOST == 60
        monkeypatch.setattr(agenda, "ITEMS_AT_MOST", 2)
        session = planned(union, waiting(union), waiting(union))
        further = waiting(union)

        code = refusal_of(agenda.add_to_agenda, session, {further.pk: further.version}, by=board)
        agenda.take_off_agenda(session.items.first(), reason="علت", by=board)

        assert code == "agenda_full"
        assert agenda.add_to_agenda(session, {further.pk: further.version}, by=board) == 1

    def test_file_of_another_union_does_not_come_on(self, union, board):
        foreign = waiting(WorkingUnionFactory())
        session = planned(union)

        assert refusal_of(agenda.add_to_agenda, session, {foreign.pk: foreign.version}, by=board) == "stale"

    def test_file_that_came_in_after_the_day_of_the_session_does_not_come_on(self, union, board):
        session = sessions.plan_session(union=union, held_on=tehran_today() - timedelta(days=1), by=board)
        case = waiting(union)

        code = refusal_of(agenda.add_to_agenda, session, {case.pk: case.version}, by=board)

        assert code == "minute_too_early"

    def test_second_session_of_a_day_is_not_planned(self, union, board):
        planned(union)

        code = refusal_of(sessions.plan_session, union=union, held_on=tehran_today(), by=board)

        assert code == "planned_already"

    def test_cancelled_session_frees_its_files(self, union, board):
        case = waiting(union)
        session = planned(union, case)
        sessions.cancel_session(session, by=board)

        assert list(LicenceRequest.objects.for_agenda()) == [case]
        assert session.items.get().result == ItemResult.DROPPED

    @pytest.mark.parametrize("act", ["add", "remove", "attend", "outcome", "vote", "publish", "cancel"])
    def test_nothing_changes_on_a_session_that_is_over(self, union, board, act):
        case = waiting(union)
        session = planned(union, case)
        item = session.items.get()
        sessions.cancel_session(session, by=board)
        acts = {
            "add": lambda: agenda.add_to_agenda(session, {case.pk: case.version}, by=board),
            "remove": lambda: agenda.take_off_agenda(item, reason="نقشه نرسیده است", by=board),
            "attend": lambda: sessions.set_attendance(session, [], by=board),
            "outcome": lambda: sessions.set_outcome(item, "ACCEPT", by=board),
            "vote": lambda: sessions.record_votes(item, {}, by=board),
            "publish": lambda: publish(session, by=board),
            "cancel": lambda: sessions.cancel_session(session, by=board),
        }

        assert refusal_of(acts[act]) == "closed_session"


@pytest.mark.parametrize(("before", "after"), list(itertools.product(SessionState, SessionState)))
def test_every_pair_of_states_is_refused_except_those_of_the_table(before, after):
    union = WorkingUnionFactory()
    board = board_of(union)
    session = BoardSession(union=union, held_on=tehran_today(), state=before, made_by=board)

    if after in SESSION_MOVES.get(before, {}):
        check_session_move(session, after, board)
    else:
        assert refusal_of(check_session_move, session, after, board) == "closed_session"


@pytest.mark.parametrize("status", list(Status))
def test_outcomes_of_a_file_are_those_its_own_table_of_moves_has(status):
    expected = {
        Status.UNDER_REVIEW: ["ACCEPT", "CONDITIONAL", "REJECT", "POSTPONE"],
        Status.CONDITIONAL: ["ACCEPT", "REJECT", "POSTPONE"],
    }

    assert outcomes_for(status) == expected.get(status, ["POSTPONE"])

"""The union's side of a request: decided in time, billed lawfully, issued once."""

from datetime import timedelta

import pytest
import time_machine

from core.jalali import day_of, from_jalali, tehran_today
from core.models import AuditEntry
from core.refusals import RuleBroken
from deadlines.models import Deadline
from deadlines.states import Key, Owner, State
from licensing.billing import payments
from licensing.billing import services as billing
from licensing.billing.models import Invoice
from licensing.cases.states import Status
from licensing.decisions import lapsing
from licensing.decisions import services as decisions
from licensing.decisions.models import Decision
from licensing.intake import services as intake
from licensing.licences import services as licences
from licensing.licences.models import Licence
from licensing.licences.states import LicenceState
from messaging.models import Message
from organizations.conditions.models import SpecialConditions
from organizations.roles.states import Role
from organizations.tariffs.models import FeeItem
from organizations.tariffs.states import FeeKind
from tests.factories import (
    FeeFactory,
    LicenceRequestFactory,
    MembershipFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    bring_to,
    issued_licence,
    minute_of,
    with_originals,
)

pytestmark = pytest.mark.django_db
SATURDAY = "2026-11-21T06:00:00Z"  # 30 Aban 1405


@pytest.fixture
def case():
    """A request under review, seen by a member of the board."""
    return bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)


def accept(case, **changes):
    arguments = {"minute": minute_of(case.union, "۱۲"), "by": board_of(case.union)} | changes
    return decisions.accept(case, **arguments)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value


def test_board_accepts_with_a_minute_and_the_applicant_is_told(case):
    accept(case)

    case.refresh_from_db()
    decision = case.decisions.get()
    assert case.status == Status.IN_PROGRESS
    assert decision.minute.number == "12"
    assert decision.decided_by == board_of(case.union)
    assert Message.objects.filter(recipient=case.applicant, kind="M8").count() == 1
    assert [event.to_status for event in case.events.all()] == [
        "SUBMITTED",
        "UNDER_REVIEW",
        "ACCEPTED",
        "IN_PROGRESS",
    ]


def test_acceptance_starts_the_three_months_of_the_applicant():
    with time_machine.travel(SATURDAY, tick=False):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
        accept(case)

    clock = Deadline.objects.of(case).live().get()
    assert clock.key == Key.T2_DOCUMENTS
    assert clock.owner == Owner.APPLICANT
    case.refresh_from_db()
    assert case.due_at == clock.due_at
    # 30 Bahman is a Friday: the end moves to the next working day
    assert day_of(case.due_at) == from_jalali(1405, 12, 1)


def test_every_move_leaves_an_audit_entry_by_the_one_who_made_it(case):
    accept(case)

    actions = AuditEntry.objects.filter(subject_id=str(case.pk), subject_type="licensing.licencerequest")
    assert list(actions.order_by("at", "pk").values_list("action", flat=True))[-2:] == [
        "moved to ACCEPTED",
        "moved to IN_PROGRESS",
    ]


def test_decision_under_another_unions_minute_is_refused_and_changes_nothing(case):
    foreign = minute_of(WorkingUnionFactory(), "12")

    assert refusal_of(accept, case, minute=foreign).code == "other_unions_minute"

    case.refresh_from_db()
    assert case.status == Status.UNDER_REVIEW
    assert not Decision.objects.exists()


def test_operator_without_a_seat_on_the_board_cannot_accept(case):
    operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user

    assert refusal_of(accept, case, by=operator).code == "not_your_turn"


def test_board_of_another_union_cannot_accept(case):
    stranger = MembershipFactory().user

    assert refusal_of(accept, case, by=stranger).code == "not_your_turn"


def test_member_of_the_board_does_not_decide_on_their_own_request(case):
    member = board_of(case.union)
    member.person = case.applicant
    member.save()

    assert refusal_of(accept, case).code == "own_file"


def test_decision_from_a_page_that_is_out_of_date_is_refused(case):
    old = case.version
    accept(case)

    assert refusal_of(accept, case, seen_version=old).code == "stale"
    assert Decision.objects.count() == 1


def test_silence_of_fifteen_working_days_is_acceptance():
    with time_machine.travel(SATURDAY, tick=False) as clock:
        case = LicenceRequestFactory(submitted=True)
        assert day_of(case.due_at) == from_jalali(1405, 9, 17)
        clock.move_to(case.due_at)
        assert decisions.accept_overdue() == 0
        clock.shift(2)
        assert decisions.accept_overdue() == 1
        assert decisions.accept_overdue() == 0

    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    assert case.decisions.get().by_silence
    assert Deadline.objects.of(case).get(key=Key.T1_UNION_ANSWER).state == State.MISSED
    assert Message.objects.filter(recipient=case.applicant, kind="M9").count() == 1


def test_timetable_that_stood_for_three_days_gives_the_same_outcome():
    with time_machine.travel(SATURDAY, tick=False) as clock:
        case = LicenceRequestFactory(submitted=True)
        clock.move_to(case.due_at + timedelta(days=3))
        decisions.accept_overdue()

    case.refresh_from_db()
    assert case.decisions.get().by_silence


def test_decision_after_the_last_second_comes_too_late(case):
    board = board_of(case.union)
    with time_machine.travel(case.due_at + timedelta(seconds=2), tick=False):
        late = refusal_of(accept, case, by=board)

    assert late.code == "deadline_passed"
    case.refresh_from_db()
    assert case.status == Status.UNDER_REVIEW


def test_request_lapses_when_three_months_pass_without_documents(case):
    accept(case)
    case.refresh_from_db()
    with time_machine.travel(case.due_at + timedelta(seconds=2), tick=False):
        assert lapsing.lapse_overdue() == 1
        assert lapsing.lapse_overdue() == 0

    case.refresh_from_db()
    assert case.status == Status.LAPSED
    assert Message.objects.filter(recipient=case.applicant, kind="M14").exists()
    assert not Deadline.objects.of(case).live().exists()


def test_applicant_withdraws_and_no_clock_runs_on(case):
    intake.withdraw(case, by=account_of(case.applicant))

    case.refresh_from_db()
    assert case.status == Status.WITHDRAWN
    assert case.due_at is None
    assert not Deadline.objects.of(case).live().exists()


def test_bill_keeps_its_amounts_when_the_tariff_changes_later():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.AWAITING_PAYMENT)
    FeeItem.objects.filter(union=case.union).update(valid_to=tehran_today())

    line = case.invoice.lines.get(fee__kind=FeeKind.ISSUE)

    assert line.amount == 600_000
    assert line.approval
    assert case.invoice.total == 650_000


def test_bill_has_only_lines_for_this_kind_of_request():
    case = with_originals(bring_to(LicenceRequestFactory(submitted=True), Status.DOCS_COMPLETE))
    FeeFactory(union=case.union, approval__body=case.union, kind=FeeKind.SERVICES, applies_to=["RENEWAL"])

    invoice = billing.send_invoice(case, by=board_of(case.union))

    assert [line.fee.kind for line in invoice.lines.all()] == [FeeKind.ISSUE, FeeKind.E_SERVICES]


def test_union_without_published_conditions_may_bill_nothing(monkeypatch):
    case = with_originals(bring_to(LicenceRequestFactory(submitted=True), Status.DOCS_COMPLETE))
    monkeypatch.setattr("organizations.tariffs.charges.conditions_in_force", lambda union, category: None)

    refusal = refusal_of(billing.send_invoice, case, by=board_of(case.union))

    assert refusal.code == "no_fees"
    assert SpecialConditions.objects.exists()
    assert not Invoice.objects.exists()


def test_clock_of_the_union_stands_while_the_applicant_pays():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.AWAITING_PAYMENT)
    clock = Deadline.objects.of(case).live().get(key=Key.T3_ISSUE)
    assert clock.state == State.PAUSED
    assert clock.intervals.get(ended_at=None).owner == Owner.APPLICANT
    assert case.due_at == Deadline.objects.of(case).live().get(key=Key.T22_PAYMENT).due_at

    case = bring_to(case, Status.READY)

    clock.refresh_from_db()
    assert clock.state == State.OPEN
    assert case.due_at == clock.due_at


def test_payment_without_any_slip_confirms_nothing():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.AWAITING_PAYMENT)

    refusal = refusal_of(payments.confirm_payments, case, {}, by=board_of(case.union))

    assert refusal.code == "slips_missing"
    assert not case.invoice.lines.filter(verified_at__isnull=False).exists()


def test_licence_gets_its_numbers_and_five_years():
    with time_machine.travel(SATURDAY, tick=False):
        licence = issued_licence()

    assert licence.number.endswith("-1405-00001")
    assert len(licence.guild_id) == 10
    assert licence.issued_on == from_jalali(1405, 8, 30)
    assert licence.valid_to == from_jalali(1410, 8, 29)
    assert licence.state == LicenceState.VALID
    assert licence.holder_name == "پریسا کاویان"
    assert not Deadline.objects.of(licence.case).live().exists()


def test_second_issue_of_the_same_request_is_refused():
    licence = issued_licence()

    refusal = refusal_of(
        licences.issue,
        licence.case,
        minute=minute_of(licence.union, "14"),
        by=board_of(licence.union),
    )

    assert refusal.code == "closed_step"
    assert Licence.objects.count() == 1


def test_board_cannot_have_decided_before_the_request_came_in(case):
    refusal = refusal_of(accept, case, minute=minute_of(case.union, "11", tehran_today() - timedelta(days=1)))

    assert refusal.code == "minute_too_early"
    assert not Decision.objects.exists()


def test_draft_is_not_sent_to_a_union_that_no_longer_answers_for_its_trade():
    draft = LicenceRequestFactory()
    draft.union.coverage.update(is_active=False)

    refusal = refusal_of(intake.submit, draft, undertaking=True, by=account_of(draft.applicant))

    assert refusal.code == "no_union"
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_officer_takes_no_step_at_all_on_their_own_request():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.AWAITING_PAYMENT)
    member = board_of(case.union)
    member.person = case.applicant
    member.save()
    slips = {line.pk: "77" for line in case.invoice.lines.all()}

    assert refusal_of(payments.confirm_payments, case, slips, by=member).code == "own_file"


def test_request_that_breaks_does_not_stop_the_silence_of_the_others(monkeypatch):
    with time_machine.travel(SATURDAY, tick=False) as clock:
        broken, sound = LicenceRequestFactory(submitted=True), LicenceRequestFactory(submitted=True)
        clock.move_to(max(broken.due_at, sound.due_at) + timedelta(seconds=2))
        tell = decisions.messaging.notify

        def notify(person, **kwargs):
            if person == broken.applicant:
                raise ValueError("on purpose")
            return tell(person, **kwargs)

        monkeypatch.setattr(decisions.messaging, "notify", notify)

        assert decisions.accept_overdue() == 1

    sound.refresh_from_db()
    broken.refresh_from_db()
    assert (sound.status, broken.status) == (Status.IN_PROGRESS, Status.SUBMITTED)

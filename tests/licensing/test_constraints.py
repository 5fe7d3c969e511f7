"""What the database itself refuses about requests, on both engines."""

import pytest
from django.utils import timezone

from core.jalali import tehran_today
from deadlines.models import Deadline
from deadlines.states import Key
from licensing.billing.refund_models import Refund, SlipRefusal
from licensing.cases.moved_terms import MovedTerm
from licensing.cases.states import Status
from licensing.decisions.minute_request_models import MinuteRequest
from licensing.decisions.models import Decision
from licensing.decisions.reason_models import Reason, ReasonPlace
from licensing.decisions.silence_models import LapseWarning
from licensing.decisions.states import ReasonKind
from licensing.inquiries.models import InquiryCorrection
from licensing.sessions import agenda
from licensing.sessions import services as sessions
from licensing.sessions.models import AgendaGround, AgendaItem
from tests.constraints import refused_by
from tests.factories import LicenceRequestFactory, board_of, bring_to, grounds_of, minute_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """A request the board is to answer."""
    return bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)


@pytest.fixture
def billed():
    """A request whose bill is open."""
    return bring_to(LicenceRequestFactory(submitted=True), Status.AWAITING_PAYMENT)


@pytest.fixture
def item(case):
    """Its line on the agenda of a session, with a proposed refusal."""
    board = board_of(case.union)
    session = sessions.plan_session(union=case.union, held_on=tehran_today(), by=board)
    agenda.add_to_agenda(session, {case.pk: case.version}, by=board)
    sessions.set_outcome(session.items.get(), "REJECT", by=board, grounds=grounds_of(ReasonKind.REFUSAL))
    return session.items.get()


def decide(case, outcome, **facts):
    """Write a decision past the services."""
    minute = case.union.minutes.first() or minute_of(case.union)
    return Decision.objects.create(
        case=case, outcome=outcome, minute=minute, decided_by=board_of(case.union), **facts
    )


def test_return_is_settled_by_somebody_and_one_is_open_at_a_time(case):
    first, board, now = decide(case, "RETURN"), board_of(case.union), timezone.now()
    row = Decision.objects.filter(pk=first.pk)

    for half in ({"settled_at": now}, {"settled_by": board}):
        with refused_by("return_settled_at_and_by_together"):
            row.update(**half)
    with refused_by("return_settled_at_and_by_together"):
        decide(case, "REJECT", settled_at=now, settled_by=board)
    with refused_by("one_open_return_per_request"):
        decide(case, "RETURN")

    row.update(settled_at=now, settled_by=board)
    assert decide(case, "RETURN").pk


@pytest.mark.parametrize(
    "half", [{"before": "POSITIVE", "reason": ""}, {"before": "SENT", "reason": "اشتباه"}]
)
def test_correction_has_a_reason_and_is_of_an_answer(half):
    case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)
    name = "inquiry_correction_has_a_reason" if not half["reason"] else "inquiry_correction_of_an_answer"

    with refused_by(name):
        InquiryCorrection.objects.create(
            inquiry=case.inquiries.first(), corrected_by=board_of(case.union), **half
        )


def test_one_minute_at_a_time_is_asked_for_and_in_words(case):
    board = board_of(case.union)

    with refused_by("minute_request_says_something"):
        MinuteRequest.objects.create(case=case, text="", asked_by=board)
    MinuteRequest.objects.create(case=case, text="متن", asked_by=board)
    with refused_by("one_open_minute_request_per_file"):
        MinuteRequest.objects.create(case=case, text="باز هم", asked_by=board)


def test_moved_term_is_told_once_and_with_its_cause(case):
    with refused_by("moved_term_has_a_reason"):
        MovedTerm.objects.create(case=case, key=Key.T1_UNION_ANSWER, because="")
    MovedTerm.objects.create(case=case, key=Key.T1_UNION_ANSWER, because="تعطیلی")
    with refused_by("one_moved_term_to_tell"):
        MovedTerm.objects.create(case=case, key=Key.T1_UNION_ANSWER, because="تعطیلی دیگر")


def test_each_number_of_days_before_a_lapse_is_warned_of_once(case):
    facts = {"case": case, "deadline": Deadline.objects.of(case).first(), "days_left": 5}
    LapseWarning.objects.create(**facts)

    with refused_by("warned_once_before_each_lapse"):
        LapseWarning.objects.create(**facts)
    assert LapseWarning.objects.create(**facts | {"days_left": 4}).pk


def test_reason_is_tied_to_a_named_part_once():
    place = ReasonPlace.objects.first()

    with refused_by("reason_once_per_part"):
        ReasonPlace.objects.create(reason=place.reason, source=place.source, part=place.part)
    with refused_by("reason_place_names_a_part"):
        ReasonPlace.objects.create(reason=place.reason, source=place.source, part="")


def test_reason_proposed_to_a_board_rests_on_a_part_it_is_tied_to(item):
    ground = AgendaGround.objects.get(item=item)
    other = Reason.objects.exclude(places__source=ground.source, places__part=ground.part).first()

    with refused_by("a part it is not tied to"):
        AgendaGround.objects.filter(pk=ground.pk).update(reason=other)
    ground.pk, ground.reason = None, other
    with refused_by("a part it is not tied to"):
        ground.save(force_insert=True)


@pytest.mark.parametrize(
    "half", [{"removed_because": "متن"}, {"removed_at": timezone.now}, {"result": "REMOVED"}]
)
def test_line_of_an_agenda_is_taken_off_whole_or_not(item, half):
    facts = {name: value() if callable(value) else value for name, value in half.items()}

    with refused_by("agenda_item_taken_off_by_somebody_for_a_reason"):
        AgendaItem.objects.filter(pk=item.pk).update(**facts)


@pytest.mark.parametrize("missing", ["slip_number", "reason"])
def test_refused_slip_has_its_number_and_a_reason(billed, missing):
    facts = {"slip_number": "12", "reason": "مبلغ نمی‌خواند", missing: ""}

    with refused_by("slip_refused_with_number_and_listed_reason"):
        SlipRefusal.objects.create(
            line=billed.invoice.lines.first(), refused_by=board_of(billed.union), **facts
        )


def test_refund_is_whole_at_every_step(billed):
    board, now = board_of(billed.union), timezone.now()
    refund = Refund.objects.create(
        case=billed, invoice=billed.invoice, payee=billed.applicant, amount=1000, reason="رد شد"
    )
    approved, paid = {"approved_at": now, "approved_by": board}, {"paid_at": now, "paid_by": board}

    for name, wrong in (
        ("refund_has_amount_and_reason", {"amount": 0}),
        ("refund_has_amount_and_reason", {"reason": ""}),
        ("refund_approved_at_and_by_together", {"approved_at": now}),
        ("refund_approved_at_and_by_together", {"approved_by": board}),
        ("refund_paid_at_and_by_with_its_number_once_approved", {"transfer_number": "7"}),
        ("refund_paid_at_and_by_with_its_number_once_approved", paid | {"transfer_number": "7"}),
        ("refund_needs_two_people", approved | paid | {"transfer_number": "7"}),
    ):
        with refused_by(name):
            Refund.objects.filter(pk=refund.pk).update(**wrong)

"""After a conditional answer: the applicant says that the needs are met, and whose turn that makes it (R81)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from core.refusals import RuleBroken
from deadlines.models import Deadline, DeadlineInterval
from deadlines.services import clock
from deadlines.states import Key, Owner, State
from licensing.cases.states import Status
from licensing.decisions import refusals, texts
from licensing.decisions import services as decisions
from licensing.decisions.needs import needs_of, say_needs_met
from licensing.decisions.reason_models import NeedMet
from licensing.decisions.states import ReasonKind
from licensing.desk import holding
from organizations.roles.states import Role
from tests.factories import (
    GeneralConditionsFactory,
    LicenceRequestFactory,
    MembershipFactory,
    SpecialConditionsFactory,
    account_of,
    board_of,
    bring_to,
    content,
    grounds_of,
    minute_of,
    signed_in,
)
from tests.licensing.test_inbox import INBOX
from tests.races import at_once
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
MARK = "منتظر بررسی دوباره"


def conditional():
    """A request the board accepted on one condition."""
    case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    return refusals.accept_conditionally(
        case,
        grounds=grounds_of(ReasonKind.NEED),
        minute=minute_of(case.union, "7"),
        by=board_of(case.union),
    )


@pytest.fixture
def case():
    return conditional()


def say(case, note="گواهی را فرستادم."):
    need = needs_of(case)[0]
    say_needs_met(case, notes={need.pk: note}, by=account_of(case.applicant))
    case.refresh_from_db()
    return case


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


class TestSaying:
    def test_the_board_is_on_turn_and_the_three_months_stand(self, case):
        say(case)

        deadline = Deadline.objects.of(case).get(key=Key.T2_DOCUMENTS)
        assert case.status == Status.CONDITIONAL
        assert case.turn == "هیأت مدیرهٔ اتحادیه"
        assert (deadline.state, deadline.due_at, case.due_at) == (State.PAUSED, None, None)
        assert DeadlineInterval.objects.get(deadline=deadline, ended_at=None).owner == Owner.UNION
        assert AuditEntry.objects.filter(action="said that the needs are met").count() == 1

    def test_the_same_said_twice_is_said_once_and_something_new_is_kept_beside_it(self, case):
        say(case)
        version = case.version
        say(case)
        assert (NeedMet.objects.count(), case.version) == (1, version)

        say(case, "شمارهٔ مرسوله ۱۲۳")

        assert [row.note for row in NeedMet.objects.all()] == ["گواهی را فرستادم.", "شمارهٔ مرسوله 123"]

    def test_news_that_never_end_wait_until_tomorrow(self, case):
        for number in range(5):
            say(case, note=f"گواهی {number}")
        with pytest.raises(RuleBroken) as caught:
            say(case, note="گواهی دیگر")
        with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1), tick=False):
            say(case, note="گواهی دیگر")

        assert caught.value.code == "too_often"
        assert NeedMet.objects.count() == 6

    def test_a_board_that_looked_before_learns_that_the_file_changed(self, case):
        seen = case.version
        say(case)

        code = refusal_of(
            refusals.reject,
            case,
            grounds=grounds_of(ReasonKind.REFUSAL),
            minute=minute_of(case.union, "8"),
            by=board_of(case.union),
            seen_version=seen,
        )

        assert code == "stale"

    def test_only_the_applicant_says_it_and_only_then(self, case):
        submitted = LicenceRequestFactory(submitted=True)

        assert refusal_of(say_needs_met, case, notes={}, by=board_of(case.union)) == "not_your_turn"
        assert (
            refusal_of(say_needs_met, submitted, notes={}, by=account_of(submitted.applicant))
            == "closed_step"
        )
        assert refusal_of(say, case, "ا" * 501) == "long_note"

    def test_when_the_board_accepts_nothing_waits_any_more(self, case):
        say(case)

        accepted = decisions.accept(case, minute=minute_of(case.union, "9"), by=board_of(case.union))

        assert not accepted.awaits_second_look
        assert accepted.turn == "متقاضی"


class TestPages:
    def test_the_applicant_says_it_on_a_page_and_sees_whose_turn_it_is(self, case):
        client = signed_in(account_of(case.applicant))
        need = needs_of(case)[0]
        address = reverse("request_needs", args=[case.pk])
        assert address in client.get(case.get_absolute_url()).content.decode()
        assert need.reason.text in client.get(address).content.decode()

        page = client.post(address, {f"note_{need.pk}": "گواهی پیوست است."}, follow=True).content.decode()

        assert texts.TOLD in page
        assert "گواهی پیوست است." in page
        assert "نوبت هیأت مدیره است" in page
        assert "گواهی پیوست است." in client.get(address).content.decode()

    def test_a_note_too_long_is_shown_again_as_typed(self, case):
        client = signed_in(account_of(case.applicant))
        note = "ب" * 501

        page = client.post(
            reverse("request_needs", args=[case.pk]), {f"note_{needs_of(case)[0].pk}": note}
        ).content.decode()

        assert note in page
        assert "حداکثر ۵۰۰ نویسه" in page
        assert not NeedMet.objects.exists()

    def test_the_desk_shows_it_and_the_inbox_marks_filters_and_hands_it_out(self, case):
        other = LicenceRequestFactory(union=case.union, submitted=True, unit_name="فروشگاه دیگر")
        board = board_of(case.union)
        say(case)

        client = verified(board)
        inbox = client.get(INBOX).content.decode()
        narrowed = client.get(f"{INBOX}?again=on").content.decode()
        desk = client.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])).content.decode()

        assert f">{MARK}</span>" in inbox
        assert "فروشگاه دیگر" in inbox
        assert "فروشگاه دیگر" not in narrowed
        assert "گواهی را فرستادم." in desk
        assert other.awaits_second_look is False

    def test_only_a_board_is_given_the_file_to_look_at_again(self, case):
        operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user
        board = board_of(case.union)
        assert holding.take_next(by=board) is None

        say(case)

        assert holding.take_next(by=operator) is None
        assert holding.take_next(by=board) == case


class TestNewerConditions:
    def test_versions_that_read_otherwise_lead_to_their_difference(self, case):
        newer = SpecialConditionsFactory(union=case.union, version=2, content=content("متن تازه"))
        GeneralConditionsFactory(version=2, content=content("متن عمومی تازه") | {"preamble": ""})

        page = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()

        assert reverse("conditions_difference", args=[case.special_conditions_id, newer.pk]) in page
        assert reverse("general_conditions_difference", args=[1, 2]) in page

    def test_a_version_with_the_same_articles_is_no_news(self, case):
        same = case.special_conditions.content
        SpecialConditionsFactory(union=case.union, version=2, content=same)

        page = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()

        assert "تفاوت با نسخهٔ کنونی" not in page


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_button_pressed_twice_at_one_moment_says_it_once():
    case = conditional()
    need, user = needs_of(case)[0], account_of(case.applicant)

    at_once(2, lambda: say_needs_met(case, notes={need.pk: "فرستادم"}, by=user).pk)

    assert NeedMet.objects.count() == 1
    assert clock.live(case, Key.T2_DOCUMENTS).intervals.count() == 2

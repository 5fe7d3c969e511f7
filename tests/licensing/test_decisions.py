"""Answers that are not a plain yes: coded reasons tied to published articles, on both sides of the desk."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.jalali import day_of, format_date, from_jalali, to_jalali
from core.refusals import RuleBroken
from deadlines.models import Deadline
from deadlines.states import Key, Owner, State
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import lapsing, refusals
from licensing.decisions import services as decisions
from licensing.decisions.grounds import Ground
from licensing.decisions.reason_models import DecisionReason, Reason
from licensing.decisions.states import ReasonKind, Source
from licensing.intake import services as intake
from messaging.models import Message, Sms
from organizations.roles.states import Role
from tests.factories import (
    ChamberFactory,
    GeneralConditionsFactory,
    LicenceRequestFactory,
    MembershipFactory,
    SpecialConditionsFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    bring_to,
    grounds_of,
    minute_of,
    signed_in,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
GENERAL = Path("organizations/data/general_conditions.json")
SATURDAY = "2026-11-21T06:00:00Z"  # 30 Aban 1405
NEED, REFUSAL = ReasonKind.NEED, ReasonKind.REFUSAL


@pytest.fixture
def case():
    """A request before the board."""
    return bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)


def answer(act, case, kind, **changes):
    arguments = {
        "grounds": grounds_of(kind),
        "minute": minute_of(case.union, "۱۲"),
        "by": board_of(case.union),
    } | changes
    return act(case, **arguments)


def conditional(case, **changes):
    return answer(refusals.accept_conditionally, case, NEED, **changes)


def reject(case, **changes):
    return answer(refusals.reject, case, REFUSAL, **changes)


def accept(case, **changes):
    arguments = {"minute": minute_of(case.union, "13"), "by": board_of(case.union)}
    return decisions.accept(case, **arguments | changes)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value


def clocks(case):
    return {(row.key, row.state) for row in Deadline.objects.of(case)}


class TestConditionalAcceptance:
    def test_applicant_learns_what_is_needed_until_when_and_on_which_article(self, case):
        conditional(case)

        case.refresh_from_db()
        row = DecisionReason.objects.get(decision__case=case)
        told = Message.objects.get(recipient=case.applicant, kind="M10")
        assert case.status == Status.CONDITIONAL
        assert row.reason.text in told.body
        assert "مادهٔ ۱ ضوابط خاص" in told.body
        assert format_date(case.due_at) in told.body
        assert "صورتجلسه" in told.body
        assert Sms.objects.filter(kind="M10").count() == 1

    def test_answer_meets_the_unions_time_and_starts_the_applicants_three_months(self):
        with time_machine.travel(SATURDAY, tick=False):
            case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
            conditional(case)

        case.refresh_from_db()
        assert clocks(case) == {(Key.T1_UNION_ANSWER, State.MET), (Key.T2_DOCUMENTS, State.OPEN)}
        assert Deadline.objects.of(case).live().get().owner == Owner.APPLICANT
        assert day_of(case.due_at) == from_jalali(1405, 12, 1)

    def test_silence_afterwards_accepts_nothing(self, case):
        conditional(case)
        case.refresh_from_db()

        with time_machine.travel(case.due_at - timedelta(days=1), tick=False):
            assert decisions.accept_overdue() == 0

    def test_needs_fulfilled_are_accepted_with_another_minute_and_three_fresh_months(self):
        with time_machine.travel(SATURDAY, tick=False):
            case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
            conditional(case)
        with time_machine.travel("2026-12-21T06:00:00Z", tick=False):
            accept(case)

        case.refresh_from_db()
        assert case.status == Status.IN_PROGRESS
        assert [decision.outcome for decision in case.decisions.order_by("pk")] == ["CONDITIONAL", "ACCEPT"]
        assert [
            row.state for row in Deadline.objects.of(case).filter(key=Key.T2_DOCUMENTS).order_by("pk")
        ] == [
            State.MET,
            State.OPEN,
        ]
        assert to_jalali(day_of(case.due_at))[:2] == (1406, 1)

    def test_needs_not_fulfilled_in_three_months_lapse(self, case):
        conditional(case)
        case.refresh_from_db()

        with time_machine.travel(case.due_at + timedelta(seconds=2), tick=False):
            assert lapsing.lapse_overdue() == 1

        case.refresh_from_db()
        assert case.status == Status.LAPSED

    def test_acceptance_after_the_three_months_comes_too_late(self, case):
        conditional(case)
        case.refresh_from_db()
        board = board_of(case.union)

        with time_machine.travel(case.due_at + timedelta(seconds=2), tick=False):
            assert refusal_of(accept, case, by=board).code == "deadline_passed"

    def test_board_may_refuse_when_the_needs_are_not_met(self, case):
        conditional(case)
        reject(case, minute=minute_of(case.union, "14"))

        assert (Key.T2_DOCUMENTS, State.CANCELLED) in clocks(case)
        assert (Key.T5_OBJECT_CHAMBER, State.OPEN) in clocks(case)

    def test_applicant_may_withdraw_instead(self, case):
        conditional(case)

        intake.withdraw(case, by=account_of(case.applicant))

        assert not Deadline.objects.of(case).live().exists()


class TestRefusal:
    def test_applicant_learns_the_reasons_where_and_until_when_to_object(self, case):
        chamber = ChamberFactory(county=case.county)

        reject(case)

        case.refresh_from_db()
        told = Message.objects.get(recipient=case.applicant, kind="M11")
        assert case.status == Status.REJECTED
        assert case.is_over
        assert Reason.objects.get(code="R_SPECIAL_CONDITION").text in told.body
        assert chamber.name in told.body
        assert format_date(case.due_at) in told.body

    def test_twenty_days_to_object_begin(self):
        with time_machine.travel(SATURDAY, tick=False):
            case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
            reject(case)

        clock = Deadline.objects.of(case).live().get()
        assert (clock.key, clock.owner) == (Key.T5_OBJECT_CHAMBER, Owner.APPLICANT)
        assert day_of(clock.due_at) == from_jalali(1405, 9, 21)

    def test_right_to_object_ends_once_with_its_last_day(self, case):
        reject(case)
        case.refresh_from_db()

        with time_machine.travel(case.due_at, tick=False) as clock:
            assert refusals.end_objection_times() == 0
            clock.shift(2)
            assert refusals.end_objection_times() == 1
            assert refusals.end_objection_times() == 0

        case.refresh_from_db()
        assert case.due_at is None
        assert (Key.T5_OBJECT_CHAMBER, State.MISSED) in clocks(case)
        assert case.status == Status.REJECTED

    def test_chamber_that_is_not_registered_is_named_by_its_county(self, case):
        reject(case)

        assert f"اتاق اصناف شهرستان {case.county.name}" in Message.objects.get(kind="M11").body


class TestReasons:
    def test_reference_list_has_both_kinds_with_their_basis(self):
        assert Reason.objects.filter(kind=REFUSAL).count() >= 10
        assert Reason.objects.filter(kind=NEED).count() >= 10
        assert not Reason.objects.filter(basis="").exists()

    def test_refusal_without_a_coded_reason_is_refused_and_changes_nothing(self, case):
        assert refusal_of(reject, case, grounds=[]).code == "no_reason"

        case.refresh_from_db()
        assert case.status == Status.UNDER_REVIEW
        assert not Message.objects.filter(kind="M11").exists()

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"article": 99}, "no_such_article"),
            ({"code": "N_PHOTO"}, "wrong_reason"),
            ({"retired": True}, "wrong_reason"),
            ({"twice": True}, "same_reason_twice"),
            ({"code": "R_NO_QUALIFICATION"}, "article_does_not_fit"),
            ({"code": "R_SPECIAL_CONDITION"}, "article_does_not_fit"),
        ],
    )
    def test_reason_must_be_of_this_answer_and_rest_on_an_accepted_article(self, case, changes, code):
        reason = Reason.objects.get(code=changes.get("code", "R_NO_TENURE"))
        reason.is_active = not changes.get("retired", False)
        ground = Ground(reason, Source.GENERAL, changes.get("article", 1))

        grounds = [ground] * (2 if changes.get("twice") else 1)

        assert refusal_of(reject, case, grounds=grounds).code == code

    @pytest.mark.parametrize(
        ("code", "article", "fits"),
        [
            ("R_MILITARY", "eligibility", True),
            ("R_MILITARY", "foreigners", False),
            ("R_NO_PERMITS", "foreigners", True),
            ("R_UNDER_AGE", "specialised", False),
            ("R_NO_QUALIFICATION", "specialised", True),
            ("R_TEMPORARY_USED", "validity", True),
            ("R_TEMPORARY_USED", "delivery", False),
        ],
    )
    def test_reason_rests_on_an_article_that_speaks_of_it_by_page_service_and_database(
        self, case, code, article, fits
    ):
        text = json.loads(GENERAL.read_text(encoding="utf-8"))
        number = next(row["number"] for row in text["articles"] if row["code"] == article)
        case.general_conditions = GeneralConditionsFactory(version=7, content=text)
        case.save()
        reason = Reason.objects.get(code=code)
        page = verified(board_of(case.union)).get(reverse("admin:licensing_request_reject", args=[case.pk]))

        assert (f'value="{reason.pk}:GENERAL:{number}"' in page.content.decode()) is fits
        grounds = [Ground(reason, Source.GENERAL, number)]
        if fits:
            assert reject(case, grounds=grounds).status == Status.REJECTED
        else:
            assert refusal_of(reject, case, grounds=grounds).code == "article_does_not_fit"

    def test_two_reasons_may_rest_on_one_article_and_the_same_pair_only_once(self, case):
        tenure, special = (Reason.objects.get(code=code) for code in ("R_NO_TENURE", "R_SPECIAL_CONDITION"))
        one, other = Ground(tenure, Source.SPECIAL, 1), Ground(special, Source.SPECIAL, 1)

        assert refusal_of(reject, case, grounds=[one, other, one]).code == "same_reason_twice"
        reject(case, grounds=[one, other, Ground(tenure, Source.GENERAL, 1)])

        rows = DecisionReason.objects.order_by("pk")
        assert [(row.reason.code, row.source) for row in rows] == [
            ("R_NO_TENURE", "SPECIAL"),
            ("R_SPECIAL_CONDITION", "SPECIAL"),
            ("R_NO_TENURE", "GENERAL"),
        ]
        copy = rows[0]
        copy.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()

    def test_article_without_a_part_carries_no_reason(self, case):
        special = SpecialConditionsFactory(union=case.union, version=9, content={"articles": [{"number": 1}]})
        case.special_conditions = special
        case.save()

        assert refusal_of(reject, case).code == "article_does_not_fit"

    def test_database_refuses_a_reason_on_a_part_it_is_not_tied_to(self, case):
        reject(case)
        row = DecisionReason.objects.get()

        for change in ({"part": "foreigners"}, {"source": Source.GENERAL}):
            with pytest.raises(IntegrityError), transaction.atomic():
                DecisionReason.objects.filter(pk=row.pk).update(**change)
            other = DecisionReason(decision=row.decision, reason=row.reason, source=row.source, article=3)
            other.part = row.part
            for name, value in change.items():
                setattr(other, name, value)
            with pytest.raises(IntegrityError), transaction.atomic():
                other.save()

    def test_later_version_of_the_conditions_gives_no_new_article_to_refuse_by(self, case):
        newer = case.special_conditions
        newer.pk, newer.version = None, 2
        newer.content = {"articles": [{"number": number, "title": "تازه"} for number in (1, 2)]}
        newer.save()
        ground = Ground(Reason.objects.get(code="R_SPECIAL_CONDITION"), Source.SPECIAL, 2)

        fresh = LicenceRequest.objects.get(pk=case.pk)

        assert refusal_of(reject, fresh, grounds=[ground]).code == "no_such_article"

    def test_database_refuses_a_reason_without_an_article(self, case):
        reject(case)

        with pytest.raises(IntegrityError), transaction.atomic():
            DecisionReason.objects.update(article=0)


@pytest.mark.parametrize("act", [conditional, reject])
class TestWhoMayAnswer:
    def test_operator_cannot_post_what_no_board_decided(self, case, act):
        operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user

        assert refusal_of(act, case, by=operator).code == "not_your_turn"

    def test_member_of_the_board_does_not_answer_their_own_request(self, case, act):
        member = board_of(case.union)
        member.person = case.applicant
        member.save()

        assert refusal_of(act, case).code == "own_file"

    def test_answer_from_a_stale_page_is_refused(self, case, act):
        old = case.version
        accept(case)

        assert refusal_of(act, case, seen_version=old).code == "stale"

    def test_answer_after_the_last_day_comes_too_late(self, case, act):
        board = board_of(case.union)

        with time_machine.travel(case.due_at + timedelta(seconds=2), tick=False):
            assert refusal_of(act, case, by=board).code == "deadline_passed"

    def test_answer_under_a_minute_of_another_unions_board_is_refused(self, case, act):
        foreign = minute_of(WorkingUnionFactory(), "12")

        assert refusal_of(act, case, minute=foreign).code == "other_unions_minute"


class TestPages:
    def address(self, case, name):
        return reverse(f"admin:licensing_request_{name}", args=[case.pk])

    def typed(self, case, code, **changes):
        reason = Reason.objects.get(code=code)
        return {
            "seen_version": case.version,
            "ground_1": f"{reason.pk}:SPECIAL:1",
            "explanation_1": "سند محل بارگذاری نشده است",
            "minute": minute_of(case.union, "۴۵").pk,
        } | changes

    def test_board_refuses_on_its_page_and_the_applicant_reads_reason_article_and_explanation(self, case):
        desk = verified(board_of(case.union))
        assert (
            self.address(case, "reject")
            in desk.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])).content.decode()
        )

        answered = desk.post(self.address(case, "reject"), self.typed(case, "R_NO_TENURE"), follow=True)

        case.refresh_from_db()
        assert case.status == Status.REJECTED
        assert "رد درخواست با دلیل‌ها ثبت" in answered.content.decode()
        read = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()
        assert Reason.objects.get(code="R_NO_TENURE").text in read
        assert "مادهٔ ۱ ضوابط خاص" in read
        assert reverse("conditions", args=[case.special_conditions_id]) in read
        assert "سند محل بارگذاری نشده است" in read
        assert "مرجع اعتراض" in read

    def test_board_accepts_conditionally_on_its_page(self, case):
        desk = verified(board_of(case.union))
        assert "نیاز ۱" in desk.get(self.address(case, "conditional")).content.decode()

        desk.post(self.address(case, "conditional"), self.typed(case, "N_TENURE"))

        case.refresh_from_db()
        assert case.status == Status.CONDITIONAL

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"ground_1": ""}, "متن آزاد به‌تنهایی دلیل نیست"),
            ({"ground_1": "1:SPECIAL:9"}, "از میان گزینه‌های همین فهرست"),
            ({"minute": ""}, "صورتجلسه‌ای را که این کار در آن آمده است"),
        ],
    )
    def test_form_that_is_not_complete_is_shown_again_as_typed(self, case, changes, words):
        desk = verified(board_of(case.union))

        answered = desk.post(self.address(case, "reject"), self.typed(case, "R_NO_TENURE", **changes))

        assert answered.status_code == 400
        assert words in answered.content.decode()
        assert "سند محل بارگذاری نشده است" in answered.content.decode()
        case.refresh_from_db()
        assert case.status == Status.UNDER_REVIEW

    def test_second_officer_on_an_old_page_gets_the_news(self, case):
        desk = verified(board_of(case.union))
        typed = self.typed(case, "R_NO_TENURE")
        accept(case)

        answered = desk.post(self.address(case, "reject"), typed, follow=True)

        assert "پرونده تغییر کرده است" in answered.content.decode()

    def test_page_of_a_step_that_is_closed_leads_back_with_the_reason(self, case):
        desk = verified(board_of(case.union))
        accept(case)

        answered = desk.get(self.address(case, "reject"), follow=True)

        assert "این مرحله دیگر باز نیست" in answered.content.decode()

    def test_board_of_another_union_finds_nothing(self, case):
        stranger = verified(MembershipFactory().user)

        assert {stranger.get(self.address(case, name)).status_code for name in ("reject", "conditional")} == {
            404
        }

    def test_public_page_tells_the_step_and_no_reason(self, case, client):
        reject(case)
        session = client.session
        session["tracked_code"] = LicenceRequest.objects.get(pk=case.pk).tracking_code
        session.save()

        text = client.get(reverse("track_status")).content.decode()

        assert "رد شده" in text
        assert Reason.objects.get(code="R_SPECIAL_CONDITION").text not in text
        assert "صورتجلسه" not in text

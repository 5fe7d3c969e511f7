"""The interview: invitation, another date, result, what follows, on both sides of the desk."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.jalali import TEHRAN, to_jalali
from core.models import AuditEntry
from core.refusals import RuleBroken
from deadlines.models import Deadline
from deadlines.states import Key, State
from licensing.billing import services as billing
from licensing.cases.models import CaseEvent, LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import lapsing, refusals
from licensing.decisions.reason_models import Reason
from licensing.decisions.states import ReasonKind
from licensing.interviews import rules as interviews_rules
from licensing.interviews import services as interviews
from licensing.interviews.models import Interview
from licensing.interviews.states import InterviewResult
from messaging.models import Message, Sms
from organizations.roles.states import Role
from tests.core.test_ics import plain, read
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    account_of,
    board_of,
    bring_to,
    grounds_of,
    invited,
    minute_of,
    signed_in,
    with_originals,
)
from tests.races import at_once
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
SATURDAY = "2026-11-21T06:00:00Z"  # 30 Aban 1405
TEN_ON_TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=TEHRAN)


@pytest.fixture(autouse=True)
def _saturday():
    """Everything begins on a Saturday morning."""
    with time_machine.travel(SATURDAY, tick=False):
        yield


@pytest.fixture
def case():
    """A request whose papers are complete."""
    return bring_to(LicenceRequestFactory(submitted=True), Status.DOCS_COMPLETE)


@pytest.fixture
def interview(case):
    """An invitation for Tuesday at ten."""
    return invited(case, at=TEN_ON_TUESDAY)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value


def record(case, result=InterviewResult.HELD, **changes):
    arguments = {"result": result, "by": board_of(case.union)} | changes
    return interviews.record_interview(case, **arguments)


def held(interview):
    """The moment came, and it was held."""
    with time_machine.travel(interview.at + timedelta(hours=1), tick=False):
        record(interview.case)
    return LicenceRequest.objects.get(pk=interview.case_id)


class TestInvitation:
    def test_applicant_is_told_day_hour_place_and_originals_by_message_and_sms(self, interview, case):
        case.refresh_from_db()
        told = Message.objects.get(recipient=case.applicant, kind="M15")
        text = Sms.objects.get(kind="M15").text

        assert case.status == Status.INTERVIEW
        for words in (told.body, text):
            assert "سه‌شنبه ۳ آذر ۱۴۰۵، ساعت ۱۰:۰۰" in words
            assert "دفتر اتحادیه، طبقهٔ دوم" in words
            assert "کارت ملی، سند محل" in words

    def test_long_place_is_named_in_the_message_and_not_in_the_sms(self, case):
        place = "خیابان ولیعصر، " * 12
        invited(case, place=place, originals=())

        sms = Sms.objects.get(kind="M15").text
        assert "محل در سامانه" in sms
        assert len(sms) < 140
        assert place.strip() in Message.objects.get(kind="M15").body

    def test_long_list_of_originals_is_counted_in_the_sms_and_named_in_the_message(self, case):
        titles = [f"گواهی شمارهٔ {number} دستگاه طرف استعلام" for number in range(5)]

        invited(case, originals=titles)

        assert "اصل ۵ مدرک همراهتان باشد" in Sms.objects.get(kind="M15").text
        assert titles[4] in Message.objects.get(kind="M15").body

    def test_term_to_issue_runs_on_and_so_does_its_last_day(self, case):
        due = case.due_at

        invited(case)

        case.refresh_from_db()
        clock = Deadline.objects.of(case).live().get()
        assert (clock.key, clock.state) == (Key.T3_ISSUE, State.OPEN)
        assert (case.due_at, clock.due_at) == (due, due)

    def test_another_date_takes_the_place_of_the_first_and_leaves_its_trail(self, interview, case):
        interviews.invite(
            case, at=TEN_ON_TUESDAY + timedelta(days=1), place="شعبهٔ شرق", by=board_of(case.union)
        )

        interview.refresh_from_db()
        assert interview.result == InterviewResult.MOVED
        assert interviews.ahead(case).place == "شعبهٔ شرق"
        assert Message.objects.filter(kind="M15", subject="زمان یا محل مصاحبه عوض شد").count() == 1
        texts = list(
            CaseEvent.objects.filter(case=case, to_status="INTERVIEW").values_list("text", flat=True)
        )
        assert len(texts) == 2
        assert "شعبهٔ شرق" in texts[1]
        assert AuditEntry.objects.filter(action="invited").count() == 2

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"at": TEN_ON_TUESDAY - timedelta(days=4)}, "in_the_past"),
            ({"place": "  "}, "no_place"),
            ({"seen_version": 1}, "stale"),
        ],
    )
    def test_invitation_into_the_past_to_nowhere_or_from_an_old_page_is_refused(self, case, changes, code):
        assert refusal_of(invited, case, **changes).code == code

        case.refresh_from_db()
        assert case.status == Status.DOCS_COMPLETE
        assert not Interview.objects.exists()

    def test_only_the_board_invites_and_nobody_on_their_own_file(self, case, interview):
        operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user
        other = bring_to(LicenceRequestFactory(union=case.union, submitted=True), Status.DOCS_COMPLETE)
        later = TEN_ON_TUESDAY + timedelta(days=1)

        for each in (case, other):  # another date, and a first one
            assert (
                refusal_of(interviews.invite, each, at=later, place="دفتر", by=operator).code
                == "not_your_turn"
            )
        member = board_of(case.union)
        member.person = case.applicant
        member.save()
        assert refusal_of(interviews.invite, case, at=later, place="دفتر", by=member).code == "own_file"

    @pytest.mark.parametrize("status", [Status.IN_PROGRESS, Status.AWAITING_PAYMENT, Status.READY])
    def test_interview_has_its_place_after_the_papers_and_before_the_bill(self, status):
        case = bring_to(LicenceRequestFactory(submitted=True), status)

        code = refusal_of(
            interviews.invite, case, at=TEN_ON_TUESDAY, place="دفتر", by=board_of(case.union)
        ).code

        assert code == "closed_step"

    def test_database_keeps_one_interview_ahead(self, interview):
        with pytest.raises(IntegrityError), transaction.atomic():
            Interview.objects.create(
                case=interview.case, at=interview.at, place="دفتر", made_by=interview.made_by
            )


class TestDoubts:
    def doubts(self, at, **changes):
        return interviews_rules.doubts_about(at, **{"is_working_day": True, "due_at": None} | changes)

    def test_ordinary_hour_of_a_working_day_is_not_asked_about(self):
        assert self.doubts(TEN_ON_TUESDAY) == []

    @pytest.mark.parametrize(
        ("hour", "asked"), [((7, 59), True), ((8, 0), False), ((16, 0), False), ((16, 1), True)]
    )
    def test_hours_outside_the_office_are_asked_about(self, hour, asked):
        at = TEN_ON_TUESDAY.replace(hour=hour[0], minute=hour[1])

        assert bool(self.doubts(at)) is asked
        assert bool(self.doubts(at.astimezone(UTC))) is asked  # the same moment elsewhere

    def test_holiday_and_a_day_after_the_term_to_issue_are_asked_about(self):
        assert "روز کاری نیست" in self.doubts(TEN_ON_TUESDAY, is_working_day=False)[0]
        assert "متوقف نمی‌کند" in self.doubts(TEN_ON_TUESDAY, due_at=TEN_ON_TUESDAY - timedelta(1))[0]


class TestResult:
    def test_operator_writes_down_that_it_was_held_and_the_file_stays(self, interview, case):
        operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user

        with time_machine.travel(interview.at, tick=False):
            record(case, by=operator, note="توضیح‌ها کافی بود")

        interview.refresh_from_db()
        case.refresh_from_db()
        assert (interview.result, interview.note, interview.result_by) == (
            "HELD",
            "توضیح‌ها کافی بود",
            operator,
        )
        assert case.status == Status.INTERVIEW
        assert interviews.ahead(case) is None

    @pytest.mark.parametrize("result", [InterviewResult.HELD, InterviewResult.NO_SHOW])
    def test_nobody_knows_beforehand_who_came(self, interview, case, result):
        with time_machine.travel(interview.at - timedelta(seconds=1), tick=False):
            assert refusal_of(record, case, result).code == "interview_not_yet"

    def test_cancelled_interview_spares_the_applicant_the_way(self, interview, case):
        record(case, InterviewResult.CANCELLED)

        assert Message.objects.get(kind="M15", subject="مصاحبه لغو شد").recipient == case.applicant
        assert "لازم نیست بروید" in Sms.objects.filter(kind="M15").order_by("pk").last().text

    def test_result_is_written_down_once_and_from_the_list(self, interview, case):
        assert refusal_of(record, case, "MOVED").code == "wrong_result"
        held(interview)
        assert refusal_of(record, case).code == "no_interview"

    def test_people_of_another_union_write_nothing_down(self, interview, case):
        stranger = MembershipFactory(role=Role.UNION_BOARD).user

        assert refusal_of(record, case, by=stranger).code == "not_your_turn"


class TestAfterwards:
    def back(self, case):
        return refusals.return_for_completion(
            case,
            grounds=grounds_of(ReasonKind.NEED),
            minute=minute_of(case.union, "31"),
            by=board_of(case.union),
        )

    def test_nothing_goes_on_before_the_result_is_written_down(self, interview, case):
        board = board_of(case.union)
        refuse = {
            "grounds": grounds_of(ReasonKind.REFUSAL),
            "minute": minute_of(case.union, "3"),
        }

        assert refusal_of(billing.send_invoice, case, by=board).code == "interview_open"
        assert refusal_of(self.back, case).code == "interview_open"
        assert refusal_of(refusals.refuse_to_issue, case, by=board, **refuse).code == "interview_open"

    def test_bill_follows_a_held_interview(self, interview):
        case = with_originals(held(interview))

        billing.send_invoice(case, by=board_of(case.union))

        case.refresh_from_db()
        assert case.status == Status.AWAITING_PAYMENT

    def test_board_refuses_after_an_interview_nobody_came_to(self, interview, case):
        with time_machine.travel(interview.at, tick=False):
            record(case, InterviewResult.NO_SHOW)
            refusals.refuse_to_issue(
                case,
                grounds=grounds_of(ReasonKind.REFUSAL),
                minute=minute_of(case.union, "32"),
                by=board_of(case.union),
            )

        case.refresh_from_db()
        assert case.status == Status.REFUSED

    def test_file_returns_to_the_papers_with_coded_needs_and_three_fresh_months(self, interview):
        case = self.back(held(interview))

        told = Message.objects.get(recipient=case.applicant, kind="M10")
        clocks = {(row.key, row.state) for row in Deadline.objects.of(case)}
        assert case.status == Status.IN_PROGRESS
        assert Reason.objects.get(code="N_SPECIAL_CONDITION").text in told.body
        assert (Key.T3_ISSUE, State.CANCELLED) in clocks
        assert (Key.T2_DOCUMENTS, State.OPEN) in clocks
        assert timezone.localtime(case.due_at) > timezone.now() + timedelta(days=80)

    def test_file_may_come_back_twice_and_still_be_issued(self, interview):
        case = self.back(held(interview))
        case = self.back(held(invited(case)))

        case = bring_to(case, Status.ISSUED)

        assert list(case.decisions.values_list("outcome", flat=True).order_by("pk")) == [
            "ACCEPT", "RETURN", "RETURN", "ISSUE",
        ]  # fmt: skip

    def test_needs_not_fulfilled_lapse_again(self, interview):
        case = self.back(held(interview))

        with time_machine.travel(case.due_at + timedelta(seconds=2), tick=False):
            assert lapsing.lapse_overdue() == 1


class TestApplicant:
    def test_page_shows_the_appointment_and_offers_the_calendar(self, interview, case):
        text = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()

        assert "سه‌شنبه ۳ آذر ۱۴۰۵، ساعت ۱۰:۰۰" in text
        assert '<li><bdi dir="rtl">سند محل</bdi></li>' in text
        assert "افزودن به تقویم" in text
        assert reverse("interview_calendar", args=[case.pk]) in text

    def test_calendar_file_is_an_event_at_that_moment(self, interview, case):
        answer = signed_in(account_of(case.applicant)).get(reverse("interview_calendar", args=[case.pk]))

        found = read(answer.content)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
        assert case.tracking_code not in answer.content.decode()
        assert 'attachment; filename="interview.ics"' in answer["Content-Disposition"]
        assert "no-store" in answer["Cache-Control"]
        assert found["DTSTART"] == ["20261124T063000Z"]
        assert plain(found["LOCATION"][0]) == "دفتر اتحادیه، طبقهٔ دوم"
        assert plain(found["DESCRIPTION"][0]) == "اصل این مدارک همراهتان باشد: کارت ملی، سند محل"

    def test_file_of_another_date_replaces_the_event_in_the_calendar(self, interview, case):
        applicant, address = (
            signed_in(account_of(case.applicant)),
            reverse("interview_calendar", args=[case.pk]),
        )
        first = read(applicant.get(address).content)
        interviews.invite(case, at=TEN_ON_TUESDAY + timedelta(days=1), place="دفتر", by=board_of(case.union))

        second = read(applicant.get(address).content)

        assert first["UID"] == second["UID"]
        assert (first["SEQUENCE"], second["SEQUENCE"]) == (["0"], ["1"])

    def test_there_is_no_file_without_an_interview_ahead(self, interview, case):
        held(interview)

        answer = signed_in(account_of(case.applicant)).get(reverse("interview_calendar", args=[case.pk]))

        assert answer.status_code == 404

    def test_dashboard_puts_the_interview_among_the_tasks(self, interview, case):
        text = signed_in(account_of(case.applicant)).get(reverse("dashboard")).content.decode()

        assert "مصاحبه" in text
        assert "۳ آذر ۱۴۰۵، ساعت ۱۰:۰۰" in text

    def test_public_page_tells_the_step_once_and_neither_time_nor_place(self, interview, case, client):
        interviews.invite(
            case, at=TEN_ON_TUESDAY + timedelta(days=1), place="شعبهٔ شرق", by=board_of(case.union)
        )
        session = client.session
        session["tracked_code"] = case.tracking_code
        session.save()

        text = client.get(reverse("track_status")).content.decode()

        assert "دعوت به مصاحبه" in text
        assert "شعبهٔ شرق" not in text
        assert "۱۰:۰۰" not in text

    def test_page_costs_the_same_with_one_appointment_and_with_three(self, interview, case):
        applicant = signed_in(account_of(case.applicant))
        applicant.get(case.get_absolute_url())

        def statements():
            with CaptureQueriesContext(
                connection,
            ) as caught:
                applicant.get(case.get_absolute_url())
            return len(caught)

        once = statements()
        for days in (1, 2):
            interviews.invite(
                case, at=TEN_ON_TUESDAY + timedelta(days), place="دفتر", by=board_of(case.union)
            )
        assert statements() == once


class TestDesk:
    def address(self, case, name="interview"):
        return reverse(f"admin:licensing_request_{name}", args=[case.pk])

    def typed(self, case, at=TEN_ON_TUESDAY, **changes):
        year, month, day = to_jalali(at)
        case.refresh_from_db()
        return {
            "seen_version": case.version,
            "day_day": day,
            "day_month": month,
            "day_year": year,
            "clock": "۱۰:۳۰",
            "place": "دفتر اتحادیه",
            "papers": [],
            "also": "شناسنامهٔ شریک",
        } | changes

    def test_board_invites_on_its_page_with_papers_of_the_file_and_a_free_line(self, case):
        desk = verified(board_of(case.union))
        page = desk.get(self.address(case)).content.decode()
        assert "مصاحبه آن را متوقف نمی‌کند" in page
        title = case.documents.select_related("type").first().type.title
        assert title in page

        answered = desk.post(self.address(case), self.typed(case, papers=[title]), follow=True)

        found = interviews.ahead(case)
        assert "دعوت به مصاحبه ثبت" in answered.content.decode()
        assert timezone.localtime(found.at, TEHRAN).strftime("%H:%M") == "10:30"
        assert found.originals_list == [title, "شناسنامهٔ شریک"]

    def test_friday_at_night_is_asked_about_once_and_then_taken(self, case):
        desk = verified(board_of(case.union))
        typed = self.typed(case, at=TEN_ON_TUESDAY + timedelta(days=3), clock="۲۰")

        asked = desk.post(self.address(case), typed)

        text = asked.content.decode()
        assert asked.status_code == 400
        assert "روز کاری نیست" in text
        assert "بیرون از ساعت اداری" in text
        assert "شناسنامهٔ شریک" in text
        assert not Interview.objects.exists()
        desk.post(self.address(case), typed | {"anyway": "on"})
        assert Interview.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"clock": "۲۵"}, "ساعت را مانند ۹:۳۰ بنویسید"),
            ({"clock": ""}, "ساعت را بنویسید"),
            ({"place": ""}, "محل را بنویسید"),
            ({"day_year": 1404}, "روز مصاحبه"),
        ],
    )
    def test_form_that_is_not_right_is_shown_again_as_typed(self, case, changes, words):
        answered = verified(board_of(case.union)).post(self.address(case), self.typed(case, **changes))

        assert answered.status_code == 400
        assert words in answered.content.decode()
        assert "شناسنامهٔ شریک" in answered.content.decode()

    def test_hour_that_is_over_today_is_refused_beside_the_field(self, case):
        typed = self.typed(case, at=datetime.now(TEHRAN), clock="۹")

        answered = verified(board_of(case.union)).post(self.address(case), typed)

        assert "زمان مصاحبه گذشته است" in answered.content.decode()

    def test_page_of_another_date_holds_the_present_words(self, interview, case):
        page = verified(board_of(case.union)).get(self.address(case)).content.decode()

        assert "زمان تازهٔ مصاحبه" in page
        assert "دفتر اتحادیه، طبقهٔ دوم" in page
        assert "۱۰:۰۰" in page

    def test_result_is_written_down_on_the_desk(self, interview, case):
        desk = verified(board_of(case.union))
        with time_machine.travel(interview.at, tick=False):
            client = verified(MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user)
            page = client.get(
                reverse("admin:licensing_licencerequest_change", args=[case.pk])
            ).content.decode()
            assert self.address(case, "interview_result") in page
            case.refresh_from_db()
            answered = client.post(
                self.address(case, "interview_result"),
                {"seen_version": case.version, "result": "NO_SHOW", "note": "تماس هم گرفته شد"},
                follow=True,
            )

        text = answered.content.decode()
        assert "نتیجهٔ مصاحبه ثبت شد." in text
        assert "متقاضی نیامد" in text
        assert "تماس هم گرفته شد" in text
        del desk

    def test_result_too_early_is_refused_and_what_was_typed_stays(self, interview, case):
        case.refresh_from_db()
        answered = verified(board_of(case.union)).post(
            self.address(case, "interview_result"),
            {"seen_version": case.version, "result": "HELD", "note": "زود"},
        )

        assert answered.status_code == 400
        assert "زمان مصاحبه هنوز نرسیده است" in answered.content.decode()
        assert "زود" in answered.content.decode()

    def test_operator_is_led_back_from_the_page_of_the_invitation(self, case):
        operator = verified(MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user)

        answered = operator.get(self.address(case), follow=True)

        assert "این کار در اختیار شما نیست" in answered.content.decode()


@pytest.mark.django_db(transaction=True)
def test_invitation_pressed_five_times_makes_one_appointment():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.DOCS_COMPLETE)
    board, seen = board_of(case.union), case.version

    results = at_once(
        5,
        lambda: interviews.invite(case, at=TEN_ON_TUESDAY, place="دفتر", by=board, seen_version=seen).place,
    )

    assert sorted(results) == ["stale"] * 4 + ["دفتر"]
    assert Interview.objects.count() == 1
    assert Message.objects.filter(kind="M15").count() == 1

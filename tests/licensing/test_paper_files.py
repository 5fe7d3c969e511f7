"""Files taken on paper in a declared outage: entered with their own date, or refused (R222–R224, S001 E-3)."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse

from accounts.models import Person, User
from accounts.services.people import citizen_of
from core.jalali import TEHRAN, day_of, format_date, from_jalali
from core.models import AuditEntry
from core.references import is_tracking_code
from deadlines.models import CalendarVersion, Deadline, OutageNotice
from deadlines.services import notices
from deadlines.states import Key
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.intake import paper_files
from licensing.intake.paper_files import Applicant
from messaging.models import Message, Sms
from organizations.conditions.models import SpecialConditions
from organizations.roles.states import Role
from registries.models import SamplePerson, SampleSim
from tests.deadlines.cases import last_second, make_commission, make_secretary, make_staff
from tests.deadlines.test_declaring import declare
from tests.factories import (
    BIRTH_DATE,
    LicenceRequestFactory,
    MembershipFactory,
    PersonFactory,
    SpecialConditionsFactory,
    StaffFactory,
    WorkingUnionFactory,
    account_of,
    national_code,
    signed_in,
)
from tests.licensing import paper_cases
from tests.licensing.paper_cases import (
    BACK,
    DAY,
    DETAILS,
    MOBILE,
    NOW,
    another_applicant,
    entered,
    moment,
    refusal_of,
    taken,
)
from tests.races import at_once, together
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
clock, union, operator = paper_cases.clock, paper_cases.union, paper_cases.operator
outage, applicant = paper_cases.outage, paper_cases.applicant


class TestEntering:
    def test_the_file_is_submitted_with_its_own_date_and_a_code_of_its_own(
        self, union, operator, outage, applicant
    ):
        case = entered(union, applicant, operator)

        case.refresh_from_db()
        assert case.status == Status.SUBMITTED
        assert case.submitted_at == case.taken_on_paper_at == case.undertaking_at == moment(11)
        assert is_tracking_code(case.tracking_code)
        assert (case.entered_by, case.paper_receipt) == (operator, "ک-۱۲")
        assert case.applicant.full_name == "رها سپهری"
        assert case.created_at == NOW
        event = case.events.get()
        assert (event.at, event.by, event.to_status) == (moment(11), operator, Status.SUBMITTED)
        assert AuditEntry.objects.filter(action="entered from paper", subject_id=str(case.pk)).exists()

    def test_the_fifteen_working_days_begin_on_that_day_and_stand_still_in_the_outage(
        self, union, operator, outage, applicant
    ):
        case = entered(union, applicant, operator)

        deadline = Deadline.objects.of(case).get()
        assert (deadline.key, deadline.started_at) == (Key.T1_UNION_ANSWER, moment(11))
        # Tuesday and Wednesday are touched by the outage. Fifteen working days from Thursday 7 Aban, Fridays left
        # out: 7, 9–14, 16–21, 23, 24 Aban.
        assert deadline.due_at == case.due_at == last_second(1405, 8, 24)

    def test_a_holiday_after_the_outage_moves_the_end_by_a_day(self, union, operator, outage, applicant):
        declare(make_secretary(), date=from_jalali(1405, 8, 10))

        case = entered(union, applicant, operator)

        assert case.due_at == last_second(1405, 8, 25)

    def test_a_holiday_within_the_outage_changes_nothing(self, union, operator, outage, applicant):
        declare(make_secretary(), date=from_jalali(1405, 8, 5))

        assert entered(union, applicant, operator).due_at == last_second(1405, 8, 24)

    def test_while_the_outage_lasts_the_clock_ends_as_if_it_lasted_to_its_latest_end(
        self, union, operator, outage, applicant
    ):
        with time_machine.travel(moment(15), tick=False):
            latest = {"to_at": outage.from_at + timedelta(days=7), "is_end_announced": False}
            OutageNotice.objects.filter(pk=outage.pk).update(**latest)
            CalendarVersion.objects.update(token=uuid4().hex)
            case = entered(union, applicant, operator)

        assert case.due_at > last_second(1405, 8, 24)
        assert format_date(case.due_at) in Message.objects.get(recipient=case.applicant, kind="M6").body

    def test_the_applicant_hears_of_it_and_finds_it_after_signing_in_the_first_time(
        self, union, operator, outage, applicant
    ):
        case = entered(union, applicant, operator)

        assert Message.objects.get(recipient=case.applicant, kind="M6")
        assert Sms.objects.filter(mobile=MOBILE, kind="M6").exists()
        assert not User.objects.filter(person=case.applicant).exists()
        page = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()
        assert "در زمان قطعی، روی کاغذ گرفته و بعد وارد شده است" in page

    def test_versions_in_force_on_that_day_are_pinned(self, union, operator, outage, applicant):
        old = SpecialConditions.objects.get(union=union)
        SpecialConditionsFactory(union=union, version=2, published_at=BACK)

        assert entered(union, applicant, operator).special_conditions == old

    def test_without_an_hour_the_last_moment_of_the_outage_on_that_day_counts(
        self, union, operator, outage, applicant
    ):
        last_day = taken(union, operator, day=day_of(BACK), hour=None).at
        whole_day = taken(union, operator, hour=None).at

        assert last_day == BACK - timedelta(seconds=1)
        assert whole_day == last_second(1405, 8, 4)

    def test_a_known_number_is_not_changed_by_paper(self, union, operator, outage, applicant):
        known = Person.objects.create(national_code=applicant.national_code, mobile="09359998877")

        case = entered(union, applicant, operator)

        known.refresh_from_db()
        assert (case.applicant, known.mobile) == (known, "09359998877")

    def test_a_draft_begun_before_the_outage_becomes_the_paper_file(self, union, operator, outage, applicant):
        person = PersonFactory(national_code=applicant.national_code, mobile=MOBILE)
        draft = LicenceRequestFactory(union=union, applicant=person, postal_code=DETAILS["postal_code"])

        case = entered(union, applicant, operator)

        assert (case.pk, case.unit_name) == (draft.pk, "فروشگاه نارنج")
        assert LicenceRequest.objects.count() == 1

    def test_order_of_receipt_follows_the_own_date(self, union, operator, outage, applicant):
        later = LicenceRequestFactory(union=union, submitted=True, unit_name="فروشگاه دیرتر")
        case = entered(union, applicant, operator)

        page = verified(operator).get(reverse("admin:licensing_licencerequest_changelist")).content.decode()

        assert case.receipt_number > later.receipt_number
        assert page.index("فروشگاه نارنج") < page.index("فروشگاه دیرتر")
        assert "کاغذی" in page

    def test_the_same_receipt_of_the_same_person_again_is_the_same_file(
        self, union, operator, outage, applicant
    ):
        first, second = (entered(union, applicant, operator) for _ in range(2))

        assert first == second
        assert LicenceRequest.objects.count() == 1


class TestRefusing:
    @pytest.mark.parametrize(
        ("when", "code"),
        [
            ({"day": DAY - timedelta(days=1)}, "no_outage"),
            ({"hour": time(7)}, "no_outage"),
            ({"day": day_of(BACK), "hour": time(12)}, "no_outage"),
            ({"day": day_of(NOW), "hour": None}, "no_outage"),
            ({"day": day_of(NOW), "hour": time(11)}, "in_future"),
            ({"day": day_of(NOW) + timedelta(days=1), "hour": None}, "in_future"),
        ],
    )
    def test_outside_the_outage_paper_is_a_violation_and_the_future_is_refused(
        self, union, operator, outage, when, code
    ):
        assert refusal_of(taken, union, operator, **when) == code

    def test_an_outage_taken_back_makes_no_paper_lawful(self, union, operator, outage, applicant):
        lawful = taken(union, operator)
        notices.withdraw_outage(outage, by=outage.announced_by)

        assert refusal_of(taken, union, operator) == "no_outage"
        assert (
            refusal_of(
                paper_files.enter_paper_file,
                lawful,
                applicant,
                details=DETAILS,
                is_isargar=False,
                signed=True,
                by=operator,
            )
            == "no_outage"
        )
        assert not LicenceRequest.objects.exists()

    def test_an_outage_elsewhere_does_not_count(self, union, operator):
        other = WorkingUnionFactory()
        by = make_staff(make_commission(other.county), Role.COMMISSION_COUNTY)
        notices.announce_outage(county=other.county, from_at=moment(8), reason="قطع برق", by=by)

        assert refusal_of(taken, union, operator) == "no_outage"

    def test_another_unions_trade_is_not_ones_own(self, operator, outage):
        assert refusal_of(taken, WorkingUnionFactory(), operator) == "not_your_union"

    def test_a_trade_nobody_answers_for_is_refused(self, union, operator, outage):
        coverage = union.coverage.get()
        coverage.is_active = False
        coverage.save()

        assert refusal_of(taken, union, operator) == "not_your_union"

    def test_without_general_conditions_on_that_day_there_was_nothing_to_accept(
        self, operator, union, outage
    ):
        early = date(2025, 6, 2)  # the union takes electronic requests, its special conditions stand
        OutageNotice.objects.update(
            from_at=datetime.combine(early, time(1, tzinfo=TEHRAN)),
            to_at=datetime.combine(early, time(23, tzinfo=TEHRAN)),
        )
        SpecialConditionsFactory(union=union, version=2, published_at=NOW - timedelta(days=700))

        assert refusal_of(taken, union, operator, day=early) == "no_general_conditions"

    def test_nobody_enters_their_own_file(self, union, operator, outage):
        own = Applicant(operator.person.national_code, BIRTH_DATE, MOBILE)

        assert refusal_of(entered, union, own, operator) == "own_file"

    def test_a_clerk_nobody_knows_enters_nothing(self, union, outage, applicant):
        nameless = MembershipFactory(body=union, user=StaffFactory(person=None)).user

        assert refusal_of(entered, union, applicant, nameless) == "unknown_officer"

    def test_a_receipt_stands_for_one_person(self, union, operator, outage, applicant):
        entered(union, applicant, operator)
        other = Applicant(national_code(900_002), BIRTH_DATE, MOBILE)

        assert refusal_of(entered, union, other, operator) == "receipt_taken"

    def test_a_second_open_request_for_the_place_is_refused(self, union, operator, outage, applicant):
        entered(union, applicant, operator)

        assert refusal_of(entered, union, applicant, operator, when={"receipt": "13"}) == "open_elsewhere"

    def test_unsigned_incomplete_and_veterans_files_are_refused(self, union, operator, outage, applicant):
        assert refusal_of(entered, union, applicant, operator, signed=False) == "no_undertaking"
        assert refusal_of(entered, union, applicant, operator, is_isargar=True) == "isargar"
        few = DETAILS | {"address": ""}
        assert refusal_of(entered, union, applicant, operator, details=few) == "incomplete"
        assert not Person.objects.filter(national_code=applicant.national_code).exists()

    def test_a_wrong_birth_date_or_a_strange_sim_leaves_nothing_behind(
        self, union, operator, outage, applicant
    ):
        wrong_day = Applicant(applicant.national_code, BIRTH_DATE + timedelta(days=1), MOBILE)
        strange_sim = Applicant(applicant.national_code, BIRTH_DATE, "09129990000")
        other = SamplePerson.objects.create(
            national_code=national_code(900_003),
            first_name="کیان",
            last_name="فرهمند",
            birth_date=BIRTH_DATE,
            gender="MALE",
        )
        SampleSim.objects.create(mobile="09129990000", person=other)

        assert refusal_of(entered, union, wrong_day, operator) == "identity_mismatch"
        assert refusal_of(entered, union, strange_sim, operator) == "mismatch"
        assert not Person.objects.filter(national_code=applicant.national_code).exists()

    def test_when_no_free_code_is_found_the_clerk_is_asked_to_try_again(
        self, union, operator, outage, applicant, monkeypatch
    ):
        code = LicenceRequestFactory(union=union, submitted=True).tracking_code
        monkeypatch.setattr(paper_files, "new_tracking_code", lambda: code)

        assert refusal_of(entered, union, applicant, operator) == "try_again"

    def test_the_database_keeps_moment_receipt_and_clerk_together(self, union):
        case = LicenceRequestFactory(union=union, submitted=True)
        case.paper_receipt = "1"

        with pytest.raises(IntegrityError):
            case.save()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_one_receipt_entered_by_two_clerks_at_one_moment_is_one_file(union, operator, outage, applicant):
    """Both write the person's row, so that the second waits there and looks again."""
    lawful = taken(union, operator)

    def enter():
        return paper_files.enter_paper_file(
            lawful, applicant, details=DETAILS, is_isargar=False, signed=True, by=operator
        )

    results = at_once(2, enter)

    assert {case.pk for case in results} == {LicenceRequest.objects.get().pk}
    assert Sms.objects.filter(kind="M6").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_one_receipt_entered_for_two_persons_at_one_moment_is_the_file_of_one(
    union, operator, outage, applicant
):
    lawful, other = taken(union, operator), another_applicant()

    def enter(person):
        return paper_files.enter_paper_file(
            lawful, person, details=DETAILS, is_isargar=False, signed=True, by=operator
        ).pk

    results = together(lambda: enter(applicant), lambda: enter(other))

    assert sorted(map(str, results)) == sorted([str(LicenceRequest.objects.get().pk), "receipt_taken"])


def test_the_first_sign_in_finds_the_person_the_paper_made(union, operator, outage, applicant):
    case = entered(union, applicant, operator)

    class Challenge:
        national_code, mobile = applicant.national_code, MOBILE

    assert citizen_of(Challenge()).person == case.applicant

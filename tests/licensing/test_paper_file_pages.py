"""The pages on which a clerk enters a file taken on paper in a declared outage (R222–R224)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.jalali import format_date, to_jalali
from deadlines.models import Deadline
from deadlines.services import clock as deadline_clock
from deadlines.states import Key
from licensing.cases.models import LicenceRequest
from licensing.intake import paper_file_texts as texts
from organizations.roles.states import Role
from tests.factories import BIRTH_DATE, MembershipFactory, StaffFactory, WorkingUnionFactory
from tests.licensing import paper_cases
from tests.licensing.paper_cases import DETAILS, MOBILE, entered, moment
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
clock, union, operator = paper_cases.clock, paper_cases.union, paper_cases.operator
outage, applicant = paper_cases.outage, paper_cases.applicant


class TestPages:
    def query(self, union, **more):
        coverage = union.coverage.get()
        return {
            "county": union.county_id,
            "category": coverage.category_id,
            "day": "1405/8/4",
            "hour": "۱۱:۰۰",
            "receipt": "12",
        } | more

    def typed(self, applicant, **more):
        return (
            {
                "national_code": applicant.national_code,
                "birth_date": "1370/01/01",
                "mobile": MOBILE,
                "signed": "on",
            }
            | {name: str(value) for name, value in DETAILS.items()}
            | more
        )

    def address(self, union, **more):
        return reverse("admin:licensing_paper_intake", query=self.query(union, **more))

    def test_receipt_whose_term_ran_out_warns_that_saving_accepts_by_law(
        self, union, operator, outage, applicant
    ):
        due = deadline_clock.due_if_begun(Key.T1_UNION_ANSWER, at=moment(11), county=union.county)
        with time_machine.travel(due - timedelta(minutes=1), tick=False):
            in_time = verified(operator).get(self.address(union)).content.decode()
        with time_machine.travel(due + timedelta(minutes=1), tick=False):
            client = verified(operator)
            late = client.get(self.address(union)).content.decode()
            again = client.post(self.address(union), self.typed(applicant, mobile="")).content.decode()

        assert texts.LATE_TITLE not in in_time
        assert texts.LATE_TITLE in late
        assert format_date(due) in late
        assert texts.LATE_TITLE in again

    def test_the_day_that_is_warned_of_is_the_day_the_clock_of_the_file_ends(
        self, union, operator, outage, applicant
    ):
        case = entered(union, applicant, operator)

        assert (
            deadline_clock.due_if_begun(Key.T1_UNION_ANSWER, at=case.taken_on_paper_at, county=union.county)
            == Deadline.objects.of(case).get().due_at
        )

    def test_a_clerk_enters_a_file_from_the_inbox(self, union, operator, outage, applicant):
        client = verified(operator)
        inbox = client.get(reverse("admin:licensing_licencerequest_changelist")).content.decode()
        assert reverse("admin:licensing_paper_intake") in inbox
        client.get(reverse("admin:licensing_paper_intake"))
        asked = client.get(self.address(union)).content.decode()
        done = client.post(
            self.address(union), self.typed(applicant, birth_date=_jalali(BIRTH_DATE)), follow=True
        )

        assert "کد ملی متقاضی" in asked
        assert "DatabaseDefault" not in asked
        assert "در زمان قطعی، روی کاغذ گرفته" in done.content.decode()
        assert LicenceRequest.objects.get().taken_on_paper_at == moment(11)

    def test_outside_the_outage_the_page_says_that_paper_is_a_violation(self, union, operator, outage):
        page = verified(operator).get(self.address(union, day="1405/8/1"))

        assert page.status_code == 400
        assert "بیرون از قطعیِ اعلام‌شده تخلف است" in page.content.decode()

    def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(
        self, union, operator, outage, applicant
    ):
        client = verified(operator)

        refused = client.post(self.address(union), self.typed(applicant, birth_date="1370/1/2"))
        empty = client.post(self.address(union), {"unit_name": "فروشگاه نارنج"})

        assert "تاریخ تولد با کد ملی متقاضی در ثبت احوال نمی‌خواند" in refused.content.decode()
        assert "فروشگاه نارنج" in refused.content.decode()
        assert "کد ملی متقاضی را بنویسید" in empty.content.decode()
        assert not LicenceRequest.objects.exists()

    def test_only_people_of_a_unions_desk_get_in(self, union, operator, outage, applicant):
        inspector = MembershipFactory(role=Role.CHAMBER_INSPECTOR, body=union.parent or union).user
        for user, status in ((inspector, 403), (StaffFactory(), 403)):
            assert verified(user).get(self.address(union)).status_code == status
        stranger = MembershipFactory(body=WorkingUnionFactory(), role=Role.UNION_OPERATOR).user

        page = verified(stranger).post(self.address(union), self.typed(applicant))

        assert page.status_code == 400
        assert not LicenceRequest.objects.exists()

    def test_no_field_of_the_clerks_form_speaks_to_the_applicant(self, union, operator, outage):
        page = verified(operator).get(self.address(union))

        told = [
            word
            for field in page.context["form"]
            for text in (field.label, field.help_text, *(str(label) for _, label in choices_of(field)))
            for word in TO_THE_APPLICANT.findall(str(text))
        ]
        assert page.status_code == 200
        assert told == []


def _jalali(day):
    return "/".join(str(part) for part in to_jalali(day))


#: «شما» and verbs of the second or first person that only the applicant can mean.
TO_THE_APPLICANT = re.compile(
    r"(?<![آ-ی])شما(?![آ-ی])|خودتان|هستم|هستید|می‌دانم|می‌دانید|نکرده‌اید|می‌کنید|در دست ندارید"
)


def choices_of(field):
    return getattr(field.field, "choices", ())

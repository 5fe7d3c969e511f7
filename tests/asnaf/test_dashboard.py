"""The dashboard: what stands on it, in how few statements, and what is not shown unasked (R11, P5, R352)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asnaf import texts
from core.jalali import tehran_today
from core.models import AuditEntry
from core.text import to_persian_digits
from deadlines.models import Deadline
from deadlines.services import clock
from deadlines.states import Owner
from guild_units.states import EmploymentForm
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from messaging import services as messaging
from tests.factories import (
    CitizenFactory,
    GuildUnitFactory,
    LicenceRequestFactory,
    PersonFactory,
    PersonnelFactory,
    account_of,
    bring_to,
    issued_licence,
    signed_in,
)

pytestmark = pytest.mark.django_db
PANEL = "/panel/"
SESSION_AND_USER = 2


def text_of(answer):
    return answer.content.decode()


def page_of(person):
    return text_of(signed_in(account_of(person)).get(PANEL))


def write_to(person, count=1):
    for number in range(count):
        messaging.notify(person, kind="M1", subject=f"خبر {number}", body="متن")


class TestUnits:
    def test_owner_sees_category_identifier_validity_days_and_people(self):
        unit = GuildUnitFactory(valid_to=tehran_today() + timedelta(days=120))
        PersonnelFactory.create_batch(4, unit=unit)

        page = page_of(unit.owner)

        for shown in (
            unit.category_name,
            to_persian_digits(unit.guild_id),
            "۱۲۰ روز مانده",
            "۴ نفر",
            "وضعیت بهداشتی سنجیده نشده",
            "پریسا کاویان",
        ):
            assert shown in page

    def test_unit_whose_licence_ended_is_grey_and_its_owner_is_told_what_to_do(self):
        page = page_of(GuildUnitFactory(ended=True).owner)

        assert "خاکستری" in page
        assert texts.LICENCE_OVER in page

    @pytest.mark.parametrize(
        ("days", "words"), [(0, texts.LAST_DAY), (30, texts.LICENCE_ENDS), (90, texts.LICENCE_ENDS)]
    )
    def test_licence_that_ends_soon_is_a_task(self, days, words):
        unit = GuildUnitFactory(valid_to=tehran_today() + timedelta(days=days))

        assert words in page_of(unit.owner)

    def test_self_employed_without_staff_works_there_alone(self):
        unit = GuildUnitFactory(
            employment_form=EmploymentForm.SELF_EMPLOYED, workshop_code="", branch_code=""
        )

        assert texts.ALONE in page_of(unit.owner)

    def test_owner_of_many_units_is_shown_the_way_to_all(self):
        owner = PersonFactory()
        GuildUnitFactory.create_batch(6, owner=owner)

        assert "همهٔ واحدهای من" in page_of(owner)

    def test_owner_who_was_adding_a_unit_is_reminded(self):
        unit = GuildUnitFactory()
        client = signed_in(account_of(unit.owner))
        client.post("/panel/units/add/licence/", {"licence_number": "1403/99999"})

        assert texts.GO_ON_ADDING in text_of(client.get(PANEL))


class TestNationalCode:
    def test_code_is_masked_until_its_owner_asks_and_the_asking_is_recorded(self):
        unit = GuildUnitFactory()
        client, code = signed_in(account_of(unit.owner)), to_persian_digits(unit.owner.national_code)

        masked = text_of(client.get(PANEL))
        shown = client.post(reverse("show_national_code"))

        assert code not in masked
        assert unit.owner.national_code not in masked
        assert code in text_of(shown)
        assert "no-store" in shown["Cache-Control"]
        entry = AuditEntry.objects.get(action="national_code_shown")
        assert (entry.subject_id, entry.actor_id) == (str(unit.owner.pk), account_of(unit.owner).pk)

    def test_code_is_not_shown_to_who_only_follows_a_link(self):
        unit = GuildUnitFactory()

        assert signed_in(account_of(unit.owner)).get(reverse("show_national_code")).status_code == 405
        assert not AuditEntry.objects.filter(action="national_code_shown").exists()


class TestRequests:
    def test_open_request_says_whose_turn_it_is_and_what_is_left(self):
        case = LicenceRequestFactory(submitted=True)

        page = page_of(case.applicant)

        assert "نوبت اتحادیه" in page
        assert "روز کاری مانده" in page

    def test_draft_is_a_task(self):
        case = LicenceRequestFactory()

        page = page_of(case.applicant)

        assert texts.FINISH_REQUEST in page
        assert case.get_absolute_url() in page

    def test_applicants_turn_is_a_task_with_the_days_left(self):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)

        assert texts.YOUR_STEP in page_of(case.applicant)

    def test_applicants_turn_without_a_running_clock_is_a_task_too(self):
        case = bring_to(LicenceRequestFactory(submitted=True), Status.AWAITING_PAYMENT)

        page = page_of(case.applicant)

        assert texts.YOUR_STEP in page
        assert "نوبت شما" in page

    def test_while_an_outage_stops_the_clock_the_turn_is_nobodys(self):
        case = LicenceRequestFactory(submitted=True)
        deadline = Deadline.objects.of(case).live().get()
        clock.pause(deadline, owner=Owner.OUTAGE, reason="قطعی", legal_basis="ماده")

        page = page_of(case.applicant)

        assert "شمارش متوقف است" in page
        assert f"نوبت {Owner.OUTAGE.label}" in page

    def test_licence_issued_here_waits_for_its_unit_until_it_has_one(self):
        licence = issued_licence()

        before = page_of(licence.holder)
        GuildUnitFactory(owner=licence.holder, source="PORTAL", licence=licence)
        after = page_of(licence.holder)

        assert texts.ATTACH_LICENCE in before
        assert texts.ATTACH_LICENCE not in after
        assert licence.get_absolute_url() in after

    def test_everybody_sees_their_own_page_only(self):
        case, unit = LicenceRequestFactory(submitted=True), GuildUnitFactory()

        page = page_of(unit.owner)

        assert case.get_absolute_url() not in page
        assert unit.unit_name not in page_of(case.applicant)


class TestFrame:
    def test_menu_stands_in_the_seeds_order(self):
        page = page_of(GuildUnitFactory().owner).split('class="menu"')[1].split("</nav>")[0]
        names = (
            "داشبورد",
            "مدیریت واحد صنفی",
            "افزودن واحد صنفی",
            "درخواست‌های پروانه",
            "دستورالعمل‌ها",
            "صندوق پیام‌ها",
            "پشتیبانی",
            "خروج",
        )

        places = [page.index(name) for name in names]

        assert places == sorted(places)

    def test_box_counts_all_messages_and_the_bell_the_unread(self):
        unit = GuildUnitFactory()
        write_to(unit.owner, 3)
        messaging.mark_read(unit.owner.inbox.first())

        for address in (PANEL, reverse("my_requests")):
            page = text_of(signed_in(account_of(unit.owner)).get(address))
            assert '<span class="count">۳</span>' in page.split('class="menu"')[1]
            assert '<span class="count">۲</span><span class="sr"> پیام خوانده‌نشده' in page

    def test_person_without_a_name_yet_is_not_called_by_their_account(self):
        user = CitizenFactory(person__first_name="", person__last_name="")

        page = text_of(signed_in(user).get(reverse("my_units")))

        assert f"<span>{texts.NAMELESS}</span>" in page
        assert user.username not in page

    def test_visitor_is_asked_to_sign_in(self, client):
        assert client.get(PANEL).url.startswith(reverse("sign_in"))


class TestStatements:
    def everything(self, person, count):
        for unit in GuildUnitFactory.create_batch(count, owner=person):
            PersonnelFactory.create_batch(2, unit=unit)
        write_to(person, count)
        cases = [LicenceRequestFactory(submitted=True) for _ in range(count)]
        LicenceRequest.objects.filter(pk__in=[case.pk for case in cases]).update(applicant=person)

    def counted(self, person):
        client = signed_in(account_of(person))
        client.get(PANEL)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(PANEL).status_code == 200
        return len(asked)

    def test_one_row_or_twenty_five_of_everything_cost_the_same_four_statements(self):
        person = PersonFactory()
        self.everything(person, 1)
        with_one = self.counted(person)

        self.everything(person, 24)

        assert with_one == self.counted(person) == 4 + SESSION_AND_USER

    def test_empty_page_costs_no_more(self):
        user = CitizenFactory()
        client = signed_in(user)
        client.post("/panel/units/add/no-licence/")
        client.get(PANEL)

        with CaptureQueriesContext(connection) as asked:
            page = text_of(client.get(PANEL))

        assert texts.ADD_FIRST_UNIT in page
        assert len(asked) <= 4 + SESSION_AND_USER

"""«مدیریت واحد صنفی»: the owner's units with their licences and the people at work (seed 000 §10)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.checks import mask_national_code
from core.models import AuditEntry
from core.text import to_persian_digits
from guild_units.states import EmploymentForm
from personnel import services, texts, views
from personnel.models import Personnel
from personnel.states import Source
from registries.ports import InsuredPerson
from tests.factories import (
    CitizenFactory,
    GuildUnitFactory,
    PersonnelFactory,
    StaffFactory,
    account_of,
    issued_licence,
    national_code,
    signed_in,
)

pytestmark = pytest.mark.django_db
UNITS = "/panel/units/"


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def unit():
    return GuildUnitFactory(unit_name="کافهٔ مهتاب")


@pytest.fixture
def owner(unit):
    return signed_in(account_of(unit.owner))


class TestOwnUnits:
    def test_owner_sees_licence_people_and_insured_month_with_masked_codes(self, unit, owner):
        worker = PersonnelFactory(unit=unit, last_name="سپهری")

        page = text_of(owner.get(UNITS))

        for shown in (
            "کافهٔ مهتاب",
            to_persian_digits(unit.licence_number),
            "آرمین سپهری",
            "شهریور ۱۴۰۳",
            to_persian_digits(mask_national_code(worker.national_code)),
        ):
            assert shown in page
        assert worker.national_code not in page
        assert to_persian_digits(worker.national_code) not in page

    def test_those_who_left_are_not_shown(self, unit, owner):
        PersonnelFactory(unit=unit, last_name="رفته", left_at=timezone.now())

        page = text_of(owner.get(UNITS))

        assert "رفته" not in page
        assert texts.NOBODY_FORMAL in page

    def test_self_employed_without_staff_reads_so(self):
        unit = GuildUnitFactory(
            employment_form=EmploymentForm.SELF_EMPLOYED, workshop_code="", branch_code=""
        )

        assert texts.NOBODY_SELF_EMPLOYED in text_of(signed_in(account_of(unit.owner)).get(UNITS))

    def test_owner_without_a_unit_is_told_how_to_begin(self):
        page = text_of(signed_in(CitizenFactory()).get(UNITS))

        assert "هنوز واحدی ثبت نکرده‌اید" in page
        assert reverse("add_unit") in page

    def test_large_workshop_shows_its_first_ten_and_a_link_to_all(self, unit, owner):
        PersonnelFactory.create_batch(12, unit=unit)

        page = text_of(owner.get(UNITS))

        assert page.count("آرمین نوجو") == views.PEOPLE_OF_A_CARD
        assert "همهٔ ۱۲ نفر" in page

    def test_list_of_units_goes_on_by_key(self, unit, owner, monkeypatch):
        monkeypatch.setattr(views, "UNITS_A_PAGE", 1)
        newer = GuildUnitFactory(owner=unit.owner, unit_name="رستوران خورشید")

        first = text_of(owner.get(UNITS))
        second = text_of(owner.get(f"{UNITS}?before={newer.pk}"))

        assert "رستوران خورشید" in first
        assert "کافهٔ مهتاب" not in first
        assert "کافهٔ مهتاب" in second

    @pytest.mark.parametrize("key", ["x", "-1", "9" * 30, "²"])
    def test_key_that_is_no_number_shows_the_first_page(self, unit, owner, key):
        assert "کافهٔ مهتاب" in text_of(owner.get(UNITS, {"before": key}))
        assert "کافهٔ مهتاب" in text_of(owner.get(unit.get_absolute_url(), {"after": key}))

    def test_one_unit_or_five_with_people_cost_the_same_three_statements(
        self, unit, owner, django_assert_num_queries
    ):
        PersonnelFactory.create_batch(3, unit=unit)
        owner.get(UNITS)  # the session notes that it was seen
        beside_session_and_user = 2
        with django_assert_num_queries(3 + beside_session_and_user):
            owner.get(UNITS)
        for more in GuildUnitFactory.create_batch(4, owner=unit.owner):
            PersonnelFactory.create_batch(3, unit=more)

        with django_assert_num_queries(3 + beside_session_and_user):
            owner.get(UNITS)


class TestOneUnit:
    def test_all_people_are_listed_by_name_page_by_page(self, unit, owner, monkeypatch):
        monkeypatch.setattr(views, "PEOPLE_A_PAGE", 2)
        for name in ("یزدان", "آذر", "پاک"):
            PersonnelFactory(unit=unit, last_name=name)
        by_name = list(Personnel.objects.order_by("name_sort"))

        first = text_of(owner.get(unit.get_absolute_url()))
        second = text_of(owner.get(f"{unit.get_absolute_url()}?after={by_name[1].pk}"))

        assert [one.last_name for one in by_name] == ["آذر", "پاک", "یزدان"]
        assert "آرمین یزدان" not in first
        assert "آرمین یزدان" in second
        assert "آرمین آذر" not in second

    def test_codes_of_the_workshop_are_shown_to_the_owner(self, unit, owner):
        page = text_of(owner.get(unit.get_absolute_url()))

        assert to_persian_digits(unit.workshop_code) in page
        assert "بنگاه رسمی" in page

    def test_unit_of_a_suspended_licence_of_ours_says_so(self):
        licence = issued_licence()
        unit = GuildUnitFactory(owner=licence.holder, source="PORTAL", licence=licence)
        licence.state = "SUSPENDED"
        licence.save()

        page = text_of(signed_in(account_of(licence.holder)).get(unit.get_absolute_url()))

        assert "تعلیق شده" in page
        assert "خاکستری" in page

    def test_page_costs_at_most_seven_statements_for_one_person_or_many(
        self, unit, owner, django_assert_max_num_queries
    ):
        PersonnelFactory.create_batch(30, unit=unit)
        owner.get(UNITS)  # the session notes that it was seen

        with django_assert_max_num_queries(7):
            owner.get(unit.get_absolute_url())


class TestWhoSeesWhat:
    def test_anothers_unit_does_not_exist(self, unit):
        stranger = signed_in(CitizenFactory())

        assert stranger.get(unit.get_absolute_url()).status_code == 404
        assert "کافهٔ مهتاب" not in text_of(stranger.get(UNITS))

    def test_removed_unit_is_gone_from_the_panel_with_its_people(self, unit, owner):
        PersonnelFactory(unit=unit)
        unit.removed_at = timezone.now()
        unit.save()

        assert owner.get(unit.get_absolute_url()).status_code == 404
        assert "کافهٔ مهتاب" not in text_of(owner.get(UNITS))
        assert not Personnel.objects.visible_to(account_of(unit.owner)).exists()

    def test_people_are_seen_by_the_owner_alone(self, unit):
        worker = PersonnelFactory(unit=unit)

        assert Personnel.objects.visible_to(account_of(unit.owner)).get() == worker
        assert not Personnel.objects.visible_to(CitizenFactory()).exists()
        assert not Personnel.objects.visible_to(StaffFactory()).exists()

    @pytest.mark.parametrize("address", [UNITS, f"{UNITS}1/"])
    def test_visitor_is_asked_to_sign_in(self, client, address):
        assert client.get(address).url.startswith(reverse("sign_in"))


class TestTakingOverTheList:
    def test_person_twice_on_a_list_is_at_work_once(self, unit):
        twice = [InsuredPerson(national_code(3), "رها", "سپهری", "140306")] * 2

        count = services.take_over_list(unit, twice, by=account_of(unit.owner))

        assert count == 1
        assert Personnel.objects.get().source == Source.SSO_LIST
        assert AuditEntry.objects.get(action="personnel_taken_over").after == {"people": 1}

    def test_database_refuses_the_same_person_twice_at_work_in_a_unit(self, unit):
        first = PersonnelFactory(unit=unit)

        with pytest.raises(IntegrityError), transaction.atomic():
            PersonnelFactory(unit=unit, national_code=first.national_code)
        first.left_at = timezone.now()
        first.save()
        PersonnelFactory(unit=unit, national_code=first.national_code)

    def test_row_is_called_by_its_name(self, unit):
        assert str(PersonnelFactory.build(unit=unit, last_name="سپهری")) == "آرمین سپهری"
        assert str(PersonnelFactory.build(unit=unit, first_name="", last_name="")) == "شاغل"

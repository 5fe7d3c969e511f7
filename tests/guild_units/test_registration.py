"""The owner's way from the licence's number to their unit, and everything that can go wrong on it (R8–R10, R30–R33)."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse

from core.jalali import from_jalali, tehran_today
from core.models import AuditEntry
from guild_units import texts
from guild_units.models import GuildUnit, RegistrationDraft
from guild_units.services import registering
from guild_units.states import EmploymentForm, UnitState
from licensing.licences.models import Licence
from licensing.licences.states import LicenceSource, LicenceState
from personnel.models import Personnel
from registries.models import SampleInsured, SampleLicence, SampleOutage, SamplePerson, SampleWorkshop
from tests.factories import (
    CitizenFactory,
    GuildUnitFactory,
    NewcomerFactory,
    RegisterLicenceFactory,
    StaffFactory,
    account_of,
    issued_licence,
    signed_in,
)
from tests.guild_units.conftest import ADD, BORN, Owner, text_of

pytestmark = pytest.mark.django_db


def unit_of(owner):
    return GuildUnit.objects.get(owner=owner.person)


class TestTheWholeWay:
    def test_owner_of_a_formal_enterprise_sees_licence_and_people_before_anything_is_stored(
        self, owner, licence
    ):
        assert owner.licence(licence.number).url == f"{ADD}kind/"
        shown = text_of(owner.client.get(f"{ADD}kind/"))
        assert owner.kind("FORMAL").url == f"{ADD}workshop/"
        assert owner.workshop().url == f"{ADD}people/"
        people = text_of(owner.client.get(f"{ADD}people/"))
        assert not GuildUnit.objects.exists()
        answer = owner.confirm()

        assert "سوپرمارکت بهار" in shown
        assert "رها سپهری 2" in people
        assert answer.url == reverse("dashboard")
        unit = unit_of(owner)
        assert (unit.source, unit.licence_number, unit.valid_to) == (
            LicenceSource.REGISTER,
            licence.number,
            licence.valid_to,
        )
        assert (unit.workshop_code, unit.branch_code) == ("0230000001", "0023")
        assert Personnel.objects.filter(unit=unit).count() == 3
        assert not RegistrationDraft.objects.exists()
        assert (
            AuditEntry.objects.filter(subject_type="guild_units.guildunit", action="registered").count() == 1
        )

    def test_self_employed_owner_is_asked_for_no_codes(self, owner, licence):
        owner.licence(licence.number)

        answer = owner.kind("SELF_EMPLOYED")

        assert answer.url == reverse("dashboard")
        unit = unit_of(owner)
        assert (unit.employment_form, unit.workshop_code) == (EmploymentForm.SELF_EMPLOYED, "")
        assert not Personnel.objects.exists()

    def test_owner_learns_their_name_from_the_registry_and_is_not_asked_twice(self, owner, licence):
        owner.licence(licence.number)
        owner.person.refresh_from_db()

        page = text_of(owner.client.get(f"{ADD}licence/"))

        assert owner.person.full_name == "پریسا کاویان"
        assert "پریسا کاویان" in page
        assert "birth_date_day" not in page

    def test_holder_of_a_licence_issued_here_finds_it_without_the_register(self):
        issued = issued_licence()
        owner = Owner(issued.holder)
        SampleOutage.objects.create(register="licences", mode="DOWN")

        owner.licence(issued.number)
        owner.kind("SELF_EMPLOYED")

        unit = unit_of(owner)
        assert (unit.source, unit.licence, unit.union) == (LicenceSource.PORTAL, issued, issued.union)
        assert (unit.county, unit.category, unit.is_valid) == (issued.county, issued.category, True)

    def test_owner_whose_workshop_never_sent_a_list_still_gets_their_unit(self, owner, licence):
        SampleInsured.objects.all().delete()
        owner.come_to_people(licence)

        page = text_of(owner.client.get(f"{ADD}people/"))
        owner.confirm()

        assert "فهرست بیمه خالی است" in page
        assert unit_of(owner).employment_form == EmploymentForm.FORMAL


class TestKeepingTheirPlace:
    def test_owner_who_changes_the_device_goes_on_where_they_stopped(self, owner, licence):
        owner.come_to_people(licence)
        other_device = signed_in(owner.user)

        assert other_device.get(ADD).url == f"{ADD}people/"

    def test_owner_who_goes_back_finds_everything_typed(self, owner, licence):
        owner.come_to_people(licence)

        assert f'value="{licence.number}"' in text_of(owner.client.get(f"{ADD}licence/"))
        assert " checked" in text_of(owner.client.get(f"{ADD}kind/"))
        assert 'value="0230000001"' in text_of(owner.client.get(f"{ADD}workshop/"))

    def test_owner_who_changes_the_licence_keeps_type_and_codes_but_confirms_anew(self, owner, licence):
        second = RegisterLicenceFactory(holder=licence.holder)
        owner.come_to_people(licence)

        owner.licence(second.number)

        draft = RegistrationDraft.objects.get()
        assert draft.found["licence_number"] == second.number
        assert (draft.employment_form, draft.workshop_code) == ("FORMAL", "0230000001")
        assert draft.insured is None
        assert owner.client.get(ADD).url == f"{ADD}workshop/"

    def test_owner_whose_session_ends_midway_signs_in_again_and_has_lost_nothing(self, owner, licence):
        owner.come_to_people(licence)
        owner.client.logout()

        lost = owner.client.post(f"{ADD}people/", {"guild_id": licence.guild_id, "version": 1})
        again = signed_in(owner.user).get(reverse("dashboard"), follow=True)

        assert lost.url.startswith(reverse("sign_in"))
        assert not GuildUnit.objects.exists()
        assert "بیمه هستند" in text_of(again)

    @pytest.mark.parametrize("place", ["kind", "workshop", "people"])
    def test_owner_who_types_an_address_ahead_is_led_to_the_missing_page(self, owner, place):
        answer = owner.client.get(f"{ADD}{place}/", follow=True)

        assert answer.request["PATH_INFO"] == f"{ADD}licence/"

    @pytest.mark.parametrize("place", ["kind", "workshop", "people"])
    def test_sending_a_page_too_early_stores_nothing(self, owner, place):
        sent = {"employment_form": "SELF_EMPLOYED", "guild_id": "7700000001", "version": 0}
        sent |= {"workshop_code": "0230000001", "branch_code": "23"}

        answer = owner.client.post(f"{ADD}{place}/", sent, follow=True)

        assert texts.TOO_EARLY in text_of(answer)
        assert not GuildUnit.objects.exists()

    @pytest.mark.parametrize("place", ["kind", "people"])
    def test_empty_page_sent_too_early_is_drawn_again_and_stores_nothing(self, owner, place):
        answer = owner.client.post(f"{ADD}{place}/")

        assert "مشکلی در فرم هست" in text_of(answer)
        assert not RegistrationDraft.objects.exists()

    def test_page_drawn_before_a_change_on_another_device_confirms_nothing(self, owner, licence):
        owner.come_to_people(licence)
        stale = owner.seen()
        owner.workshop()

        answer = owner.client.post(f"{ADD}people/", stale, follow=True)

        assert texts.CHANGED_ELSEWHERE in text_of(answer)
        assert not GuildUnit.objects.exists()

    def test_answer_for_a_number_that_was_changed_meanwhile_is_not_kept(self, owner, licence, monkeypatch):
        from guild_units.services import finding

        def changed_meanwhile(person, number):
            RegistrationDraft.objects.update(licence_number="1403/99999")
            return {"guild_id": licence.guild_id}

        monkeypatch.setattr(finding, "_licence_of", changed_meanwhile)

        owner.licence(licence.number)

        assert RegistrationDraft.objects.get().found == {}

    def test_list_of_codes_that_were_changed_meanwhile_is_not_kept(self, owner, licence, monkeypatch):
        owner.licence(licence.number)
        owner.kind("FORMAL")

        def changed_meanwhile(self, workshop_code, branch_code, **whose):
            RegistrationDraft.objects.update(workshop_code="0230000009")
            return []

        monkeypatch.setattr("registries.backends.sample.SocialSecurityRegister.insured", changed_meanwhile)
        owner.workshop()

        assert RegistrationDraft.objects.get().insured is None


class TestWithoutLicence:
    def test_person_without_a_licence_goes_on_as_an_applicant(self, owner):
        first = owner.client.get(reverse("dashboard"))
        answer = owner.client.post(f"{ADD}no-licence/", follow=True)

        assert first.url == ADD
        assert answer.request["PATH_INFO"] == reverse("dashboard")
        assert texts.SKIPPED in text_of(answer)
        assert owner.client.get(reverse("dashboard")).status_code == 200

    def test_applicant_who_gets_a_licence_later_registers_from_the_menu(self, owner, licence):
        owner.client.post(f"{ADD}no-licence/")

        page = text_of(owner.client.get(ADD, follow=True))
        owner.licence(licence.number)
        owner.kind("SELF_EMPLOYED")

        assert "پروانه ندارم" not in page
        assert "منوی پنل" in page
        assert unit_of(owner).licence_number == licence.number


class TestSpelling:
    """A number is found whatever stands between its groups, and kept as it is stored (R8, R31)."""

    def plain(self, number):
        return number.replace("-", "").replace("/", "")

    def test_number_of_the_register_typed_without_signs_leads_to_licence_and_workshop(self, owner, licence):
        owner.licence(self.plain(licence.number))
        owner.kind("FORMAL")
        people = text_of(owner.client.get(owner.workshop().url))
        owner.confirm()

        assert "رها سپهری 2" in people
        assert unit_of(owner).licence_number == licence.number

    def test_number_of_a_licence_issued_here_typed_without_signs_is_kept_as_it_is_stored(self):
        issued = issued_licence()
        holder = Owner(issued.holder)

        holder.licence(self.plain(issued.number))
        holder.kind("SELF_EMPLOYED")

        unit = GuildUnit.objects.get()
        assert (unit.licence_id, unit.licence_number) == (issued.pk, issued.number)
        assert self.plain(issued.number) != issued.number


class TestRefusals:
    def test_unknown_number_and_anothers_licence_get_the_same_words(self, owner):
        anothers = RegisterLicenceFactory()

        unknown = text_of(owner.licence("1403/99999"))
        others = text_of(owner.licence(anothers.number))

        assert texts.LICENCE_NOT_FOUND in unknown
        assert texts.LICENCE_NOT_FOUND in others
        assert "فرهمند" not in others
        assert RegistrationDraft.objects.get().found == {}

    def test_anothers_licence_issued_here_is_not_found_either(self, owner):
        assert texts.LICENCE_NOT_FOUND in text_of(owner.licence(issued_licence().number))

    def test_birth_date_of_somebody_else_blocks_registration_and_names_the_field(self, owner, licence):
        page = text_of(owner.licence(licence.number, birth_date_day="4"))

        assert 'href="#id_birth_date_0"' in page
        owner.person.refresh_from_db()
        assert owner.person.birth_date is None
        assert RegistrationDraft.objects.get().found == {}

    @pytest.mark.parametrize(
        ("registered", "words"),
        [
            ({"registered__birth_date": None}, "پاسخی نگرفتیم"),
            ({"registered__deceased_on": from_jalali(1402, 1, 1)}, "فوت ثبت شده است"),
        ],
    )
    def test_person_the_registry_cannot_vouch_for_is_told_why(self, registered, words):
        owner = Owner(NewcomerFactory(**registered))

        assert words in text_of(owner.licence("1403/00001"))

    def test_licence_that_has_ended_is_attached_with_a_warning_and_makes_a_grey_unit(self, owner, licence):
        SampleLicence.objects.update(valid_to=tehran_today() - timedelta(days=1))
        owner.licence(licence.number)

        warned = "پایان یافته است" in text_of(owner.client.get(f"{ADD}kind/"))
        owner.kind("SELF_EMPLOYED")

        assert warned
        assert unit_of(owner).state == UnitState.GREY

    @pytest.mark.parametrize("state", [LicenceState.CANCELLED, LicenceState.SUPERSEDED])
    def test_void_licence_is_not_attached(self, state):
        issued = issued_licence()
        Licence.objects.update(state=state)

        assert texts.LICENCE_VOID in text_of(Owner(issued.holder).licence(issued.number))

    def test_licence_that_was_cancelled_after_it_was_shown_is_not_attached(self):
        issued = issued_licence()
        owner = Owner(issued.holder)
        owner.licence(issued.number)
        Licence.objects.update(state=LicenceState.CANCELLED)

        answer = owner.kind("SELF_EMPLOYED")

        assert answer.url == f"{ADD}licence/"
        assert texts.LICENCE_VOID in text_of(owner.client.get(answer.url))
        assert not GuildUnit.objects.exists()

    def test_licence_is_attached_to_one_unit_only(self, owner, licence):
        GuildUnitFactory(owner=owner.person, guild_id=licence.guild_id)

        assert texts.LICENCE_ATTACHED in text_of(owner.licence(licence.number))

    def test_licence_attached_by_another_after_it_was_shown_is_refused_by_the_database(self, owner, licence):
        owner.licence(licence.number)
        GuildUnitFactory(guild_id=licence.guild_id)

        answer = owner.kind("SELF_EMPLOYED")

        assert answer.url == f"{ADD}licence/"
        assert texts.LICENCE_ATTACHED in text_of(owner.client.get(answer.url))

    def test_other_breaches_of_the_database_are_not_taken_for_an_attached_licence(self, owner, licence):
        from django.db import IntegrityError

        owner.licence(licence.number)
        draft = RegistrationDraft.objects.get()
        draft.found |= {"guild_id": "x"}
        draft.save()

        with pytest.raises(IntegrityError):
            registering.choose_form("SELF_EMPLOYED", guild_id="x", seen_version=draft.version, by=owner.user)

    def test_licence_of_a_removed_unit_can_be_attached_again(self, owner, licence):
        removed = GuildUnitFactory(owner=owner.person, guild_id=licence.guild_id)
        GuildUnit.objects.update(removed_at=removed.registered_at)

        owner.licence(licence.number)
        owner.kind("SELF_EMPLOYED")

        assert GuildUnit.objects.present().get().pk != removed.pk

    def test_codes_of_no_workshop_are_refused_with_a_hint_at_the_branch(self, owner, licence):
        owner.licence(licence.number)
        owner.kind("FORMAL")

        page = text_of(owner.workshop(branch_code="99"))

        assert texts.WORKSHOP_NOT_FOUND in page
        assert texts.BRANCH_USUALLY.format(expected="۰۲۳") in page
        assert 'value="99"' in page

    def test_codes_of_anothers_workshop_show_no_name_and_are_answered_like_none(self, owner):
        RegisterLicenceFactory(workers=3)
        mine = RegisterLicenceFactory(
            holder=SamplePerson.objects.get(national_code=owner.person.national_code)
        )
        owner.licence(mine.number)
        owner.kind("FORMAL")

        anothers = text_of(owner.workshop())
        none = text_of(owner.workshop(workshop_code="0239999999"))

        assert texts.WORKSHOP_NOT_FOUND in anothers
        assert texts.WORKSHOP_NOT_FOUND in none
        assert reverse("new_ticket") in anothers
        assert "سپهری" not in anothers
        assert RegistrationDraft.objects.get().insured is None
        assert owner.client.get(f"{ADD}people/").url == reverse("add_unit")

    def test_owner_of_units_adding_one_sees_no_name_of_anothers_workshop(self, owner):
        RegisterLicenceFactory(workers=3)
        holder = SamplePerson.objects.get(national_code=owner.person.national_code)
        first, second = RegisterLicenceFactory.create_batch(2, holder=holder)
        owner.licence(first.number)
        owner.kind("SELF_EMPLOYED")
        owner.person.refresh_from_db()
        owner.licence(second.number)
        owner.kind("FORMAL")

        page = text_of(owner.workshop())

        assert texts.WORKSHOP_NOT_FOUND in page
        assert not Personnel.objects.exists()

    def test_employer_of_a_workshop_on_no_licence_sees_its_people(self, owner, licence):
        holder = SamplePerson.objects.get(national_code=owner.person.national_code)
        SampleWorkshop.objects.update(licence=None, employer=holder)
        owner.licence(licence.number)
        owner.kind("FORMAL")

        answer = owner.workshop()

        assert answer.url == f"{ADD}people/"
        assert "رها سپهری 2" in text_of(owner.client.get(answer.url))

    def test_person_who_tries_what_is_not_theirs_again_and_again_is_stopped_for_the_day(
        self, owner, licence, monkeypatch
    ):
        monkeypatch.setattr("guild_units.services.finding.REFUSALS_A_DAY", 2)
        owner.licence(RegisterLicenceFactory().number)
        owner.licence(licence.number)
        owner.kind("FORMAL")
        owner.workshop(workshop_code="0239999999")

        page = text_of(owner.workshop())

        assert texts.TOO_MANY_REFUSALS in page
        assert RegistrationDraft.objects.get().insured is None

    def test_branch_unlike_the_workshop_code_is_a_warning_and_no_error(self, owner, licence):
        SampleWorkshop.objects.update(branch_code="0099")
        owner.licence(licence.number)
        owner.kind("FORMAL")

        answer = owner.workshop(branch_code="99")

        assert answer.url == f"{ADD}people/"
        assert "کد شعبه با کد کارگاه فرق دارد" in text_of(owner.client.get(answer.url))
        owner.confirm()
        assert unit_of(owner).branch_code == "0099"

    def test_person_who_tries_number_after_number_has_to_wait(self, owner, monkeypatch):
        monkeypatch.setattr("guild_units.services.finding.LOOKUPS_AN_HOUR", 1)
        owner.licence("1403/99999")

        page = text_of(owner.licence("1403/99998"))

        assert texts.TOO_MANY_LOOKUPS.partition("{")[0] in page
        assert 'value="1403/99998"' in page

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"licence_number": ""}, "شمارهٔ پروانه کسب را بنویسید"),
            ({"licence_number": "الف‌ب"}, "شمارهٔ پروانه"),
            ({"birth_date_day": "۳۲"}, "روز"),
            ({"birth_date_year": "۱۵۰۰"}, "سال"),
            ({"birth_date_month": ""}, "ماه"),
        ],
    )
    def test_bad_value_gets_its_own_words_and_stays_in_the_form(self, owner, typed, words):
        page = text_of(owner.client.post(f"{ADD}licence/", {"licence_number": "1403/1"} | BORN | typed))

        assert "مشکلی در فرم هست" in page
        assert words in page

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"workshop_code": "123"}, "۱۰ رقم"),
            ({"workshop_code": ""}, "کد کارگاه واحد صنفی را بنویسید"),
            ({"branch_code": "12345"}, "حداکثر ۴ رقم"),
            ({"branch_code": "آ"}, "فقط رقم"),
        ],
    )
    def test_bad_code_gets_its_own_words(self, owner, licence, typed, words):
        owner.licence(licence.number)
        owner.kind("FORMAL")

        assert words in text_of(owner.workshop(**typed))

    def test_type_must_be_chosen(self, owner, licence):
        owner.licence(licence.number)

        assert "نوع کاربری را انتخاب کنید" in text_of(owner.kind(""))


class TestRegistersInTrouble:
    @pytest.mark.parametrize("register", ["identity", "licences"])
    def test_register_that_is_down_loses_nothing_and_names_itself(self, owner, licence, register):
        SampleOutage.objects.create(register=register, mode="DOWN")

        page = text_of(owner.licence(licence.number))

        assert "پاسخی نگرفتیم؛ چیزی از دست نرفت" in page
        assert f'value="{licence.number}"' in page
        draft = RegistrationDraft.objects.get()
        assert (draft.licence_number, draft.birth_date) == (licence.number, licence.holder.birth_date)
        SampleOutage.objects.all().delete()
        assert owner.licence(licence.number).url == f"{ADD}kind/"

    def test_social_security_that_is_down_loses_no_code(self, owner, licence):
        owner.licence(licence.number)
        owner.kind("FORMAL")
        SampleOutage.objects.create(register="social_security", mode="DOWN")

        page = text_of(owner.workshop())

        assert "پاسخی نگرفتیم؛ چیزی از دست نرفت" in page
        assert RegistrationDraft.objects.get().workshop_code == "0230000001"

    @pytest.mark.slow
    @pytest.mark.parametrize("register", ["identity", "licences"])
    def test_register_that_takes_ten_seconds_is_answered_for_within_five(self, owner, licence, register):
        SampleOutage.objects.create(register=register, mode="SLOW", seconds=10)
        began = time.monotonic()

        page = text_of(owner.licence(licence.number))

        assert time.monotonic() - began < 5
        assert "پاسخی نگرفتیم؛ چیزی از دست نرفت" in page
        assert f'value="{licence.number}"' in page


class TestFurtherUnits:
    def test_owner_adds_a_second_unit_in_the_words_of_the_menu(self, owner, licence):
        GuildUnitFactory(owner=owner.person)

        first = text_of(owner.client.get(ADD, follow=True))
        owner.licence(licence.number)
        second = text_of(owner.client.get(f"{ADD}kind/"))
        owner.kind("FORMAL")
        third = text_of(owner.client.get(f"{ADD}workshop/"))
        owner.workshop()
        fourth = text_of(owner.client.get(f"{ADD}people/"))
        answer = owner.confirm()

        assert all("ثبت اطلاعات" in page for page in (first, second, third))
        assert "تأیید و افزودن واحد" in fourth
        assert answer.url == reverse("my_units")
        assert GuildUnit.objects.filter(owner=owner.person).count() == 2

    def test_confirming_twice_leads_to_the_same_unit(self, owner, licence):
        owner.come_to_people(licence)
        seen = owner.seen()

        owner.client.post(f"{ADD}people/", seen)
        again = owner.client.post(f"{ADD}people/", seen)

        assert again.status_code == 302
        assert GuildUnit.objects.count() == 1

    def test_choosing_the_type_twice_leads_to_the_same_unit(self, owner, licence):
        owner.licence(licence.number)
        seen = owner.seen() | {"employment_form": "SELF_EMPLOYED"}

        owner.client.post(f"{ADD}kind/", seen)
        owner.client.post(f"{ADD}kind/", seen)

        assert GuildUnit.objects.count() == 1
        assert not RegistrationDraft.objects.exists()


class TestDoors:
    PLACES = ("", "licence/", "kind/", "workshop/", "people/")

    @pytest.mark.parametrize("place", PLACES)
    def test_visitor_is_asked_to_sign_in(self, client, place):
        assert client.get(ADD + place).url.startswith(reverse("sign_in"))

    @pytest.mark.parametrize("place", PLACES)
    def test_staff_are_sent_to_their_desk(self, client, place):
        client.force_login(StaffFactory(), backend="accounts.backends.StaffBackend")

        assert client.get(ADD + place).url.startswith("/admin/")

    def test_nobody_sees_anothers_draft_or_unit(self, owner, licence):
        owner.come_to_people(licence)
        unit = GuildUnitFactory(owner=owner.person)
        stranger, dismissed, staff = CitizenFactory(), CitizenFactory(is_active=False), StaffFactory()

        for user in (stranger, dismissed, staff):
            assert not RegistrationDraft.objects.visible_to(user).exists()
            assert not GuildUnit.objects.visible_to(user).exists()
        assert RegistrationDraft.objects.visible_to(owner.user).exists()
        assert GuildUnit.objects.visible_to(account_of(unit.owner)).get() == unit

    def test_prerequisites_are_for_everybody_and_ask_the_database_nothing(
        self, client, django_assert_num_queries
    ):
        with django_assert_num_queries(0):
            page = text_of(client.get(reverse("prerequisites")))

        for title, _, _ in texts.PREREQUISITES:
            assert title in page
        assert reverse("prerequisites") in text_of(client.get(reverse("home")))
        assert reverse("prerequisites") in text_of(client.get(reverse("sign_in")))


def test_rows_and_people_have_names(owner, licence):
    owner.come_to_people(licence)
    draft = RegistrationDraft.objects.get()

    assert str(draft) == f"ثبت‌نام {owner.person.pk}"
    assert draft.is_begun
    assert str(GuildUnitFactory(unit_name="")) == "سوپرمارکت"
    assert SamplePerson.objects.filter(national_code=owner.person.national_code).exists()

"""Every register answers the same, embedded or over the wire; UNKNOWN is never a yes."""

from datetime import date

import pytest

from registries.models import SampleLicence, SampleOutage, SamplePerson, SampleWorkshop
from registries.ports import (
    UNKNOWN,
    Gender,
    InsuredPerson,
    Match,
    PersonFacts,
    RegisterUnavailable,
    VaccinationFacts,
)
from tests.factories import RegisterLicenceFactory
from tests.registries.nation import ALI, BORN, MARYAM, NOBODY

BY_LICENCE = {"licence_number": "12/345-6", "national_code": NOBODY}
BY_EMPLOYER = {"licence_number": "00000", "national_code": MARYAM}


@pytest.mark.parametrize(
    ("mobile", "national_code", "answer"),
    [
        ("09121234567", MARYAM, Match.MATCH),
        ("09121234567", ALI, Match.MISMATCH),
        ("09199999999", MARYAM, Match.MISMATCH),
        ("09350000000", MARYAM, Match.UNKNOWN),
    ],
)
def test_sim_belongs_to_its_owner_only(ask, mobile, national_code, answer):
    given = ask("IdentityRegister").mobile_owner(mobile, national_code)

    assert given is answer
    assert bool(given) is (answer is Match.MATCH)


def test_person_is_found_by_code_and_birth_date(ask):
    person = ask("IdentityRegister").person(MARYAM, BORN)

    assert person == PersonFacts(MARYAM, "مریم", "رضایی", "حسن", BORN, Gender.FEMALE, None)
    assert person.full_name == "مریم رضایی"


def test_death_of_a_person_is_told(ask):
    assert ask("IdentityRegister").person(ALI, BORN).deceased_on == date(2024, 5, 1)


@pytest.mark.parametrize(("code", "born"), [(MARYAM, date(1985, 3, 22)), (NOBODY, BORN)])
def test_wrong_date_and_unknown_code_give_the_same_answer(ask, code, born):
    assert ask("IdentityRegister").person(code, born) is None


def test_person_the_registry_cannot_vouch_for_is_unknown_and_not_true(ask):
    SamplePerson.objects.filter(national_code=MARYAM).update(birth_date=None)

    answer = ask("IdentityRegister").person(MARYAM, BORN)

    assert answer is UNKNOWN
    assert not answer


def test_licence_is_found_with_its_holder_and_its_days(ask):
    licence = ask("LicenceRegister").licence("12/345-6")

    assert (licence.holder_national_code, licence.holder_name) == (MARYAM, "مریم رضایی")
    assert (licence.guild_id, licence.category_isic) == ("0123456789", "107111")
    assert (licence.issued_on, licence.valid_to) == (date(2024, 3, 20), date(2029, 3, 19))


@pytest.mark.parametrize("typed", ["123456", "12-345-6", "12/3456", "6-345-12"])
def test_licence_is_found_whatever_stands_between_its_groups_and_told_as_it_is_spelled(ask, typed):
    SampleLicence.objects.filter(number="12/345-6").update(number="12-345-6")

    assert ask("LicenceRegister").licence(typed).number == "12-345-6"


def test_of_two_numbers_that_differ_in_their_signs_alone_the_spelling_decides(ask):
    SampleLicence.objects.filter(number="12/345-6").update(number="12-345-6")
    RegisterLicenceFactory(number="123-456")

    assert ask("LicenceRegister").licence("123-456").number == "123-456"
    assert ask("LicenceRegister").licence("123456") is None


def test_licence_number_nobody_has_is_none(ask):
    assert ask("LicenceRegister").licence("00000") is None


def test_newest_list_of_a_workshop_is_given_by_name(ask):
    people = ask("SocialSecurityRegister").insured("0123456789", "0012", **BY_LICENCE)

    assert people == [
        InsuredPerson(ALI, "علی", "احمدی", "140306"),
        InsuredPerson(MARYAM, "مریم", "رضایی", "140306"),
    ]
    assert people[0].full_name == "علی احمدی"


def test_workshop_without_a_list_differs_from_no_workshop(ask):
    register = ask("SocialSecurityRegister")

    assert register.insured("9876543210", "0012", **BY_EMPLOYER) == []
    assert register.insured("0123456789", "0099", **BY_LICENCE) is None


def test_workshop_is_answered_for_by_licence_or_employer_and_to_nobody_else(ask):
    register = ask("SocialSecurityRegister")
    SampleWorkshop.objects.filter(workshop_code="0123456789").update(employer=None)

    assert register.insured("0123456789", "0012", **BY_LICENCE)
    assert register.insured("0123456789", "0012", **BY_EMPLOYER) is None
    assert register.insured("9876543210", "0012", **BY_LICENCE) is None


def test_vaccination_without_a_record_is_unknown_not_none_at_all(ask):
    register = ask("HealthRegister")

    assert register.vaccination(MARYAM) == VaccinationFacts(2, date(2021, 11, 2))
    assert register.vaccination(ALI) is UNKNOWN


def test_postal_code_gives_an_address_on_one_line(ask):
    register = ask("PostRegister")

    assert register.postal_code("1345678913").address == "تهران، تهران، آزادی، پلاک ۱۲"
    assert register.postal_code("1111111111") is None


def test_register_that_is_down_says_so_in_persian(ask):
    SampleOutage.objects.create(register="licences", mode=SampleOutage.Mode.DOWN)

    with pytest.raises(RegisterUnavailable) as refusal:
        ask("LicenceRegister").licence("12/345-6")

    assert refusal.value.register == "licences"
    assert "پروانه‌های کسب در این لحظه پاسخ نمی‌دهد" in str(refusal.value)


def test_outage_of_one_register_leaves_the_others_alone(ask):
    SampleOutage.objects.create(register="licences", mode=SampleOutage.Mode.DOWN)

    assert ask("IdentityRegister").mobile_owner("09121234567", MARYAM)

"""A licence is judged once: /verify/, the scan page and the owner's pages agree, and name source and day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.jalali import format_date, tehran_today
from guild_units import texts
from guild_units.models import GuildUnit
from guild_units.rows import validity
from guild_units.services import verifying
from licensing.licences.states import LicenceSource
from licensing.licences.verification import answer_of_register
from registries import services as registries
from registries.models import SampleLicence, SampleOutage, SamplePerson
from tests.factories import GuildUnitFactory, RegisterLicenceFactory, account_of, signed_in

pytestmark = pytest.mark.django_db
OLD = timedelta(days=30)


@pytest.fixture
def unit():
    """A unit whose licence the register told of a month ago; since then it was renewed there."""
    then = tehran_today() - OLD
    row = GuildUnitFactory(told_on=then, valid_to=then + timedelta(days=10))
    holder = SamplePerson.objects.create(
        national_code=row.owner.national_code,
        first_name="پریسا",
        last_name="کاویان",
        father_name="بهمن",
        birth_date=then,
        gender="FEMALE",
    )
    RegisterLicenceFactory(number=row.licence_number, guild_id=row.guild_id, holder=holder)
    return row


def scanned(client, unit):
    return client.get(unit.codes.get().get_absolute_url()).content.decode()


class TestOneAnswer:
    def test_scan_names_source_and_day_of_a_copy(self, client, unit):
        text = scanned(client, unit)

        assert f"{LicenceSource.REGISTER.label}، {format_date(unit.told_on)}" in text

    def test_copy_asked_anew_says_what_the_register_says(self, client, unit):
        assert texts.GENUINE_BUT_GREY in scanned(client, unit)

        assert verifying.ask_again() == 1

        unit.refresh_from_db()
        facts = registries.licences().licence(unit.licence_number)
        assert unit.validity == answer_of_register(facts).validity
        assert texts.GENUINE in scanned(client, unit)
        owner = signed_in(account_of(unit.owner)).get(reverse("dashboard")).content.decode()
        assert format_date(unit.valid_to) in owner
        assert verifying.ask_again() == 0

    def test_owner_reads_the_source_beside_the_validity(self, unit):
        rows = {row["key"]: row["value"] for row in validity(unit)}

        assert rows["منبع"] == f"{LicenceSource.REGISTER.label}، {format_date(unit.told_on)}"


class TestAskingAgain:
    def test_silent_register_leaves_the_copy_and_its_day(self, unit):
        SampleOutage.objects.create(register="licences", mode="DOWN")

        assert verifying.ask_again() == 0

        assert GuildUnit.objects.get().told_on == unit.told_on

    def test_licence_that_is_anothers_now_is_not_taken_over(self, unit):
        SampleLicence.objects.update(holder=RegisterLicenceFactory().holder)

        assert verifying.ask_again() == 0

        assert GuildUnit.objects.get().valid_to == unit.valid_to

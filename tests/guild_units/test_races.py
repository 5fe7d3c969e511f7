"""At one moment, from several devices: a licence is attached once, and the test fails when the guard is taken out."""

import pytest

from guild_units import services
from guild_units.models import GuildUnit
from personnel.models import Personnel
from registries.models import SamplePerson
from tests.factories import NewcomerFactory, RegisterLicenceFactory
from tests.guild_units.conftest import Owner
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DEVICES = 6


@pytest.fixture
def owner():
    owner = Owner(NewcomerFactory())
    holder = SamplePerson.objects.get(national_code=owner.person.national_code)
    owner.their_licence = RegisterLicenceFactory(holder=holder, workers=3)
    return owner


def test_confirmations_at_once_attach_the_licence_once_and_all_see_the_same_unit(owner):
    owner.come_to_people(owner.their_licence)
    seen = owner.seen()

    results = at_once(
        DEVICES,
        lambda: (
            services.register_unit(guild_id=seen["guild_id"], seen_version=seen["version"], by=owner.user).pk
        ),
    )

    unit = GuildUnit.objects.get()
    assert results == [unit.pk] * DEVICES
    assert Personnel.objects.count() == 3


def test_self_employed_who_press_at_once_get_one_unit(owner):
    owner.licence(owner.their_licence.number)
    seen = owner.seen()

    results = at_once(
        DEVICES,
        lambda: (
            services.choose_form(
                "SELF_EMPLOYED", guild_id=seen["guild_id"], seen_version=seen["version"], by=owner.user
            ).pk
        ),
    )

    assert results == [GuildUnit.objects.get().pk] * DEVICES


def test_first_visits_at_once_make_one_draft(owner):
    results = at_once(DEVICES, lambda: services.continue_without_licence(by=owner.user).pk)

    assert len(set(results)) == 1

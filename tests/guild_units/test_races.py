"""At one moment, from several devices: a licence is attached once, a unit keeps one code; each test fails when the guard is taken out."""

import pytest

from guild_units.models import GuildUnit, RegistrationDraft
from guild_units.services import codes, drafts, posters, registering
from guild_units.states import RevokeReason
from personnel.models import Personnel
from registries.models import SamplePerson
from tests.factories import GuildUnitFactory, NewcomerFactory, RegisterLicenceFactory, account_of
from tests.guild_units.conftest import Owner
from tests.races import at_once, together

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
            registering.register_unit(
                guild_id=seen["guild_id"], seen_version=seen["version"], by=owner.user
            ).pk
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
            registering.choose_form(
                "SELF_EMPLOYED", guild_id=seen["guild_id"], seen_version=seen["version"], by=owner.user
            ).pk
        ),
    )

    assert results == [GuildUnit.objects.get().pk] * DEVICES


def test_first_visits_at_once_make_one_draft_and_each_counts(owner):
    results = at_once(DEVICES, lambda: drafts.continue_without_licence(by=owner.user).pk)

    draft = RegistrationDraft.objects.get()
    assert results == [draft.pk] * DEVICES
    assert draft.version == RegistrationDraft().version + DEVICES


def test_reissues_at_once_make_one_new_code_and_leave_exactly_one_active():
    unit = GuildUnitFactory()
    by, seen = account_of(unit.owner), unit.codes.get().pk

    results = at_once(20, lambda: codes.reissue_code(unit, seen=seen, by=by).pk)

    active = unit.codes.get(revoked_at=None)
    assert sorted(map(str, results)) == sorted([str(active.pk), *["stale"] * 19])
    assert unit.codes.count() == 2


def test_removal_and_reissue_at_once_leave_at_most_one_active_code():
    unit = GuildUnitFactory()
    by, seen = account_of(unit.owner), unit.codes.get().pk

    together(
        *[lambda: codes.revoke_code(unit, reason=RevokeReason.REMOVED, by=by)] * 5,
        *[lambda: codes.reissue_code(unit, seen=seen, by=by)] * 5,
    )

    assert unit.codes.filter(revoked_at=None).count() <= 1


def test_poster_drawn_by_two_workers_at_once_is_kept_once(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("guild_units.services.posters.render_pdf", lambda html: b"%PDF-")
    code = GuildUnitFactory().codes.get()

    drawn = at_once(4, lambda: posters.draw_up_poster(code.pk))

    assert sorted(drawn) == [False, False, False, True]
    assert len(list(tmp_path.rglob("*.pdf"))) == 1

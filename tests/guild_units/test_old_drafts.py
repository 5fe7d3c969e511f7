"""What abandoned registrations hold goes after ninety days (security bar 6)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from guild_units.models import RegistrationDraft
from guild_units.tasks import forget_old_drafts
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def after(days):
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        forget_old_drafts()


def test_an_abandoned_registration_goes_after_ninety_days():
    RegistrationDraft.objects.create(person=PersonFactory(), licence_number="1403/1", found={"name": "رها"})

    after(89)
    assert RegistrationDraft.objects.exists()
    after(91)

    assert not RegistrationDraft.objects.exists()


def test_who_has_no_licence_is_not_asked_again_but_nothing_else_is_kept():
    RegistrationDraft.objects.create(
        person=PersonFactory(), licence_number="1403/1", insured=[{"name": "رها"}], skipped_at=timezone.now()
    )

    after(91)

    row = RegistrationDraft.objects.get()
    assert (row.licence_number, row.insured, row.found) == ("", None, {})
    assert row.skipped_at is not None

"""Notes of scans are kept for a year; a code older than the codes is drawn at its first need."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guild_units.models import QrCode, ScanLog
from guild_units.services import codes
from guild_units.services.scans import KEPT, forget_old_scans
from guild_units.tasks import forget_old_scans as task
from tests.factories import GuildUnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def code():
    return GuildUnitFactory().codes.get()


def noted(code, *, ago):
    return ScanLog.objects.create(qr=code, at=timezone.now() - ago)


def test_scan_of_more_than_a_year_ago_goes_and_a_younger_one_stays(code):
    noted(code, ago=KEPT + timedelta(minutes=1))
    young = noted(code, ago=KEPT - timedelta(minutes=1))

    task()

    assert list(ScanLog.objects.all()) == [young]


def test_many_old_scans_go_part_by_part(code, django_assert_num_queries):
    for _ in range(5):
        noted(code, ago=2 * KEPT)
    noted(code, ago=timedelta(0))

    with django_assert_num_queries(3 * 2):  # each part: the oldest are read, then removed
        assert forget_old_scans(at_once=2) == 5

    assert ScanLog.objects.count() == 1


def test_a_run_is_bounded_and_the_next_one_goes_on(code):
    for _ in range(5):
        noted(code, ago=2 * KEPT)

    assert forget_old_scans(at_once=2, at_most=2) == 2
    assert forget_old_scans(at_once=2) == 3
    assert forget_old_scans() == 0


def test_code_without_a_drawing_is_encoded_once_and_stored(code, monkeypatch):
    drawn = code.svg
    QrCode.objects.update(svg="")
    code.refresh_from_db()

    first = codes.drawing_of(code)

    assert first == drawn == QrCode.objects.get().svg
    monkeypatch.setattr("guild_units.services.codes.qr_svg", None)  # whoever encodes again breaks
    assert codes.drawing_of(QrCode.objects.get()) == first

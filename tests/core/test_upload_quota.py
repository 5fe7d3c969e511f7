"""What one person may send within a day is charged before the work is done (security bar 3)."""

from datetime import timedelta
from pathlib import Path

import pytest

from core.jalali import tehran_today
from core.models import UploadDay
from core.refusals import RuleBroken
from core.tasks import check_files
from core.uploads import checking as uploads
from core.uploads import quota as upload_quota
from core.uploads.checking import read_upload
from tests.constraints import refused_by
from tests.factories import CitizenFactory, StaffFactory, photo

pytestmark = pytest.mark.django_db


def sent(sender):
    return UploadDay.objects.get(sender_id=sender.pk, day=tehran_today())


def test_day_is_charged_before_the_file_is_read_and_a_refused_file_counts(monkeypatch):
    sender, junk = CitizenFactory(), b"GIF89a" * 10
    seen = []
    monkeypatch.setattr(uploads, "clean_upload", lambda content: seen.append(sent(sender).size))

    read_upload(junk, by=sender)

    assert seen == [60]
    assert (sent(sender).files, sent(sender).size) == (1, 60)


@pytest.mark.parametrize(
    ("limit", "value"), [("UPLOAD_FILES_A_DAY", 2), ("UPLOAD_MEGABYTES_A_DAY", 2)], ids=["files", "bytes"]
)
def test_file_beyond_the_day_is_refused_without_being_read(settings, monkeypatch, limit, value):
    sender, read = CitizenFactory(), []
    monkeypatch.setattr(uploads, "clean_upload", lambda content: read.append(len(content)))
    setattr(settings, limit, value)
    million = b"x" * 1_000_000
    read_upload(million, by=sender)
    read_upload(million, by=sender)

    with pytest.raises(RuleBroken) as refusal:
        read_upload(million, by=sender)

    assert refusal.value.code == "day_full"
    assert "۲ فایل" in str(refusal.value) or "۲ مگابایت" in str(refusal.value)
    assert read == [1_000_000, 1_000_000]
    assert sent(sender).files == 2


def test_smaller_file_still_fits_when_a_large_one_does_not(settings):
    settings.UPLOAD_MEGABYTES_A_DAY = 1
    sender = CitizenFactory()

    assert not upload_quota.charge(sender.pk, 2_000_000, staff=False)
    assert upload_quota.charge(sender.pk, 500_000, staff=False)


def test_staff_who_scan_for_their_office_have_a_larger_day(settings):
    settings.UPLOAD_FILES_A_DAY, settings.UPLOAD_STAFF_FILES_A_DAY = 1, 2
    operator = StaffFactory()

    read_upload(photo(), by=operator)

    assert read_upload(photo(), by=operator).content
    with pytest.raises(RuleBroken, match="۲ فایل"):
        read_upload(photo(), by=operator)


def test_next_day_begins_anew_and_past_days_are_forgotten(settings, tmp_path):
    settings.UPLOAD_FILES_A_DAY, settings.MEDIA_ROOT = 1, tmp_path
    sender = CitizenFactory()
    read_upload(photo(), by=sender)
    UploadDay.objects.update(day=tehran_today() - timedelta(days=1))

    assert read_upload(photo(), by=sender).content
    check_files()

    assert [row.day for row in UploadDay.objects.all()] == [tehran_today()]


def test_server_in_front_lets_through_what_the_portal_takes(settings):
    config = (Path(settings.BASE_DIR) / "deploy" / "nginx.conf").read_text()

    assert f"client_max_body_size {settings.UPLOAD_REQUEST_MEGABYTES + 1}m;" in config
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE == (settings.UPLOAD_REQUEST_MEGABYTES + 1) * 1024 * 1024
    assert settings.UPLOAD_MEGABYTES <= settings.UPLOAD_REQUEST_MEGABYTES


def test_a_person_has_one_count_of_a_day():
    UploadDay.objects.create(sender_id=7, day=tehran_today())

    with refused_by("one_count_of_a_day"):
        UploadDay.objects.create(sender_id=7, day=tehran_today())

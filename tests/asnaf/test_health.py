"""Alive and ready: the readiness page says in words what is missing."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.utils import timezone

from asnaf import health
from core import fonts, heartbeat
from core.models import Heartbeat

pytestmark = pytest.mark.django_db


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture(autouse=True)
def _everything_there(settings, tmp_path):
    """Fonts are prepared, storage can be written, a worker was seen just now."""
    fonts.prepare(settings.FONTS_ROOT)
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.REDIS_URL = ""
    for process in heartbeat.Process:
        heartbeat.beat(process)


def checks(client):
    """Status and the sentences of the readiness page."""
    response = client.get("/readyz")
    return response.status_code, response.json()["checks"]


def test_process_answers_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


def test_portal_with_everything_is_ready(client):
    status, said = checks(client)

    assert status == 200
    assert set(said.values()) == {"برقرار"}


def test_worker_that_was_never_seen_is_missing(client):
    Heartbeat.objects.filter(name=heartbeat.Process.WORKER).delete()

    status, said = checks(client)

    assert status == 503
    assert said["worker"] == "کارگر پس‌زمینه هنوز دیده نشده است."
    assert said["database"] == "برقرار"


def test_sender_of_codes_that_was_never_seen_is_missing(client):
    Heartbeat.objects.filter(name=heartbeat.Process.CODES).delete()

    status, said = checks(client)

    assert status == 503
    assert said["codes"] == "فرستندهٔ کدهای یک‌بارمصرف هنوز دیده نشده است."
    assert said["worker"] == "برقرار"


def test_worker_not_seen_for_two_minutes_is_missing(client):
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=3))

    assert "بیش از دو دقیقه" in checks(client)[1]["worker"]


def test_redis_that_does_not_answer_is_missing(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    status, said = checks(client)

    assert status == 503
    assert "Redis" in said["broker"]


def test_storage_that_cannot_be_written_is_missing(client, settings, tmp_path):
    (tmp_path / "file").write_text("a file where a folder should be")
    settings.MEDIA_ROOT = tmp_path / "file"

    assert checks(client)[1]["storage"] == "انبار پرونده‌ها نوشتنی نیست."


def test_fonts_that_were_not_prepared_are_missing(client, settings, tmp_path):
    settings.FONTS_ROOT = tmp_path / "empty"

    assert "قلم وزیرمتن" in checks(client)[1]["fonts"]


def test_database_that_does_not_answer_is_missing(client, monkeypatch):
    from django.db import OperationalError

    def refuse(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("asnaf.health.connection.cursor", refuse)
    monkeypatch.setattr("asnaf.health.last_beat", refuse)

    status, said = checks(client)

    assert status == 503
    assert said["database"] == "پایگاه داده پاسخ نمی‌دهد."
    assert said["worker"] == "آخرین کار کارگر پس‌زمینه خوانده نشد."


def test_disk_that_is_nearly_full_is_a_note_and_takes_nothing_out_of_service(client, monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: _Usage(total=1000, used=940, free=60))

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["notes"] == {"disk": "از دیسک ۶٪ خالی مانده است؛ پیش از پر شدن جا باز کنید."}

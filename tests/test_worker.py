"""A real worker on real PostgreSQL and Redis: what is asked for after commit happens, and what was lost is found."""

import os
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from core import fonts
from core.heartbeat import Process, last_beat
from licensing.cases.states import Status
from licensing.licences.models import Licence
from messaging.models import Sms
from messaging.states import SmsStatus
from tests.factories import LicenceRequestFactory, bring_to, issued_licence
from tools.services import private_worker

pytestmark = [pytest.mark.real_services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def environment() -> dict[str, str]:
    """The settings under which a worker serves this very test's database and broker."""
    fonts.prepare(settings.FONTS_ROOT)
    server = urlsplit(os.environ["TEST_DATABASE_URL"])
    return {
        "DJANGO_SETTINGS_MODULE": "asnaf.settings",
        "DEBUG": "1",
        "DEMO": "1",
        "ASNAF_VAR": str(settings.VAR),
        "DATABASE_URL": urlunsplit(server._replace(path=f"/{connection.settings_dict['NAME']}")),
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "SECRET_KEY": settings.SECRET_KEY,
        "PERSON_DATA_KEY": settings.PERSON_DATA_KEY,
        "SITE_URL": settings.SITE_URL,
        "SMS_BACKEND": "messaging.backends.file.FileBackend",
    }


@pytest.fixture
def worker(environment) -> Iterator[None]:
    with private_worker(environment):
        yield


def eventually(happened: Callable[[], bool], *, seconds: float = 30) -> bool:
    """Whether it happened within the time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.2)
    return False


def test_texts_leave_and_the_licence_is_drawn_without_anybody_waiting(worker):
    licence = issued_licence()

    assert eventually(lambda: Licence.objects.get(pk=licence.pk).document != "")
    assert eventually(lambda: not Sms.objects.exclude(status=SmsStatus.SENT).exists())
    assert Sms.objects.filter(kind="M18").count() == 1


def test_text_written_while_no_worker_ran_leaves_when_one_starts(environment):
    bring_to(LicenceRequestFactory(submitted=True), Status.SUBMITTED)
    assert Sms.objects.get(kind="M6").status == SmsStatus.QUEUED

    with private_worker(environment):
        assert eventually(lambda: Sms.objects.get(kind="M6").status == SmsStatus.SENT)


def test_message_lost_with_the_broker_is_found_by_the_sweep(environment):
    import redis

    bring_to(LicenceRequestFactory(submitted=True), Status.SUBMITTED)
    redis.Redis.from_url(os.environ["TEST_REDIS_URL"]).flushdb()  # the broker forgets everything

    with private_worker(environment, timetable=True):
        assert eventually(lambda: Sms.objects.get(kind="M6").status == SmsStatus.SENT, seconds=60)
        assert eventually(lambda: last_beat(Process.WORKER) is not None)

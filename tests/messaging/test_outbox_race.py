"""Several workers, one row."""

import pytest
from django.db import transaction

from messaging import services
from messaging.models import Sms
from messaging.states import SmsStatus
from tests.races import at_once

WORKERS = 6


@pytest.fixture
def waiting_sms(transactional_db) -> Sms:
    with transaction.atomic():
        sms = services.send_sms(mobile="09121234567", text="درخواست شما ثبت شد.", kind="M6")
        transaction.get_connection().run_on_commit.clear()  # no broker in this story
    return sms


def test_workers_that_take_one_message_at_once_send_it_once(waiting_sms, gateway):
    at_once(WORKERS, lambda: services.deliver(waiting_sms.pk))

    waiting_sms.refresh_from_db()
    assert len(gateway.sent) == 1
    assert (waiting_sms.status, waiting_sms.tries) == (SmsStatus.SENT, 1)


def test_sweeps_and_tasks_at_once_send_every_message_once(waiting_sms, gateway):
    Sms.objects.bulk_create(
        Sms(mobile="09121234567", text=f"پیام {n}", kind="M6", queued_at=waiting_sms.queued_at)
        for n in range(9)
    )

    at_once(WORKERS, services.sweep)

    keys = [key for _, _, key in gateway.sent]
    assert len(keys) == len(set(keys)) == 10
    assert not Sms.objects.exclude(status=SmsStatus.SENT).exists()

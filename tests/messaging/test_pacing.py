"""Every text message counts when it leaves; above a ceiling status messages wait and codes go (security bar 1)."""

import logging
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from accounts.limits import HOUR, Limit, so_far
from core.addresses import asked_from, asking_address
from core.middleware import RequestIdMiddleware
from messaging import services
from messaging.backends import GatewayBusy
from messaging.models import Sms
from messaging.states import SmsStatus
from tests.races import at_once

pytestmark = pytest.mark.django_db


def queue(number=0, kind="M6", address=""):
    with asked_from(address):
        return services.send_sms(mobile=f"0912{number:07d}", text="درخواست شما ثبت شد.", kind=kind)


def test_above_the_ceiling_of_a_number_a_status_message_waits_and_then_goes(settings, gateway, clock):
    settings.SMS_PER_NUMBER = 2
    rows = [queue() for _ in range(3)]
    services.sweep()

    rows[2].refresh_from_db()
    assert len(gateway.sent) == 2
    assert (rows[2].status, rows[2].tries) == (SmsStatus.QUEUED, 0)
    assert rows[2].next_try_at == timezone.now() + timedelta(hours=1)

    clock.shift(HOUR)
    services.sweep()

    assert len(gateway.sent) == 3


def test_a_number_has_a_ceiling_for_the_day_too(settings, gateway, clock):
    settings.SMS_PER_NUMBER, settings.SMS_PER_NUMBER_DAY = 1, 3
    for _ in range(5):
        queue()
    for _ in range(10):
        services.sweep()
        clock.shift(HOUR)

    assert len(gateway.sent) == 3


@pytest.mark.parametrize(
    ("ceiling", "message"),
    [
        ("SMS_PER_KIND", {}),
        ("SMS_OF_PORTAL", {"kind": "M8"}),
        ("SMS_PER_ADDRESS", {"address": "203.0.113.9"}),
    ],
)
def test_kind_portal_and_whoever_caused_it_have_ceilings(settings, gateway, ceiling, message):
    setattr(settings, ceiling, 3)
    rows = [queue(number, kind="M6", address="203.0.113.9") for number in range(3)]
    rows.append(queue(4, **message))
    services.sweep()

    assert len(gateway.sent) == 3
    assert Sms.objects.get(status=SmsStatus.QUEUED).pk == rows[3].pk


def test_other_numbers_kinds_and_addresses_are_not_held_up(settings, gateway):
    settings.SMS_PER_NUMBER = settings.SMS_PER_KIND = settings.SMS_PER_ADDRESS = 1
    queue(1, "M6", "203.0.113.9")
    queue(1, "M6", "203.0.113.9")
    queue(2, "M8", "198.51.100.7")
    queue(3, "M9")
    services.sweep()

    assert len(gateway.sent) == 3


def test_a_one_time_code_counts_and_goes(settings, gateway, queue_code):
    settings.SMS_PER_NUMBER = settings.SMS_OF_PORTAL = 1
    for _ in range(2):
        queue_code()
    services.sweep()

    assert len(gateway.sent) == 2
    assert so_far(Limit("sms:portal", 0, HOUR)) == 2


def test_a_message_tried_again_counts_once(settings, gateway, clock):
    gateway.answers = [GatewayBusy("busy"), GatewayBusy("busy")]
    queue()
    for _ in range(4):
        services.sweep()
        clock.shift(300)

    assert len(gateway.sent) == 1
    assert so_far(Limit("sms:portal", 0, HOUR)) == 1


def test_a_held_message_is_given_up_after_its_seventy_two_hours(settings, gateway, clock):
    settings.SMS_OF_PORTAL = 0
    sms = queue()
    for _ in range(74):
        services.sweep()
        clock.shift(HOUR)

    sms.refresh_from_db()
    assert sms.status == SmsStatus.FAILED


def test_the_ceiling_of_the_portal_is_an_alarm_once_an_hour(settings, gateway, clock, caplog):
    settings.SMS_OF_PORTAL = 1
    for number in range(4):
        queue(number)
    with caplog.at_level(logging.ERROR):
        services.sweep()

    assert [record.getMessage() for record in caplog.records] == [
        "ALARM text messages wait: the ceiling sms:portal is reached"
    ]


def test_address_of_whoever_caused_a_message_is_noted_and_gone_with_it(gateway, settings):
    sms = queue(address="203.0.113.9")
    assert sms.asked_from == "203.0.113.9"

    services.sweep()

    sms.refresh_from_db()
    assert (sms.status, sms.asked_from) == (SmsStatus.SENT, "")


def test_a_page_notes_from_where_it_was_asked_for(rf):
    seen = []
    page = RequestIdMiddleware(lambda request: (seen.append(asking_address()), HttpResponse())[1])

    page(rf.get("/", REMOTE_ADDR="203.0.113.9"))

    assert seen == ["203.0.113.9"]
    assert asking_address() == ""


@pytest.mark.django_db(transaction=True)
def test_of_twenty_messages_handed_over_at_once_no_more_leave_than_the_ceiling_allows(settings, gateway):
    settings.SMS_PER_NUMBER = 5
    with transaction.atomic():
        rows = [queue() for _ in range(20)]
    waiting = [row.pk for row in rows]

    at_once(20, lambda: services.deliver(waiting.pop()))

    assert len(gateway.sent) == 5
    assert Sms.objects.filter(status=SmsStatus.QUEUED, tries=0).count() == 15

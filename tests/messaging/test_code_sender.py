"""One-time codes leave at once, whatever else waits, with or without a broker."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from core.heartbeat import Process, last_beat
from messaging import services
from messaging.backends import Fate, Receipt
from messaging.code_sender import CodeSender
from messaging.models import Sms
from messaging.states import SmsStatus

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = 10_000
CODES = 40


class SlowGateway:
    """Takes 100 ms for each message, as a real one does."""

    def send(self, mobile: str, text: str, key: UUID) -> Receipt:
        time.sleep(0.1)
        return Receipt(str(key))

    def ask(self, mobile: str, text: str, key: UUID) -> Fate:
        return Fate.NEVER_SEEN


@pytest.fixture
def gateway(monkeypatch) -> SlowGateway:
    slow = SlowGateway()
    monkeypatch.setattr(services, "get_backend", lambda: slow)
    return slow


@pytest.fixture
def sending(gateway) -> Iterator[CodeSender]:
    """The process of the codes at work."""
    sender = CodeSender(settings.CODE_SENDERS)
    thread = threading.Thread(target=sender.run)
    thread.start()
    yield sender
    sender.stop()
    thread.join(20)
    assert not thread.is_alive()


def code_for(mobile: str, *, seconds: int = 300) -> Sms:
    """A code somebody asked for just now."""
    until = timezone.now() + timedelta(seconds=seconds)
    return services.send_sms(mobile=mobile, text="کد: ۱۲۳۴۵۶", kind="M1", secret=True, expires_at=until)


def eventually(happened: Callable[[], bool], *, seconds: float = 30) -> bool:
    """Whether it happened within the time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.1)
    return False


def test_codes_leave_within_ten_seconds_while_10000_other_messages_wait(sending):
    Sms.objects.bulk_create(
        Sms(mobile="09120000000", kind="M6", key=uuid.uuid4(), text="پیام", queued_at=timezone.now())
        for _ in range(WAITING)
    )

    codes = [code_for(f"0912100{number:04}").pk for number in range(CODES)]

    assert eventually(lambda: not Sms.objects.filter(pk__in=codes).exclude(status=SmsStatus.SENT).exists())
    waits: list[tuple[datetime, datetime]] = list(
        Sms.objects.filter(pk__in=codes).values_list("queued_at", "sent_at")
    )
    in_time = sum(sent - queued <= timedelta(seconds=10) for queued, sent in waits)
    assert in_time >= CODES * 0.95
    assert Sms.objects.filter(kind="M6", status=SmsStatus.QUEUED).count() == WAITING


def test_code_is_not_handed_to_the_worker_and_a_status_message_is(monkeypatch):
    asked = []
    monkeypatch.setattr(services, "after_commit", lambda name, **kwargs: asked.append((name, kwargs)))

    code_for("09121234567")
    other = services.send_sms(mobile="09121234567", text="ثبت شد.", kind="M6")

    assert asked == [("messaging.deliver_sms", {"sms_id": other.pk})]


def test_code_whose_sender_was_killed_in_the_middle_is_asked_about_and_leaves(sending):
    code = code_for("09121234567")
    Sms.objects.filter(pk=code.pk).update(
        status=SmsStatus.SENDING, claimed_at=timezone.now() - timedelta(minutes=2)
    )

    sending_again = lambda: Sms.objects.get(pk=code.pk).status == SmsStatus.SENT  # noqa: E731

    assert eventually(sending_again)


def test_sender_outlives_a_database_that_was_away(sending, monkeypatch, caplog):
    away = threading.Event()
    away.set()
    real = services.take_up_next

    def take_up_next(which):
        if away.is_set():
            raise OperationalError("server closed the connection unexpectedly")
        return real(which)

    monkeypatch.setattr(services, "take_up_next", take_up_next)
    code = code_for("09121234567")
    assert eventually(lambda: "the database does not answer" in caplog.text)

    away.clear()

    assert eventually(lambda: Sms.objects.get(pk=code.pk).status == SmsStatus.SENT)
    assert "server closed" not in caplog.text


def test_sender_says_that_it_is_alive(sending):
    assert eventually(lambda: last_beat(Process.CODES) is not None)

"""The gateways of development and demonstration."""

import logging
import threading
import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured

from messaging import services
from messaging.backends import Fate, file, get_backend
from messaging.backends.console import ConsoleBackend
from messaging.backends.file import FileBackend
from messaging.checks import gateway_is_ready

MOBILE = "09121234567"


def test_the_file_lists_the_last_messages_newest_first():
    backend = FileBackend()
    keys = [uuid.uuid4() for _ in range(3)]

    for number, key in enumerate(keys):
        backend.send(MOBILE, f"پیام {number}\nخط دوم\u2028سوم", key)

    assert [entry.key for entry in file.latest(2)] == [str(keys[2]), str(keys[1])]
    assert file.latest(1)[0].text == "پیام 2\nخط دوم\u2028سوم"
    assert file.latest(0) == []


def test_the_file_is_empty_before_the_first_message():
    assert file.latest(10) == []


def test_the_file_knows_what_it_was_given():
    backend, key = FileBackend(), uuid.uuid4()
    backend.send(MOBILE, "سلام", key)

    assert backend.ask(MOBILE, "سلام", key) is Fate.TAKEN
    assert backend.ask(MOBILE, "سلام", uuid.uuid4()) is Fate.NEVER_SEEN


def test_writers_at_the_same_moment_lose_no_line():
    def write_ten() -> None:
        for _ in range(10):
            FileBackend().send(MOBILE, "پیام", uuid.uuid4())

    threads = [threading.Thread(target=write_ten) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({entry.key for entry in file.latest(1000)}) == 50


def test_only_the_owner_of_the_process_reads_the_file(sms_folder):
    FileBackend().send(MOBILE, "کد", uuid.uuid4())

    assert (sms_folder / "sent.jsonl").stat().st_mode & 0o077 == 0


def test_the_console_prints_and_keeps_fifty_for_the_demo_page(caplog, settings):
    settings.DEMO = True
    caplog.set_level(logging.INFO, logger="messaging")

    for number in range(52):
        ConsoleBackend().send(MOBILE, f"پیام {number}\nخط دوم", uuid.uuid4())

    kept = file.latest(100)
    assert "پیام 51 | خط دوم" in caplog.text
    assert (len(kept), kept[0].text, kept[-1].text) == (50, "پیام 51\nخط دوم", "پیام 2\nخط دوم")


def test_the_console_of_a_demonstration_can_be_asked(settings):
    settings.DEMO = True
    backend, key = ConsoleBackend(), uuid.uuid4()
    backend.send(MOBILE, "سلام", key)

    assert backend.ask(MOBILE, "سلام", key) is Fate.TAKEN
    assert backend.ask(MOBILE, "سلام", uuid.uuid4()) is Fate.NEVER_SEEN


def test_the_console_without_a_demonstration_keeps_nothing(settings):
    settings.DEMO, settings.DEBUG = False, True
    backend, key = ConsoleBackend(), uuid.uuid4()

    backend.send(MOBILE, "سلام", key)

    assert backend.ask(MOBILE, "سلام", key) is Fate.CANNOT_TELL
    assert file.latest(10) == []


@pytest.mark.parametrize(
    "name", ["messaging.backends.console.ConsoleBackend", "messaging.backends.file.FileBackend"]
)
def test_a_production_site_refuses_a_gateway_that_shows_codes(settings, name):
    settings.DEMO = settings.DEBUG = False
    settings.SMS_BACKEND = name

    with pytest.raises(ImproperlyConfigured):
        get_backend()
    assert [found.id for found in gateway_is_ready(None)] == ["messaging.E001"]


def test_the_deploy_check_is_silent_when_the_gateway_is_ready(settings):
    settings.SMS_BACKEND = "messaging.backends.kavenegar.KavenegarBackend"
    settings.KAVENEGAR_URL, settings.KAVENEGAR_KEY = "https://api.example.ir", "key"

    assert gateway_is_ready(None) == []


def test_the_deploy_check_names_a_gateway_that_does_not_exist(settings):
    settings.SMS_BACKEND = "messaging.backends.pigeon.PigeonBackend"

    assert [found.id for found in gateway_is_ready(None)] == ["messaging.E001"]


@pytest.mark.django_db
def test_a_message_reaches_the_gateway_named_in_the_settings(settings):
    settings.SMS_BACKEND = "messaging.backends.file.FileBackend"

    services.deliver(services.send_sms(mobile=MOBILE, text="درخواست شما ثبت شد.", kind="M6").pk)

    assert [(entry.mobile, entry.text) for entry in file.latest(5)] == [(MOBILE, "درخواست شما ثبت شد.")]

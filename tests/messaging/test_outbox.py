"""A text message from its row to the gateway, through everything that can go wrong."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from messaging import services, tasks
from messaging.backends import Fate, GatewayBusy, GatewayRefused, GatewaySilent
from messaging.models import Sms
from messaging.states import SmsStatus

pytestmark = pytest.mark.django_db

HOUR = 3600


def test_a_status_message_goes_out_once_however_often_its_task_comes(queue_status_sms, gateway):
    sms = queue_status_sms("درخواست شما ثبت شد.")

    tasks.deliver_sms(sms_id=sms.pk)
    tasks.deliver_sms(sms_id=sms.pk)

    sms.refresh_from_db()
    assert gateway.sent == [(sms.mobile, "درخواست شما ثبت شد.", sms.key)]
    assert (sms.status, sms.provider_ref, sms.tries) == (SmsStatus.SENT, "ref-1", 1)
    assert sms.sent_at is not None


def test_a_number_typed_with_persian_digits_is_stored_in_its_one_form(gateway):
    sms = services.send_sms(mobile="۰۹۱۲ ۱۲۳ ۴۵۶۷", text="سلام", kind="M6")

    assert sms.mobile == "09121234567"


def test_a_number_that_is_no_mobile_is_refused_and_writes_nothing():
    with pytest.raises(ValidationError):
        services.send_sms(mobile="02188776655", text="سلام", kind="M6")

    assert not Sms.objects.exists()


def test_hidden_characters_and_carriage_returns_never_reach_a_phone():
    sms = services.send_sms(mobile="09121234567", text="می\u200cرود\r\nخط دوم\u202e\x00", kind="M6")

    assert sms.text == "می\u200cرود\nخط دوم"


def test_a_broker_that_is_down_delays_a_message_until_the_sweep(
    django_capture_on_commit_callbacks, queue_status_sms, gateway, caplog
):
    with django_capture_on_commit_callbacks(execute=True):
        sms = queue_status_sms()

    assert Sms.objects.get().status == SmsStatus.QUEUED
    assert gateway.sent == []

    tasks.sweep_sms()

    sms.refresh_from_db()
    assert sms.status == SmsStatus.SENT
    assert sms.text not in caplog.text


def test_a_change_that_is_rolled_back_takes_its_message_with_it(queue_status_sms):
    with transaction.atomic():
        queue_status_sms()
        transaction.set_rollback(True)

    assert not Sms.objects.exists()


def test_a_gateway_that_fails_and_then_works_gets_the_message_after_a_pause(queue_status_sms, gateway, clock):
    sms = queue_status_sms()
    gateway.answers = [GatewayBusy("busy 429"), GatewayBusy("busy 503")]

    services.deliver(sms.pk)
    sms.refresh_from_db()
    assert (sms.status, sms.last_error) == (SmsStatus.QUEUED, "busy 429")

    assert services.sweep() == 0  # the pause is not over
    clock.shift(31)
    services.sweep()
    clock.shift(61)
    services.sweep()

    sms.refresh_from_db()
    assert (sms.status, sms.tries, sms.last_error) == (SmsStatus.SENT, 3, "")
    assert [key for _, _, key in gateway.sent] == [sms.key]


def test_a_gateway_down_for_three_days_leaves_a_failed_message_on_the_staff_list(
    queue_status_sms, gateway, clock
):
    sms = queue_status_sms()
    gateway.answers = [GatewayBusy("down")] * 1000

    for _ in range(73):
        services.sweep()
        clock.shift(HOUR)

    sms.refresh_from_db()
    assert sms.status == SmsStatus.FAILED
    assert sms.tries > 20


def test_a_message_nobody_tried_for_three_days_is_not_sent_any_more(queue_status_sms, gateway, clock):
    sms = queue_status_sms()

    clock.shift(73 * HOUR)
    services.sweep()

    sms.refresh_from_db()
    assert (sms.status, gateway.sent) == (SmsStatus.FAILED, [])


def test_a_message_the_gateway_refuses_fails_at_once(queue_status_sms, gateway):
    sms = queue_status_sms()
    gateway.answers = [GatewayRefused("refused 411")]

    services.deliver(sms.pk)

    sms.refresh_from_db()
    assert (sms.status, sms.last_error) == (SmsStatus.FAILED, "refused 411")


def test_codes_go_before_everything_that_waited_longer(queue_status_sms, queue_code, gateway, clock):
    queue_status_sms("یک")
    queue_status_sms("دو")
    gateway.meanwhile = lambda: queue_code("کد دیرآمده") if not gateway.sent else None
    clock.shift(1)
    queue_code("کد")

    services.sweep()

    assert [text for _, text, _ in gateway.sent] == ["کد", "کد دیرآمده", "یک", "دو"]


def test_a_sweep_takes_no_more_than_its_limit(queue_status_sms, gateway):
    for _ in range(3):
        queue_status_sms()

    assert services.sweep(limit=2) == 2
    assert Sms.objects.filter(status=SmsStatus.QUEUED).count() == 1


def test_a_slow_gateway_cannot_hold_a_sweep_beyond_its_time(queue_status_sms, gateway, monkeypatch):
    for _ in range(3):
        queue_status_sms()
    seconds = iter([0, 1, 60])
    monkeypatch.setattr(services.time, "monotonic", lambda: next(seconds))

    assert services.sweep() == 1


def test_no_answer_is_unknown_and_never_sent_again_blindly(queue_status_sms, gateway, clock):
    sms = queue_status_sms()
    gateway.answers = [GatewaySilent("read timeout")]

    services.deliver(sms.pk)
    for _ in range(5):
        clock.shift(600)
        services.sweep()

    sms.refresh_from_db()
    assert (sms.status, gateway.sent) == (SmsStatus.UNKNOWN, [])
    assert gateway.asked


def test_a_gateway_that_remembers_the_message_ends_the_doubt(queue_status_sms, gateway, clock):
    sms = queue_status_sms()
    gateway.answers, gateway.fate = [GatewaySilent("read timeout")], Fate.TAKEN

    services.deliver(sms.pk)
    clock.shift(20)
    services.sweep()

    sms.refresh_from_db()
    assert (sms.status, gateway.sent, gateway.asked) == (SmsStatus.SENT, [], [sms.key])


def test_a_gateway_that_never_saw_the_message_gets_it_again(queue_status_sms, gateway, clock):
    sms = queue_status_sms()
    gateway.answers, gateway.fate = [GatewaySilent("read timeout")], Fate.NEVER_SEEN

    services.deliver(sms.pk)
    clock.shift(20)
    services.sweep()

    sms.refresh_from_db()
    assert (sms.status, len(gateway.sent), sms.tries) == (SmsStatus.SENT, 1, 2)


def test_a_gateway_too_busy_to_be_asked_is_asked_later(queue_status_sms, gateway, clock):
    sms = queue_status_sms()
    gateway.answers, gateway.fate = [GatewaySilent("read timeout")], GatewayBusy("down")

    services.deliver(sms.pk)
    clock.shift(20)
    services.sweep()
    services.sweep()
    assert len(gateway.asked) == 1

    gateway.fate = Fate.TAKEN
    clock.shift(120)
    services.sweep()

    sms.refresh_from_db()
    assert (sms.status, len(gateway.asked)) == (SmsStatus.SENT, 2)


def test_after_half_a_day_the_gateway_is_not_asked_any_more(queue_status_sms, gateway, clock):
    sms = queue_status_sms()
    gateway.answers = [GatewaySilent("read timeout")]
    services.deliver(sms.pk)

    clock.shift(13 * HOUR)
    services.sweep()

    sms.refresh_from_db()
    assert (sms.status, gateway.asked) == (SmsStatus.UNKNOWN, [])


def test_a_row_whose_worker_was_killed_becomes_unknown_after_a_minute(queue_status_sms, gateway, clock):
    sms = queue_status_sms()
    Sms.objects.update(status=SmsStatus.SENDING, claimed_at=timezone.now(), tries=1)

    services.sweep()
    sms.refresh_from_db()
    assert sms.status == SmsStatus.SENDING

    clock.shift(61)
    services.sweep()

    sms.refresh_from_db()
    assert (sms.status, sms.claimed_at, gateway.sent) == (SmsStatus.UNKNOWN, None, [])


def test_a_worker_killed_before_it_called_the_gateway_costs_a_minute_and_no_message(
    queue_status_sms, gateway, clock
):
    sms = queue_status_sms()
    Sms.objects.update(status=SmsStatus.SENDING, claimed_at=timezone.now(), tries=1)
    gateway.fate = Fate.NEVER_SEEN

    clock.shift(61)
    services.sweep()

    sms.refresh_from_db()
    assert (sms.status, len(gateway.sent)) == (SmsStatus.SENT, 1)


def test_a_success_that_arrives_after_the_claim_was_lost_is_still_written(queue_status_sms, gateway):
    sms = queue_status_sms()
    gateway.meanwhile = lambda: Sms.objects.update(
        status=SmsStatus.QUEUED, claimed_at=None, next_try_at=timezone.now()
    )

    services.deliver(sms.pk)
    services.sweep()

    assert Sms.objects.get().status == SmsStatus.SENT
    assert len(gateway.sent) == 1


def test_a_failure_that_arrives_after_the_claim_was_lost_changes_nothing(queue_status_sms, gateway):
    sms = queue_status_sms()
    gateway.answers = [GatewayRefused("late")]
    gateway.meanwhile = lambda: Sms.objects.update(status=SmsStatus.UNKNOWN, claimed_at=None)

    services.deliver(sms.pk)

    assert Sms.objects.get().status == SmsStatus.UNKNOWN


def test_an_error_nobody_foresaw_leaves_the_message_in_doubt_and_is_reported(queue_status_sms, gateway):
    sms = queue_status_sms()
    gateway.answers = [KeyError("09121234567")]

    with pytest.raises(KeyError):
        services.deliver(sms.pk)

    sms.refresh_from_db()
    assert (sms.status, sms.last_error) == (SmsStatus.UNKNOWN, "KeyError")


def test_two_workers_asking_about_one_message_ask_once(queue_status_sms, gateway, monkeypatch):
    sms = queue_status_sms()
    Sms.objects.update(status=SmsStatus.UNKNOWN)
    sms.refresh_from_db()
    now = timezone.now()

    services._ask(sms, now)
    services._ask(sms, now)

    assert gateway.asked == [sms.key]


def test_wrong_settings_of_the_gateway_leave_every_message_waiting(queue_status_sms, settings):
    sms = queue_status_sms()
    settings.SMS_BACKEND = "messaging.backends.kavenegar.KavenegarBackend"

    with pytest.raises(ImproperlyConfigured):
        services.deliver(sms.pk)

    sms.refresh_from_db()
    assert (sms.status, sms.tries) == (SmsStatus.QUEUED, 0)


def test_nothing_is_sent_while_a_transaction_is_open(queue_status_sms, gateway):
    sms = queue_status_sms()

    with pytest.raises(RuntimeError), transaction.atomic():
        services.deliver(sms.pk)
    with pytest.raises(RuntimeError), transaction.atomic():
        services.sweep()

    assert gateway.sent == []


def test_texts_are_wiped_after_seven_days_whatever_became_of_them(queue_status_sms, gateway, clock):
    sent, doubtful, waiting = queue_status_sms(), queue_status_sms(), queue_status_sms()
    services.deliver(sent.pk)
    Sms.objects.filter(pk=doubtful.pk).update(status=SmsStatus.UNKNOWN)

    clock.shift(7 * 24 * HOUR - 60)
    tasks.wipe_old_texts()
    assert set(Sms.objects.values_list("text", flat=True)) == {"درخواست شما ثبت شد."}

    clock.shift(120)
    tasks.wipe_old_texts()

    assert set(Sms.objects.values_list("text", flat=True)) == {""}
    waiting.refresh_from_db()
    assert waiting.status == SmsStatus.FAILED


@pytest.mark.parametrize(
    "wrong",
    [
        {"mobile": "08121234567"},
        {"secret": True},
        {"status": SmsStatus.SENT},
        {"status": SmsStatus.SENDING},
        {"claimed_at": datetime(2024, 3, 20, tzinfo=UTC)},
        {"sealed_text": "abc"},
    ],
)
def test_the_database_refuses_a_row_that_cannot_be_true(queue_status_sms, wrong):
    queue_status_sms()

    with pytest.raises(IntegrityError), transaction.atomic():
        Sms.objects.update(**wrong)

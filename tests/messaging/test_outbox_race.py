"""Several workers, one row."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from messaging import services
from messaging.models import Sms
from messaging.rules import SmsStatus

WORKERS = 6


def at_the_same_moment(work: Callable[[], object]) -> list[Exception]:
    """Run `work` in several threads that start together; returns what they raised."""
    start, raised = threading.Barrier(WORKERS), []

    def run() -> None:
        start.wait()
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.fixture
def waiting_sms(transactional_db) -> Sms:
    with transaction.atomic():
        sms = services.send_sms(mobile="09121234567", text="درخواست شما ثبت شد.", kind="M6")
        transaction.get_connection().run_on_commit.clear()  # no broker in this story
    return sms


def test_workers_that_take_one_message_at_once_send_it_once(waiting_sms, gateway):
    everybody_looked = threading.Barrier(WORKERS)

    def wait_before_claiming(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and params[0] == SmsStatus.SENDING:
            everybody_looked.wait(timeout=10)
        return execute(sql, params, many, context)

    def deliver() -> None:
        with connection.execute_wrapper(wait_before_claiming):
            services.deliver(waiting_sms.pk)

    raised = at_the_same_moment(deliver)

    waiting_sms.refresh_from_db()
    assert len(gateway.sent) == 1
    assert raised == []
    assert (waiting_sms.status, waiting_sms.tries) == (SmsStatus.SENT, 1)


def test_sweeps_and_tasks_at_once_send_every_message_once(waiting_sms, gateway):
    Sms.objects.bulk_create(
        Sms(mobile="09121234567", text=f"پیام {n}", kind="M6", queued_at=waiting_sms.queued_at)
        for n in range(9)
    )

    raised = at_the_same_moment(services.sweep)

    keys = [key for _, _, key in gateway.sent]
    assert len(keys) == len(set(keys)) == 10
    assert raised == []
    assert not Sms.objects.exclude(status=SmsStatus.SENT).exists()

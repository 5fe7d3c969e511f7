"""Background work starts after the commit, and a broker that is down breaks nothing."""

import logging
import time
from unittest.mock import patch

import pytest
from celery import Celery
from django.db import transaction
from kombu.exceptions import OperationalError

from core.queue import after_commit

pytestmark = pytest.mark.django_db(transaction=True)


@transaction.atomic
def ask_and_fail():
    after_commit("licensing.draw_up_licence", application_id=5)
    raise ZeroDivisionError


@pytest.fixture
def sent():
    with patch("celery.canvas.Signature.apply_async", autospec=True) as send:
        yield send


def test_task_is_asked_for_only_when_the_transaction_commits(sent):
    with transaction.atomic():
        after_commit("licensing.draw_up_licence", application_id=5)
        assert not sent.called

    (signature,) = sent.call_args.args
    assert (signature.task, signature.kwargs) == ("licensing.draw_up_licence", {"application_id": 5})


def test_task_of_a_transaction_that_fails_is_never_asked_for(sent):
    with pytest.raises(ZeroDivisionError):
        ask_and_fail()

    assert not sent.called


@pytest.mark.parametrize("error", [OperationalError("no route"), OSError("disk full")])
def test_broker_that_is_down_is_a_line_in_the_log_without_the_arguments(sent, caplog, error):
    sent.side_effect = error

    with caplog.at_level(logging.WARNING), transaction.atomic():
        after_commit("messaging.deliver", message_id=987654)

    assert "messaging.deliver waits for its sweep" in caplog.text
    assert "987654" not in caplog.text


def test_failed_hand_over_does_not_keep_the_next_from_going_out(sent):
    sent.side_effect = [RuntimeError("broken"), None]

    with transaction.atomic():
        after_commit("messaging.deliver", message_id=1)
        after_commit("messaging.deliver", message_id=2)

    assert sent.call_count == 2


def test_real_broker_address_that_leads_nowhere_costs_no_more_than_a_moment(caplog, monkeypatch, settings):
    nowhere = Celery("nowhere", broker="redis://127.0.0.1:1/0", set_as_current=False)
    nowhere.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr("core.queue.current_app", nowhere)
    begun = time.monotonic()

    with caplog.at_level(logging.WARNING), transaction.atomic():
        after_commit("messaging.deliver", message_id=1)

    assert "messaging.deliver waits for its sweep" in caplog.text
    assert time.monotonic() - begun < 1

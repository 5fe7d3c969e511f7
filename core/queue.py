"""Background work is asked for by name, and only when the transaction commits."""

import logging
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def after_commit(task_name: str, **kwargs: object) -> None:
    """Ask for a background task, but only if the surrounding transaction commits (at once when there is
    none).

    Arguments are ids, never a person's data. The task only makes work start sooner: what must not be lost
    is a row already, and a timed task finds it. So a broker that is down is a line in the log and no
    failure of the request. Without a broker in the settings nothing is sent: the sweeps find the row.
    """
    if not settings.CELERY_BROKER_URL:
        return

    def send() -> None:
        _send(task_name, kwargs)

    transaction.on_commit(send, robust=True)


def sweep_grace() -> timedelta:
    """How long a sweep leaves a row to the task that was asked for it: a minute, nothing without a broker."""
    return timedelta(minutes=1) if settings.CELERY_BROKER_URL else timedelta(0)


def _send(task_name: str, kwargs: dict[str, object]) -> None:
    try:
        current_app.signature(task_name, kwargs=kwargs).apply_async(retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("Broker away, task %s waits for its sweep: %s", task_name, type(error).__name__)

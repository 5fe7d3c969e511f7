"""What every test stands on."""

import os
from collections.abc import Iterator

import pytest
import time_machine

from tests.clock import chosen_for, moment_of

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop running


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The flush between transactional tests leaves what migrations seeded, on both engines."""
    from django.db import connection

    from tests.flush import mend_flush, remember_seeds

    with django_db_blocker.unblock():
        remember_seeds(connection)
    mend_flush()


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """No test inherits another's cache."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """The moment the test runs at: see `tests.clock`. A test that fails tells it."""
    chosen = chosen_for(request.node.nodeid)
    if not chosen:
        yield
        return
    request.node.add_report_section("setup", "clock", f"TEST_CLOCK={chosen!r}")
    with time_machine.travel(moment_of(chosen), tick=True):
        yield

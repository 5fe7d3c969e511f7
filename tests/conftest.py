"""What every test stands on."""

import os

import pytest

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

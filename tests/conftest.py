"""What every test stands on."""

import os

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop running


@pytest.fixture(scope="session", autouse=True)
def _append_only_tables_can_be_emptied() -> None:
    """Between transactional tests the flush may empty the audit table; nothing else may."""
    from tests.append_only_flush import allow_flush

    allow_flush()


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """No test inherits another's cache."""
    from django.core.cache import cache

    cache.clear()

"""What every test stands on."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.clock import chosen_for, moment_of

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop running

ROOT = Path(__file__).resolve().parent.parent
KEPT_DATABASES = ROOT / "var" / "test-databases"
#: What a new test database is made of. When one of these changes, a kept database is made anew.
MAKES_DATABASE = (
    "*/migrations/*.py", "*/seeds.py", "*/guards.py", "core/append_only.py", "organizations/data/*", "requirements.txt",
    "organizations/law/first_values.py", "deadlines/holiday_table.py",
)  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """With `--reuse-db` the database stays where the next run finds it, under the name of what made it."""
    from django.conf import settings

    test = settings.DATABASES["default"].setdefault("TEST", {})
    if config.getoption("reuse_db") and "NAME" in test:
        KEPT_DATABASES.mkdir(parents=True, exist_ok=True)
        test["NAME"] = str(KEPT_DATABASES / f"{_fingerprint()}.sqlite3")
        for old in KEPT_DATABASES.iterdir():
            if not old.name.startswith(_fingerprint()):
                old.unlink(missing_ok=True)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in MAKES_DATABASE:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_createdb(request: pytest.FixtureRequest, worker_id: str) -> Iterator[bool]:
    """Make a kept database anew after a run that was killed: it may have left rows behind."""
    if not request.config.getoption("reuse_db"):
        yield False
        return
    in_use = KEPT_DATABASES / f"{_fingerprint()}_{worker_id}.in-use"
    was_killed = in_use.exists()
    in_use.touch()
    yield was_killed or request.config.getoption("create_db")
    in_use.unlink()


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

"""An upgrade of a full table in use: nobody waits for long, and it goes on where somebody's transaction kept it."""

import io
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.apps import AppConfig, apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from core.management.commands.migrate import LOCK_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = "busy_shops_shop"
#: What a machine that is busy itself adds to a wait, in seconds.
SLACK = 1.5


def upgrade(target: str = "0003", **options) -> str:
    said = io.StringIO()
    call_command("migrate", "busy_shops", target, stdout=said, **options)
    return said.getvalue()


def execute(sql: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(autouse=True)
def shops(monkeypatch) -> Iterator[None]:
    """The app as it was first released; its tables are gone afterwards. It is put beside the others by hand: installing
    it anew would begin every app once more."""
    config = AppConfig.create("tests.core.busy_shops")
    config.apps = apps
    config.import_models()
    monkeypatch.setitem(apps.app_configs, config.label, config)
    upgrade("0001")
    yield
    upgrade("zero")


def test_every_step_holds_afterwards_and_can_be_taken_back():
    execute(f"INSERT INTO {TABLE} (code, rooms) VALUES ('a', 1), ('b', 2)")

    upgrade()

    assert execute(f"SELECT code, rooms, floors, owner_id FROM {TABLE} ORDER BY code") == [
        ("a", 1, 1, None),
        ("b", 2, 1, None),
    ]
    for columns, values in (
        ("code, rooms", "'c', -1"),
        ("code, rooms", "'c', NULL"),
        ("code, rooms", "'a', 1"),
        ("code, rooms, floors", "'c', 1, 100), ('d', 1, 100"),
        ("code, rooms, owner_id", "'c', 1, 77"),
    ):
        with pytest.raises(IntegrityError):
            execute(f"INSERT INTO {TABLE} ({columns}) VALUES ({values})")
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, TABLE)
    assert found["by_rooms"]["columns"] == ["rooms", "code"]
    assert any(row["index"] and row["columns"] == ["owner_id"] for row in found.values())

    upgrade("0002")

    execute(f"INSERT INTO {TABLE} (code, rooms) VALUES ('a', -1), ('c', NULL)")


@contextmanager
def another_connection() -> Iterator:
    server = urlsplit(os.environ["TEST_DATABASE_URL"])
    link = psycopg2.connect(
        host=server.hostname, port=server.port, user=server.username, password=server.password,
        dbname=connection.settings_dict["NAME"],
    )  # fmt: skip
    try:
        yield link
    finally:
        link.close()


class Crowd:
    """Readers and writers at work until it is told to go; each remembers its longest wait in seconds."""

    def __init__(self, hold_first: float) -> None:
        self.hold_first = hold_first
        self.over = threading.Event()
        self.holds = threading.Event()
        self.longest: dict[str, float] = {}
        self.threads = [threading.Thread(target=work) for work in (self._write, self._read, self._read)]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        assert self.holds.wait(10)
        return self

    def __exit__(self, *failure: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _timed(self, who: str, act: Callable[[], object]) -> None:
        begun = time.monotonic()
        act()
        self.longest[who] = max(self.longest.get(who, 0), time.monotonic() - begun)

    def _read(self) -> None:
        with another_connection() as link, link.cursor() as cursor:
            link.autocommit = True
            while not self.over.is_set():
                self._timed("reader", lambda: cursor.execute(f"SELECT code FROM {TABLE} WHERE id = 4711"))
                time.sleep(0.01)

    def _write(self) -> None:
        """The first transaction is a long one; those after it are short and never far between."""
        hold = self.hold_first
        with another_connection() as link, link.cursor() as cursor:
            while not self.over.is_set():
                sql = f"INSERT INTO {TABLE} (code, rooms) VALUES ('w{time.monotonic_ns()}', 1)"
                self._timed("writer", lambda sql=sql: cursor.execute(sql))
                self.holds.set()
                self.over.wait(hold)
                link.commit()
                hold = 0.4
                time.sleep(0.05)


@pytest.mark.real_services
class TestInUse:
    def test_full_table_is_upgraded_under_readers_and_behind_a_long_transaction(self):
        execute(f"INSERT INTO {TABLE} (code, rooms) SELECT 'c' || n, n % 7 FROM generate_series(1, 300000) n")

        with Crowd(hold_first=5.0) as crowd:
            said = upgrade()

        assert crowd.longest["reader"] < LOCK_SECONDS + SLACK
        assert crowd.longest["writer"] < LOCK_SECONDS + SLACK
        assert "trying again" in said
        assert execute("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == [(0,)]
        assert execute(
            f"SELECT count(*) FROM pg_constraint WHERE conrelid = '{TABLE}'::regclass AND NOT convalidated"
        ) == [(0,)]
        assert execute(f"SELECT count(*) FROM {TABLE} WHERE floors = 1") == execute(
            f"SELECT count(*) FROM {TABLE}"
        )
        assert execute("SHOW lock_timeout") != [("10min",)]

    def test_no_statement_looks_at_rows_under_a_lock_that_keeps_writers_out(self):
        upgrade("0002")
        said = io.StringIO()

        call_command("sqlmigrate", "busy_shops", "0003", stdout=said)

        statements = [line for line in said.getvalue().splitlines() if not line.startswith("--")]
        indexes = [line for line in statements if " INDEX " in line and line.startswith("CREATE")]
        added = [line for line in statements if "ADD CONSTRAINT" in line and "USING INDEX" not in line]
        assert len(indexes) == 4
        assert all("INDEX CONCURRENTLY" in line for line in indexes)
        assert len(added) == sum("VALIDATE CONSTRAINT" in line for line in statements) == 3
        assert all(line.endswith("NOT VALID;") for line in added)

    def test_upgrade_that_broke_off_goes_on_where_it_was(self):
        execute(f"INSERT INTO {TABLE} (code, rooms) VALUES ('a', 1), ('a', 2)")
        with pytest.raises(IntegrityError):
            upgrade()
        assert execute(
            "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid WHERE NOT indisvalid"
        ) == [("code_once",)]
        execute(f"UPDATE {TABLE} SET code = 'b' WHERE rooms = 2")

        upgrade()

        assert execute("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == [(0,)]
        with pytest.raises(IntegrityError):
            execute(f"INSERT INTO {TABLE} (code, rooms) VALUES ('a', 1)")

    def test_table_that_is_never_free_ends_the_try_with_a_sentence_and_nothing_done(self):
        before = execute("SHOW lock_timeout"), execute("SHOW statement_timeout")

        with Crowd(hold_first=60), pytest.raises(CommandError, match="long transaction"):
            upgrade("0002", patience=1)

        assert (execute("SHOW lock_timeout"), execute("SHOW statement_timeout")) == before
        assert execute("SELECT name FROM django_migrations WHERE app = 'busy_shops'") == [("0001_initial",)]

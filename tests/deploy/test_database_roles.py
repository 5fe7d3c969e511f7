"""The roles a running portal signs in with: rows and nothing else; and a log of PostgreSQL without people in it."""

import io
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
import yaml
from django.core.management import call_command
from django.db import connection, transaction

from core import audit
from core.database_roles import ROLES
from core.models import AuditEntry, Heartbeat
from tools.processes import ROOT
from tools.services import private_postgres

pytestmark = [pytest.mark.real_services, pytest.mark.django_db(transaction=True)]
AUDIT = AuditEntry._meta.db_table


@pytest.fixture(params=ROLES)
def as_role(request, monkeypatch) -> Iterator[Any]:
    """A connection of one of the roles to this test's database, after `grant_roles`."""
    for name in ("POSTGRES_WEB_PASSWORD", "POSTGRES_WORKER_PASSWORD"):
        monkeypatch.setenv(name, "password0123")
    call_command("grant_roles", stdout=io.StringIO())
    server = urlsplit(os.environ["TEST_DATABASE_URL"])
    link = psycopg2.connect(
        host=server.hostname, port=server.port, dbname=connection.settings_dict["NAME"],
        user=request.param, password="password0123",
    )  # fmt: skip
    link.autocommit = True
    yield link.cursor()
    link.close()


def test_audit_rows_are_read_and_added_to_by_a_role_and_nothing_else(as_role):
    with transaction.atomic():
        audit.record(Heartbeat(name="test"), "tested")
    as_role.execute(f"SELECT count(*) FROM {AUDIT}")
    assert as_role.fetchone()[0] >= 1

    for statement in (
        f"UPDATE {AUDIT} SET action = 'changed'",
        f"DELETE FROM {AUDIT}",
        f"TRUNCATE {AUDIT}",
        f"DROP TABLE {AUDIT}",
        f"ALTER TABLE {AUDIT} DISABLE TRIGGER ALL",
        f"DROP TRIGGER append_only_{AUDIT}_update ON {AUDIT}",
        "CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TABLE mine (n int)",
        "CREATE TEMPORARY TABLE mine (n int)",
        "SET session_replication_role = replica",
        "DELETE FROM django_migrations",
        "CREATE ROLE another SUPERUSER",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            as_role.execute(statement)


def test_role_does_the_ordinary_work_of_the_portal(as_role):
    as_role.execute("SELECT count(*) FROM deadlines_term")
    assert as_role.fetchone()[0] > 20
    as_role.execute("INSERT INTO accounts_ratecount (key, n, ends_at) VALUES ('a', 1, now()) RETURNING n")
    as_role.execute("UPDATE accounts_ratecount SET n = n + 1 WHERE key = 'a'")
    as_role.execute("DELETE FROM accounts_ratecount WHERE key = 'a'")


def compose_options() -> dict[str, str]:
    """The server settings that our Compose file gives to PostgreSQL."""
    command = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["postgres"]["command"]
    return dict(option.removeprefix("-c").split("=", 1) for option in command[1:])


def test_log_of_postgres_names_the_failure_and_no_person():
    with private_postgres(compose_options()) as server:
        where = urlsplit(server.url)
        link = psycopg2.connect(host=where.hostname, port=where.port, dbname="asnaf", user="asnaf")
        link.autocommit = True
        cursor = link.cursor()
        cursor.execute("CREATE TABLE person (mobile text UNIQUE, n int CHECK (n > 0))")
        cursor.execute("INSERT INTO person VALUES (%s, 1)", ["09121234567"])
        for statement in (
            "INSERT INTO person VALUES (%s, 1)",
            "INSERT INTO person VALUES (%s || 'x', 0)",
            "SELECT no_such_column FROM person WHERE mobile = %s",
        ):
            with pytest.raises(psycopg2.Error):
                cursor.execute(statement, ["09121234567"])
        link.close()

        log = server.log.read_text()

    assert "duplicate key value violates unique constraint" in log
    assert "09121234567" not in log

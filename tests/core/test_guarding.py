"""The guards of the database are compared whole: a trigger that is there by name and does nothing is found."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.guarding import Fault, Finding, findings
from core.models import AuditEntry

pytestmark = pytest.mark.django_db

TABLE = AuditEntry._meta.db_table
UPDATE = f"append_only_{TABLE}_update"
MESSAGES = "messaging_content_stands"
on_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite knows no such word")
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no trigger text")


def tamper(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop(name, table):
    return f"DROP TRIGGER {name} ON {table}" if connection.vendor == "postgresql" else f"DROP TRIGGER {name}"


def test_guards_stand_as_they_were_made():
    assert findings(connection) == []


def test_trigger_that_is_gone_is_named():
    tamper(drop(UPDATE, TABLE), drop(MESSAGES, "messaging_message"))

    assert findings(connection) == [Finding(UPDATE, Fault.MISSING), Finding(MESSAGES, Fault.MISSING)]


def test_broken_guard_ends_the_check_of_the_trail_with_its_name(capsys):
    tamper(drop(UPDATE, TABLE))

    with pytest.raises(CommandError):
        call_command("verify_audit")

    assert UPDATE in capsys.readouterr().err


@on_postgres
@pytest.mark.parametrize("state", ["DISABLE", "ENABLE REPLICA"])
def test_trigger_that_is_switched_off_is_named(state):
    tamper(f"ALTER TABLE {TABLE} {state} TRIGGER {UPDATE}")

    assert findings(connection) == [Finding(UPDATE, Fault.OFF)]


@on_postgres
def test_function_without_its_body_is_named():
    tamper(
        "CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RETURN NEW; END $$"
    )

    assert findings(connection) == [Finding("append_only_refuse", Fault.CHANGED)]


@on_postgres
def test_function_that_stands_as_a_comment_is_named():
    tamper(
        "CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n"
        "    -- RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n"
        "RETURN NEW;\nEND\n$$".replace("%", "%%")
    )

    assert Finding("append_only_refuse", Fault.CHANGED) in findings(connection)


def test_condition_that_never_holds_is_named():
    never = {
        "postgresql": f"CREATE TRIGGER {UPDATE} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN (false)"
        " EXECUTE FUNCTION append_only_refuse()",
        "sqlite": f"CREATE TRIGGER {UPDATE} BEFORE UPDATE ON {TABLE} WHEN 0"
        f" BEGIN SELECT RAISE(ABORT, 'rows of {TABLE} are only added'); END",
    }
    tamper(drop(UPDATE, TABLE), never[connection.vendor])

    assert findings(connection) == [Finding(UPDATE, Fault.CHANGED)]


@on_sqlite
def test_trigger_that_does_nothing_is_named():
    tamper(drop(UPDATE, TABLE), f"CREATE TRIGGER {UPDATE} BEFORE UPDATE ON {TABLE} BEGIN SELECT 1; END")

    assert findings(connection) == [Finding(UPDATE, Fault.CHANGED)]


@on_postgres
def test_trigger_that_calls_another_function_is_named():
    tamper(
        "CREATE FUNCTION harmless() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        drop(UPDATE, TABLE),
        f"CREATE TRIGGER {UPDATE} BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION harmless()",
    )

    assert findings(connection) == [Finding(UPDATE, Fault.CHANGED)]


def test_trigger_of_somebody_else_on_a_guarded_table_is_named():
    theirs = {
        "postgresql": f"CREATE TRIGGER zz BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION append_only_refuse()",
        "sqlite": f"CREATE TRIGGER zz BEFORE INSERT ON {TABLE} BEGIN SELECT RAISE(IGNORE); END",
    }
    tamper(theirs[connection.vendor])

    assert findings(connection) == [Finding("zz", Fault.FOREIGN)]

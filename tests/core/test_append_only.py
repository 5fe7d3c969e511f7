"""The database itself refuses to change or delete what is only added."""

import pytest
from django.db import IntegrityError, connection, transaction

from core.append_only import protected_tables, unprotected
from core.models import AuditEntry
from tests.core.trail import act

TABLE = AuditEntry._meta.db_table


def test_row_of_the_trail_cannot_be_changed(db):
    entry = act("opened")

    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(note="nothing happened")

    entry.refresh_from_db()
    assert entry.note == ""


def test_row_of_the_trail_cannot_be_deleted(db):
    entry = act("opened")

    with pytest.raises(IntegrityError), transaction.atomic():
        entry.delete()

    assert AuditEntry.objects.count() == 1


def test_whole_table_cannot_be_truncated_where_the_engine_knows_the_word(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    act("opened")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLE}")

    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_protection_lifted_for_a_moment_comes_back():
    act("opened")

    with unprotected(connection, [TABLE]):
        assert TABLE not in protected_tables(connection)
        AuditEntry.objects.all().delete()

    assert TABLE in protected_tables(connection)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_flush_between_tests_leaves_the_protection_in_place():
    assert not AuditEntry.objects.exists()
    assert TABLE in protected_tables(connection)

"""The trail stands or falls with the change it records, and shows whoever touched it."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core import audit
from core.audit.trail import digest
from core.models import AuditChain, AuditEntry
from tests.core.trail import act, findings, tampering

tamperable = pytest.mark.django_db(transaction=True)


class Officer:
    """Anything with a key and a name can act."""

    pk = 7

    def __str__(self):
        return "کارشناس 09121234567"


@transaction.atomic
def approve_and_fail():
    act("approved")
    raise ZeroDivisionError


@tamperable
def test_event_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        audit.record(AuditChain(shard=1), "opened")


def test_event_says_who_did_what_to_what(db):
    entry = act(
        "approved", by=Officer(), before={"status": "OPEN"}, after={"status": "APPROVED"}, note="رأی هیأت"
    )

    entry.refresh_from_db()
    assert (entry.subject_type, entry.subject_id, entry.action) == ("core.auditchain", "99", "approved")
    assert (entry.actor_id, entry.note) == (7, "رأی هیأت")
    assert (entry.before, entry.after) == ({"status": "OPEN"}, {"status": "APPROVED"})


def test_event_dies_with_the_change_it_records(db):
    act("opened")

    with pytest.raises(ZeroDivisionError):
        approve_and_fail()

    assert [entry.action for entry in AuditEntry.objects.all()] == ["opened"]
    assert findings() == []


def test_peoples_numbers_and_secrets_do_not_enter_the_trail(db):
    facts = {
        "national_code": "0012345679",
        "owner": {"mobile": "09121234567", "password": "گل‌سرخ۱۲"},
        "code": "123456",
        "county_code": "0101",
    }

    entry = act("signed_in", by=Officer(), after=facts)

    text = json.dumps(entry.after, ensure_ascii=False) + entry.actor_label
    assert not any(secret in text for secret in ("0012345679", "09121234567", "123456", "گل‌سرخ"))
    assert entry.after["county_code"] == "0101"
    assert entry.after["national_code"] == "•••79"


def test_dates_and_money_come_back_as_they_were_hashed(db):
    entry = act(
        "priced", after={"on": date(2025, 3, 20), "share": Decimal("2.50"), "rate": 1.5, "rials": 10**15}
    )

    entry.refresh_from_db()
    assert entry.after == {"on": "2025-03-20", "share": "2.50", "rate": "1.5", "rials": 10**15}
    assert digest(entry) == entry.hash


def test_untouched_trail_over_several_chains_is_whole(db):
    for number in range(12):
        act("moved", chain=number % 3, after={"step": number})

    assert findings() == []
    assert [(head.shard, head.count) for head in audit.heads()] == [(0, 4), (1, 4), (2, 4)]


def written(count=5):
    return [act("moved", after={"step": step}) for step in range(count)]


@tamperable
def test_changed_row_is_named():
    rows = written()

    with tampering() as trail:
        trail.filter(pk=rows[2].pk).update(after={"step": 99})

    assert findings() == [("changed", 3)]


@tamperable
def test_row_rewritten_with_a_fresh_hash_is_named_by_its_successor():
    rows = written()

    with tampering():
        rows[2].after = {"step": 99}
        rows[2].hash = digest(rows[2])
        rows[2].save()

    assert findings() == [("changed", 3)]


@tamperable
def test_newest_row_rewritten_with_a_fresh_hash_is_named_by_the_head():
    rows = written()

    with tampering():
        rows[4].after = {"step": 99}
        rows[4].hash = digest(rows[4])
        rows[4].save()

    assert findings() == [("changed", 5)]


@tamperable
def test_missing_rows_are_named():
    rows = written()

    with tampering() as trail:
        trail.filter(pk__in=[rows[1].pk, rows[4].pk]).delete()

    assert findings() == [("missing", 2), ("missing", 5)]


@tamperable
def test_added_row_is_named():
    rows = written()

    with tampering():
        rows[4].pk, rows[4].sequence = None, 6
        rows[4].previous_hash = rows[4].hash
        rows[4].hash = digest(rows[4])
        rows[4].save(force_insert=True)

    assert findings() == [("added", 6)]


@tamperable
def test_swapped_rows_are_both_named():
    rows = written()

    with tampering() as trail:
        trail.filter(pk=rows[1].pk).update(sequence=1000)
        trail.filter(pk=rows[3].pk).update(sequence=2)
        trail.filter(pk=rows[1].pk).update(sequence=4)

    assert findings() == [("moved", 2), ("moved", 4)]


@tamperable
def test_row_moved_to_another_chain_is_missed_here_and_named_there():
    rows = written(3)
    act("moved", chain=1)

    with tampering() as trail:
        trail.filter(pk=rows[1].pk).update(shard=1, sequence=2)

    assert findings() == [("missing", 2), ("added", 2)]


@tamperable
def test_trail_written_anew_since_the_last_export_is_noticed():
    written()
    exported = audit.heads()

    with tampering() as trail:
        trail.all().delete()
        AuditChain.objects.all().delete()
    written(6)

    assert findings() == []
    assert findings(exported) == [("rewritten", 5)]


@tamperable
def test_lost_protection_of_the_table_is_a_finding():
    written(1)

    with tampering():
        assert set(findings()) == {("unprotected", None)}


@tamperable
def test_many_writers_of_one_chain_at_one_moment_keep_it_whole(monkeypatch):
    monkeypatch.setattr("core.audit.trail.shard_of_this_thread", lambda: 3)

    def write():
        try:
            for step in range(5):
                with transaction.atomic():
                    audit.record(AuditChain(shard=step), "moved")
        finally:
            connection.close()

    writers = [Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert AuditEntry.objects.count() == 40
    assert findings() == []


def test_check_of_a_whole_trail_ends_well_and_accepts_its_own_export(db, tmp_path):
    written()
    export = tmp_path / "heads.json"

    call_command("export_audit_heads", to=export, stdout=StringIO())
    out = StringIO()
    call_command("verify_audit", heads=export, stdout=out)

    assert "whole" in out.getvalue()


@tamperable
def test_check_of_a_broken_trail_fails_and_names_the_row():
    rows = written()
    with tampering() as trail:
        trail.filter(pk=rows[2].pk).update(note="؟")
    err = StringIO()

    with pytest.raises(CommandError):
        call_command("verify_audit", stderr=err)

    assert f"changed: chain 0, place 3 (row {rows[2].pk})" in err.getvalue()


def test_check_with_an_unreadable_export_says_so(db, tmp_path):
    broken = tmp_path / "heads.json"
    broken.write_text("{}")

    with pytest.raises(CommandError, match="not an export"):
        call_command("verify_audit", heads=broken)

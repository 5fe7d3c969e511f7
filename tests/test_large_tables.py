"""At the size of a nation no list, search, export, page or timed task reads or sorts a large table as a whole.

A nation of 300,000 requests is written by SQL into a copy of the test database. Everybody walks through the portal,
every task of the timetable runs once, and PostgreSQL tells how it would answer each statement that was asked.
"""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import get_resolver

from asnaf.celery import app
from benchmarks.nation.fill import fill
from core import fonts
from tests.plans import Statements, faults_of, large_tables
from tests.test_doors import NOT_OURS, names
from tests.walk import walk

#: Alone on its server: while another test's long transaction runs there, PostgreSQL leaves fresh indexes aside.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.real_services,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="plans are PostgreSQL's"),
]

REQUESTS = 300_000
#: Pages the walk does not come to: they answer a form, need a step before them, or belong to a state no seeded file
#: is in. Each asks for one row by its key.
NOT_WALKED = {
    "archive_message", "change_mobile_code", "close_ticket", "components", "conditions_difference", "demo",
    "end_other_sessions", "end_session", "general_conditions_difference", "healthz", "instruction", "instruction_file",
    "interview_calendar", "keep_session", "letters_document", "my_suggestion", "no_licence", "paper_thumbnail",
    "readyz", "remove_paper", "request_check", "request_letters", "request_needs", "request_offices", "request_paper",
    "request_person", "request_place", "request_platform", "request_slips", "resend_code", "resend_mobile_code",
    "restart_request", "show_national_code", "sign_in_code", "sign_out", "silence_letter", "suggestion_sent",
    "suggestion_status", "ticket", "ticket_file", "ticket_thumbnail", "track_code", "track_details", "track_letters",
    "track_letters_file", "track_open", "track_silence_letter", "track_status", "unit_form", "unit_people",
    "unit_workshop", "withdraw_request",
}  # fmt: skip


@pytest.fixture(scope="module")
def nation(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of its own: the rows of 300,000 requests do not stand in any other test's way."""
    usual = connection.settings_dict["NAME"]
    copy = f"{usual}_nation"
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{usual}"')
        connection.settings_dict["NAME"] = copy
        try:
            fonts.prepare(settings.FONTS_ROOT)
            call_command("load_sample_nation", stdout=io.StringIO())
            fill(REQUESTS, lean=True)
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def faults(statements: Statements) -> list[str]:
    """Every statement with a plan that would not do at the nation's size, and where it was asked."""
    large = large_tables()
    assert {"licensing_licencerequest", "accounts_person", "deadlines_deadline", "messaging_sms"} <= set(
        large
    )
    return [
        f"{place}: {', '.join(wrong)}: {sql[:300]} … {sql[-400:]}"
        for place, sql, params in statements.seen.values()
        if (wrong := faults_of(sql, params, large))
    ]


@pytest.mark.django_db
def test_plan_that_reads_or_sorts_a_large_table_is_told():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_person (national_code, first_name, last_name, father_name, mobile, name_sort,"
            " name_search, created_at) SELECT lpad(g::text, 10, '0'), '', '', '', '', md5(g::text), md5(g::text), now()"
            " FROM generate_series(1, 30000) g"
        )
        cursor.execute("ANALYZE accounts_person")
    large, one = large_tables(), "SELECT * FROM accounts_person WHERE"

    assert faults_of(f"{one} father_name = %s", ["x"], large) == ["reads all of accounts_person"]
    assert faults_of(f"{one} id > 0 ORDER BY father_name", None, large)[0].startswith(
        "sorts 30000 rows by father_name"
    )
    assert faults_of(f"{one} national_code = %s", ["0000000007"], large) == []
    assert faults_of("SELECT * FROM accounts_person LIMIT 26", None, large) == []


def test_nobody_opens_a_page_that_reads_a_large_table(nation):
    statements = Statements()

    opened = walk(statements)

    assert set(names(get_resolver().url_patterns)) - NOT_OURS - set(opened) <= NOT_WALKED
    assert {
        f"{name}_changelist" for name in ("licensing_licence", "licensing_inquiry", "messaging_sms")
    } <= set(opened)
    assert faults(statements) == []


def test_no_task_of_the_timetable_reads_a_large_table(nation):
    app.loader.import_default_modules()
    statements = Statements()
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}

    for task in sorted(tasks - {"core.check_files"}):  # goes through everything piece by piece, by design
        statements.place = task
        with statements.kept():
            app.tasks[task]()

    assert len(statements.seen) > 50
    assert faults(statements) == []

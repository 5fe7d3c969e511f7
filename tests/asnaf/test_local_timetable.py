"""Without a broker one process does all timed work, whatever load stands before it."""

import os
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from asnaf.celery import app
from asnaf.local_timetable import PROMPT, LocalScheduler
from messaging.states import SmsStatus
from tools.processes import ROOT, VENV_PYTHON

_QUEUE_500 = """
import django; django.setup()
from django.db import transaction
from messaging.models import Sms
from messaging.services import send_sms
import os
for number in range(500):
    with transaction.atomic():
        send_sms(mobile="0912%07d" % (os.getpid() % 10000 * 500 + number), text="متن %d" % number, kind="M6")
"""


def environment(folder: Path) -> dict[str, str]:
    """A portal of its own in `folder`: SQLite, no Redis, messages into a file."""
    foreign = {"DATABASE_URL", "REDIS_URL", "TEST_DATABASE_URL", "TEST_REDIS_URL"}
    ours = {
        "DJANGO_SETTINGS_MODULE": "asnaf.settings",
        "DEBUG": "1",
        "DEMO": "1",
        "ASNAF_VAR": str(folder),
        "SMS_BACKEND": "messaging.backends.file.FileBackend",
    }
    return {name: value for name, value in os.environ.items() if name not in foreign} | ours


def portal(folder: Path, *arguments: str, **more: object) -> subprocess.Popen[bytes]:
    """A process of that portal."""
    return subprocess.Popen([VENV_PYTHON, *arguments], cwd=ROOT, env=environment(folder), **more)


def waiting(folder: Path) -> int:
    """How many of that portal's messages have not left yet."""
    with sqlite3.connect(folder / "db.sqlite3", timeout=20) as database:
        return database.execute(
            "SELECT count(*) FROM messaging_sms WHERE status <> ?", [SmsStatus.SENT]
        ).fetchone()[0]


@pytest.mark.slow
def test_2000_messages_of_four_processes_all_leave_once_and_the_timetable_lives_on(tmp_path):
    portal(tmp_path, "manage.py", "migrate", "--verbosity", "0").wait()
    timetable = portal(
        tmp_path, "-m", "celery", "--quiet", "--app", "asnaf", "beat", "--pidfile=", "--loglevel", "ERROR",
        "--scheduler", "asnaf.local_timetable:LocalScheduler", stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        writers = [portal(tmp_path, "-c", _QUEUE_500) for _ in range(4)]
        assert [writer.wait(120) for writer in writers] == [0, 0, 0, 0]
        until = time.monotonic() + 120
        while waiting(tmp_path) and time.monotonic() < until:
            time.sleep(0.5)

        assert waiting(tmp_path) == 0
        assert timetable.poll() is None
    finally:
        timetable.terminate()
    assert timetable.communicate(timeout=20)[1] == b""
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        assert database.execute("SELECT count(*), max(tries) FROM messaging_sms").fetchone() == (2000, 1)


@pytest.fixture
def timetable() -> LocalScheduler:
    """The timetable as the launcher starts it."""
    app.loader.import_default_modules()
    return LocalScheduler(app=app)


def test_every_timed_task_is_in_it_and_sweeps_run_promptly(timetable):
    entries = timetable.schedule

    assert {entry.task for entry in entries.values()} == {
        row["task"] for row in app.conf.beat_schedule.values()
    }
    assert entries["sweep waiting text messages"].schedule.run_every.total_seconds() == PROMPT
    assert entries["lapse after three months"].schedule.run_every.total_seconds() == 300


@pytest.mark.django_db
def test_task_that_breaks_is_logged_and_the_next_one_runs(timetable, monkeypatch, caplog):
    ran = []
    first, second = (timetable.schedule[name] for name in ("accept by silence", "draw up missing letters"))
    monkeypatch.setattr(app.tasks[first.task], "run", lambda: 1 / 0)
    monkeypatch.setattr(app.tasks[second.task], "run", lambda: ran.append("letters"))

    for entry in (first, second):
        timetable.apply_async(entry)

    assert "licensing.accept_by_silence broke: ZeroDivisionError" in caplog.text
    assert ran == ["letters"]

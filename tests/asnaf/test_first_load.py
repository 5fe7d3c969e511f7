"""The sample nation stands in an empty database after the two commands of `make run`, on either engine."""

import os
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from psycopg2 import sql

from tools.processes import ROOT, VENV_PYTHON

_TELL_THE_PAST = """
import django; django.setup()
from django.utils import timezone
from deadlines.models import Deadline
from licensing.cases.models import LicenceRequest
oldest = timezone.now() - Deadline.objects.earliest("started_at").started_at
print(oldest.days, LicenceRequest.objects.values("status").distinct().count())
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A portal with its ordinary settings on an empty database of the engine under test."""
    foreign = {"DATABASE_URL", "REDIS_URL", "TEST_DATABASE_URL", "TEST_REDIS_URL", "SECRET_KEY"}
    ours = {"DJANGO_SETTINGS_MODULE": "asnaf.settings", "DEBUG": "1", "DEMO": "1", "ASNAF_VAR": str(tmp_path)}
    settings = {name: value for name, value in os.environ.items() if name not in foreign} | ours
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        yield settings
        return
    name = f"empty_{uuid.uuid4().hex}"
    link = psycopg2.connect(server)
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield settings | {"DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
        cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
    link.close()


@pytest.mark.slow
def test_empty_database_takes_the_nation_and_a_second_start_leaves_it(environment):
    def run(*arguments: str) -> str:
        command = [VENV_PYTHON, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("manage.py", "migrate", "--verbosity", "0")
    assert "Sample nation ready" in run("manage.py", "load_sample_nation", "--if-empty")
    assert run("manage.py", "load_sample_nation", "--if-empty") == ""
    days, statuses = map(int, run("-c", _TELL_THE_PAST).split())
    assert days >= 60  # the clock of the law followed the told past
    assert statuses >= 8

"""A whole portal for browser tests: the processes of the Procfile, as `make run` starts them, on the sample nation."""

import json
import os
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django_otp.oath import TOTP

from tools.processes import ROOT, VENV_BIN, lines_of_procfile, stop


@dataclass
class Portal:
    """A running portal, and the two things a person sees outside the browser: the phone and the token app."""

    url: str
    var: Path
    database_url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> None:
        """A command of manage.py on this portal, such as an entry of the timetable before its time."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the portal's own database; `?` stands for a value."""
        if self.database_url:
            import psycopg2

            with closing(psycopg2.connect(self.database_url)) as connection, connection.cursor() as cursor:
                cursor.execute(
                    sql.replace("?", "%s"), values or None
                )  # without values % is a letter like any other
                return list(cursor.fetchall())
        with closing(sqlite3.connect(self.var / "db.sqlite3", timeout=20)) as connection:
            return list(connection.execute(sql, values))

    def change(self, sql: str, *values: Any) -> None:
        """Move the past of the portal's own database, where no page can: time that must have gone by."""
        if self.database_url:
            import psycopg2

            with closing(psycopg2.connect(self.database_url)) as connection:
                connection.cursor().execute(sql.replace("?", "%s"), values)
                connection.commit()
            return
        with closing(sqlite3.connect(self.var / "db.sqlite3", timeout=20)) as connection:
            plain = [
                value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value
                for value in values
            ]
            connection.execute(sql, plain)
            connection.commit()

    def captcha(self, key: str) -> str:
        """What a person reads off the picture."""
        return self.rows("SELECT response FROM captcha_captchastore WHERE hashkey = ?", key)[0][0]

    def last_code(self, mobile: str, *, within: float = 20, after: int = 0) -> str:
        """The newest one-time code that reached this phone, later than its first `after` texts."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            for text in reversed(self.texts(mobile)[after:]):
                found = re.search(r"#([0-9]{6})\s*$", text)
                if found:
                    return found[1]
            time.sleep(0.3)
        raise AssertionError("no code reached the phone")

    def texts(self, mobile: str) -> list[str]:
        """Every SMS that reached this phone, oldest first."""
        sent = []
        for file in sorted((self.var / "sms").glob("*.jsonl")):
            sent += [
                json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
            ]
        return [sms["text"] for sms in sent if sms["mobile"] == mobile]

    def token(self, username: str) -> str:
        """The next code of this account's token app that was not used yet."""
        key, last = self.rows(
            "SELECT d.key, d.last_t FROM otp_totp_totpdevice d JOIN accounts_user u ON u.id = d.user_id"
            " WHERE u.username = ?",
            username,
        )[0]
        totp = TOTP(bytes.fromhex(key))
        totp.time = time.time()
        if totp.t() <= last:
            totp.time = (last + 1) * 30
        return f"{totp.token():06d}"


@contextmanager
def running_portal(var: Path) -> Iterator[Portal]:
    """Migrate, load the sample nation, start everything, and stop it all at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "asnaf.settings",
        "DEBUG": "1",
        "DEMO": "1",
        "PATH": f"{VENV_BIN}{os.pathsep}{os.environ['PATH']}",
        "PORT": str(port),
        "ASNAF_VAR": str(var),
        "DATABASE_URL": _own_database(),
        "REDIS_URL": _own_broker(),
        "SECRET_KEY": "",
        "SMS_BACKEND": "messaging.backends.file.FileBackend",
        "LOG_LEVEL": "WARNING",
    }
    python = sys.executable
    for command in (
        ["tools/fonts.py"],
        ["manage.py", "migrate", "-v0"],
        ["manage.py", "load_sample_nation", "--empty-desks"],
    ):
        subprocess.run([python, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    lines = lines_of_procfile(broker=environment["REDIS_URL"])
    portal = Portal(f"http://127.0.0.1:{port}", var, environment["DATABASE_URL"], environment)
    with (var / "portal.log").open("wb") as log:
        processes = subprocess.Popen(
            [python, "-m", "tools.serve", *lines],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait_until_ready(portal)
            yield portal
        finally:
            stop(processes, seconds=20)


def _own_database() -> str:
    """A new database in the test run's PostgreSQL; empty when it runs on SQLite."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        return ""
    import psycopg2

    name = f"portal_{secrets.token_hex(4)}"
    connection = psycopg2.connect(server)
    try:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
    finally:
        connection.close()
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _own_broker() -> str:
    """A numbered part of the test run's Redis that no other worker uses; empty without Redis."""
    server = os.environ.get("TEST_REDIS_URL", "")
    worker = int(re.sub(r"[^0-9]", "", os.environ.get("PYTEST_XDIST_WORKER", "0")) or 0)
    return urlunsplit(urlsplit(server)._replace(path=f"/{5 + worker}")) if server else ""


def _wait_until_ready(portal: Portal) -> None:
    answer = "nothing"
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{portal.url}/readyz", timeout=5) as response:
                if response.status == 200:
                    return
        except urllib.error.HTTPError as error:
            answer = error.read().decode()
        except OSError as error:
            answer = str(error)
        time.sleep(0.5)
    log = (portal.var / "portal.log").read_text(encoding="utf-8", errors="replace")[-4000:]
    raise AssertionError(f"{urlsplit(portal.url).netloc} not ready: {answer}\n{log}")

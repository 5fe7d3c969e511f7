"""Private PostgreSQL, Redis and Celery worker for tests and measurements: temporary, and gone afterwards."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tools.processes import ROOT, VENV_PYTHON, die_with_parent, stop
from tools.system_packages import postgres_folder

_START_SECONDS = 30
_Command = list[str | Path]
_INITDB_OPTIONS = ("--username=asnaf", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
_POSTGRES_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
}


class ServiceFailed(Exception):
    """A service is not installed or did not start; the message says which and why."""


@dataclass(frozen=True)
class Service:
    """A running service: the address to put into the environment, its version for people to read, and its log."""

    url: str
    version: str
    log: Path


def free_port() -> int:
    """A TCP port that nobody on this machine listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def private_postgres(options: Mapping[str, str] | None = None) -> Iterator[Service]:
    """A new PostgreSQL cluster with an empty database `asnaf`, owned by its superuser `asnaf`.

    Root may not run PostgreSQL, so there it runs as the system's user `postgres`. Durability is off;
    `options` overrides that and any other server setting. Raises ServiceFailed.
    """
    binaries = postgres_folder()
    if binaries is None:
        raise ServiceFailed("PostgreSQL is not installed")
    account = "postgres" if os.geteuid() == 0 else None
    with _temporary_folder(account) as folder:
        data = folder / "data"
        _run_as(account, [binaries / "initdb", "--pgdata", data, *_INITDB_OPTIONS])
        port = free_port()
        settings = _POSTGRES_OPTIONS | dict(options or {}) | {"unix_socket_directories": str(folder)}
        command: _Command = [binaries / "postgres", "-D", data, "-p", str(port)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        where = ["--host", "127.0.0.1", "--port", str(port), "--username", "asnaf"]
        ready: _Command = [binaries / "pg_isready", "--quiet", *where]
        with _running(
            command, folder / "log", lambda: _succeeds(ready), account=account, quit_by=signal.SIGINT
        ):
            _run_as(account, [binaries / "createdb", *where, "asnaf"])
            url = f"postgres://asnaf@127.0.0.1:{port}/asnaf"
            yield Service(url, _version(binaries / "postgres"), folder / "log")


@contextlib.contextmanager
def private_redis() -> Iterator[Service]:
    """A new, empty Redis that keeps nothing on disk. Raises ServiceFailed."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServiceFailed("Redis is not installed")
    with _temporary_folder(None) as folder:
        port = free_port()
        command: _Command = [program, "--bind", "127.0.0.1", "--port", str(port), "--dir", folder]
        command += ["--save", "", "--appendonly", "no"]
        with _running(command, folder / "log", lambda: _answers_ping(port)):
            yield Service(f"redis://127.0.0.1:{port}/0", _version(Path(program)), folder / "log")


@contextlib.contextmanager
def private_worker(
    environment: Mapping[str, str], *, timetable: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker of the portal; with `timetable`, its beat too. Yields the worker's process.

    `environment` is added to ours and names the database and the broker. Raises ServiceFailed.
    """
    celery: _Command = [VENV_PYTHON, "-m", "celery", "--app", "asnaf"]
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(_temporary_folder(None))
        log = folder / "worker.log"
        worker = stack.enter_context(
            _running(
                [*celery, "worker", "--pool", "solo", "--loglevel", "INFO"],
                log,
                lambda: " ready." in log.read_text(errors="replace"),
                environment=environment,
            )
        )
        if timetable:
            beat: _Command = [*celery, "beat", "--pidfile", "", "--schedule", folder / "timetable"]
            stack.enter_context(_running(beat, folder / "beat.log", lambda: True, environment=environment))
        yield worker


@contextlib.contextmanager
def _temporary_folder(account: str | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="asnaf-"))
    try:
        if account:
            shutil.chown(folder, account)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _running(
    command: _Command,
    log: Path,
    is_ready: Callable[[], bool],
    *,
    account: str | None = None,
    environment: Mapping[str, str] | None = None,
    quit_by: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """Start `command` in a process group of its own, wait until it is ready, and stop it afterwards."""
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            cwd=ROOT if account is None else log.parent,
            env=os.environ | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
            **_identity(account),
        )
    try:
        end = time.monotonic() + _START_SECONDS
        while not is_ready():
            if child.poll() is not None or time.monotonic() > end:
                raise ServiceFailed(f"{command[0]} did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)
        yield child
    finally:
        stop(child, first=quit_by)


class _Identity(TypedDict, total=False):
    user: str
    group: str
    extra_groups: list[str]


def _identity(account: str | None) -> _Identity:
    return {"user": account, "group": account, "extra_groups": []} if account else {}


def _run_as(account: str | None, command: _Command) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tempfile.gettempdir(), **_identity(account)
    )
    if done.returncode:
        raise ServiceFailed(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _succeeds(command: _Command) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _answers_ping(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
            link.sendall(b"PING\r\n")
            return link.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _version(program: Path) -> str:
    line = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout
    words = [word.removeprefix("v=") for word in line.split()]
    return next((word for word in words if "." in word and word[0].isdigit()), "")

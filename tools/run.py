"""Start the whole portal on this machine: `make run`.

Prepares fonts, database and static files, starts the processes of the Procfile, prints the address once everything is
up, and stops everything on Ctrl-C, on TERM, or when `make` itself is gone. A process that dies is started again.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tools.processes import (
    ROOT,
    VENV_BIN,
    VENV_PYTHON,
    die_with_parent,
    lines_of_procfile,
    nothing_left_behind,
    parent_is_stopping,
    stop,
)

_DEFAULTS = {
    "PORT": "8000",
    "DEBUG": "1",
    "DEMO": "1",
    "DJANGO_SETTINGS_MODULE": "asnaf.settings",
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser",  # said by Celery at every start
}
#: How the readiness page says that a part is up.
_FINE = "برقرار"
#: Seconds until a portal that is not ready says why.
_PATIENCE_SECONDS = 45.0


def main() -> int:
    """Run until stopped; 0 when a person stopped it, the code of the process that kept dying otherwise."""
    for name, value in _DEFAULTS.items():
        if not os.environ.get(name):
            os.environ[name] = value
    os.environ["PATH"] = f"{VENV_BIN}{os.pathsep}{os.environ['PATH']}"
    port = _port(os.environ["PORT"])
    if not os.environ.get("SITE_URL"):
        os.environ["SITE_URL"] = f"http://127.0.0.1:{port}"
    _refuse_busy_port(port)
    _refuse_second_start()
    with contextlib.suppress(KeyboardInterrupt), nothing_left_behind():
        accounts = _prepare()
        return _serve(port, accounts)
    print("\nStopped.", flush=True)
    return 0


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65_536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _refuse_second_start() -> None:
    """Two portals on one folder would run two timetables: the lock is held until this process ends."""
    folder = Path(os.environ.get("ASNAF_VAR") or ROOT / "var")
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "run.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(
            f"The portal runs already on {folder}. Stop it first, or choose another folder with ASNAF_VAR=…"
        )


def _refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken. Choose another one: make run PORT={port + 1}")


def _prepare() -> str:
    """Fonts, database, static files. Returns the text about the sample accounts, empty without a demo."""
    if subprocess.run([VENV_PYTHON, "tools/fonts.py"], cwd=ROOT, check=False).returncode:
        sys.exit("The fonts could not be prepared: see above.")
    done = subprocess.run(
        [VENV_PYTHON, "-m", "tools.prepare"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit("The portal could not be prepared: see above.")
    return done.stdout


def _serve(port: int, accounts: str) -> int:
    """Start the processes and watch over them. Raises KeyboardInterrupt when the portal is asked to stop."""
    processes = subprocess.Popen(
        [
            VENV_PYTHON,
            "-m",
            "tools.serve",
            *lines_of_procfile(broker=os.environ.get("REDIS_URL", "")),
        ],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C comes to us alone; we pass it on as TERM
        preexec_fn=die_with_parent,
    )
    greeted, complain_at = False, time.monotonic() + _PATIENCE_SECONDS
    try:
        while processes.poll() is None:
            if not greeted:
                problems = _problems(port)
                if not problems:
                    greeted = True
                    _greet(port, accounts)
                elif time.monotonic() > complain_at:
                    complain_at = time.monotonic() + _PATIENCE_SECONDS
                    print("Not everything is up yet:\n  " + "\n  ".join(problems), flush=True)
            if parent_is_stopping():
                raise KeyboardInterrupt
            time.sleep(0.3)
    finally:
        stop(processes, first=signal.SIGTERM)
    return processes.returncode or 1  # a portal that stops unasked has failed


def _problems(port: int) -> list[str]:
    """What keeps the portal from being ready, in the words of its own readiness page; empty when nothing does."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
            return []
    except urllib.error.HTTPError as answer:
        with contextlib.suppress(ValueError, KeyError):
            checks: dict[str, str] = json.load(answer)["checks"]
            return [f"{name}: {words}" for name, words in checks.items() if words != _FINE]
        return [f"the readiness page answers {answer.code}"]
    except OSError as error:
        return [f"the web process does not answer: {error}"]


def _greet(port: int, accounts: str) -> None:
    line = "─" * 72
    print(f"\n{line}\nThe portal is open: http://127.0.0.1:{port}/   (Ctrl-C stops everything)\n", flush=True)
    if accounts:
        print(accounts.rstrip() + "\n", flush=True)
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())

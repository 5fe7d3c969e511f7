"""The web processes of the image are replaced (signal HUP) while people ask: nobody is refused and nobody waits."""

import os
import re
import shlex
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from tools.processes import ROOT, VENV_BIN
from tools.services import free_port

pytestmark = pytest.mark.real_services

PEOPLE = 8
LONGEST_SECONDS = 2.0


@dataclass
class Asked:
    """What people got while they went on asking: seconds of each answer, and what failed."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def command_of_image() -> list[str]:
    """The command with which the image starts the web processes."""
    line = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("CMD ")][-1]
    found = re.search(r'"exec (gunicorn [^"]*)"', line)
    assert found
    return shlex.split(found.group(1))


@pytest.fixture
def web(tmp_path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The web processes, and their address."""
    port, sizes = free_port(), {"$WEB_PROCESSES": "2", "$WEB_THREADS": "4"}
    command = [
        sizes.get(word, word).replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in command_of_image()
    ]
    environment = os.environ | {
        "DEBUG": "1",
        "DEMO": "1",
        "ASNAF_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "asnaf.settings",
    }
    process = subprocess.Popen([VENV_BIN / command[0], *command[1:]], cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}/healthz"
    until = time.monotonic() + 60
    while not answers(address):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.1)
    yield process, address
    process.terminate()
    process.wait(timeout=30)


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def go_on_asking(address: str, asked: Asked, enough: threading.Event) -> None:
    while not enough.is_set():
        began = time.monotonic()
        try:
            status = httpx.get(address, timeout=20).status_code
        except httpx.HTTPError as error:
            asked.failures.append(repr(error))
            continue
        asked.seconds.append(time.monotonic() - began)
        if status != 200:
            asked.failures.append(str(status))
        time.sleep(0.05)


def test_nobody_notices_that_the_processes_are_replaced(web):
    process, address = web
    asked, enough = Asked(), threading.Event()
    people = [threading.Thread(target=go_on_asking, args=(address, asked, enough)) for _ in range(PEOPLE)]
    for person in people:
        person.start()
    for _ in range(3):
        time.sleep(0.5)
        process.send_signal(signal.SIGHUP)
        time.sleep(1.5)
    enough.set()
    for person in people:
        person.join()

    assert asked.failures == []
    assert len(asked.seconds) > 100
    assert max(asked.seconds) < LONGEST_SECONDS

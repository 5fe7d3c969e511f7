"""The web processes of the image are replaced (signal HUP) while people ask: nobody is refused and nobody waits."""

import os
import re
import shlex
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field

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
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
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


def status_of(address: str) -> int:
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 our own process
        return int(answer.status)


def answers(address: str) -> bool:
    try:
        return status_of(address) == 200
    except OSError:
        return False


def page_of_metrics(address: str) -> str:
    with urllib.request.urlopen(address.replace("/healthz", "/metrics"), timeout=20) as answer:  # noqa: S310 our own
        return str(answer.read().decode())


def go_on_asking(address: str, asked: Asked, enough: threading.Event) -> None:
    while not enough.is_set():
        began = time.monotonic()
        try:
            status_of(address)
        except OSError as error:  # refused, cut off, or another status than 200
            asked.failures.append(repr(error))
        asked.seconds.append(time.monotonic() - began)
        time.sleep(0.05)


def test_nobody_notices_that_the_processes_are_replaced(web):
    process, address = web
    asked, enough = Asked(), threading.Event()
    people = [threading.Thread(target=go_on_asking, args=(address, asked, enough)) for _ in range(PEOPLE)]
    for person in people:
        person.start()
    time.sleep(2)
    usual = max(asked.seconds)  # of this machine, as busy as it is
    for _ in range(3):
        process.send_signal(signal.SIGHUP)
        time.sleep(1.5)
    enough.set()
    for person in people:
        person.join()

    assert asked.failures == []
    found = re.search(
        r'asnaf_requests_total{method="GET",status="200",view="healthz"} (\d+)', page_of_metrics(address)
    )
    assert found
    assert int(found[1]) > len(asked.seconds)  # all processes count together, also those that are gone
    assert len(asked.seconds) > 100
    assert max(asked.seconds) < max(LONGEST_SECONDS, 3 * usual)

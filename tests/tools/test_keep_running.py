"""A process of `make run` that dies is started again; one that keeps dying ends the portal with the reason."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.processes import ROOT


def keep_running(command: str, *, within: float = 10) -> subprocess.Popen[str]:
    """`tools.keep_running` at work on `command`."""
    arguments = [sys.executable, "-m", "tools.keep_running", "--within", str(within), "worker", command]
    return subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def wait_for(path: Path, *, lines: int) -> list[str]:
    """The lines of `path` once there are so many; fails after ten seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        found = path.read_text().splitlines() if path.exists() else []
        if len(found) >= lines:
            return found
        time.sleep(0.05)
    pytest.fail(f"{path} never had {lines} lines")


def test_process_that_dies_twice_in_a_row_ends_it_with_the_reason():
    kept = keep_running("exit 3")

    _, said = kept.communicate(timeout=20)

    assert kept.returncode == 3
    assert said.splitlines() == [
        "worker died (exit code 3): starting it again.",
        "worker died twice within 10 seconds (exit code 3): giving up.",
    ]


def test_process_that_ends_well_but_unasked_has_died_too():
    kept = keep_running("exit 0")

    _, said = kept.communicate(timeout=20)

    assert kept.returncode == 1
    assert "worker died twice" in said


def test_killed_process_is_started_again_and_said_in_one_line(tmp_path):
    pids = tmp_path / "pids"
    kept = keep_running(f"echo $$ >> {pids}; exec sleep 60", within=0)

    for round_ in (1, 2, 3):
        os.kill(int(wait_for(pids, lines=round_)[-1]), signal.SIGKILL)
    last = int(wait_for(pids, lines=4)[-1])
    kept.terminate()
    _, said = kept.communicate(timeout=20)

    assert said.splitlines() == ["worker died (signal SIGKILL): starting it again."] * 3
    assert kept.returncode == 0
    assert not Path(f"/proc/{last}").exists()

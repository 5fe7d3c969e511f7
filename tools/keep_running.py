"""Start a command again when it ends unasked: `python -m tools.keep_running [--within SECONDS] NAME COMMAND`.

One death is said in one line and mended by a new start. Two within SECONDS (ten) are no accident: the reason is said
and this program ends with the command's exit code. TERM and INT are passed on, and then the end is no death.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from types import FrameType

from tools.processes import ROOT, die_with_parent

WITHIN_SECONDS = 10.0


def main() -> int:
    """Run the command until it is asked to stop (0) or has died twice in a row (its own code)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--within", type=float, default=WITHIN_SECONDS, metavar="SECONDS")
    parser.add_argument("name")
    parser.add_argument("command")
    given = parser.parse_args()
    os.chdir(ROOT)
    die_with_parent()
    return _Keeper(given.name, given.command, given.within).run()


class _Keeper:
    def __init__(self, name: str, command: str, within: float) -> None:
        self._name, self._command, self._within = name, command, within
        self._asked_to_stop = False
        self._child: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._pass_on)
        died_at = float("-inf")
        while True:
            code = self._run_once()
            if self._asked_to_stop:
                return 0
            now = time.monotonic()
            if now - died_at < self._within:
                _say(f"{self._name} died twice within {self._within:g} seconds ({_reason(code)}): giving up.")
                return _exit_code(code)
            died_at = now
            _say(f"{self._name} died ({_reason(code)}): starting it again.")

    def _run_once(self) -> int:
        self._child = subprocess.Popen(["sh", "-c", self._command], preexec_fn=die_with_parent)
        if self._asked_to_stop:  # the signal came before there was anybody to pass it on to
            self._child.terminate()
        return self._child.wait()

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(number)


def _reason(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _exit_code(code: int) -> int:
    """What a shell would answer; never 0, since the command was to run for ever."""
    return 128 - code if code < 0 else code or 1


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""Child processes that never outlive us.

Three nets: signals become an ordinary exception, so that `finally` runs; a child can ask for a signal when
its parent dies; and orphans of our children come to us instead of to process 1, so that we can stop them.
The last two exist on Linux only; elsewhere they do nothing.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV_BIN = ROOT / ".venv" / "bin"
VENV_PYTHON = VENV_BIN / "python"

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_ON_LINUX = sys.platform == "linux"
_LIBC = ctypes.CDLL(None) if _ON_LINUX else None
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def lines_of_procfile(*, broker: str) -> tuple[str, ...]:
    """Which lines of the Procfile make a whole portal, with the broker at this address or, when empty, without one."""
    if broker:
        return ("web", "worker", "beat", "codes")
    return ("web", "timetable", "codes")  # one process does all timed work: see asnaf/local_timetable.py


def die_with_parent() -> None:
    """Ask the kernel for SIGTERM when our parent ends. Fit to be a `preexec_fn`."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


@contextlib.contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Run a block; however it ends, no process started inside it survives.

    SIGINT, SIGTERM and SIGHUP raise KeyboardInterrupt inside the block.
    """
    if _LIBC:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    die_with_parent()
    for number in _STOP_SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup stays nohup
            signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number in _STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        _stop_descendants()


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def stop(
    child: subprocess.Popen[bytes], *, first: signal.Signals = signal.SIGTERM, seconds: float = 10
) -> None:
    """Ask `child` to end by the signal `first`; kill it if it has not ended after `seconds`."""
    if child.poll() is None:
        child.send_signal(first)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def wait(child: subprocess.Popen[bytes]) -> int:
    """The exit code of `child` when it has ended. Raises KeyboardInterrupt when we are asked to stop."""
    while (code := child.poll()) is None:
        if parent_is_stopping():
            raise KeyboardInterrupt
        time.sleep(0.1)
    return code


def parent_is_stopping() -> bool:
    """True once `make` got a SIGINT that was sent to it alone.

    It then waits for us without a word to us; all that shows is that it catches SIGINT no more.
    """
    try:
        status = Path(f"/proc/{os.getppid()}/status").read_text()
    except OSError:
        return False
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    if fields["Name"].strip() not in {"make", "gmake"}:
        return False
    handled = int(fields["SigCgt"], 16) | int(fields["SigIgn"], 16)
    return not handled & 1 << (signal.SIGINT - 1)


def _stop_descendants() -> None:
    for number, seconds in ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)):
        for pid in _descendants():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        end = time.monotonic() + seconds
        while _descendants() and time.monotonic() < end:
            _reap()
            time.sleep(0.05)


def _reap() -> None:
    """Collect children that have ended, ours and adopted ones."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _descendants() -> list[int]:
    """Every living process below us, nearest first. Empty where there is no /proc."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                children.setdefault(int(parent), []).append(int(stat.parent.name))
    found = list(children.get(os.getpid(), []))
    for pid in found:
        found += children.get(pid, [])
    return found

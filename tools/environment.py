"""Make `.venv` and keep it equal to the lock files: `python3 -m tools.environment run|develop|test`.

Runs with the system's Python and nothing installed. When nothing has changed it takes a moment.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys

from tools import system_packages
from tools.processes import ROOT, VENV_BIN, VENV_PYTHON

LOCKS = {
    "run": ("requirements.txt",),
    "develop": ("requirements.txt", "requirements-dev.txt"),
    "test": ("requirements.txt", "requirements-dev.txt"),
}
NEEDS = {"run": system_packages.FOR_RUNNING, "develop": (), "test": system_packages.FOR_TESTING}


def main(purpose: str) -> None:
    """Prepare the environment for `purpose`, a key of LOCKS."""
    if sys.version_info < (3, 11):  # noqa: UP036 this is where we find out
        sys.exit("The portal needs Python 3.11 or newer; make PYTHON=/path/to/python3.11 …")
    system_packages.install(NEEDS[purpose])
    _make_venv()
    for lock in LOCKS[purpose]:
        _install(lock)


def _make_venv() -> None:
    if (VENV_BIN / "pip").exists() and VENV_PYTHON.exists():
        return
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        package = f"python3.{sys.version_info.minor}-venv"
        if os.geteuid() or not system_packages.apt_install([package]):
            sys.exit(f"Python's venv is missing; type: sudo apt-get install {package}")
    print("Making .venv", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", ROOT / ".venv"], check=True)


def _install(lock: str) -> None:
    """Install a lock file, unless the very same one was installed by the last run."""
    stamp = ROOT / ".venv" / f"installed-{lock}.sha256"
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"Installing {lock}", flush=True)
    pip = [str(VENV_PYTHON), "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
    done = subprocess.run([*pip, "--require-hashes", "--requirement", lock], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"{lock} could not be installed: see above, then try again.")
    stamp.write_text(digest)


if __name__ == "__main__":
    main(sys.argv[1])

"""Make `.venv` and keep it equal to the lock files: `python3 -m tools.environment run|develop|test`.

Runs with the system's Python and nothing installed. The pip of that Python, however old, installs one checked wheel,
uv; uv installs the lock files. When nothing has changed it takes a moment.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from tools import system_packages
from tools.processes import ROOT

LOCKS = {
    "run": ("requirements.txt",),
    "develop": ("requirements.txt", "requirements-dev.txt"),
    "test": ("requirements.txt", "requirements-dev.txt"),
}
INSTALLER = "requirements-installer.txt"
NEEDS = {"run": system_packages.FOR_RUNNING, "develop": (), "test": system_packages.FOR_TESTING}


def main(purpose: str) -> None:
    """Prepare the environment for `purpose`, a key of LOCKS."""
    if sys.version_info < (3, 11):  # noqa: UP036 this is where we find out
        sys.exit("The portal needs Python 3.11 or newer; make PYTHON=/path/to/python3.11 …")
    system_packages.install(NEEDS[purpose])
    make(ROOT / ".venv", LOCKS[purpose])


def make(venv: Path, locks: tuple[str, ...]) -> None:
    """Make the environment `venv`, unless it is there, and install the lock files that changed since the last time."""
    python = venv / "bin" / "python"
    if not (venv / "bin" / "pip").exists() or not python.exists():
        _make_venv(venv)
    _install(venv, INSTALLER, [python, "-m", "pip", "-qq", "--disable-pip-version-check", "install"])
    for lock in locks:
        _install(venv, lock, [venv / "bin" / "uv", "--quiet", "pip", "install", "--python", python])


def _make_venv(venv: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        package = f"python3.{sys.version_info.minor}-venv"
        if os.geteuid() or not system_packages.apt_install([package]):
            sys.exit(f"Python's venv is missing; type: sudo apt-get install {package}")
    print(f"Making {venv.name}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)


def _install(venv: Path, lock: str, install: list[str | Path]) -> None:
    """Install a lock file, unless the very same one was installed by the last run."""
    stamp = venv / f"installed-{lock}.sha256"
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"Installing {lock}", flush=True)
    if subprocess.run(
        [*install, "--require-hashes", "--requirement", lock], cwd=ROOT, check=False
    ).returncode:
        sys.exit(f"{lock} could not be installed: see above, then try again.")
    stamp.write_text(digest)


if __name__ == "__main__":
    main(sys.argv[1])

"""What the portal and its tests need from Debian, and how to get it: apt-get for root, advice for others.

`python3 -m tools.system_packages packages-run` runs with the system's Python and nothing installed.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """One thing wanted from the system: what it is for, its Debian packages, and whether it is there."""

    purpose: str
    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def _library(*names: str) -> Callable[[], bool]:
    def is_there() -> bool:
        try:
            for name in names:
                ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_there


def _commands(*names: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(name) for name in names)


def postgres_folder() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest one when several are installed."""
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if installed:
        return max(installed, key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def nginx() -> str | None:
    """The path of nginx; Debian keeps it where only root's PATH looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


PDF = Need(
    "PDFs (Pango)",
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core"),
    _library("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
)
POSTGRES = Need("PostgreSQL", ("postgresql",), lambda: postgres_folder() is not None)
REDIS = Need("Redis", ("redis-server",), _commands("redis-server"))
CHROMIUM = Need("browser journeys (Chromium)", ("chromium",), _commands("chromium"))
NGINX = Need("the server in front (nginx)", ("nginx-light",), lambda: nginx() is not None)
PDF_READING = Need("reading PDFs in tests (Poppler)", ("poppler-utils",), _commands("pdftotext", "pdftoppm"))

VENV = Need(
    "Python's venv",  # Debian keeps it in a package of its own
    (f"python3.{sys.version_info.minor}-venv",),
    lambda: importlib.util.find_spec("ensurepip") is not None,
)

NEEDS = {
    "packages-venv": (VENV,),
    "packages-run": (PDF,),
    "packages-test": (PDF, POSTGRES, REDIS, CHROMIUM, NGINX, PDF_READING),
}


def missing(needs: Iterable[Need]) -> list[Need]:
    """Those of `needs` that this machine does not have."""
    return [need for need in needs if not need.is_there()]


def line_to_type(needs: Iterable[Need]) -> str:
    """The one shell line with which an administrator installs `needs`."""
    return "sudo apt-get install --no-install-recommends " + " ".join(_packages(needs))


def install(needs: Iterable[Need]) -> None:
    """Install what is missing when we may, else say what to type. Never fails; later steps report gaps."""
    wanted = missing(needs)
    if not wanted:
        return
    print("Missing on this machine: " + ", ".join(need.purpose for need in wanted), flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _apt_install(_packages(wanted))
        wanted = missing(wanted)
    if wanted:
        print(f"To have it, type: {line_to_type(wanted)}", flush=True)


def _apt_install(packages: list[str]) -> None:
    print("Installing " + " ".join(packages), flush=True)
    _apt("update")
    _apt("install", "--yes", "--no-install-recommends", *packages)


def _apt(*arguments: str) -> None:
    done = subprocess.run(
        ["apt-get", "--quiet", "--quiet", "--option", "DPkg::Lock::Timeout=300", *arguments],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)


def _packages(needs: Iterable[Need]) -> list[str]:
    return [package for need in needs for package in need.packages]


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 this is where we find out
        sys.exit("The portal needs Python 3.11 or newer; make PYTHON=/path/to/python3.11 …")
    install(NEEDS[sys.argv[1]])

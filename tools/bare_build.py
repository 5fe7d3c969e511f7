"""Build both environments from nothing, as on a bare machine: `python -m tools.bare_build`, a step of `make check`.

An empty folder, no cache, the oldest Python we support and the pip that Debian 12 brings with it. An install that works
only with a newer pip, or only as long as no package has a newer release, fails here.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.processes import ROOT

OLDEST_PYTHON = "python3.11"
#: The pip of Debian 12.
OLDEST_PIP = "pip==23.0.1 --hash=sha256:236bcb61156d76c4b8a05821b988c7b8c35bf0da28a4b614e8d6ab5212c25c6f"
#: The environments of the Makefile, and what each must be able to import at the least: a sign that its wheels fit.
_IMPORTS = {
    "requirements": "import celery, django, PIL, pikepdf, psycopg2, redis",
    "requirements-dev": "import hypothesis, mypy, playwright, pytest",
}


def main() -> int:
    """Build the environment for running, then the one for testing on top of it. Returns an exit code."""
    python = shutil.which(OLDEST_PYTHON)
    if python is None:
        print(f"{OLDEST_PYTHON} is not on this machine: building with {sys.executable} instead", flush=True)
        python = sys.executable
    with tempfile.TemporaryDirectory(prefix="asnaf-bare-") as folder:
        os.environ |= {"UV_CACHE_DIR": f"{folder}/cache", "PIP_NO_CACHE_DIR": "1"}
        venv = Path(folder) / "venv"
        subprocess.run([python, "-m", "venv", venv], check=True)
        _put_back_pip(venv)
        for name, imports in _IMPORTS.items():
            subprocess.run(["make", f"VENV={venv}", f"PYTHON={python}", venv / name], cwd=ROOT, check=True)
            subprocess.run(
                [venv / "bin" / "uv", "pip", "check", "--python", venv / "bin" / "python"], check=True
            )
            subprocess.run([venv / "bin" / "python", "-c", imports], check=True, cwd=folder)
    return 0


def _put_back_pip(venv: Path) -> None:
    lock = venv / "oldest-pip.txt"
    lock.write_text(OLDEST_PIP + "\n")
    pip = [str(venv / "bin" / "python"), "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
    subprocess.run([*pip, "--require-hashes", "--requirement", lock], check=True, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())

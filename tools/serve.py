"""Run lines of the Procfile side by side, each started again when it dies: `python -m tools.serve web timetable`.

Ends, and ends all, when one of them died twice in a row; see `tools.keep_running`.
"""

import os
import shlex
import sys

from honcho.environ import parse_procfile
from honcho.manager import Manager

from tools.processes import ROOT, VENV_PYTHON, die_with_parent


def main(names: list[str]) -> int:
    """Run the processes `names` until asked to stop. Returns the exit code of what ended first."""
    die_with_parent()
    lines = parse_procfile((ROOT / "Procfile").read_text()).processes
    manager = Manager()
    for name in names:
        kept = shlex.join([str(VENV_PYTHON), "-m", "tools.keep_running", name, lines[name]])
        manager.add_process(name, f"exec {kept}", env=dict(os.environ), cwd=str(ROOT))
    manager.loop()
    return manager.returncode or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

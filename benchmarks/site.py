"""A whole portal to be measured: private PostgreSQL and Redis behind links that can be cut, a gateway that notes what
reaches it, and the processes of the Procfile."""

import contextlib
import os
import secrets
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit, urlunsplit

from honcho.environ import parse_procfile

from core import fonts
from tools.processes import ROOT, VENV_BIN, VENV_PYTHON, die_with_parent, stop
from tools.services import free_port, private_postgres, private_redis


class Link:
    """A TCP port in front of a server, which can be cut as a pulled cable would, and mended."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self._port = free_port()
        self.url = urlunsplit(
            self._target._replace(netloc=self._target.netloc.replace(str(self._target.port), str(self._port)))
        )
        self._open: list[socket.socket] = []
        self.mend()

    def mend(self) -> None:
        """Let people through again."""
        self._door = socket.create_server(("127.0.0.1", self._port), backlog=512)
        threading.Thread(target=self._welcome, args=(self._door,), daemon=True).start()

    def cut(self) -> None:
        """Close every connection, and take no new one."""
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def _welcome(self, door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = door.accept()[0]
                far = socket.create_connection((str(self._target.hostname), self._target.port or 0))
                self._open += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_pour, args=(one, other), daemon=True).start()


def _pour(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for one in (source, sink):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


class Gateway(ThreadingHTTPServer):
    """An SMS gateway that takes `seconds` for each message and notes when it came."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.came: dict[str, float] = {}
        super().__init__(("127.0.0.1", 0), _Counter)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the portal finds it."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Counter(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        """Take a message."""
        fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        time.sleep(self.server.seconds)
        self.server.came.setdefault(fields["receptor"][0], time.time())
        body = b'{"return": {"status": 200}, "entries": [{"messageid": 1}]}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Site:
    """A running portal, its two links and its gateway."""

    url: str
    database: Link
    redis: Link
    gateway: Gateway
    environment: dict[str, str]
    logs: Path

    def lines(self) -> int:
        """How many lines the processes have logged so far."""
        return sum(log.read_text(errors="replace").count("\n") for log in self.logs.glob("*.log"))

    def run(self, *arguments: str) -> str:
        """A command of manage.py."""
        done = subprocess.run(
            [VENV_PYTHON, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout


@contextlib.contextmanager
def running(
    names: tuple[str, ...], *, production: bool = False, gateway_seconds: float = 0.1, **settings: str
) -> Iterator[Site]:
    """Start a portal of these lines of the Procfile with the sample nation in it, and stop it afterwards.

    With `production` its processes run with the settings of a real site; whoever asks says X-Forwarded-Proto: https.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="asnaf-")))
        fonts.prepare(folder / "fonts")
        database = Link(stack.enter_context(private_postgres()).url)
        redis = Link(stack.enter_context(private_redis()).url)
        gateway, port = Gateway(gateway_seconds), free_port()
        environment = os.environ | {
            "PATH": f"{VENV_BIN}:{os.environ['PATH']}", "DJANGO_SETTINGS_MODULE": "asnaf.settings",
            "ASNAF_VAR": str(folder), "PORT": str(port), "DEBUG": "1", "DEMO": "1", "DATABASE_URL": database.url,
            "REDIS_URL": redis.url, "SMS_BACKEND": "messaging.backends.kavenegar.KavenegarBackend",
            "KAVENEGAR_URL": gateway.url, "KAVENEGAR_KEY": "measured",
        } | settings  # fmt: skip
        site = Site(f"http://127.0.0.1:{port}", database, redis, gateway, environment, folder)
        site.run("migrate", "--verbosity", "0")
        site.run("load_sample_nation", "--if-empty")
        if production:
            environment |= _production()
            site.run("collectstatic", "--no-input", "--verbosity", "0")
        lines = parse_procfile((ROOT / "Procfile").read_text()).processes
        for name in names:
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            child = subprocess.Popen(
                ["sh", "-c", lines[name]], cwd=ROOT, env=environment, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=die_with_parent,  # noqa: PLW1509 the threads of links hold no lock
            )  # fmt: skip
            stack.callback(stop, child)
        yield site


def _production() -> dict[str, str]:
    """What a real site must have, with made-up secrets."""
    return {
        "DEBUG": "0", "DEMO": "0",
        "SECRET_KEY": secrets.token_urlsafe(64), "PERSON_DATA_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1", "SITE_URL": "https://127.0.0.1", "UNSCANNED_UPLOADS": "1",
        "REGISTRY_BACKEND": "http", "REGISTRY_HTTP_URL": "https://127.0.0.1:1", "REGISTRY_HTTP_TOKEN": "measured",
        "KAVENEGAR_SENDER": "1", "KAVENEGAR_CODE_TEMPLATE": "measured",
    }  # fmt: skip

"""What the pages a union lives by cost on a large nation beside a small one, in one run.

    DATABASE_URL=postgres://… python -m benchmarks.large_pages SMALL LARGE [--requests 40] [--rounds 3]

SMALL and LARGE are two databases of one server, filled by `benchmarks.nation`. Pages are opened through the WSGI door,
every time for another file or code, first on the one and then on the other (A B A B). Printed are p50 and p99 in
milliseconds, and the ratio of the medians of CPU seconds of this process with those of its database.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnaf.settings")
django.setup()

from django.conf import settings  # noqa: E402 - models need the apps
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_otp import DEVICE_ID_SESSION_KEY  # noqa: E402

from accounts.models import User  # noqa: E402
from guild_units.models import QrCode  # noqa: E402
from licensing.cases.models import LicenceRequest  # noqa: E402
from licensing.licences.models import Licence  # noqa: E402

KEYS = 200
Pages = dict[str, Callable[[], str]]


class Nation:
    """One database, a member of its largest union's board, and where they go."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.enter()
        user = User.objects.get(username="union-board")
        self.cookie = _signed_in(user)
        self.pages = _pages(user)

    def enter(self) -> None:
        """From now on this database is asked."""
        if connection.settings_dict["NAME"] != self.name:
            connection.close()
            connection.settings_dict["NAME"] = self.name

    def open(self, door: WSGIHandler, page: str) -> tuple[float, float]:
        """Wall and CPU seconds of one page.

        Raises:
            AssertionError: it does not open.
        """
        address = self.pages[page]()
        begun, used = time.perf_counter(), _cpu()
        status = _ask(door, address, self.cookie)
        if status != 200:
            raise AssertionError(f"{address} answers {status}")
        return time.perf_counter() - begun, _cpu() - used


def _pages(user: User) -> Pages:
    files = LicenceRequest.objects.visible_to(user)
    inbox = reverse("admin:licensing_licencerequest_changelist")
    newest = list(files.order_by("-submitted_at", "-pk").values_list("pk", "unit_name")[:KEYS])
    far = files.order_by("submitted_at", "pk")[min(25_000, files.count() // 2)]
    after = f"{round(far.submitted_at.timestamp() * 1_000_000)}-{far.pk}"
    codes = list(QrCode.objects.order_by("-pk").values_list("token", flat=True)[:KEYS])
    licences = list(Licence.objects.order_by("-pk").values_list("token", flat=True)[:KEYS])
    return {
        "inbox": lambda: inbox,
        "inbox, all": lambda: f"{inbox}?status=ALL",
        "inbox, all, page 1,000": lambda: f"{inbox}?status=ALL&after={after}",
        "inbox, one name": lambda: f"{inbox}?q={quote(random.choice(newest)[1])}",
        "inbox, a name nobody has": lambda: f"{inbox}?q={quote('زرافه')}",
        "file at the desk": lambda: reverse(
            "admin:licensing_licencerequest_change", args=[random.choice(newest)[0]]
        ),
        "inquiries": lambda: reverse("admin:licensing_inquiry_changelist"),
        "licences": lambda: reverse("admin:licensing_licence_changelist"),
        "scan": lambda: reverse("scan", args=[random.choice(codes)]),
        "licence check": lambda: reverse("verify_licence", args=[random.choice(licences)]),
    }


def _signed_in(user: User) -> str:
    client = Client()
    client.force_login(user, backend="accounts.backends.StaffBackend")
    device, _ = user.totpdevice_set.get_or_create(confirmed=True)  # type: ignore[attr-defined]
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _ask(door: WSGIHandler, address: str, cookie: str) -> int:
    """The status of a page, read to its end."""
    where, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": where,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": cookie,
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    found: list[int] = []
    response = door(environ, lambda status, headers, error=None: found.append(int(status[:3])))
    b"".join(response)
    response.close()
    return found[0]


def _cpu() -> float:
    """CPU seconds of this process and of the process that serves it in the database, when it runs on this machine."""
    used = time.process_time()
    try:
        told = Path(f"/proc/{_served_by()}/stat").read_text(encoding="ascii")
    except OSError:
        return used
    ticks = told.rsplit(")", 1)[1].split()[11:13]
    return used + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _served_by() -> int:
    connection.ensure_connection()
    raw: Any = connection.connection
    return int(raw.info.backend_pid)


def measure(
    nations: list[Nation], requests: int, rounds: int
) -> Iterator[tuple[str, list[list[tuple[float, float]]]]]:
    """Page by page, what it cost in each nation."""
    door = WSGIHandler()
    for page in nations[0].pages:
        taken: list[list[tuple[float, float]]] = [[] for _ in nations]
        for _ in range(rounds):
            for nation, costs in zip(nations, taken, strict=True):
                nation.enter()
                nation.open(door, page)  # the plan is cached, the connection is there
                costs += [nation.open(door, page) for _ in range(requests)]
        yield page, taken


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("small")
    parser.add_argument("large")
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["*"]
    nations = [Nation(options.small), Nation(options.large)]
    print("| page | small p50 | p99 | large p50 | p99 ms | CPU, large ÷ small |\n|---|--:|--:|--:|--:|--:|")
    for page, taken in measure(nations, options.requests, options.rounds):
        cells = []
        for costs in taken:
            walls = sorted(wall * 1000 for wall, _ in costs)
            cells += [f"{statistics.median(walls):.0f}", f"{walls[int(len(walls) * 0.99)]:.0f}"]
        small, large = (statistics.fmean(cpu for _, cpu in costs) for costs in taken)
        print(f"| {page} | {' | '.join(cells)} | {large / small:.2f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""What a page costs in CPU beside a bare Django view in the same run.

    python -m benchmarks.pages [--requests 120] [--rounds 5]

The floor is a view behind the same middleware that reads session and user from the database and draws two lines
from a template. Pages and floor run in turn (A B A B) in one process on one throw-away database
(TEST_DATABASE_URL, else SQLite); the figure is the median of the ratios of CPU seconds. Exits with 1 above a bound.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnaf.settings_test")
django.setup()

from django.conf import settings  # noqa: E402 - models need the apps
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings, setup_databases, teardown_databases  # noqa: E402
from django.urls import path, reverse  # noqa: E402

from asnaf.urls import urlpatterns as portal  # noqa: E402
from licensing.rules import Status  # noqa: E402
from licensing.views.public import TRACKED  # noqa: E402
from tests.factories import (  # noqa: E402
    GuildUnitFactory,
    LicenceRequestFactory,
    PersonnelFactory,
    account_of,
    bring_to,
    issued_licence,
    signed_in,
)

#: Page → times the floor (security bar 7).
BOUNDS = {
    "home": 3,
    "verify_licence": 6,
    "scan": 6,
    "track_status": 6,
    "dashboard": 12,
    "request": 12,
    "my_requests": 12,
}
FLOOR = engines["django"].from_string("<!doctype html><p>{{ name }}</p><p>{{ path }}</p>")


def bare(request: HttpRequest) -> HttpResponse:
    """The least a signed-in page does."""
    return HttpResponse(FLOOR.render({"name": request.user, "path": request.path}))


urlpatterns = [path("floor/", bare), *portal]


def cpu(client: Client, address: str, requests: int) -> float:
    """CPU seconds of this process for so many requests."""
    begun = time.process_time()
    for _ in range(requests):
        client.get(address)
    return time.process_time() - begun


def visits() -> dict[str, tuple[Client, str]]:
    """Who opens which page."""
    licence = issued_licence()
    case = bring_to(LicenceRequestFactory(applicant=licence.holder, submitted=True), Status.UNDER_REVIEW)
    owner, stranger = signed_in(account_of(licence.holder)), Client()
    unit = GuildUnitFactory(owner=licence.holder)
    PersonnelFactory.create_batch(5, unit=unit)
    tracking = Client()
    session = tracking.session
    session[TRACKED] = case.tracking_code
    session.save()
    return {
        "home": (stranger, reverse("home")),
        "verify_licence": (stranger, licence.get_absolute_url()),
        "scan": (stranger, unit.codes.get().get_absolute_url()),
        "track_status": (tracking, reverse("track_status")),
        "dashboard": (owner, reverse("dashboard")),
        "request": (owner, case.get_absolute_url()),
        "my_requests": (owner, reverse("my_requests")),
    }


def measure(requests: int, rounds: int) -> dict[str, float]:
    """The median ratio of each page to the floor."""
    pages = visits()
    floor = pages["dashboard"][0]
    for client, address in pages.values():
        if client.get(address).status_code != 200:
            raise SystemExit(f"{address} does not answer 200")
    ratios: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, (client, address) in pages.items():
            ratios[name].append(cpu(client, address, requests) / cpu(floor, "/floor/", requests))
    return {name: statistics.median(values) for name, values in ratios.items()}


def run(work: Callable[[], dict[str, float]]) -> int:
    """Print the table; 1 when a page is above its bound."""
    above = 0
    print(f"{'page':<16}{'ratio':>8}{'bound':>8}")
    for name, ratio in work().items():
        above += ratio > BOUNDS[name]
        print(f"{name:<16}{ratio:>8.2f}{BOUNDS[name]:>8}")
    return 1 if above else 0


def main() -> int:
    """Make the database, measure, remove it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    cached = [{**settings.TEMPLATES[0], "OPTIONS": {**settings.TEMPLATES[0]["OPTIONS"], "loaders": LOADERS}}]
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with override_settings(
            ROOT_URLCONF=__name__, DEBUG=False, TEMPLATES=cached, ALLOWED_HOSTS=["testserver"]
        ):
            return run(lambda: measure(chosen.requests, chosen.rounds))
    finally:
        teardown_databases(databases, verbosity=0)


#: As in production: templates are compiled once.
LOADERS = [
    (
        "django.template.loaders.cached.Loader",
        [
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ],
    )
]

if __name__ == "__main__":
    sys.exit(main())

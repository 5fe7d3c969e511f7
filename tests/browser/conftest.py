"""Chromium as Debian ships it, speaking Persian, on Tehran time; and one portal for all journeys."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.jalali import to_jalali
from tests.browser.people import Citizen
from tests.browser.portal import Portal, running_portal

GROWN_BEFORE = "2000-01-01"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The whole portal as real processes, on the sample nation."""
    var: Path = tmp_path_factory.mktemp("portal")
    with running_portal(var) as running:
        yield running


@pytest.fixture
def somebody(portal: Portal) -> Citizen:
    """A grown person of the sample nation, with a SIM of their own and no licence, whom no test has played yet.

    Who has a story of their own is left to the test of that story: several files share one portal.
    """
    mobile, national_code, birth_date = portal.rows(
        "SELECT s.mobile, p.national_code, p.birth_date FROM registries_samplesim s"
        " JOIN registries_sampleperson p ON p.id = s.person_id"
        " WHERE NOT EXISTS (SELECT 1 FROM accounts_otpchallenge c WHERE c.mobile = s.mobile)"
        " AND NOT EXISTS (SELECT 1 FROM accounts_person a WHERE a.national_code = p.national_code)"
        " AND NOT EXISTS (SELECT 1 FROM registries_samplelicence l WHERE l.holder_id = p.id)"
        " AND p.birth_date < ? AND p.deceased_on IS NULL ORDER BY s.id DESC LIMIT 1",
        GROWN_BEFORE,
    )[0]
    year, month, day = to_jalali(date.fromisoformat(str(birth_date)))
    return Citizen(mobile, national_code, (str(day), str(month), str(year)))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; no browser is downloaded."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed")
    return {"executable_path": path, "args": CHROMIUM_FLAGS}


@pytest.fixture(params=[{"width": 390, "height": 844}], ids=["phone"])
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    """An old phone, unless a test says otherwise."""
    size: dict[str, int] = request.param
    return size


@pytest.fixture
def browser_context_args(viewport: dict[str, int], portal: Portal) -> dict[str, Any]:
    """A Persian browser in Tehran."""
    return {
        "viewport": viewport,
        "locale": "fa-IR",
        "timezone_id": "Asia/Tehran",
        "base_url": portal.url,
    }

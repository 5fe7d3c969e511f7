"""Chromium as Debian ships it, speaking Persian, on Tehran time; and one portal for all journeys."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.portal import Portal, running_portal

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

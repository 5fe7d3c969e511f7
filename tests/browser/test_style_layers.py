"""Browsers get the sheets without their layers (ADR 16): no rule may win by its layer alone."""

from typing import Any

import lightningcss
import pytest
from django.conf import settings
from playwright.sync_api import Page, Route

from core.style_sheets import BROWSERS, bundle
from tests.browser import people
from tests.browser.people import Citizen
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

OWNER = Citizen("09121234567", "0012345679", ("12", "4", "1365"))
#: Every element with all its computed styles, and those of what stands before and after it.
STYLES = """() => [...document.body.querySelectorAll("*")].map(node => [
  node.tagName + "." + node.getAttribute("class"),
  ...[null, "::before", "::after"].map(part => {
    const style = getComputedStyle(node, part);
    return [...style].map(name => name + ":" + style.getPropertyValue(name)).join(";");
  }),
])"""


def with_layers(route: Route) -> None:
    """Answer with the sheet as its sources say it, for a browser that knows layers."""
    name = route.request.url.rpartition("/")[2].partition("?")[0]
    css = lightningcss.process_stylesheet(bundle(settings.STYLES_ROOT / name), browsers_list=BROWSERS)
    route.fulfill(body=css, content_type="text/css")


def seen(page: Page, address: str) -> list[Any]:
    page.goto(address)
    page.evaluate("document.fonts.ready")
    found: list[Any] = page.evaluate(STYLES)
    return found


@pytest.mark.parametrize(
    "viewport",
    [{"width": 390, "height": 844}, {"width": 1366, "height": 768}],
    ids=["phone", "desk"],
    indirect=True,
)
def test_old_browser_shows_every_element_as_one_that_knows_layers(page: Page, portal: Portal) -> None:
    people.sign_in(page, portal, OWNER)
    page.emulate_media(reduced_motion="reduce")
    addresses = (
        "/components/",
        "/",
        "/panel/",
        "/panel/requests/",
        "/working-days/",
        "/request/eligibility/",
    )
    flat = {address: seen(page, address) for address in addresses}

    page.route("**/static/css/*.css", with_layers)

    for address in addresses:
        assert seen(page, address) == flat[address], address
